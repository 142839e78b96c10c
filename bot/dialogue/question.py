"""What every question of a form is: how it asks, how it takes an answer, how the answer reads on the last page."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from bot.dialogue.inputs import UserInput
from bot.dialogue.screen import FileRef, Screen
from bot.dialogue.state import Answers, FormState, FormValues, JsonValue
from bot.i18n.messages import Localizable, Text, kebab, text

Input: TypeAlias = UserInput | FileRef
"""What a question may be given: what came in, or a file that is already kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The clock of this turn. `today` is the day in Tehran."""

    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class QuestionContext:
    """What a question may look at: the moment, where its form stands, and the form's values, typed."""

    moment: Moment
    state: FormState
    values: FormValues[Any]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An answer as JSON; `also_answers` answers other questions with it, and `context` takes the place of the form's."""

    value: JsonValue
    also_answers: Answers = field(default_factory=dict)
    context: object = None


@dataclass(frozen=True, slots=True)
class Pending:
    """Not an answer: what the question remembers of it, what there is to say about it, and the item that it begins."""

    draft: JsonValue = None
    note: Text | None = None
    sub: FormState | None = None


AnswerResult: TypeAlias = Accepted | Pending


@dataclass(frozen=True, slots=True)
class Question:
    """`when` says whether it applies, given the answers so far; one with a `default` is not asked: it stands on the
    last page. The message that held the answer to a `private` one is deleted. `required_answer` is the one answer that goes on:
    any other ends the form at once and nothing of it is kept. `args` are the arguments of its texts.
    """

    key: str
    _: KW_ONLY
    optional: bool = False
    when: Callable[[FormValues[Any]], bool] | None = None
    default: Callable[[Moment, FormValues[Any]], JsonValue] | None = None
    private: bool = False
    required_answer: JsonValue = None
    args: Callable[[Moment, FormValues[Any]], Mapping[str, Localizable]] | None = None

    def text_key(self, form: str) -> str:
        """The key of its text in that form."""
        return f"{form}-{kebab(self.key)}"

    def prompt(self, asked: QuestionContext, attribute: str = "") -> Text:
        args = self.args(asked.moment, asked.values) if self.args else {}
        return Text(self.text_key(asked.state.form) + attribute, args)

    def implied(self, values: FormValues[Any]) -> JsonValue:
        """Return the only answer that the context and the other answers leave, or None."""
        return None

    def still_valid(self, value: JsonValue, values: FormValues[Any]) -> bool:
        """Whether an answer still stands after another was changed."""
        return True

    def begin(self, standing: JsonValue) -> Pending:
        """What it remembers when one comes to it; `standing` is the answer it has, or None."""
        return Pending()

    def render(self, asked: QuestionContext) -> Screen:
        """What stands under the question. Its buttons bear payloads, which come back to `press`."""
        return Screen()

    def press(self, payload: str, asked: QuestionContext) -> AnswerResult:
        """Any of KeyError, ValueError, IndexError, TypeError says that the payload is not one of its own."""
        raise KeyError(payload)

    def accept(self, given: Input, asked: QuestionContext) -> AnswerResult:
        return Pending(asked.state.draft, text("dialogue-choose"))

    def load(self, value: JsonValue) -> object:
        """The typed value that the form's dataclass is built from."""
        return value

    def format_answer(self, value: JsonValue) -> Localizable:
        return str(value)
