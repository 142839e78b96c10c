"""The base of all questions: how a question asks, takes an answer, and shows it on the last page."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from bot.dialogue.inputs import UserInput
from bot.dialogue.screen import FileRef, Screen
from bot.dialogue.state import Answers, FormState, FormValues, JsonValue
from bot.i18n.messages import Localizable, Text, kebab, text

Input: TypeAlias = UserInput | FileRef
"""An input to a question: what the person sent, or a file that is stored already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The clock of a turn. `today` is the day in Tehran."""

    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class QuestionContext:
    """All that a question may look at: the moment, the state of its form, and the form's typed values."""

    moment: Moment
    state: FormState
    values: FormValues[Any]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An answer as JSON.

    `also_answers` answers other questions with it, and `context` takes the place of the form's.
    """

    value: JsonValue
    also_answers: Answers = field(default_factory=dict)
    context: object = None


@dataclass(frozen=True, slots=True)
class Pending:
    """No answer yet: the draft to remember, a note to show, and the item that begins.

    `answers`, if any, are those of the form with what is given so far.
    """

    draft: JsonValue = None
    note: Text | None = None
    sub: FormState | None = None
    answers: Answers | None = None


AnswerResult: TypeAlias = Accepted | Pending


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form; its answer is stored under `key`.

    `when` decides from the values whether it applies. A question with a `default` is not asked: it stands on the last page.
    The message that answers a `private` question is deleted. `required_answer` is the only answer that goes on: any other
    ends the form, and no answer is kept. `args` returns the arguments of its texts. `texts_of` names the form whose texts it
    has, if another form asks the same question.
    """

    key: str
    _: KW_ONLY
    optional: bool = False
    when: Callable[[FormValues[Any]], bool] | None = None
    default: Callable[[Moment, FormValues[Any]], JsonValue] | None = None
    private: bool = False
    required_answer: JsonValue = None
    args: Callable[[Moment, FormValues[Any]], Mapping[str, Localizable]] | None = None
    texts_of: str = ""

    def text_key(self, form: str) -> str:
        """Return the key of its text in that form."""
        return f"{self.texts_of or form}-{kebab(self.key)}"

    def prompt(self, scope: QuestionContext, attribute: str = "") -> Text:
        args = self.args(scope.moment, scope.values) if self.args else {}
        return Text(self.text_key(scope.state.form) + attribute, args)

    def implied(self, values: FormValues[Any]) -> JsonValue:
        """Return the only answer that the context and the other answers leave, or None."""
        return None

    def still_valid(self, value: JsonValue, values: FormValues[Any]) -> bool:
        """Return True if an answer still stands after another was changed."""
        return True

    def begin(self, standing: JsonValue) -> Pending:
        """Return the draft that it begins with; `standing` is its present answer, or None."""
        return Pending()

    def render(self, scope: QuestionContext) -> Screen:
        """Render what stands under the question; the payloads of its buttons come back to `press`."""
        return Screen()

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        """Take the payload of a button. KeyError, ValueError, IndexError and TypeError mean that it is not one of its own."""
        raise KeyError(payload)

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        return Pending(scope.state.draft, text("dialogue-choose"))

    def load(self, value: JsonValue) -> object:
        """Return the typed value that the form's result is built from."""
        return value

    def format_answer(self, value: JsonValue) -> Localizable:
        return str(value)
