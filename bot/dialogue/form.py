"""Forms: questions in order, and the result that their answers build. Only a form decides which question comes next."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any, Generic, TypeVar

from bot.dialogue.context import dump_context, load_context
from bot.dialogue.question import Moment, Pending, Question, QuestionContext
from bot.dialogue.screen import Screen
from bot.dialogue.state import ContextT, FormState, FormValues
from bot.i18n.messages import Localizable

R = TypeVar("R")

CONFIRM_PAGE = "?confirm"
EDIT_PAGE = "?edit"


class Form(Generic[R]):
    """Questions in order, and the value of `result_type` that their answers build.

    `submit(turn, result)` calls the use case, in one transaction. `start(turn, args)` returns the values that the form
    begins with: its context, of the type `context`, and answers that are there already. Without `confirm` there is no last page: the last
    answer submits.

    `subject(values)` returns what its drafts are about, or None while that is not known; without it, the first answer is.

    Its texts are `<name>-<question>` with the attributes .label (on the last page), .help, .skip, .yes, .no and .stop, and
    `<name>-title` with .about, the title of a draft about `$subject`.
    `name` is stored with every draft and button: it changes only with a migration.
    """

    def __init__(
        self,
        result_type: type[R],
        *questions: Question,
        name: str,
        submit: Callable[[Any, Any], Awaitable[Screen]] | None = None,
        start: Callable[[Any, tuple[str, ...]], Awaitable[FormValues[ContextT]]] | None = None,
        context: type[ContextT] | None = None,
        subject: Callable[[FormValues[Any]], Localizable | None] | None = None,
        version: int = 1,
        confirm: bool = True,
    ) -> None:
        self.name = name
        self.result_type = result_type
        self.questions = questions
        self.submit = submit
        self.start: Callable[[Any, tuple[str, ...]], Awaitable[FormValues[Any]]] | None = start
        self.context = context
        self.subject = subject
        self.version = version
        self.confirm = confirm
        self.question: Callable[[str], Question | None] = {question.key: question for question in questions}.get

    # ---- which questions there are

    def values(self, state: FormState) -> FormValues[Any]:
        return FormValues(context=load_context(self.context, state.context), answers=state.answers, since=state.since)

    def question_context(self, state: FormState, moment: Moment) -> QuestionContext:
        return QuestionContext(moment, state, self.values(state))

    def applicable_questions(self, values: FormValues[Any]) -> Iterator[Question]:
        return (q for q in self.questions if q.when is None or q.when(values))

    def questions_to_ask(self, values: FormValues[Any]) -> list[Question]:
        """Return the questions that a person is asked: without a default, and not implied by other answers."""
        return [q for q in self.applicable_questions(values) if q.default is None and q.implied(values) is None]

    def editable_questions(self, values: FormValues[Any]) -> list[Question]:
        """Return the questions whose answers stand on the last page."""
        return [q for q in self.applicable_questions(values) if q.key in values.answers and q.required_answer is None]

    # ---- where one stands

    def begin(self, values: FormValues[Any] | None = None) -> FormState:
        values = values or FormValues(context=None)
        begun = FormState(form=self.name, answers=values.answers, context=dump_context(values.context))
        return self.clamp_position(self.advance(begun))

    def clamp_position(self, state: FormState) -> FormState:
        """Return the state at a place that exists: a form without a last page stays on its last question."""
        return state if self.confirm or state.at != CONFIRM_PAGE else self.back(state) or state

    def advance(self, state: FormState) -> FormState:
        """Go to the first question without an answer, or to the last page."""
        values = self.resolve(self.values(state))
        left = next((q.key for q in self.questions_to_ask(values) if q.key not in values.answers), CONFIRM_PAGE)
        return self.goto(replace(state, version=self.version, answers=values.answers), left)

    def goto(self, state: FormState, key: str) -> FormState:
        """Go to a question or to the edit page; any other key is the last page."""
        question = self.question(key)
        begun = question.begin(state.answers.get(key)) if question else Pending()
        at = key if question or key == EDIT_PAGE else CONFIRM_PAGE
        return replace(state, at=at, draft=begun.draft, sub=begun.sub)

    def previous(self, state: FormState) -> str | None:
        """Return the key of the question before, or None at the first question.

        From the last page it is the last question; from a question that is only edited it is the last page.
        """
        keys = [q.key for q in self.questions_to_ask(self.values(state))] + [CONFIRM_PAGE] * self.confirm
        place = keys.index(state.at) if state.at in keys else len(keys)
        return keys[place - 1] if place else None

    def back(self, state: FormState) -> FormState | None:
        return None if (key := self.previous(state)) is None else self.goto(state, key)

    # ---- what the answers come to

    def resolve(self, values: FormValues[Any]) -> FormValues[Any]:
        """Return the values with implied answers added and answers that no longer fit removed."""
        answers = dict(values.answers)
        values = replace(values, answers=answers)
        for q in self.applicable_questions(values):
            if q.key in answers and not q.still_valid(answers[q.key], values):
                del answers[q.key]
            if q.key not in answers and (implied := q.implied(values)) is not None:
                answers[q.key] = implied
        return values

    def complete(self, state: FormState, moment: Moment) -> FormValues[Any]:
        """Return the values with every default filled in.

        Answers to questions that no longer apply are left in; `build` skips them.
        """
        answers = dict(self.resolve(self.values(state)).answers)
        values = replace(self.values(state), answers=answers)
        for q in self.applicable_questions(values):
            if q.default is not None and q.key not in answers:
                answers[q.key] = q.default(moment, values)
        return values

    def build(self, values: FormValues[Any]) -> R:
        """Build the result from complete values; a skipped answer keeps the field's own default."""
        answered = (q for q in self.applicable_questions(values) if values.answers.get(q.key) is not None)
        return self.result_type(**{q.key: q.load(values.answers[q.key]) for q in answered})
