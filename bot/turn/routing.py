"""What an update means in a conversation: which form or page it belongs to. Pure: nothing is read and nothing is done here."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias

from bot.dialogue import engine
from bot.dialogue.engine import Going, Stopped, Submitting
from bot.dialogue.form import Form
from bot.dialogue.question import Given, Moment
from bot.dialogue.screen import Command, FileRef, Odd, Press, Typed, What
from bot.dialogue.state import FormState
from bot.dialogue.views import FORM, Visit
from bot.i18n.messages import Text, text
from bot.persian.normalisation import fold
from bot.turn.context import AGAIN, Book
from bot.turn.conversation.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A step inside the open form."""

    form: Form[Any]
    step: Going | Submitting | Stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A page is opened or acted on; `leaves` says that the open form is put aside for it."""

    visit: Visit
    leaves: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """The open form is left: kept as a draft, or dropped."""

    keep: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """The present screen is drawn again, with what there is to say."""

    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Something is said in passing; what stands on the screen stays."""

    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """The person's rights have changed: the open form, with what was just answered, is put aside, and they are told."""

    left: FormState


Plan: TypeAlias = Move | Look | Leave | Again | Tell | Recall


def recalled(state: State, chosen: Plan) -> Plan:
    """Whatever was meant was meant by who had other rights: the form that is open is not gone on with."""
    match chosen:
        case Leave():
            return chosen
        case Move(step=Going(state=after) | Submitting(state=after)):
            return Recall(left=after)
        case _:
            return Recall(left=state.form) if state.form else chosen


def standing(book: Book, state: State) -> tuple[State, bool]:
    """The state as this version of the house goes on with it; true when it asks something else now than its screen shows."""
    form = state.form
    if form is None:
        return state, False
    if form.form not in book.forms:
        return replace(state, form=None), True
    known = book.forms[form.form]
    if form.version == known.version:
        return state, False
    resumed = engine.resume(known, form)
    return replace(state, form=resumed), resumed.at != form.at


def plan(book: Book, state: State, what: What | FileRef, moment: Moment, *, present: bool) -> Plan:
    """`present`: it was done on the message that bears the present screen, or without a message."""
    match what:
        case Press(data=data):
            return _pressed(book, state, data, moment, present=present)
        case Command(name="cancel") if state.form:
            return Leave(keep=True)
        case Command(name="help") if state.form:
            return _move(book, state, "help", moment)
        case Command():
            return Look(visit=book.entry(what), leaves=state.form is not None)
        case Odd(kind=kind):
            return Again(note=Text(f"turn-odd-{kind.value}"))
        case Typed(text=said, forwarded=False) if meant := _label(state, said):
            return _pressed(book, state, meant, moment, present=True)
        case _ if state.form:
            return _move(book, state, what, moment)
        case Typed(text=said) if coded := book.typed(said):
            return Look(visit=coded)
        case Typed(text=said) if (visit := latest(book, state)) and book.views[visit.view].search:
            return Look(visit=replace(visit, search=said.strip()[:100], page=0))
        case _:
            return Again(note=text("turn-nothing-asked"))


def _label(state: State, said: str) -> str | None:
    """What a typed label stands for: who types what is on exactly one button has pressed it."""
    wanted = fold(said)
    fit = [data for label, data in state.keys.items() if _folded(label) == wanted]
    return fit[0] if len(fit) == 1 else None


_folded = lru_cache(maxsize=500)(fold)  # the same few labels stand under every question


def in_group(book: Book, what: What | FileRef) -> Plan:
    """A group holds no conversation: a press that does something does it for who pressed, the rest belongs into private."""
    visit = book.visit(what.data) if isinstance(what, Press) else None
    if visit is not None and visit.act and visit.view in book.views:
        return Look(visit=visit)
    return Tell(note=text("turn-in-private"))


def latest(book: Book, state: State) -> Visit | None:
    """The latest page, as it was searched; None when there was none, or there is no such page any more."""
    visit = book.visit(state.view)
    return replace(visit, search=state.search) if visit and visit.view in book.views else None


def _pressed(book: Book, state: State, data: str, moment: Moment, *, present: bool) -> Plan:
    match data.split("|", 2):
        case ["f", screen, action] if state.form and screen == str(state.screen):
            if action in ("later", "drop"):
                return Leave(keep=action == "later")
            return _move(book, state, action, moment)
        case ["b", *_] if visit := book.visit(data):
            return _looked(book, state, visit, present=present)
        case ["f", *_] if present and state.form is None:
            return Tell(note=text("turn-pressed-before"))
        case _:
            return Again(note=text("turn-old-button"))


def _looked(book: Book, state: State, visit: Visit, *, present: bool) -> Plan:
    """A page beside the open form leaves it alone; one that would take the place of its screen puts it aside."""
    if visit.act or visit.view == AGAIN:
        return Look(visit=visit)
    seen = latest(book, state)
    if present and visit.turned and seen and (seen.view, seen.args) == (visit.view, visit.args):
        visit = replace(visit, search=state.search)
    return Look(visit=visit, leaves=state.form is not None and (present or visit.view == FORM))


def _move(book: Book, state: State, move: str | Given, moment: Moment) -> Plan:
    if state.form is None:
        return Again(note=text("turn-old-button"))
    form = book.forms[state.form.form]
    return Move(form=form, step=engine.advance(form, state.form, move, moment))


def acts(book: Book, state: State, chosen: Plan) -> bool:
    """Whether the step needs a transaction of its own."""
    match chosen:
        case Move(step=Submitting()):
            return True
        case Move(step=Stopped()):
            return state.form is not None and state.form.resumed
        case Look(visit=visit, leaves=leaves):
            return leaves or bool(visit.act) or _audited(book, latest(book, state) if visit.view == AGAIN else visit)
        case Again():
            return state.form is None and _audited(book, latest(book, state))
        case Leave() | Recall():
            return True
        case Tell() | Move():
            return False


def _audited(book: Book, visit: Visit | None) -> bool:
    return visit is not None and visit.view in book.views and book.views[visit.view].audited


def reads(book: Book, state: State, chosen: Plan, moment: Moment) -> bool:
    """Whether the step needs the database at all: an answer to a plain question does not."""
    match chosen:
        case Move(form=form, step=Going(state=after)):
            return engine.query(form, after, moment) is not None
        case Again():
            return state.form is None or engine.query(book.forms[state.form.form], state.form, moment) is not None
        case Look():
            return True
        case _:
            return False
