"""What is shown after an update, and in an acting turn what is done, through the turn that it is given."""

from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue import engine
from bot.dialogue.engine import Going, Stopped, Submitting
from bot.dialogue.form import Form
from bot.dialogue.question import Moment
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import FormState
from bot.dialogue.views import FORM, Visit, begins, does
from bot.i18n.messages import Digits, Lines, Text, text
from bot.relief.errors import DomainError
from bot.turn.context import AGAIN, DROP, Book, Turn
from bot.turn.conversation.drafts import drop_draft, find_draft, keep_draft
from bot.turn.conversation.state import State
from bot.turn.routing import Again, Leave, Look, Move, Plan, Recall, Tell, latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a step ends in. `present` is false for a page looked at beside an open form: its screen is not the present one.
    Of a `silent` one only the notice is said.
    """

    state: State
    screen: Screen
    present: bool = True
    silent: bool = False


async def perform(turn: Turn | None, state: State, chosen: Plan, moment: Moment, book: Book) -> Shown:
    """`turn` is there whenever `reads` or `acts` said so. DomainErrors of a page become a page that says them."""
    match chosen:
        case Move(form=form, step=Going(state=after, note=note)):
            return await ask(turn, state, form, after, moment, note)
        case Move(form=form, step=Stopped(said=said)):
            if turn and state.form and state.form.resumed:
                await drop_draft(turn, form.name)
            return Shown(state=replace(state, form=None), screen=Screen(text=said, buttons=_home(book)))
        case Move(form=form, step=Submitting(state=after)) if turn and form.submit:
            screen = await form.submit(turn, form.build(form.complete(after.answers, moment)))
            if after.resumed:
                await drop_draft(turn, form.name)
            return Shown(state=_viewing(replace(state, form=None), turn), screen=screen)
        case Leave() | Recall() if turn and state.form:
            return await _put_aside(turn, state, state.form, chosen)
        case Look(visit=visit, leaves=leaves) if turn:
            return await _look(turn, state, visit, moment, leaves=leaves)
        case Again(note=note):
            return await again(turn, state, moment, book, note)
        case Tell(note=note):
            return Shown(state=state, screen=Screen(text=note, notice=note), silent=True)
        case _:
            msg = f"{type(chosen).__name__} without a turn"
            raise AssertionError(msg)


async def ask(
    turn: Turn | None, state: State, form: Form[Any], after: FormState, moment: Moment, note: Text | None = None
) -> Shown:
    """The present question of a form, its offers looked up."""
    if turn and (wanted := engine.query(form, after, moment)):
        pick, query = wanted
        after = engine.offer(pick, after, await pick.from_(turn, query))
    number = state.screen + 1
    return Shown(
        state=replace(state, form=after, screen=number),
        screen=engine.show(form, after, moment, number, note),
    )


async def again(turn: Turn | None, state: State, moment: Moment, book: Book, note: Text) -> Shown:
    if state.form:
        shown = await ask(turn, state, book.forms[state.form.form], state.form, moment, note)
        return replace(shown, screen=replace(shown.screen, notice=note))
    if turn is None:
        raise AssertionError("a page without a turn")
    shown = await _page(turn, state, latest(book, state) or book.home)
    said = replace(shown.screen, text=Lines((note, shown.screen.text), between="\n\n"), notice=note)
    return replace(shown, screen=said)


async def _put_aside(turn: Turn, state: State, left: FormState, why: Leave | Recall) -> Shown:
    match why:
        case Leave(keep=keep):
            return await _leave(turn, state, left, keep=keep)
        case Recall(left=answered):
            return await _recall(turn, state, answered)


async def _leave(turn: Turn, state: State, left: FormState, *, keep: bool) -> Shown:
    if keep and turn.actor is None:
        screen = Screen(text=text("turn-not-kept"), buttons=_home(turn.book))
    elif keep:
        await keep_draft(turn, left)
        rows = (
            (begins(text("turn-go-on"), left.form), does(text("dialogue-drop"), FORM, DROP, left.form)),
            *_home(turn.book),
        )
        screen = Screen(text=text("turn-kept", form=Text(f"{left.form}-title")), buttons=rows)
    else:
        if left.resumed:
            await drop_draft(turn, left.form)
        screen = Screen(text=text("turn-dropped"), buttons=_home(turn.book))
    return Shown(state=replace(state, form=None), screen=screen)


async def _recall(turn: Turn, state: State, left: FormState) -> Shown:
    """What was written is theirs and is kept; who has become a stranger has nothing here any more."""
    await keep_draft(turn, left)
    said = text("turn-rights-changed" if turn.actor else "turn-account-unlinked")
    shown = await _page(turn, replace(state, form=None), turn.book.home)
    told = replace(shown.screen, text=Lines((said, shown.screen.text), between="\n\n"), notice=said)
    return replace(shown, screen=told)


async def _look(turn: Turn, state: State, visit: Visit, moment: Moment, *, leaves: bool) -> Shown:
    if visit.view == AGAIN:
        return await again(turn, state, moment, turn.book, text("turn-here-we-are"))
    if leaves and state.form:
        await keep_draft(turn, state.form)
        state = replace(state, form=None)
    if visit.view == FORM:
        return await _open(turn, state, visit, moment)
    try:
        return await _page(turn, state, visit)
    except DomainError as error:
        if visit.act or error.leaves or turn.book.views[visit.view].audited:
            raise  # what it wrote is rolled back, and the refusal is shown by a turn of its own
        return refusal(turn.book, state, error)


async def _open(turn: Turn, state: State, visit: Visit, moment: Moment) -> Shown:
    """A form is opened: filled in by its `start` from the button's arguments. A draft goes on that began in the same way, or
    any where the button has no arguments.
    """
    name, *args = visit.args
    form = turn.book.forms[name]
    if visit.act == DROP:
        await drop_draft(turn, name)
        dropped = Screen(text=text("turn-dropped"), buttons=_home(turn.book))
        return Shown(state=state, screen=dropped, present=state.form is None)
    draft = await find_draft(turn, name)
    answers = await form.start(turn, tuple(args)) if form.start and (args or not draft) else {}
    if draft and all(draft.answers.get(key) == answer for key, answer in answers.items()):
        going_on = replace(engine.resume(form, draft), resumed=True)
        return await ask(turn, state, form, going_on, moment, text("turn-resumed"))
    return await ask(turn, state, form, form.begin(answers), moment)


async def _page(turn: Turn, state: State, visit: Visit) -> Shown:
    view = turn.book.views[visit.view]
    turn.opened = None if visit.act else visit
    screen = await (view.acts[visit.act](turn, visit.args) if visit.act else view.page(turn, visit))
    return Shown(state=_viewing(state, turn), screen=screen, present=state.form is None)


def refusal(book: Book, state: State, error: DomainError) -> Shown:
    """A page that says why not, and leads on where there is a way."""
    said = Text(error.key, dict(error.said))
    way = ((book.ways[error.key],),) if error.key in book.ways else ()
    screen = Screen(text=said, buttons=(*way, *_home(book)), notice=said)
    return Shown(state=state, screen=screen, present=state.form is None)


def way_in(shown: Shown, link: str) -> Shown:
    """What was asked in a group goes on in private chat."""
    rows = ((Button(label=text("turn-open-private"), url=link),),)
    return replace(shown, screen=replace(shown.screen, buttons=rows))


def sorry(book: Book, state: State, reference: str) -> Shown:
    """An unexpected failure: what stood still stands, and one press draws it again."""
    number = Digits(reference)
    rows = ((Button(label=text("turn-try-again"), data=Visit(view=AGAIN).data()),), *_home(book))
    notice = text("turn-failed", reference=number)
    return Shown(state=state, screen=Screen(text=text("turn-apology", reference=number), buttons=rows, notice=notice))


def refused_form(submitted: FormState, form: Form[Any], error: DomainError) -> tuple[FormState, Text]:
    """A use case said no: the form goes back to the answer that it is about, else to its last page, or its last question."""
    return form.standing(form.turn_to(submitted, error.at)), Text(error.key, dict(error.said))


def _viewing(state: State, turn: Turn) -> State:
    return replace(state, view=turn.opened.data(), search=turn.opened.search) if turn.opened else state


def _home(book: Book) -> tuple[tuple[Button, ...], ...]:
    return ((Button(label=text("turn-home"), data=book.home.data()),),)
