"""Context of a turn, as forms and views see it: actor, session, clock, notices, jobs.

`Registry` holds every form and view there is. The context of a form is another thing: `bot.dialogue.context`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue.form import Form
from bot.dialogue.inputs import Command
from bot.dialogue.question import Moment
from bot.dialogue.screen import Button, ButtonRows, FileRef, Screen
from bot.dialogue.views import FORM_VIEW, View, ViewRequest
from bot.i18n.catalog import texts
from bot.i18n.messages import Localizable, Text, to_json
from bot.relief.access.caller import Actor, Caller
from bot.relief.errors import Forbidden, NeedsConfirmation
from bot.relief.ids import PersonId
from bot.relief.outbound import jobs, notices
from bot.storage.database import Database
from bot.turn.media.store import MediaStore
from bot.turn.tasks import TaskSource

REDRAW_VIEW = "again"
REDRAW_PRESS = ViewRequest(view=REDRAW_VIEW).encode()
# Acts on forms and drafts. The first one is short: two ids must fit beside it into the data of a button.
BEGIN_ACT = "+"
RESUME_ACT = "go"
DROP_ACT = "drop"
DROP_NOW_ACT = "drop-now"
FORM_ACTS = ("", BEGIN_ACT, RESUME_ACT, DROP_ACT, DROP_NOW_ACT)


class DeepLinks(Protocol):
    def deep_link(self, payload: str) -> str:
        """Return the deep link that opens a private chat with the bot."""
        ...


def _resolve_no_code(_: str) -> ViewRequest | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileIntake:
    """The way of files that nothing asked for.

    `view` asks what they are for. `target` returns the request that places a file sent on a screen with these buttons;
    None if that screen is about no record that has files. `allows` tells whose files are kept.
    """

    view: str
    target: Callable[[Sequence[ViewRequest]], ViewRequest | None]
    allows: Callable[[Actor], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """All conversations: forms and views by name.

    `entry_view` turns a command into the page that it opens, `resolve_code` a code that was typed; None is no code. `home` is
    the menu. `refusal_buttons` lead on from a refusal, by the key of its text. `task_sources` find what waits for a person.
    """

    forms: Mapping[str, Form[Any]]
    views: Mapping[str, View]
    entry_view: Callable[[Command], ViewRequest]
    home: ViewRequest
    resolve_code: Callable[[str], ViewRequest | None] = _resolve_no_code
    refusal_buttons: Mapping[str, Button] = field(default_factory=dict)
    task_sources: Sequence[TaskSource] = ()
    file_intake: FileIntake | None = None

    @classmethod
    def build(
        cls,
        forms: Sequence[Form[Any]],
        views: Sequence[View],
        entry_view: Callable[[Command], ViewRequest],
        home: ViewRequest,
        resolve_code: Callable[[str], ViewRequest | None] = _resolve_no_code,
        refusal_buttons: Mapping[str, Button] | None = None,
        task_sources: Sequence[TaskSource] = (),
        file_intake: FileIntake | None = None,
    ) -> "Registry":
        """Index the forms and views. Raises ValueError if two share a name."""
        forms_by_name, views_by_name = {form.name: form for form in forms}, {view.name: view for view in views}
        if len(forms_by_name) < len(forms) or len(views_by_name) < len(views):
            raise ValueError("two forms or two views share a name")
        return cls(
            forms=forms_by_name,
            views=views_by_name,
            entry_view=entry_view,
            home=home,
            resolve_code=resolve_code,
            refusal_buttons=refusal_buttons or {},
            task_sources=task_sources,
            file_intake=file_intake,
        )

    def parse_view_request(self, data: str) -> ViewRequest | None:
        """Parse the data of a page's button; None if the registry has no such page, form or act (any more)."""
        request = ViewRequest.decode(data)
        match request:
            case ViewRequest(view=view) if view == FORM_VIEW:
                return request if request.args and request.args[0] in self.forms and request.act in FORM_ACTS else None
            case ViewRequest(view=view) if view == REDRAW_VIEW:
                return request
            case ViewRequest(view=view, act=act) if view in self.views:
                return request if not act or act in self.views[view].acts else None
            case _:
                return None


@dataclass(slots=True, kw_only=True)
class TurnContext:
    """One turn, as forms and views see it (unit of work).

    Writes in `session` are committed with the replies, or not at all. `actor` is None for a stranger. `latest_view`
    is the view shown last in this turn: typed text searches it afterwards. `files` wait for their place; a use case that
    gives them one empties it. `worker_needed` is set when the turn wrote
    work for the background worker. `confirmed` are the tokens of questions that were answered with yes in this form.
    """

    registry: Registry
    database: Database
    session: AsyncSession
    messenger: str
    account: int
    name: str
    actor: Actor | None
    locale: str
    now: datetime
    today: date
    deep_links: Mapping[str, DeepLinks]
    media_store: MediaStore
    latest_view: ViewRequest | None = None
    files: tuple[FileRef, ...] = ()
    worker_needed: bool = False
    confirmed: Collection[str] = ()

    @property
    def moment(self) -> Moment:
        return Moment(now=self.now, today=self.today)

    def require_actor(self) -> Actor:
        """Return the actor. Raises Forbidden for a stranger."""
        if self.actor is None:
            raise Forbidden("error-stranger")
        return self.actor

    def caller(self) -> Caller:
        """Return the caller of a use case in this turn. Raises Forbidden for a stranger."""
        return Caller(self.session, self.require_actor(), self.now)

    def confirm(self, question: NeedsConfirmation) -> None:
        """Raise the question, unless the person has answered it with yes in this form."""
        if question.token not in self.confirmed:
            raise question

    async def show_view(self, view: str, *args: object) -> Screen:
        """Return the screen of a view, which becomes the latest view, as if its button had been pressed."""
        request = ViewRequest(view=view, args=tuple(map(str, args)))
        self.latest_view = request
        return await self.registry.views[view].render(self, request)

    async def notify(self, person: PersonId, event: str, message: Text, buttons: ButtonRows = ()) -> None:
        """Enqueue a notice to another person, once per event (idempotency).

        The delivery chooses the messenger.
        """
        rows = [[{"label": to_json(button.label), "data": button.data} for button in row] for row in buttons]
        await notices.enqueue_notice(self.session, person, event, to_json(message) | {"buttons": rows})
        self.worker_needed = True

    async def enqueue_job(self, name: str, kind: str, args: jobs.JobArgs, lane: str = jobs.DEFAULT_LANE) -> None:
        """Enqueue a background job in the turn's transaction; the same `name` twice is one job."""
        await jobs.enqueue(self.session, name, lane=lane, kind=kind, args=args)
        self.worker_needed = True

    def wake_worker(self) -> None:
        """Wake the worker after the commit: for a use case that wrote work for it by itself."""
        self.worker_needed = True

    def deep_link(self, payload: str) -> str:
        """Return the deep link into the messenger of this turn."""
        return self.deep_links[self.messenger].deep_link(payload)

    def all_deep_links(self, payload: str) -> Mapping[str, str]:
        """Return the deep link into each messenger, by its name."""
        return {name: linker.deep_link(payload) for name, linker in sorted(self.deep_links.items())}

    def localize(self, message: Localizable) -> str:
        """Return a finished sentence in the person's language, for text inside files.

        Screens take the message itself.
        """
        return texts(self.locale).format_label(message)

    async def read_file(self, file: int) -> bytes:
        """Return the content of a stored file."""
        return (await self.media_store.load(file, self.messenger)).content

    def set_locale(self, locale: str) -> None:
        """Change the language of the rest of the conversation."""
        self.locale = locale
