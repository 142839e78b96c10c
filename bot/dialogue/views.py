"""Views: pages that list things and act on them. The data of a view's button is complete, and never expires."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from bot.dialogue.layout import paging_buttons
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.i18n.messages import Localizable

FORM_VIEW = "form"
ROWS_PER_PAGE = 6
MAX_BUTTON_DATA_BYTES = 64
MAX_PAGE_DIGITS = 4  # a forged page number must still fit into a query


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRequest:
    """One look at a view: its arguments, the page of its list, and the search.

    `is_paging` is true for another page of the same list: the search stays.
    """

    view: str
    args: tuple[str, ...] = ()
    page: int = 0
    search: str = ""
    act: str = ""
    is_paging: bool = False

    @property
    def offset(self) -> int:
        return self.page * ROWS_PER_PAGE

    def encode(self) -> str:
        """Return `b|view|!act|args` or `b|view|page|args`, at most 64 bytes.

        The search is kept in the conversation. Raises ValueError if the arguments are too long.
        """
        verb = f"!{self.act}" if self.act else self.page if self.page or self.is_paging else ""
        data = f"b|{self.view}|{verb}|{','.join(self.args)}"
        if len(data.encode()) > MAX_BUTTON_DATA_BYTES:
            raise ValueError(f"a press of {len(data.encode())} bytes on view {self.view}")
        return data

    @classmethod
    def decode(cls, data: str) -> "ViewRequest | None":
        match data.split("|", 3):
            case ["b", view, verb, args] if len(data.encode()) <= MAX_BUTTON_DATA_BYTES:
                given = tuple(a for a in args.split(",") if a)
                if verb.startswith("!"):
                    return cls(view=view, args=given, act=verb[1:])
                page = int(verb) if verb.isdecimal() and len(verb) <= MAX_PAGE_DIGITS else 0
                return cls(view=view, args=given, page=page, is_paging=bool(verb))
            case _:
                return None


ActHandler: TypeAlias = Callable[[Any, tuple[str, ...]], Awaitable[Screen]]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page and its acts.

    `render(turn, request)` reads and renders; each act calls a use case, in one transaction. Looks at an `audited` view
    are recorded. Typed text searches a `searchable` view. The buttons of `standalone_acts` stand under messages that are no
    screen of the conversation (a copy of a call, a live message): they stay where they are and keep their buttons.
    """

    name: str
    render: Callable[[Any, ViewRequest], Awaitable[Screen]]
    acts: Mapping[str, ActHandler] = field(default_factory=dict)
    standalone_acts: frozenset[str] = frozenset()
    searchable: bool = False
    audited: bool = False


def view_button(label: Localizable, view: str, *args: object) -> Button:
    return Button(label, ViewRequest(view=view, args=tuple(map(str, args))).encode())


def act_button(label: Localizable, view: str, act: str, *args: object) -> Button:
    return Button(label, ViewRequest(view=view, act=act, args=tuple(map(str, args))).encode())


def form_button(label: Localizable, form: str, *args: object) -> Button:
    """Return a button that opens a form; its `start` receives the arguments."""
    return view_button(label, FORM_VIEW, form, *args)


def paged_list(rows: Sequence[Button], request: ViewRequest, *, more: bool) -> ButtonRows:
    """Lay out one row for each thing, and the buttons to the pages before and after."""
    here = ViewRequest(view=request.view, args=request.args, is_paging=True)
    turn = paging_buttons(request.page, more=more, data=lambda page: replace(here, page=page).encode())
    return (*((row,) for row in rows), *turn)
