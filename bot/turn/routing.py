"""Routing: what an update means in a conversation, which form or view it belongs to.

Pure: nothing is read and nothing is done here.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias, assert_never

from bot.dialogue import engine
from bot.dialogue.engine import Abort, Continue, Submit
from bot.dialogue.form import Form
from bot.dialogue.inputs import Command, Press, TextInput, Unsupported, UserInput
from bot.dialogue.question import Input, Moment
from bot.dialogue.screen import FileRef
from bot.dialogue.state import FormState
from bot.dialogue.views import FORM_VIEW, ViewRequest
from bot.i18n.messages import Text, text
from bot.persian.courtesies import Courtesy, read_courtesy
from bot.persian.normalisation import match_key
from bot.turn.context import DROP_ACT, DROP_NOW_ACT, REDRAW_VIEW, Registry
from bot.turn.conversation.state import ConversationState

MAX_SEARCH_CHARACTERS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FormStep:
    """A step inside the open form."""

    form: Form[Any]
    step: Continue | Submit | Abort


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenView:
    """Open a view, or act on it; `leaves_form` is true when the open form becomes a draft for it.

    An act with a `file` is done to that file alone, instead of those that are kept.
    """

    view_request: ViewRequest
    leaves_form: bool = False
    file: FileRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveForm:
    """Leave the open form: keep it as a draft, or drop it."""

    form_state: FormState
    as_draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """Draw the current screen again, with a note as its last line."""

    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SayNote:
    """Say a note in a short message of its own; the current screen stays, with its keys."""

    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """Say a note in passing; the current screen stays."""

    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRevoked:
    """Leave the open form because the person's rights have changed.

    The form is kept, with the latest answer, and the person is told.
    """

    form_state: FormState


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepFile:
    """Keep a file until its sender says what it is for, and go on with another step."""

    file: FileRef
    then: "Route"


Route: TypeAlias = KeepFile | FormStep | OpenView | LeaveForm | Redraw | SayNote | Toast | FormRevoked


def revoke_form(state: ConversationState, route: Route) -> Route:
    """Return the route of a person with changed rights: an open form does not go on."""
    match route:
        case LeaveForm():
            return route
        case KeepFile(then=then):
            return replace(route, then=revoke_form(state, then))
        case FormStep(step=Continue(state=after) | Submit(state=after)):
            return FormRevoked(form_state=after)
        case _:
            return FormRevoked(form_state=state.form) if state.form else route


def migrate_state(registry: Registry, state: ConversationState) -> tuple[ConversationState, bool]:
    """Return the state for this version, and True if it asks another question than the screen shows."""
    form = state.form
    if form is None:
        return state, False
    if form.form not in registry.forms:
        return replace(state, form=None), True
    current = registry.forms[form.form]
    if form.version == current.version:
        return state, False
    resumed = engine.resume_form(current, form)
    return replace(state, form=resumed), resumed.at != form.at


def route_input(
    registry: Registry,
    state: ConversationState,
    user_input: UserInput | FileRef,
    moment: Moment,
    *,
    on_current_screen: bool,
) -> Route:
    """Return the route of an input in private chat.

    `on_current_screen` is true for a press on the message that bears the current screen, and for all that is no press.
    """
    match user_input:
        case Press(data=data):
            return _route_press(registry, state, data, moment, on_current_screen=on_current_screen)
        case Command():
            return _route_command(registry, state, user_input, moment)
        case Unsupported(text=said) | TextInput(text=said) if state.form is None and (courtesy := read_courtesy(said)):
            return _answer_courtesy(registry, courtesy)
        case Unsupported(kind=kind):
            return say_note(state, Text(f"turn-odd-{kind.value}"))
        case TextInput(text=typed, forwarded=False) if label_data := _match_label(state, typed):
            return _route_press(registry, state, label_data, moment, on_current_screen=True)
        case _ if state.form:
            return _route_form_step(registry, state, user_input, moment)
        case TextInput(text=typed) if code_view := registry.resolve_code(typed):
            return OpenView(view_request=code_view)
        case TextInput(text=typed) if (view := latest_view(registry, state)) and registry.views[view.view].searchable:
            return OpenView(view_request=replace(view, search=typed.strip()[:MAX_SEARCH_CHARACTERS], page=0))
        case _:
            return say_note(state, text("turn-nothing-asked"))


def _answer_courtesy(registry: Registry, courtesy: Courtesy) -> Route:
    """Return the route of a greeting or of thanks: the menu greets, thanks get an answer of their own."""
    match courtesy:
        case "greeting":
            return OpenView(view_request=registry.home)
        case "thanks":
            return SayNote(note=text("turn-welcome"))
        case _:
            assert_never(courtesy)


def say_note(state: ConversationState, note: Text) -> SayNote | Redraw:
    """Return the route that says a note below the current screen, or with the menu if there is none."""
    return SayNote(note=note) if state.form or state.view else Redraw(note=note)


def _route_command(registry: Registry, state: ConversationState, command: Command, moment: Moment) -> Route:
    match command.name, state.form:
        case "cancel", FormState() as form_state:
            return LeaveForm(form_state=form_state, as_draft=True)
        case "help", FormState():
            return _route_form_step(registry, state, "help", moment)
        case _:
            return OpenView(view_request=registry.entry_view(command), leaves_form=state.form is not None)


def _match_label(state: ConversationState, typed: str) -> str | None:
    """Return the data of the one button whose label was typed, None for no button or several."""
    key = match_key(typed)
    matches = [data for label, data in state.keys.items() if _match_key_cached(label) == key]
    return matches[0] if len(matches) == 1 else None


_match_key_cached = lru_cache(maxsize=500)(match_key)  # the same few labels stand under every question


def route_in_group(registry: Registry, user_input: UserInput | FileRef) -> Route:
    """Return the route of an input in a group: only a press of an act does something there.

    A group holds no conversation.
    """
    view = registry.parse_view_request(user_input.data) if isinstance(user_input, Press) else None
    if view is not None and view.act and view.view in registry.views:
        return OpenView(view_request=view)
    return Toast(note=text("turn-in-private"))


def latest_view(registry: Registry, state: ConversationState) -> ViewRequest | None:
    """Return the latest view with its search; None without one, or if it is not registered any more."""
    view = registry.parse_view_request(state.view)
    return replace(view, search=state.search) if view and view.view in registry.views else None


def _route_press(
    registry: Registry, state: ConversationState, data: str, moment: Moment, *, on_current_screen: bool
) -> Route:
    match data.split("|", 2):
        case ["f", screen, action] if state.form and screen == str(state.screen):
            if action in ("later", "drop"):
                return LeaveForm(form_state=state.form, as_draft=action == "later")
            return _route_form_step(registry, state, action, moment)
        case ["b", *_] if view := registry.parse_view_request(data):
            return _route_view(registry, state, view, on_current_screen=on_current_screen)
        case ["f", *_] if on_current_screen and state.form is None:
            return Toast(note=text("turn-pressed-before"))
        case _ if on_current_screen:
            return Redraw(note=text("turn-old-button"))
        case _:
            return say_note(state, text("turn-old-button"))


def _route_view(registry: Registry, state: ConversationState, view: ViewRequest, *, on_current_screen: bool) -> Route:
    """Return the route of a view's press: the open form is left only for what replaces its screen."""
    opens_form = view.view == FORM_VIEW and view.act not in (DROP_ACT, DROP_NOW_ACT)
    if (view.act and not opens_form) or view.view == REDRAW_VIEW:
        return OpenView(view_request=view)
    latest = latest_view(registry, state)
    if on_current_screen and view.is_paging and latest and (latest.view, latest.args) == (view.view, view.args):
        view = replace(view, search=state.search)
    return OpenView(view_request=view, leaves_form=state.form is not None and (on_current_screen or opens_form))


def _route_form_step(registry: Registry, state: ConversationState, move: str | Input, moment: Moment) -> Route:
    if state.form is None:
        return Redraw(note=text("turn-old-button"))
    form = registry.forms[state.form.form]
    return FormStep(form=form, step=engine.advance(form, state.form, move, moment))


def needs_transaction(registry: Registry, state: ConversationState, route: Route) -> bool:
    """Return True if the step writes, or is audited: it then runs in a transaction of its own."""
    match route:
        case KeepFile(then=then):
            return needs_transaction(registry, state, then)
        case FormStep(step=Submit()):
            return True
        case FormStep(step=Abort()):
            return state.form is not None and state.form.draft_id is not None
        case OpenView(view_request=view, leaves_form=leaves_form):
            shown = latest_view(registry, state) if view.view == REDRAW_VIEW else view
            return leaves_form or bool(view.act) or _is_audited(registry, shown)
        case Redraw():
            return state.form is None and _is_audited(registry, latest_view(registry, state))
        case LeaveForm() | FormRevoked():
            return True
        case Toast() | SayNote() | FormStep():
            return False
        case _:
            assert_never(route)


def _is_audited(registry: Registry, view: ViewRequest | None) -> bool:
    return view is not None and view.view in registry.views and registry.views[view.view].audited
