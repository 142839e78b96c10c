"""Execution of a routed step: what is shown after an update, and in an acting turn what is done.

`execute_pure` takes the steps that need no database, `execute` takes every step, in the turn that it is given.
"""

from dataclasses import replace
from typing import Any, assert_never

from bot.dialogue import engine
from bot.dialogue.content import outdated_day
from bot.dialogue.doubts import ask_doubt, confirmed_tokens, is_doubted, render_doubt, with_confirmation
from bot.dialogue.engine import Abort, Continue, Submit
from bot.dialogue.form import Form
from bot.dialogue.question import Moment
from bot.dialogue.screen import FileRef, Screen
from bot.dialogue.state import FormState
from bot.dialogue.views import FORM_VIEW, ViewRequest
from bot.i18n.messages import Text, text
from bot.relief.errors import DomainError, NeedsConfirmation
from bot.turn.context import DROP_NOW_ACT, REDRAW_VIEW, Registry, TurnContext
from bot.turn.conversation import drafts
from bot.turn.conversation.state import ConversationState, keep_file
from bot.turn.draft_pages import drop_question, final_screen, saved_screen
from bot.turn.form_opening import draft_of, open_form
from bot.turn.routing import (
    FormRevoked,
    FormStep,
    KeepFile,
    LeaveForm,
    OpenView,
    Redraw,
    Route,
    SayNote,
    Toast,
    latest_view,
)
from bot.turn.step_result import (
    StepResult,
    home_row,
    note_result,
    refusal_screen,
    toast_result,
    with_heading,
    with_note,
    with_toast,
)


def execute_pure(state: ConversationState, route: Route, moment: Moment, registry: Registry) -> StepResult | None:
    """Take a step without the database; None if the step needs it."""
    match route:
        case KeepFile(file=file, then=then):
            return execute_pure(keep_file(state, file), then, moment, registry)
        case FormStep(form=form, step=Continue(state=form_state, note=note)):
            return _show_question_pure(state, form, form_state, moment, note)
        case FormStep(step=Abort(reason=reason)) if not (state.form and state.form.draft_id):
            return _abort_form(state, reason, registry)
        case Redraw(note=note) if state.form:
            form = registry.forms[state.form.form]
            shown = _show_question_pure(state, form, state.form, moment, note)
            return shown and with_toast(shown, note)
        case SayNote(note=note):
            return note_result(state, note)
        case Toast(note=note):
            return toast_result(state, note)
        case FormStep() | OpenView() | LeaveForm() | FormRevoked() | Redraw():
            return None
        case _:
            assert_never(route)


async def execute(turn: TurnContext, state: ConversationState, route: Route, moment: Moment) -> StepResult:
    """Take a step in a turn. A DomainError of a view without an act becomes a screen that says it; others are raised."""
    match route:
        case KeepFile(file=file, then=then):
            kept = keep_file(state, file)
            turn.files = kept.load_files()
            return await execute(turn, kept, then, moment)
        case OpenView(file=FileRef() as file):
            kept_files, turn.files = turn.files, (file,)
            result = await execute(turn, state, replace(route, file=None), moment)
            turn.files = (*kept_files, *turn.files)
            return result
        case FormStep(form=form, step=step):
            return await _execute_form_step(turn, state, form, step, moment)
        case LeaveForm(form_state=form_state, as_draft=as_draft):
            return await _leave_by_choice(turn, state, form_state, as_draft=as_draft)
        case FormRevoked(form_state=form_state):
            return await _leave_revoked(turn, state, form_state)
        case OpenView(view_request=view, leaves_form=leaves_form):
            return await _open_view(turn, state, view, moment, leaves_form=leaves_form)
        case Redraw(note=note):
            return await _redraw(turn, state, moment, note)
        case SayNote(note=note):
            return note_result(state, note)
        case Toast(note=note):
            return toast_result(state, note)
        case _:
            assert_never(route)


async def _execute_form_step(
    turn: TurnContext, state: ConversationState, form: Form[Any], step: Continue | Submit | Abort, moment: Moment
) -> StepResult:
    match step:
        case Continue(state=form_state, note=note):
            return await show_question(turn, state, form, form_state, moment, note)
        case Abort(reason=reason):
            if state.form and state.form.draft_id:
                await drafts.delete_draft(turn, state.form.draft_id)
            return _abort_form(state, reason, turn.registry)
        case Submit(state=form_state):
            if form.submit is None:
                raise AssertionError(f"{form.name} is the form of an item and has no submit")
            values = form.complete(form_state, moment)
            if outdated := outdated_day(form, values, moment):
                key, reason = outdated
                return await show_question(turn, state, form, form.goto(form_state, key), moment, reason)
            form_state = with_confirmation(state.form, form_state)
            turn.confirmed = confirmed_tokens(form_state)
            if not await drafts.consume_draft(turn, form_state):
                return await _keep_copy(turn, state, form_state)
            screen = await form.submit(turn, form.build(values))
            return StepResult(state=_with_latest_view(replace(state, form=None), turn), screen=screen)
        case _:
            assert_never(step)


async def show_question(
    turn: TurnContext,
    state: ConversationState,
    form: Form[Any],
    form_state: FormState,
    moment: Moment,
    note: Text | None = None,
) -> StepResult:
    """Show the current question of a form, its options read from the database."""
    if request := engine.options_request(form, form_state, moment):
        pick, query = request
        form_state = engine.with_options(pick, form_state, await pick.source(turn, query))
    return _render_question(state, form, form_state, moment, note)


def _show_question_pure(
    state: ConversationState, form: Form[Any], form_state: FormState, moment: Moment, note: Text | None
) -> StepResult | None:
    """Show the current question of a form; None if its options must be read from the database."""
    if engine.options_request(form, form_state, moment) is not None:
        return None
    return _render_question(state, form, form_state, moment, note)


def _render_question(
    state: ConversationState, form: Form[Any], form_state: FormState, moment: Moment, note: Text | None
) -> StepResult:
    number = state.screen + 1
    if is_doubted(form_state):
        screen = render_doubt(form, form_state, number, note)
    else:
        screen = engine.render_form(form, form_state, moment, number, note)
    return StepResult(state=replace(state, form=form_state, screen=number), screen=screen)


def _abort_form(state: ConversationState, reason: Text, registry: Registry) -> StepResult:
    return StepResult(state=replace(state, form=None), screen=Screen(text=reason, buttons=home_row(registry)))


async def _redraw(turn: TurnContext, state: ConversationState, moment: Moment, note: Text | None = None) -> StepResult:
    if state.form:
        form = turn.registry.forms[state.form.form]
        return with_toast(await show_question(turn, state, form, state.form, moment, note), note)
    view = latest_view(turn.registry, state) or turn.registry.home
    shown = await _show_view(turn, state, view)
    return with_note(shown, note) if note else shown


async def _leave_by_choice(
    turn: TurnContext, state: ConversationState, form_state: FormState, *, as_draft: bool
) -> StepResult:
    """Leave the form; what it holds is kept, also until its deletion was confirmed."""
    saved = await drafts.save_draft(turn, form_state)
    if saved is None:
        screen = final_screen(turn.registry, text("turn-not-kept" if as_draft else "turn-dropped"))
    else:
        make_screen = saved_screen if as_draft else drop_question
        screen = make_screen(turn.registry, drafts.draft_view(turn, saved))
    return StepResult(state=replace(state, form=None), screen=screen)


async def _keep_copy(turn: TurnContext, state: ConversationState, form_state: FormState) -> StepResult:
    """Refuse to submit a draft that was submitted, deleted or changed elsewhere; save what was added here."""
    reason, saved = text("draft-not-submitted"), await drafts.save_draft(turn, form_state)
    screen = (
        final_screen(turn.registry, reason)
        if saved is None
        else saved_screen(turn.registry, drafts.draft_view(turn, saved), reason)
    )
    return StepResult(state=replace(state, form=None), screen=screen)


async def _leave_revoked(turn: TurnContext, state: ConversationState, form_state: FormState) -> StepResult:
    """Keep the form as a draft and show the home view. A person without rights has no draft any more."""
    await drafts.save_draft(turn, form_state)
    note = text("turn-rights-changed" if turn.actor else "turn-account-unlinked")
    return with_note(await _show_view(turn, replace(state, form=None), turn.registry.home), note)


async def _open_view(
    turn: TurnContext, state: ConversationState, view: ViewRequest, moment: Moment, *, leaves_form: bool
) -> StepResult:
    if view.view == REDRAW_VIEW:
        return await _redraw(turn, state, moment)
    left = state.form if leaves_form else None
    saved = await drafts.save_draft(turn, left) if left else None
    result = await _show_opened(turn, replace(state, form=None) if left else state, view, moment)
    return with_note(result, text("draft-kept", draft=drafts.draft_view(turn, saved).label)) if saved else result


async def _show_opened(turn: TurnContext, state: ConversationState, view: ViewRequest, moment: Moment) -> StepResult:
    if view.view == FORM_VIEW:
        return await _show_form(turn, state, view, moment)
    try:
        return await _show_view(turn, state, view)
    except DomainError as error:
        if view.act or error.must_be_recorded or turn.registry.views[view.view].audited:
            raise  # its writes are rolled back, and a turn of its own shows the refusal
        return refusal_screen(turn.registry, state, error)


async def _show_form(turn: TurnContext, state: ConversationState, view: ViewRequest, moment: Moment) -> StepResult:
    opened = await open_form(turn, view)
    if isinstance(opened, Continue):
        form = turn.registry.forms[opened.state.form]
        shown = await show_question(turn, state, form, opened.state, moment)
        return with_heading(shown, opened.note) if opened.note else shown
    if state.form and view.act == DROP_NOW_ACT and state.form.draft_id == draft_of(view):
        state = replace(state, form=None)
    return StepResult(state=state, screen=opened, is_current=state.form is None)


async def _show_view(turn: TurnContext, state: ConversationState, view_request: ViewRequest) -> StepResult:
    view = turn.registry.views[view_request.view]
    turn.latest_view = None if view_request.act else view_request
    if view_request.act:
        screen = await view.acts[view_request.act](turn, view_request.args)
    else:
        screen = await view.render(turn, view_request)
    standalone = view_request.act in view.standalone_acts
    is_current = state.form is None and not standalone
    return StepResult(
        state=_with_latest_view(state, turn), screen=screen, is_current=is_current, is_standalone=standalone
    )


def return_to_answer(
    submitted: FormState, form: Form[Any], error: DomainError, before: FormState | None = None
) -> tuple[FormState, Text | None]:
    """Return the form after a refused submit, at the answer in question or its end, with the reason.

    A request that needs a confirmation waits for a yes; one that was given `before` is kept. An answer that was refused is
    not offered again as it is; files and lists stand, to be added to.
    """
    submitted = with_confirmation(before, submitted)
    question = Text(error.key, dict(error.message_args))
    if isinstance(error, NeedsConfirmation):
        return ask_doubt(form, submitted, error.token, question, error.field), None
    refused = error.field if isinstance(submitted.answers.get(error.field), str | int) else ""
    answers = {key: answer for key, answer in submitted.answers.items() if key != refused}
    return form.clamp_position(form.goto(replace(submitted, answers=answers), error.field)), question


def _with_latest_view(state: ConversationState, turn: TurnContext) -> ConversationState:
    return replace(state, view=turn.latest_view.encode(), search=turn.latest_view.search) if turn.latest_view else state
