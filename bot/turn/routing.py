"""What an update means in a conversation: which form or page it belongs to. Pure: nothing is read and nothing is done here."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias

from bot.dialogue import engine
from bot.dialogue.engine import Abort, Continue, Submit
from bot.dialogue.form import Form
from bot.dialogue.inputs import Command, Press, TextInput, Unsupported, UserInput
from bot.dialogue.question import Input, Moment
from bot.dialogue.screen import FileRef
from bot.dialogue.state import FormState
from bot.dialogue.views import FORM_VIEW, ViewRequest
from bot.i18n.messages import Text, text
from bot.persian.normalisation import fold
from bot.turn.context import REDRAW_VIEW, Registry
from bot.turn.conversation.state import ConversationState


@dataclass(frozen=True, slots=True, kw_only=True)
class FormStep:
    """A step inside the open form."""

    form: Form[Any]
    step: Continue | Submit | Abort


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenView:
    """A page is opened or acted on; `leaves_form` says that the open form is put aside for it."""

    view_request: ViewRequest
    leaves_form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveForm:
    """The open form is left: kept as a draft, or dropped."""

    as_draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """The present screen is drawn again, with what there is to say."""

    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """Something is said in passing; what stands on the screen stays."""

    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRevoked:
    """The person's rights have changed: the open form, with what was just answered, is put aside, and they are told."""

    form_state: FormState


Route: TypeAlias = FormStep | OpenView | LeaveForm | Redraw | Toast | FormRevoked


def revoke_form(state: ConversationState, route: Route) -> Route:
    """Whatever was meant was meant by who had other rights: the form that is open is not gone on with."""
    match route:
        case LeaveForm():
            return route
        case FormStep(step=Continue(state=after) | Submit(state=after)):
            return FormRevoked(form_state=after)
        case _:
            return FormRevoked(form_state=state.form) if state.form else route


def migrate_state(book: Registry, state: ConversationState) -> tuple[ConversationState, bool]:
    """The state as this version of the house goes on with it; true when it asks something else now than its screen shows."""
    form = state.form
    if form is None:
        return state, False
    if form.form not in book.forms:
        return replace(state, form=None), True
    known = book.forms[form.form]
    if form.version == known.version:
        return state, False
    resumed = engine.resume_form(known, form)
    return replace(state, form=resumed), resumed.at != form.at


def route_input(
    book: Registry,
    state: ConversationState,
    user_input: UserInput | FileRef,
    moment: Moment,
    *,
    on_current_screen: bool,
) -> Route:
    """`on_current_screen`: it was done on the message that bears the present screen, or without a message."""
    match user_input:
        case Press(data=data):
            return _route_press(book, state, data, moment, on_current_screen=on_current_screen)
        case Command(name="cancel") if state.form:
            return LeaveForm(as_draft=True)
        case Command(name="help") if state.form:
            return _route_form_step(book, state, "help", moment)
        case Command():
            return OpenView(view_request=book.entry_view(user_input), leaves_form=state.form is not None)
        case Unsupported(kind=kind):
            return Redraw(note=Text(f"turn-odd-{kind.value}"))
        case TextInput(text=said, forwarded=False) if meant := _match_label(state, said):
            return _route_press(book, state, meant, moment, on_current_screen=True)
        case _ if state.form:
            return _route_form_step(book, state, user_input, moment)
        case TextInput(text=said) if coded := book.resolve_code(said):
            return OpenView(view_request=coded)
        case TextInput(text=said) if (visit := latest_view(book, state)) and book.views[visit.view].searchable:
            return OpenView(view_request=replace(visit, search=said.strip()[:100], page=0))
        case _:
            return Redraw(note=text("turn-nothing-asked"))


def _match_label(state: ConversationState, said: str) -> str | None:
    """What a typed label stands for: who types what is on exactly one button has pressed it."""
    wanted = fold(said)
    fit = [data for label, data in state.keys.items() if _fold_cached(label) == wanted]
    return fit[0] if len(fit) == 1 else None


_fold_cached = lru_cache(maxsize=500)(fold)  # the same few labels stand under every question


def route_in_group(book: Registry, user_input: UserInput | FileRef) -> Route:
    """A group holds no conversation: a press that does something does it for who pressed, the rest belongs into private."""
    visit = book.parse_view_request(user_input.data) if isinstance(user_input, Press) else None
    if visit is not None and visit.act and visit.view in book.views:
        return OpenView(view_request=visit)
    return Toast(note=text("turn-in-private"))


def latest_view(book: Registry, state: ConversationState) -> ViewRequest | None:
    """The latest page, as it was searched; None when there was none, or there is no such page any more."""
    visit = book.parse_view_request(state.view)
    return replace(visit, search=state.search) if visit and visit.view in book.views else None


def _route_press(
    book: Registry, state: ConversationState, data: str, moment: Moment, *, on_current_screen: bool
) -> Route:
    match data.split("|", 2):
        case ["f", screen, action] if state.form and screen == str(state.screen):
            if action in ("later", "drop"):
                return LeaveForm(as_draft=action == "later")
            return _route_form_step(book, state, action, moment)
        case ["b", *_] if visit := book.parse_view_request(data):
            return _route_view(book, state, visit, on_current_screen=on_current_screen)
        case ["f", *_] if on_current_screen and state.form is None:
            return Toast(note=text("turn-pressed-before"))
        case _:
            return Redraw(note=text("turn-old-button"))


def _route_view(book: Registry, state: ConversationState, visit: ViewRequest, *, on_current_screen: bool) -> Route:
    """A page beside the open form leaves it alone; one that would take the place of its screen puts it aside."""
    if visit.act or visit.view == REDRAW_VIEW:
        return OpenView(view_request=visit)
    seen = latest_view(book, state)
    if on_current_screen and visit.is_paging and seen and (seen.view, seen.args) == (visit.view, visit.args):
        visit = replace(visit, search=state.search)
    return OpenView(
        view_request=visit, leaves_form=state.form is not None and (on_current_screen or visit.view == FORM_VIEW)
    )


def _route_form_step(book: Registry, state: ConversationState, move: str | Input, moment: Moment) -> Route:
    if state.form is None:
        return Redraw(note=text("turn-old-button"))
    form = book.forms[state.form.form]
    return FormStep(form=form, step=engine.advance(form, state.form, move, moment))


def needs_transaction(book: Registry, state: ConversationState, route: Route) -> bool:
    """Whether the step needs a transaction of its own."""
    match route:
        case FormStep(step=Submit()):
            return True
        case FormStep(step=Abort()):
            return state.form is not None and state.form.resumed
        case OpenView(view_request=visit, leaves_form=leaves):
            return (
                leaves
                or bool(visit.act)
                or _is_audited(book, latest_view(book, state) if visit.view == REDRAW_VIEW else visit)
            )
        case Redraw():
            return state.form is None and _is_audited(book, latest_view(book, state))
        case LeaveForm() | FormRevoked():
            return True
        case Toast() | FormStep():
            return False


def _is_audited(book: Registry, visit: ViewRequest | None) -> bool:
    return visit is not None and visit.view in book.views and book.views[visit.view].audited


def needs_database(book: Registry, state: ConversationState, route: Route, moment: Moment) -> bool:
    """Whether the step needs the database at all: an answer to a plain question does not."""
    match route:
        case FormStep(form=form, step=Continue(state=after)):
            return engine.options_request(form, after, moment) is not None
        case Redraw():
            return (
                state.form is None
                or engine.options_request(book.forms[state.form.form], state.form, moment) is not None
            )
        case OpenView():
            return True
        case _:
            return False
