"""A form: questions in order, and what is built of their answers. Which question comes next is decided here alone."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Generic, TypeAlias, TypeVar

from bot.dialogue.question import Moment, Question
from bot.dialogue.screen import Screen, Text
from bot.dialogue.state import Answers, Json

R = TypeVar("R")


Submit: TypeAlias = Callable[[Any, Any], Awaitable[Screen]]
Start: TypeAlias = Callable[[Any, tuple[str, ...]], Awaitable[Answers]]


class Form(Generic[R]):
    """`submit(turn, built)` is the use case, one transaction. `start(turn, args)` gives the answers it begins with.
    Without `confirm` there is no last page: the last answer submits.

    Its texts are `<name>-<question>` with the attributes .label (on the last page), .help, .skip, .yes, .no and .stop; its
    name is that of what it builds: `ServiceReport` is «service-report».
    """

    def __init__(self, builds: type[R], *questions: Question, submit: Submit | None = None, start: Start | None = None,
                 version: int = 1, confirm: bool = True) -> None:  # fmt: skip
        self.builds, self.questions, self.submit, self.start = builds, questions, submit, start
        self.version, self.confirm = version, confirm
        self.name = "".join(f"-{c.lower()}" if c.isupper() else c for c in builds.__name__).lstrip("-")

    def question(self, key: str) -> Question | None:
        return next((q for q in self.questions if q.key == key), None)

    def key(self, question: Question) -> str:
        return f"{self.name}-{question.key}".replace("_", "-")

    def label(self, question: Question) -> Text:
        return Text(f"{self.key(question)}.label")

    def applicable(self, answers: Answers) -> Iterator[Question]:
        return (q for q in self.questions if q.when is None or q.when(answers))

    def asked(self, answers: Answers) -> list[Question]:
        """The questions that a person is asked: those without a default, and not settled by other answers."""
        return [q for q in self.applicable(answers) if q.default is None and q.settled(answers) is None]

    def settle(self, answers: Answers) -> Answers:
        """The answers with what follows from them; those that no longer fit are taken out, to be asked again."""
        known = dict(answers)
        for q in self.applicable(known):
            if q.key in known and not q.fits(known[q.key], known):
                del known[q.key]
            if q.key not in known and (settled := q.settled(known)) is not None:
                known[q.key] = settled
        return known

    def next(self, answers: Answers) -> Question | None:
        """The first question that has no answer yet; None when the last page is reached."""
        return next((q for q in self.asked(answers) if q.key not in answers), None)

    def before(self, key: str, answers: Answers) -> Question | None:
        """The question one goes back to from `key` (or from the last page, when `key` is no question's)."""
        asked = self.asked(answers)
        keys = [q.key for q in asked]
        place = keys.index(key) if key in keys else len(keys)
        return asked[place - 1] if place else None

    def complete(self, answers: Answers, moment: Moment) -> dict[str, Json]:
        """The answers with every default filled in; what no longer applies is passed over by whoever reads them."""
        known = dict(self.settle(answers))
        for q in self.applicable(known):
            if q.default is not None and q.key not in known:
                known[q.key] = q.default(moment, known)
        return known

    def build(self, answers: Answers) -> R:
        """What the form is for: typed, complete; an answer that was skipped keeps the field's own default."""
        given = {k: v for k, v in answers.items() if v is not None}
        return self.builds(**{q.key: q.load(given[q.key]) for q in self.applicable(answers) if q.key in given})
