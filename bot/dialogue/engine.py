"""The engine of every form: back, skip, keep, later, edit, confirm, nested forms and what is drawn. Pure: state in, state out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from bot.dialogue.form import Form
from bot.dialogue.lists import Files, Options, Pick, Query, Several
from bot.dialogue.question import Asked, Face, Given, Got, Moment, More, Question, Tap, Wrong
from bot.dialogue.screen import Button, Lines, Rows, Screen, Text, label_json, text
from bot.dialogue.state import Answers, FormState

LAST_PAGE = "?confirm"
EDITING = "?edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """The form goes on at `state`; `note` is said above the question."""

    state: FormState
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Submitting:
    state: FormState


@dataclass(frozen=True, slots=True)
class Stopped:
    """An answer ended the form; nothing of it is kept."""

    key: str


Step: TypeAlias = Going | Submitting | Stopped


def begin(form: Form[Any], answers: Answers | None = None) -> FormState:
    return _go_on(form, FormState(form=form.name, version=form.version, answers=answers or {}))


def resume(form: Form[Any], state: FormState) -> FormState:
    """A draft as the form is today: what it no longer asks is not asked, what is new is."""
    kept = replace(state, version=form.version)
    stands = state.version == form.version and (form.question(state.at) or state.at in (LAST_PAGE, EDITING))
    return kept if stands else _go_on(form, kept)


def _go_on(form: Form[Any], state: FormState) -> FormState:
    settled = replace(state, answers=form.settle(state.answers))
    question = form.next(settled.answers)
    return _arrive(form, settled, question.key if question else LAST_PAGE)


def _arrive(form: Form[Any], state: FormState, key: str) -> FormState:
    """At a question; a nested form that must have an item and has none begins its first one, others show their items."""
    here = state.turned_to(key)
    question = form.question(key)
    if isinstance(question, Several):
        made = here.answers.get(key)
        shown = made or question.optional
        return replace(here, draft=made) if shown else replace(here, sub=begin(question.form))
    return here


def advance(form: Form[Any], state: FormState, move: str | Given, moment: Moment) -> Step:
    """One step of a form. Never raises for what a person did: a wrong answer is a `Going` with a note.

    A `str` move is a press: `back`, `skip`, `keep`, `help`, `ok`, `edit`, `e:<key>`, or `=<payload>` of the question.
    """
    question = form.question(state.at)
    if state.sub is not None and isinstance(question, Several):
        return _advance_item(form, state, question, state.sub, move, moment)
    if isinstance(move, str):
        return _act(form, state, question, move, moment)
    if question is None:
        return Going(state=state, note=text("dialogue-press-a-button"))
    return _taken(form, state, question, question.take(move, Asked(form.key(question), moment, state)))


def _advance_item(
    form: Form[Any], state: FormState, question: Several, sub: FormState, move: str | Given, moment: Moment
) -> Step:
    if move == "back" and question.form.before(sub.at, sub.answers) is None:
        outer = replace(state, sub=None)
        return Going(state=outer) if outer.draft or question.optional else _back(form, outer)
    step = advance(question.form, sub, move, moment)
    if not isinstance(step, Going):
        return step
    if step.state.at == LAST_PAGE:
        return Going(state=replace(state, sub=None, draft=[*(state.draft or []), dict(step.state.answers)]))
    return Going(state=replace(state, sub=step.state), note=step.note)


def _back(form: Form[Any], state: FormState) -> Going:
    if state.at == EDITING:
        return Going(state=state.turned_to(LAST_PAGE))
    before = form.before(state.at, state.answers)
    return Going(state=_arrive(form, state, before.key)) if before else Going(state=state)


def _act(form: Form[Any], state: FormState, question: Question | None, action: str, moment: Moment) -> Step:
    match action:
        case "back":
            return _back(form, state)
        case "skip" if question and question.optional:
            return _answered(form, state.with_answers({question.key: None}))
        case "keep" if question and question.key in state.answers:
            return _answered(form, state)
        case "help" if question:
            return Going(state=state, note=Text(f"{form.key(question)}.help"))
        case "ok" if state.at == LAST_PAGE:
            return Submitting(state)
        case "edit" if state.at == LAST_PAGE:
            return Going(state=state.turned_to(EDITING))
        case _ if action.startswith("e:") and form.question(action[2:]):
            return Going(state=_arrive(form, state, action[2:]))
        case "=+" if isinstance(question, Several):
            return Going(state=replace(state, sub=begin(question.form)))
        case _ if action.startswith("=") and question:
            return _pressed(form, state, question, action[1:], moment)
        case _:
            return Going(state=state, note=text("dialogue-press-a-button"))


def _pressed(form: Form[Any], state: FormState, question: Question, payload: str, moment: Moment) -> Step:
    try:
        taken = question.press(payload, Asked(form.key(question), moment, state))
    except (KeyError, ValueError, IndexError, TypeError):
        return Going(state=state, note=text("dialogue-press-a-button"))
    return _taken(form, state, question, taken)


def _taken(form: Form[Any], state: FormState, question: Question, taken: Got | More | Wrong) -> Step:
    match taken:
        case Got(value=value, fills=fills):
            if question.must is not None and value != question.must:
                return Stopped(f"{form.key(question)}.stop")
            return _answered(form, state.with_answers({**fills, question.key: value}))
        case More():
            return Going(state=replace(state, draft=taken.draft, page=taken.page, search=taken.search))
        case Wrong(error=error, draft=draft):
            return Going(state=replace(state, draft=draft), note=error)


def _answered(form: Form[Any], state: FormState) -> Step:
    after = _go_on(form, state)
    return Submitting(after) if after.at == LAST_PAGE and not form.confirm else Going(state=after)


def refused(form: Form[Any], state: FormState, at: str) -> FormState:
    """After a use case refused: back to the answer that it is about, or to the last page."""
    return _arrive(form, state, at) if form.question(at) else state.turned_to(LAST_PAGE)


def innermost(form: Form[Any], state: FormState) -> tuple[Form[Any], FormState]:
    question = form.question(state.at)
    return innermost(question.form, state.sub) if state.sub and isinstance(question, Several) else (form, state)


def query(form: Form[Any], state: FormState, moment: Moment) -> tuple[Pick, Query] | None:
    """What the turn has to look up before the present question can be shown."""
    form, state = innermost(form, state)
    question = form.question(state.at)
    return (question, question.query(Asked(form.key(question), moment, state))) if isinstance(question, Pick) else None


def offer(state: FormState, options: Options) -> FormState:
    """The state with what the query found: a press on the page is read against exactly what the page offered."""
    if state.sub is not None:
        return replace(state, sub=offer(state.sub, options))
    offered = (
        {"id": o.id, "label": label_json(o.label), "said": label_json(o.said or o.label), "fills": dict(o.fills)}
        for o in options.items
    )
    return replace(state, offered=tuple(offered), more=options.more)


def given_file(form: Form[Any], state: FormState) -> bool:
    """Whether the present question takes files: only then is a file fetched."""
    form, state = innermost(form, state)
    return isinstance(form.question(state.at), Files)


def _button(label: Text | str, screen: int, action: str) -> Button:
    return Button(label=label, data=f"f|{screen}|{action}")


def show(form: Form[Any], state: FormState, moment: Moment, screen: int, note: Text | None = None) -> Screen:
    """Draw the present question or the last page; `screen` is the number that its buttons bear."""
    nested = state.sub is not None
    form, state = innermost(form, state)
    question = form.question(state.at)
    if question is None:
        return _last_page(form, state, moment, screen, note)
    asked = Asked(form.key(question), moment, state)
    face = question.face(asked)
    keys = [q.key for q in form.asked(state.answers) if q.must is None]
    named = Text(form.key(question), dict(question.args(moment, state.answers)) if question.args else {})
    if question.key in keys and len(keys) > 1:
        named = text("dialogue-asked", at=keys.index(question.key) + 1, of=len(keys), question=named)
    return Screen(
        text=Lines((note or "", named, *face.lines, _standing(question, asked))),
        buttons=(*_drawn(face, screen), *_nav(form, state, question, screen, nested=nested)),
        request=face.request,
        request_label=face.request_label,
    )


def _standing(question: Question, asked: Asked) -> Text | str:
    value = asked.state.answers.get(question.key)
    return "" if value is None or question.must is not None else text("dialogue-now", answer=question.say(value, asked))


def _drawn(face: Face, screen: int) -> Rows:
    def key(tap: Tap) -> Button:
        return _button(tap.label, screen, f"={tap.payload}")

    return tuple(tuple(key(tap) for tap in row) for row in face.rows)


def _nav(form: Form[Any], state: FormState, question: Question, screen: int, *, nested: bool) -> Rows:
    row: list[Button] = []
    if nested or form.before(question.key, state.answers):
        row.append(_button(text("dialogue-back"), screen, "back"))
    if state.answers.get(question.key) is not None and question.must is None:
        row.append(_button(text("dialogue-keep"), screen, "keep"))
    if question.optional:
        row.append(_button(Text(f"{form.key(question)}.skip"), screen, "skip"))
    return ((*row, _button(text("dialogue-later"), screen, "later")),)


def _last_page(form: Form[Any], state: FormState, moment: Moment, screen: int, note: Text | None) -> Screen:
    answers = form.complete(state.answers, moment)
    rows = [q for q in form.applicable(answers) if q.key in answers and q.must is None]
    if state.at == EDITING:
        picks = tuple((_button(form.label(q), screen, f"e:{q.key}"),) for q in rows)
        last = (_button(text("dialogue-back"), screen, "back"), _button(text("dialogue-drop"), screen, "drop"))
        return Screen(text=text("dialogue-which-answer"), buttons=(*picks, last))
    lines = [
        text("dialogue-line", label=form.label(q), answer=q.say(answers[q.key], Asked(form.key(q), moment, state)))
        for q in rows
        if answers[q.key] is not None
    ]
    return Screen(
        text=Lines((note or "", Text(f"{form.name}-confirm"), *lines)),
        buttons=(
            (_button(Text(f"{form.name}-confirm.ok"), screen, "ok"), _button(text("dialogue-edit"), screen, "edit")),
            (_button(text("dialogue-back"), screen, "back"), _button(text("dialogue-later"), screen, "later")),
        ),
    )


Forms: TypeAlias = Mapping[str, Form[Any]]
