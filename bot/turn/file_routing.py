"""Routing of files, places and contacts that come where no question asks for them.

Pure. A file goes to the question of the open form that takes files, else to the record that the current screen is
about, else it is kept until its sender says what it is for. A caption that answers the current question counts as typed.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.dialogue import engine
from bot.dialogue.engine import AdvanceResult, Continue
from bot.dialogue.form import CONFIRM_PAGE, EDIT_PAGE, Form
from bot.dialogue.giving import answer_by_caption, find_taker, give_elsewhere, takes_current
from bot.dialogue.inputs import Contact, FileKind, GeoPoint, IncomingFile, UserInput
from bot.dialogue.question import Moment
from bot.dialogue.screen import FileRef
from bot.dialogue.state import FormState
from bot.dialogue.views import ViewRequest, view_button
from bot.i18n.messages import Text, text
from bot.relief.access.caller import Actor
from bot.turn.context import Registry
from bot.turn.conversation.state import ConversationState
from bot.turn.routing import FormStep, KeepFile, OpenView, Route, SayNote, say_note
from bot.turn.step_result import StepResult

MAX_WAITING_FILES = 10
_UNASKED: Mapping[type, str] = {GeoPoint: "turn-place-unasked", Contact: "turn-contact-unasked"}


def has_place(registry: Registry, state: ConversationState, sent: IncomingFile) -> bool:
    """Return True if the open form takes the file: no need to know its sender.

    A voice note at a question of another kind is an attempt to answer it, not evidence.
    """
    if state.form is None:
        return False
    form = registry.forms[state.form.form]
    if takes_current(form, state.form, FileRef):
        return True
    answered = state.form.at in (CONFIRM_PAGE, EDIT_PAGE)
    return (answered or sent.kind is not FileKind.VOICE) and find_taker(form, state.form, FileRef) is not None


def refuse_file(registry: Registry, state: ConversationState, sent: IncomingFile, actor: Actor | None) -> Text | None:
    """Return the reason why a file without a place in the open form is not kept; None if it is."""
    if state.form is not None and sent.kind is FileKind.VOICE:
        return text("turn-voice-unheard")
    if registry.file_intake is None or actor is None or not registry.file_intake.allows(actor):
        return text("turn-voice-unheard" if sent.kind is FileKind.VOICE else "turn-file-unasked")
    return text("turn-files-full", most=MAX_WAITING_FILES) if len(state.files) >= MAX_WAITING_FILES else None


def route_unasked(
    registry: Registry, state: ConversationState, given: UserInput | FileRef, moment: Moment
) -> Route | None:
    """Return the route of a file, a place or a contact that was not asked for; None for any other input."""
    if not isinstance(given, FileRef | GeoPoint | Contact):
        return None
    if state.form is None:
        return _route_file(registry, state, given) if isinstance(given, FileRef) else say_note(state, _unasked(given))
    form = registry.forms[state.form.form]
    if takes_current(form, state.form, type(given), moment):
        return None
    return _route_in_form(form, state.form, given, moment)


def _unasked(given: GeoPoint | Contact) -> Text:
    return Text(_UNASKED[type(given)])


def _route_in_form(form: Form[Any], state: FormState, given: FileRef | GeoPoint | Contact, moment: Moment) -> Route:
    question, _ = engine.current_question(form, state)
    caption = given.caption if isinstance(given, FileRef) else ""
    kept = replace(given, caption="") if isinstance(given, FileRef) and question and question.private else given
    taken = give_elsewhere(form, state, kept, moment)
    if taken is None and not isinstance(kept, FileRef):
        return SayNote(note=_unasked(kept))
    note = taken.note if taken and taken.note else text("turn-file-kept")
    here = taken.state if taken else state
    step = _with_note(answer_by_caption(form, here, caption, moment) or Continue(state=here), note)
    then = FormStep(form=form, step=step)
    return then if taken or not isinstance(kept, FileRef) else KeepFile(file=kept, then=then)


def _with_note(step: AdvanceResult, note: Text) -> AdvanceResult:
    """Return a step that says the note too."""
    if not isinstance(step, Continue):
        return step
    return replace(step, note=text("turn-two-notes", first=note, second=step.note) if step.note else note)


def _route_file(registry: Registry, state: ConversationState, file: FileRef) -> Route:
    """Return the route of a file outside of forms: to the record of the current screen, or kept."""
    intake = registry.file_intake
    if intake is None:
        return say_note(state, text("turn-file-unasked"))
    target = intake.target([request for data in state.keys.values() if (request := ViewRequest.decode(data))])
    if target is not None:
        return OpenView(view_request=target, file=file)
    return KeepFile(file=file, then=OpenView(view_request=ViewRequest(view=intake.view)))


def offer_waiting_files(registry: Registry, result: StepResult) -> StepResult:
    """Return a result whose screen leads to the files that wait for their place, above its last row."""
    intake, rows = registry.file_intake, result.screen.buttons
    if intake is None or not result.state.files or result.state.form or not result.is_current or result.screen.request:
        return result
    asked = f"b|{intake.view}|"
    if any(button.data.startswith(asked) for row in rows for button in row):
        return result
    way = (view_button(text("turn-files-wait", count=len(result.state.files)), intake.view),)
    return replace(result, screen=replace(result.screen, buttons=(*rows[:-1], way, *rows[-1:])))
