"""The engine of every form: back, skip, keep, edit, confirm, nested forms, and what is drawn. Pure: state in, state out.

Leaving a form, for later or for good, is the turn's.
"""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from bot.dialogue.form import EDITING, LAST_PAGE, Form
from bot.dialogue.question import Asked, Given, Got, Moment, NotYet, Question, Taken
from bot.dialogue.questions.pickers import Options, Pick, Query, Several
from bot.dialogue.screen import Button, Rows, Screen
from bot.dialogue.state import Answers, FormState
from bot.i18n.messages import Lines, Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """The form goes on at `state`; `note` is said above the question."""

    state: FormState
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitting:
    state: FormState


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """An answer ended the form; nothing of it is kept. `said` is why."""

    said: Text


Step: TypeAlias = Going | Submitting | Stopped


def advance(form: Form[Any], state: FormState, move: str | Given, moment: Moment) -> Step:
    """One step of a form. Never raises for what a person did: a wrong answer is a `Going` with a note.

    A `str` move is a press: `back`, `ok`, `edit` and `e:<key>` go through the form; `skip`, `keep`, `help` and `=<payload>`
    are for the question.
    """
    question = form.question(state.at)
    if state.sub is not None and isinstance(question, Several):
        return _advance_item(state, question, state.sub, move, moment)
    match move:
        case "back":
            return Going(state=form.back(state) or state)
        case "ok" if state.at == LAST_PAGE:
            return _on(form, state, submits=True)
        case "edit" if state.at == LAST_PAGE:
            return Going(state=form.turn_to(state, EDITING))
        case str() if move[:2] == "e:" and form.question(move[2:]) and move[2:] in form.complete(state.answers, moment):
            return Going(state=form.turn_to(state, move[2:]))
        case _ if question:
            return _taken(form, question, Asked(moment, state), _answer(question, move, Asked(moment, state)))
        case _:
            return Going(state=state, note=text("dialogue-press-a-button"))


def _answer(question: Question, move: str | Given, asked: Asked) -> Taken:
    answers = asked.state.answers
    match move:
        case "skip" if question.optional:
            return Got(None)
        case "keep" if question.key in answers:
            return Got(answers[question.key])
        case "help":
            return NotYet(asked.state.draft, question.says(asked, ".help"))
        case str():
            try:
                return question.press(move.removeprefix("="), asked)
            except (KeyError, ValueError, IndexError, TypeError):
                return NotYet(asked.state.draft, text("dialogue-press-a-button"))
        case given:
            return question.take(given, asked)


def _taken(form: Form[Any], question: Question, asked: Asked, taken: Taken) -> Step:
    state = asked.state
    match taken:
        case NotYet(draft=draft, note=note, sub=sub):
            return Going(state=replace(state, draft=draft, sub=sub), note=note)
        case Got(value=value) if question.must is not None and value != question.must:
            return Stopped(said=question.says(asked, ".stop"))
        case Got(value=value, fills=fills):
            given = {**state.answers, **fills, question.key: value}
            return _on(form, replace(state, answers=given), submits=not form.confirm)


def _on(form: Form[Any], state: FormState, *, submits: bool) -> Step:
    after = form.go_on(state)
    return Submitting(state=after) if submits and after.at == LAST_PAGE else Going(state=after)


def _advance_item(state: FormState, question: Several, sub: FormState, move: str | Given, moment: Moment) -> Step:
    """A step of the item that is made; with its last answer it is one of the items."""
    if move == "back" and question.form.back(sub) is None:
        return Going(state=replace(state, sub=None))
    step = advance(question.form, sub, move, moment)
    if isinstance(step, Stopped):
        return step
    note = step.note if isinstance(step, Going) else None
    if step.state.at != LAST_PAGE:
        return Going(state=replace(state, sub=step.state), note=note)
    item = question.form.complete(step.state.answers, moment)
    return Going(state=replace(state, sub=None, draft=[*(state.draft or ()), item]), note=note)


def resume(form: Form[Any], state: FormState) -> FormState:
    """A state as the form is today: what it no longer asks is not asked, what is new is."""
    stands = state.at in (LAST_PAGE, EDITING) or form.question(state.at)
    return form.standing(state if stands and state.version == form.version else form.go_on(state))


def innermost(form: Form[Any], state: FormState) -> tuple[Form[Any], FormState]:
    question = form.question(state.at)
    return innermost(question.form, state.sub) if state.sub and isinstance(question, Several) else (form, state)


def present(form: Form[Any], state: FormState) -> tuple[Question | None, FormState]:
    """The question that stands, of the form or of an item of it, None on the last page; and the state it looks at."""
    form, state = innermost(form, state)
    return form.question(state.at), state


def query(form: Form[Any], state: FormState, moment: Moment) -> tuple[Pick, Query] | None:
    """What the turn has to look up before the present question can be shown."""
    question, here = present(form, state)
    return (question, question.query(Asked(moment, here))) if isinstance(question, Pick) else None


def offer(pick: Pick, state: FormState, options: Options) -> FormState:
    """The state with what the query found."""
    if state.sub is not None:
        return replace(state, sub=offer(pick, state.sub, options))
    return replace(state, draft=pick.offered(state.draft, options))


# ---- what is drawn


def show(form: Form[Any], state: FormState, moment: Moment, number: int, note: Text | None = None) -> Screen:
    """The present question, or the last page; `number` is that of the screen, which its buttons bear."""
    inner, here = innermost(form, state)
    question = inner.question(here.at)
    if question:
        drawn = _question(inner, question, Asked(moment, here), nested=here is not state)
    else:
        answers = inner.complete(here.answers, moment)
        drawn = _what_to_edit(inner, answers) if here.at == EDITING else _last_page(inner, answers)
    return replace(drawn, text=Lines((note or "", drawn.text)), buttons=_under(f"f|{number}|", drawn.buttons))


def _under(address: str, rows: Rows) -> Rows:
    return tuple(tuple(replace(button, data=address + button.data) for button in row) for row in rows)


def _question(form: Form[Any], question: Question, asked: Asked, *, nested: bool) -> Screen:
    """What the question draws, and around it what all questions share."""
    face = question.face(asked)
    standing = None if question.must else asked.state.answers.get(question.key)
    now = "" if standing is None else text("dialogue-now", answer=question.say(standing))
    own = [Button(text("dialogue-keep"), "keep")] if standing is not None else []
    own += [Button(Text(f"{question.name(form.name)}.skip"), "skip")] if question.optional else []
    back = [Button(text("dialogue-back"), "back")] if nested or form.before(asked.state) is not None else []
    ways = (*back, Button(text("dialogue-help"), "help"), Button(text("dialogue-later"), "later"))
    return replace(
        face,
        text=Lines((_numbered(form, question, asked), face.text, now)),
        buttons=(*_under("=", face.buttons), *([tuple(own)] if own else []), ways),
    )


def _numbered(form: Form[Any], question: Question, asked: Asked) -> Text:
    """«۴ از ۱۱», where it is one of several that count."""
    said = question.says(asked)
    keys = [q.key for q in form.asked(asked.state.answers) if q.must is None]
    if question.key not in keys or len(keys) == 1:
        return said
    return text("dialogue-asked", at=keys.index(question.key) + 1, of=len(keys), question=said)


def _last_page(form: Form[Any], answers: Answers) -> Screen:
    given = [q for q in form.changeable(answers) if answers[q.key] is not None]
    lines = [text("dialogue-line", label=_label(form, q), answer=q.say(answers[q.key])) for q in given]
    confirm, edit = Button(Text(f"{form.name}-confirm.ok"), "ok"), Button(text("dialogue-edit"), "edit")
    ways = (Button(text("dialogue-back"), "back"), Button(text("dialogue-later"), "later"))
    return Screen(text=Lines((Text(f"{form.name}-confirm"), *lines)), buttons=((confirm, edit), ways))


def _what_to_edit(form: Form[Any], answers: Answers) -> Screen:
    picks = [(Button(_label(form, q), f"e:{q.key}"),) for q in form.changeable(answers)]
    ways = (Button(text("dialogue-back"), "back"), Button(text("dialogue-drop"), "drop"))
    return Screen(text=text("dialogue-which-answer"), buttons=(*picks, ways))


def _label(form: Form[Any], question: Question) -> Text:
    return Text(f"{question.name(form.name)}.label")
