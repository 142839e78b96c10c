"""What a conversation's own code is given: the actor, the session, the clock, and ways to write to others and to start work."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue.form import Form
from bot.dialogue.question import Moment
from bot.dialogue.screen import Button, Command, Rows, Screen
from bot.dialogue.views import FORM, Browse, Visit
from bot.i18n.catalog import texts
from bot.i18n.messages import Said, Text, said_json
from bot.relief.access.policy import Actor
from bot.relief.errors import Forbidden
from bot.relief.ids import PersonId
from bot.relief.outbound import jobs, notices
from bot.storage.database import Database
from bot.turn.media.store import FileShelf

AGAIN = "again"
DROP = "drop"


class Linker(Protocol):
    def link(self, payload: str) -> str:
        """The deep link that opens a private chat with the bot."""
        ...


def _no_code(_: str) -> Visit | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Every conversation there is. `entry` turns a command into the page that it opens, `typed` what is a code written by
    hand; `home` is the menu's view. `ways` are buttons that lead on from a refusal, by its key.
    """

    forms: Mapping[str, Form[Any]]
    views: Mapping[str, Browse]
    entry: Callable[[Command], Visit]
    home: Visit
    typed: Callable[[str], Visit | None] = _no_code
    ways: Mapping[str, Button] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        forms: Sequence[Form[Any]],
        views: Sequence[Browse],
        entry: Callable[[Command], Visit],
        home: Visit,
        typed: Callable[[str], Visit | None] = _no_code,
        ways: Mapping[str, Button] | None = None,
    ) -> "Book":
        by_form, by_view = {f.name: f for f in forms}, {v.name: v for v in views}
        return cls(forms=by_form, views=by_view, entry=entry, home=home, typed=typed, ways=ways or {})

    def visit(self, data: str) -> Visit | None:
        """What a press of a page means; None when this book has no such page, form or act (any more)."""
        visit = Visit.read(data)
        match visit:
            case Visit(view=view) if view == FORM:
                return visit if visit.args and visit.args[0] in self.forms and visit.act in ("", DROP) else None
            case Visit(view=view) if view == AGAIN:
                return visit
            case Visit(view=view, act=act) if view in self.views:
                return visit if not act or act in self.views[view].acts else None
            case _:
                return None


@dataclass(slots=True, kw_only=True)
class Turn:
    """One turn, as a use case sees it. What it writes in `session` is committed with the answer, or not at all."""

    book: Book
    database: Database
    session: AsyncSession
    messenger: str
    account: int
    name: str
    actor: Actor | None
    locale: str
    now: datetime
    today: date
    linkers: Mapping[str, Linker]
    shelf: FileShelf
    opened: Visit | None = None
    woke: bool = False

    @property
    def moment(self) -> Moment:
        return Moment(now=self.now, today=self.today)

    def known(self) -> Actor:
        """The actor; Forbidden for a stranger."""
        if self.actor is None:
            raise Forbidden("error-stranger")
        return self.actor

    async def page(self, view: str, *args: object) -> Screen:
        """The screen of a view, as if it had been opened by its button."""
        visit = Visit(view=view, args=tuple(map(str, args)))
        self.opened = visit
        return await self.book.views[view].page(self, visit)

    async def notify(self, person: PersonId, event: str, said: Text, buttons: Rows = ()) -> None:
        """Write to somebody else, once an event, through whichever messenger reaches them. Arguments are words and numbers."""
        rows = [[{"label": said_json(one.label), "data": one.data} for one in row] for row in buttons]
        await notices.notify(self.session, person, event, said_json(said) | {"buttons": rows})
        self.woke = True

    async def start(self, name: str, kind: str, args: jobs.Args, lane: str = jobs.WORK) -> None:
        """Work that outlives the turn, written with what caused it; the same name twice is once."""
        await jobs.put(self.session, name, lane=lane, kind=kind, args=args)
        self.woke = True

    def wake(self) -> None:
        """The use case itself wrote work for the worker."""
        self.woke = True

    def link(self, payload: str) -> str:
        """The deep link into the messenger of this turn."""
        return self.linkers[self.messenger].link(payload)

    def links(self, payload: str) -> Mapping[str, str]:
        """The deep link of every messenger that there is, by its name."""
        return {name: linker.link(payload) for name, linker in sorted(self.linkers.items())}

    def write(self, said: Said) -> str:
        """A finished sentence in the person's language, for what is drawn and not shown."""
        return texts(self.locale).label(said)

    async def read(self, file: int) -> bytes:
        """The content of a file that we keep."""
        return (await self.shelf.open(file, self.messenger)).content

    def speak(self, locale: str) -> None:
        """From now on in another language."""
        self.locale = locale
