"""A form: questions in order, and what is built of their answers. Which question comes next is decided here alone."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any, Generic, TypeAlias, TypeVar

from bot.dialogue.question import Moment, Pending, Question
from bot.dialogue.screen import Screen
from bot.dialogue.state import Answers, FormState, JsonValue

R = TypeVar("R")

CONFIRM_PAGE = "?confirm"
EDIT_PAGE = "?edit"

SubmitHandler: TypeAlias = Callable[[Any, Any], Awaitable[Screen]]
StartHandler: TypeAlias = Callable[[Any, tuple[str, ...]], Awaitable[Answers]]


class Form(Generic[R]):
    """`submit(turn, built)` is the use case, one transaction. `start(turn, args)` gives the answers it begins with.
    Without `confirm` there is no last page: the last answer submits.

    Its texts are `<name>-<question>` with the attributes .label (on the last page), .help, .skip, .yes, .no and .stop.
    `name` is stored with every draft and button: it changes only with a migration.
    """

    def __init__(
        self,
        result_type: type[R],
        *questions: Question,
        name: str,
        submit: SubmitHandler | None = None,
        start: StartHandler | None = None,
        version: int = 1,
        confirm: bool = True,
    ) -> None:
        self.name = name
        self.result_type = result_type
        self.questions = questions
        self.submit = submit
        self.start = start
        self.version = version
        self.confirm = confirm
        self.question: Callable[[str], Question | None] = {question.key: question for question in questions}.get

    # ---- which questions there are

    def applicable_questions(self, answers: Answers) -> Iterator[Question]:
        return (q for q in self.questions if q.when is None or q.when(answers))

    def questions_to_ask(self, answers: Answers) -> list[Question]:
        """The questions that a person is asked: those without a default, and not settled by other answers."""
        return [q for q in self.applicable_questions(answers) if q.default is None and q.implied(answers) is None]

    def editable_questions(self, answers: Answers) -> list[Question]:
        """Those whose answers stand on the last page."""
        return [q for q in self.applicable_questions(answers) if q.key in answers and q.required_answer is None]

    # ---- where one stands

    def begin(self, answers: Answers) -> FormState:
        return self.clamp_position(self.advance(FormState(form=self.name, answers=answers)))

    def clamp_position(self, state: FormState) -> FormState:
        """Where it may stand: without a last page that is the last question."""
        return state if self.confirm or state.at != CONFIRM_PAGE else self.back(state) or state

    def advance(self, state: FormState) -> FormState:
        """To the first question that has no answer yet, or to the last page."""
        known = self.resolve_answers(state.answers)
        left = next((q.key for q in self.questions_to_ask(known) if q.key not in known), CONFIRM_PAGE)
        return self.goto(replace(state, version=self.version, answers=known), left)

    def goto(self, state: FormState, key: str) -> FormState:
        """To a question, or to the page of what may be edited; any other key is the last page."""
        question = self.question(key)
        begun = question.begin(state.answers.get(key)) if question else Pending()
        at = key if question or key == EDIT_PAGE else CONFIRM_PAGE
        return replace(state, at=at, draft=begun.draft, sub=begun.sub)

    def previous(self, state: FormState) -> str | None:
        """The question before, from the last page the last question; from what is only edited the last page. None at the first
        question.
        """
        keys = [*(q.key for q in self.questions_to_ask(state.answers)), *([CONFIRM_PAGE] if self.confirm else [])]
        place = keys.index(state.at) if state.at in keys else len(keys)
        return keys[place - 1] if place else None

    def back(self, state: FormState) -> FormState | None:
        return None if (key := self.previous(state)) is None else self.goto(state, key)

    # ---- what the answers come to

    def resolve_answers(self, answers: Answers) -> Answers:
        """The answers with what follows from them; those that no longer fit are taken out, to be asked again."""
        known = dict(answers)
        for q in self.applicable_questions(known):
            if q.key in known and not q.still_valid(known[q.key], known):
                del known[q.key]
            if q.key not in known and (settled := q.implied(known)) is not None:
                known[q.key] = settled
        return known

    def complete_answers(self, answers: Answers, moment: Moment) -> dict[str, JsonValue]:
        """The answers with every default filled in; what no longer applies is passed over by whoever reads them."""
        known = dict(self.resolve_answers(answers))
        for q in self.applicable_questions(known):
            if q.default is not None and q.key not in known:
                known[q.key] = q.default(moment, known)
        return known

    def build(self, answers: Answers) -> R:
        """What the form is for: typed, complete; an answer that was skipped keeps the field's own default."""
        given = {
            q.key: q.load(answers[q.key]) for q in self.applicable_questions(answers) if answers.get(q.key) is not None
        }
        return self.result_type(**given)
