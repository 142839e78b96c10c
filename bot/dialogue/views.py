"""Pages: lists that open into things that can be acted on. A page's press carries all it needs and works for ever."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from bot.dialogue.screen import Button, Rows, Screen, paging
from bot.i18n.messages import Said

FORM = "form"
ROWS = 6
DATA_LIMIT = 64
PAGE_DIGITS = 4  # nobody turns more pages; a forged number would not fit into a query


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One look at a view: its arguments, the page of its list, and what was typed to search it. `turned` says that it is
    another page of the same list: what was typed stays.
    """

    view: str
    args: tuple[str, ...] = ()
    page: int = 0
    search: str = ""
    act: str = ""
    turned: bool = False

    @property
    def offset(self) -> int:
        return self.page * ROWS

    def data(self) -> str:
        """`b|view|!act|args` or `b|view|page|args`, at most 64 bytes; the search is kept in the conversation."""
        verb = f"!{self.act}" if self.act else self.page if self.page or self.turned else ""
        data = f"b|{self.view}|{verb}|{','.join(self.args)}"
        if len(data.encode()) > DATA_LIMIT:
            raise ValueError(f"a press of {len(data.encode())} bytes on view {self.view}")
        return data

    @classmethod
    def read(cls, data: str) -> "Visit | None":
        match data.split("|", 3):
            case ["b", view, verb, args] if len(data.encode()) <= DATA_LIMIT:
                given = tuple(a for a in args.split(",") if a)
                if verb.startswith("!"):
                    return cls(view=view, args=given, act=verb[1:])
                page = int(verb) if verb.isdecimal() and len(verb) <= PAGE_DIGITS else 0
                return cls(view=view, args=given, page=page, turned=bool(verb))
            case _:
                return None


Act: TypeAlias = Callable[[Any, tuple[str, ...]], Awaitable[Screen]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Browse:
    """`page(turn, visit)` reads and draws; each act is a use case, one transaction. `audited` looks are written down.

    Typed text searches the view when `search` is true.
    """

    name: str
    page: Callable[[Any, Visit], Awaitable[Screen]]
    acts: Mapping[str, Act] = field(default_factory=dict)
    search: bool = False
    audited: bool = False


def opens(label: Said, view: str, *args: object) -> Button:
    return Button(label, Visit(view=view, args=tuple(map(str, args))).data())


def does(label: Said, view: str, act: str, *args: object) -> Button:
    return Button(label, Visit(view=view, act=act, args=tuple(map(str, args))).data())


def begins(label: Said, form: str, *args: object) -> Button:
    """A button that opens a form, filled in by its `start` from the arguments."""
    return opens(label, FORM, form, *args)


def listing(rows: Sequence[Button], visit: Visit, *, more: bool) -> Rows:
    """One row a thing, and the way to the pages before and after."""
    here = Visit(view=visit.view, args=visit.args, turned=True)
    turn = paging(visit.page, more=more, data=lambda page: replace(here, page=page).data())
    return (*((row,) for row in rows), *turn)
