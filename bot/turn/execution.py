"""What is shown after an update, and in an acting turn what is done, through the turn that it is given."""

from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue import engine
from bot.dialogue.context import continue_draft
from bot.dialogue.engine import Abort, Continue, Submit
from bot.dialogue.form import Form
from bot.dialogue.question import Moment
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import FormState
from bot.dialogue.views import FORM_VIEW, ViewRequest, act_button, form_button
from bot.i18n.messages import Digits, Joined, Text, text
from bot.relief.errors import DomainError
from bot.turn.context import DROP_ACT, REDRAW_VIEW, Registry, TurnContext
from bot.turn.conversation.drafts import drop_draft, find_draft, save_draft
from bot.turn.conversation.state import ConversationState
from bot.turn.routing import FormRevoked, FormStep, LeaveForm, OpenView, Redraw, Route, Toast, latest_view


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """What a step ends in. `is_current` is false for a page looked at beside an open form: its screen is not the present one.
    Of a `toast_only` one only the notice is said.
    """

    state: ConversationState
    screen: Screen
    is_current: bool = True
    toast_only: bool = False


async def execute(
    turn: TurnContext | None, state: ConversationState, route: Route, moment: Moment, book: Registry
) -> StepResult:
    """`turn` is there whenever `needs_database` or `acts` said so. DomainErrors of a page become a page that says them."""
    match route:
        case FormStep(form=form, step=Continue(state=after, note=note)):
            return await show_question(turn, state, form, after, moment, note)
        case FormStep(form=form, step=Abort(reason=said)):
            if turn and state.form and state.form.resumed:
                await drop_draft(turn, form.name)
            return StepResult(state=replace(state, form=None), screen=Screen(text=said, buttons=_home_row(book)))
        case FormStep(form=form, step=Submit(state=after)) if turn and form.submit:
            screen = await form.submit(turn, form.build(form.complete(after, moment)))
            if after.resumed:
                await drop_draft(turn, form.name)
            return StepResult(state=_with_latest_view(replace(state, form=None), turn), screen=screen)
        case LeaveForm() | FormRevoked() if turn and state.form:
            return await _leave_form(turn, state, state.form, route)
        case OpenView(view_request=visit, leaves_form=leaves) if turn:
            return await _open_view(turn, state, visit, moment, leaves_form=leaves)
        case Redraw(note=note):
            return await redraw(turn, state, moment, book, note)
        case Toast(note=note):
            return StepResult(state=state, screen=Screen(text=note, toast=note), toast_only=True)
        case _:
            msg = f"{type(route).__name__} without a turn"
            raise AssertionError(msg)


async def show_question(
    turn: TurnContext | None,
    state: ConversationState,
    form: Form[Any],
    form_state: FormState,
    moment: Moment,
    note: Text | None = None,
) -> StepResult:
    """The present question of a form, its offers looked up."""
    if turn and (wanted := engine.options_request(form, form_state, moment)):
        pick, query = wanted
        form_state = engine.with_options(pick, form_state, await pick.source(turn, query))
    number = state.screen + 1
    return StepResult(
        state=replace(state, form=form_state, screen=number),
        screen=engine.render_form(form, form_state, moment, number, note),
    )


async def redraw(
    turn: TurnContext | None, state: ConversationState, moment: Moment, book: Registry, note: Text
) -> StepResult:
    if state.form:
        shown = await show_question(turn, state, book.forms[state.form.form], state.form, moment, note)
        return replace(shown, screen=replace(shown.screen, toast=note))
    if turn is None:
        raise AssertionError("a page without a turn")
    shown = await _show_view(turn, state, latest_view(book, state) or book.home)
    said = replace(shown.screen, text=Joined((note, shown.screen.text), separator="\n\n"), toast=note)
    return replace(shown, screen=said)


async def _leave_form(
    turn: TurnContext, state: ConversationState, form_state: FormState, route: LeaveForm | FormRevoked
) -> StepResult:
    match route:
        case LeaveForm(as_draft=keep):
            return await _leave_by_choice(turn, state, form_state, as_draft=keep)
        case FormRevoked(form_state=answered):
            return await _leave_revoked(turn, state, answered)


async def _leave_by_choice(
    turn: TurnContext, state: ConversationState, form_state: FormState, *, as_draft: bool
) -> StepResult:
    if as_draft and turn.actor is None:
        screen = Screen(text=text("turn-not-kept"), buttons=_home_row(turn.registry))
    elif as_draft:
        await save_draft(turn, form_state)
        rows = (
            (
                form_button(text("turn-go-on"), form_state.form),
                act_button(text("dialogue-drop"), FORM_VIEW, DROP_ACT, form_state.form),
            ),
            *_home_row(turn.registry),
        )
        screen = Screen(text=text("turn-kept", form=Text(f"{form_state.form}-title")), buttons=rows)
    else:
        if form_state.resumed:
            await drop_draft(turn, form_state.form)
        screen = Screen(text=text("turn-dropped"), buttons=_home_row(turn.registry))
    return StepResult(state=replace(state, form=None), screen=screen)


async def _leave_revoked(turn: TurnContext, state: ConversationState, form_state: FormState) -> StepResult:
    """What was written is theirs and is kept; who has become a stranger has nothing here any more."""
    await save_draft(turn, form_state)
    said = text("turn-rights-changed" if turn.actor else "turn-account-unlinked")
    shown = await _show_view(turn, replace(state, form=None), turn.registry.home)
    told = replace(shown.screen, text=Joined((said, shown.screen.text), separator="\n\n"), toast=said)
    return replace(shown, screen=told)


async def _open_view(
    turn: TurnContext, state: ConversationState, visit: ViewRequest, moment: Moment, *, leaves_form: bool
) -> StepResult:
    if visit.view == REDRAW_VIEW:
        return await redraw(turn, state, moment, turn.registry, text("turn-here-we-are"))
    if leaves_form and state.form:
        await save_draft(turn, state.form)
        state = replace(state, form=None)
    if visit.view == FORM_VIEW:
        return await _open_form(turn, state, visit, moment)
    try:
        return await _show_view(turn, state, visit)
    except DomainError as error:
        if visit.act or error.must_be_recorded or turn.registry.views[visit.view].audited:
            raise  # what it wrote is rolled back, and the refusal is shown by a turn of its own
        return refusal_screen(turn.registry, state, error)


async def _open_form(turn: TurnContext, state: ConversationState, visit: ViewRequest, moment: Moment) -> StepResult:
    """A form is opened: filled in by its `start` from the button's arguments. A draft goes on that began in the same way, or
    any where the button has no arguments.
    """
    name, *args = visit.args
    form = turn.registry.forms[name]
    if visit.act == DROP_ACT:
        await drop_draft(turn, name)
        dropped = Screen(text=text("turn-dropped"), buttons=_home_row(turn.registry))
        return StepResult(state=state, screen=dropped, is_current=state.form is None)
    draft = await find_draft(turn, name)
    values = await form.start(turn, tuple(args)) if form.start and (args or not draft) else None
    if draft and values:
        draft = continue_draft(draft, values)
    if draft:
        resumed = replace(engine.resume_form(form, draft), resumed=True)
        return await show_question(turn, state, form, resumed, moment, text("turn-resumed"))
    return await show_question(turn, state, form, form.begin(values), moment)


async def _show_view(turn: TurnContext, state: ConversationState, visit: ViewRequest) -> StepResult:
    view = turn.registry.views[visit.view]
    turn.latest_view = None if visit.act else visit
    screen = await (view.acts[visit.act](turn, visit.args) if visit.act else view.render(turn, visit))
    return StepResult(state=_with_latest_view(state, turn), screen=screen, is_current=state.form is None)


def refusal_screen(book: Registry, state: ConversationState, error: DomainError) -> StepResult:
    """A page that says why not, and leads on where there is a way."""
    said = Text(error.key, dict(error.message_args))
    way = ((book.refusal_buttons[error.key],),) if error.key in book.refusal_buttons else ()
    screen = Screen(text=said, buttons=(*way, *_home_row(book)), toast=said)
    return StepResult(state=state, screen=screen, is_current=state.form is None)


def private_chat_screen(result: StepResult, link: str) -> StepResult:
    """What was asked in a group goes on in private chat."""
    rows = ((Button(label=text("turn-open-private"), url=link),),)
    return replace(result, screen=replace(result.screen, buttons=rows))


def failure_screen(book: Registry, state: ConversationState, reference: str) -> StepResult:
    """An unexpected failure: what stood still stands, and one press draws it again."""
    number = Digits(reference)
    rows = ((Button(label=text("turn-try-again"), data=ViewRequest(view=REDRAW_VIEW).encode()),), *_home_row(book))
    notice = text("turn-failed", reference=number)
    return StepResult(
        state=state, screen=Screen(text=text("turn-apology", reference=number), buttons=rows, toast=notice)
    )


def return_to_answer(submitted: FormState, form: Form[Any], error: DomainError) -> tuple[FormState, Text]:
    """A use case said no: the form goes back to the answer that it is about, else to its last page, or its last question."""
    return form.clamp_position(form.goto(submitted, error.field)), Text(error.key, dict(error.message_args))


def _with_latest_view(state: ConversationState, turn: TurnContext) -> ConversationState:
    return replace(state, view=turn.latest_view.encode(), search=turn.latest_view.search) if turn.latest_view else state


def _home_row(book: Registry) -> tuple[tuple[Button, ...], ...]:
    return ((Button(label=text("turn-home"), data=book.home.encode()),),)
