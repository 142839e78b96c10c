"""The engine of all forms: back, skip, keep, edit, confirm, nested forms, rendering. Pure: state in, state out.

Leaving a form is done by the turn.
"""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from bot.dialogue.context import dump_context
from bot.dialogue.form import CONFIRM_PAGE, EDIT_PAGE, Form
from bot.dialogue.question import Accepted, AnswerResult, Input, Moment, Pending, Question, QuestionContext
from bot.dialogue.questions.basic import numbered_prompt
from bot.dialogue.questions.multiples import MultipleQuestion, Repeat
from bot.dialogue.questions.pickers import Options, OptionsRequest, Pick
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.dialogue.state import FormState, FormValues
from bot.i18n.messages import Joined, Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Continue:
    """The form goes on at `state`; `note` stands below the question, next to the keys."""

    state: FormState
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    state: FormState


@dataclass(frozen=True, slots=True, kw_only=True)
class Abort:
    """An answer ended the form, for `reason`; no answer is kept."""

    reason: Text


AdvanceResult: TypeAlias = Continue | Submit | Abort


def advance(form: Form[Any], state: FormState, move: str | Input, moment: Moment) -> AdvanceResult:
    """Take one step of a form.

    Never raises for what a person did: a wrong answer is a `Continue` with a note. A `str` move is a press: `back`, `ok`,
    `edit` and `e:<key>` go through the form; `skip`, `keep`, `clear`, `help` and `=<payload>` are for the question. A `skip`
    drops no answer: only `clear` does.
    """
    question = form.question(state.at)
    if state.sub is not None and isinstance(question, Repeat):
        return _advance_item(form, state, question, state.sub, move, moment)
    match move:
        case "back":
            return Continue(state=form.back(state) or state)
        case "ok" if state.at == CONFIRM_PAGE:
            return _advance_or_submit(form, state, submits=True)
        case "edit" if state.at == CONFIRM_PAGE:
            return Continue(state=form.goto(state, EDIT_PAGE))
        case str() if move[:2] == "e:" and form.question(move[2:]) and move[2:] in form.complete(state, moment).answers:
            return Continue(state=form.goto(state, move[2:]))
        case _ if question:
            scope = form.question_context(state, moment)
            return _apply_result(form, question, scope, _answer(question, move, scope))
        case _:
            return Continue(state=state, note=text("dialogue-press-a-button"))


def _answer(question: Question, move: str | Input, scope: QuestionContext) -> AnswerResult:
    answers = scope.state.answers
    match move:
        case "keep" | "skip" if answers.get(question.key) is not None:
            return Accepted(answers[question.key])
        case "skip" | "clear" if question.optional:
            return Accepted(None)
        case "help":
            return Pending(scope.state.draft, question.prompt(scope, ".help"))
        case str():
            try:
                return question.press(move.removeprefix("="), scope)
            except (KeyError, ValueError, IndexError, TypeError):
                return Pending(scope.state.draft, text("dialogue-press-a-button"))
        case given:
            return question.accept(given, scope)


def _apply_result(form: Form[Any], question: Question, scope: QuestionContext, taken: AnswerResult) -> AdvanceResult:
    state = scope.state
    match taken:
        case Pending(draft=draft, note=note, sub=sub, answers=so_far):
            kept = state.answers if so_far is None else so_far
            return Continue(state=replace(state, draft=draft, sub=sub, answers=kept), note=note)
        case Accepted(value=value) if question.required_answer is not None and value != question.required_answer:
            return Abort(reason=question.prompt(scope, ".stop"))
        case Accepted(value=value, also_answers=also_answers, context=context):
            answers = {**state.answers, **also_answers, question.key: value}
            state = replace(state, answers=answers, context=dump_context(context) or state.context)
            return _advance_or_submit(form, state, submits=not form.confirm)


def _advance_or_submit(form: Form[Any], state: FormState, *, submits: bool) -> AdvanceResult:
    after = form.advance(state)
    return Submit(state=after) if submits and after.at == CONFIRM_PAGE else Continue(state=after)


def _advance_item(
    form: Form[Any], state: FormState, question: Repeat, sub: FormState, move: str | Input, moment: Moment
) -> AdvanceResult:
    """Take one step of the item under way; its last answer adds the item to the answer."""
    if move == "back" and question.form.back(sub) is None:
        return Continue(state=replace(state, sub=None))
    step = advance(question.form, replace(sub, since=state.since), move, moment)
    if isinstance(step, Abort):
        return step
    note = step.note if isinstance(step, Continue) else None
    if step.state.at != CONFIRM_PAGE:
        return Continue(state=replace(state, sub=step.state), note=note)
    scope = form.question_context(state, moment)
    return _apply_result(form, question, scope, question.add(question.form.complete(step.state, moment).answers, scope))


def resume_form(form: Form[Any], state: FormState) -> FormState:
    """Fit a state to the present version of its form: drop questions that are gone, ask new ones."""
    stands = state.at in (CONFIRM_PAGE, EDIT_PAGE) or form.question(state.at)
    return form.clamp_position(state if stands and state.version == form.version else form.advance(state))


def active_form(form: Form[Any], state: FormState) -> tuple[Form[Any], FormState]:
    question = form.question(state.at)
    return active_form(question.form, state.sub) if state.sub and isinstance(question, Repeat) else (form, state)


def current_question(form: Form[Any], state: FormState) -> tuple[Question | None, FormState]:
    """Return the current question and the state it belongs to: the form's, or the item's under way.

    The question is None on the last page.
    """
    form, state = active_form(form, state)
    return form.question(state.at), state


def options_request(form: Form[Any], state: FormState, moment: Moment) -> tuple[Pick, OptionsRequest] | None:
    """Return the options query of the current question, or None if it is no Pick."""
    form, state = active_form(form, state)
    pick = form.question(state.at)
    return (pick, pick.options_request(form.question_context(state, moment))) if isinstance(pick, Pick) else None


def with_options(pick: Pick, state: FormState, options: Options) -> FormState:
    """Put the options that a query found into the draft of the current question."""
    if state.sub is not None:
        return replace(state, sub=with_options(pick, state.sub, options))
    return replace(state, draft=pick.draft_with_options(state.draft, options))


# ---- what is drawn


def render_form(form: Form[Any], state: FormState, moment: Moment, number: int, note: Text | None = None) -> Screen:
    """Render the current question or the last page; its buttons bear `number`, the screen's."""
    inner, here = active_form(form, state)
    if question := inner.question(here.at):
        drawn = _render_question(inner, question, inner.question_context(here, moment), nested=here is not state)
    else:
        render_page = _edit_page if here.at == EDIT_PAGE else _confirm_page
        drawn = render_page(inner, inner.complete(here, moment))
    body = Joined((drawn.text, note or ""), separator="\n\n")
    return replace(drawn, text=body, buttons=_with_data_prefix(f"f|{number}|", drawn.buttons))


def _with_data_prefix(address: str, rows: ButtonRows) -> ButtonRows:
    return tuple(tuple(replace(button, data=address + button.data) for button in row) for row in rows)


def _render_question(form: Form[Any], question: Question, scope: QuestionContext, *, nested: bool) -> Screen:
    """Render a question with what all questions share: prompt, standing answer, ways on."""
    face = question.render(scope)
    standing = None if question.required_answer else scope.state.answers.get(question.key)
    whole = standing is not None and not isinstance(question, MultipleQuestion)
    now = text("dialogue-now", answer=question.format_answer(standing)) if whole else ""
    keep, clear = Button(text("dialogue-keep"), "keep"), Button(text("dialogue-clear"), "clear")
    skip = Button(Text(f"{question.text_key(form.name)}.skip"), "skip")
    own = [keep] * whole + [clear] * (whole and question.optional) + [skip] * (question.optional and standing is None)
    back = [Button(text("dialogue-back"), "back")] if nested or form.previous(scope.state) is not None else []
    ways = (*back, Button(text("dialogue-help"), "help"), Button(text("dialogue-later"), "later"))
    return replace(
        face,
        text=Joined((numbered_prompt(form, question, scope), face.text, now)),
        buttons=(*_with_data_prefix("=", face.buttons), *([tuple(own)] if own else []), ways),
    )


def _confirm_page(form: Form[Any], values: FormValues[Any]) -> Screen:
    given = [(q, answer) for q in form.editable_questions(values) if (answer := values.answers[q.key]) is not None]
    lines = [text("dialogue-line", label=_label(form, q), answer=q.format_answer(answer)) for q, answer in given]
    confirm, edit = Button(Text(f"{form.name}-confirm.ok"), "ok"), Button(text("dialogue-edit"), "edit")
    ways = (Button(text("dialogue-back"), "back"), Button(text("dialogue-later"), "later"))
    return Screen(text=Joined((Text(f"{form.name}-confirm"), *lines)), buttons=((confirm, edit), ways))


def _edit_page(form: Form[Any], values: FormValues[Any]) -> Screen:
    picks = [(Button(_label(form, q), f"e:{q.key}"),) for q in form.editable_questions(values)]
    ways = (Button(text("dialogue-back"), "back"), Button(text("dialogue-drop"), "drop"))
    return Screen(text=text("dialogue-which-answer"), buttons=(*picks, ways))


def _label(form: Form[Any], question: Question) -> Text:
    return Text(f"{question.text_key(form.name)}.label")
