"""Inputs that the current question did not ask for, handed to the one that takes them.

Pure: state in, state out. It stays within one form: the turn decides about an input that no question of it takes.
"""

from dataclasses import replace
from typing import Any

from bot.dialogue import engine
from bot.dialogue.engine import AdvanceResult, Continue
from bot.dialogue.form import Form
from bot.dialogue.inputs import Contact, GeoPoint, TextInput
from bot.dialogue.question import Accepted, Input, Moment, Pending, Question
from bot.dialogue.questions.basic import LocationQuestion, ParserQuestion, PhoneQuestion
from bot.dialogue.questions.multiples import FileUpload
from bot.dialogue.questions.pickers import Pick
from bot.dialogue.screen import FileRef, RequestKind
from bot.dialogue.state import FormState, JsonValue
from bot.i18n.messages import Text, text

_TAKERS: dict[type, type[Question]] = {FileRef: FileUpload, GeoPoint: LocationQuestion, Contact: PhoneQuestion}
_REQUESTS: dict[type, RequestKind] = {GeoPoint: RequestKind.LOCATION, Contact: RequestKind.CONTACT}


def takes_current(form: Form[Any], state: FormState, kind: type, moment: Moment | None = None) -> bool:
    """Return True if the current question takes inputs of this class.

    With a `moment` also if it asks the messenger for one, as a question of several kinds may.
    """
    question, here = engine.current_question(form, state)
    if question is None or isinstance(question, _TAKERS[kind]) or moment is None:
        return isinstance(question, _TAKERS[kind])
    face = question.render(form.question_context(here, moment))
    return face.request is not None and face.request is _REQUESTS.get(kind)


def find_taker(form: Form[Any], state: FormState, kind: type) -> Question | None:
    """Return the question of a form that takes inputs of this class; None if there is none.

    None too before the answer that the form cannot go on without, as a consent.
    """
    questions = list(form.applicable_questions(form.values(state)))
    if any(q.required_answer not in (None, state.answers.get(q.key)) for q in questions):
        return None
    return next((q for q in questions if isinstance(q, _TAKERS[kind])), None)


def give_elsewhere(form: Form[Any], state: FormState, given: Input, moment: Moment) -> Continue | None:
    """Hand an input to the question that takes it; None if there is none.

    The person stays where they are, and is told.
    """
    question = find_taker(form, state, type(given))
    if question is None:
        return None
    there = form.goto(state, question.key)
    match question.accept(given, form.question_context(there, moment)):
        case Accepted(value=value):
            answers = {**state.answers, question.key: value}
        case Pending(answers=kept, note=None) if kept is not None:
            answers = dict(kept)
        case Pending(note=refusal):
            return Continue(state=state, note=refusal)
    return Continue(state=replace(state, answers=answers), note=_note(question, state, answers[question.key]))


def _note(question: Question, before: FormState, answer: JsonValue) -> Text:
    """Return the words for what was taken; an answer that gives way to it is named."""
    was, now = before.answers.get(question.key), question.format_answer(answer)
    if was is None or was == answer or isinstance(question, FileUpload):
        return text("dialogue-taken", answer=now)
    return text("dialogue-taken-instead", answer=now, was=question.format_answer(was))


def answer_by_caption(form: Form[Any], state: FormState, caption: str, moment: Moment) -> AdvanceResult | None:
    """Take a caption as the typed answer of the current question; None if it is none.

    Readings of an unclear answer are offered as if it had been typed; a refusal of it is not said.
    """
    question, _ = engine.current_question(form, state)
    if not caption.strip() or not isinstance(question, ParserQuestion | Pick):
        return None
    step = engine.advance(form, state, TextInput(text=caption, forwarded=True), moment)
    if isinstance(step, Continue) and step.note is not None:
        _, here = engine.current_question(form, step.state)
        return step if here.draft else None
    return step
