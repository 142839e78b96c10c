"""What every question of a form is: how it asks, how it takes an answer, how the answer reads on the last page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from bot.dialogue.screen import Argument, FileRef, Text, Wants, What, text
from bot.dialogue.state import Answers, FormState, Json

Given: TypeAlias = What | FileRef
"""What a question may be given: what came in, or a file that is already kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The clock and the language of this turn. `today` is the day in Tehran."""

    now: datetime
    today: date
    locale: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question may look at: the text key it asks with, the moment, and where its form stands."""

    name: str
    moment: Moment
    state: FormState


@dataclass(frozen=True, slots=True)
class Tap:
    """A button of a question: `payload` comes back to its `press`."""

    label: Text | str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """How a question looks: its buttons, lines under the question, and what it wants from the messenger's own keyboard."""

    rows: tuple[tuple[Tap, ...], ...] = ()
    lines: tuple[Text, ...] = ()
    request: Wants | None = None
    request_label: Text | None = None


@dataclass(frozen=True, slots=True)
class Got:
    """An answer as JSON; `fills` answers other questions with it."""

    value: Json
    fills: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """Not an answer yet: what to remember of it, and which page of the offers to show."""

    draft: Json = None
    page: int = 0
    search: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Not an answer: what is wrong and what would be right. `draft` may hold the readings to choose from."""

    error: Text
    draft: Json = None


Taken: TypeAlias = Got | More | Wrong


def rows_of(taps: Sequence[Tap], width: int) -> tuple[tuple[Tap, ...], ...]:
    return tuple(tuple(taps[i : i + width]) for i in range(0, len(taps), width))


@dataclass(frozen=True, slots=True)
class Question:
    """`when` says whether it applies, given the answers so far; one with a `default` is not asked: it stands on the
    last page. The message that held the answer to a `private` one is deleted. `must` is the one answer that goes on:
    any other ends the form at once and nothing of it is kept. `args` are the arguments of its text.
    """

    key: str
    _: KW_ONLY
    optional: bool = False
    when: Callable[[Answers], bool] | None = None
    default: Callable[[Moment, Answers], Json] | None = None
    private: bool = False
    must: Json = None
    args: Callable[[Moment, Answers], Mapping[str, Argument]] | None = None

    def settled(self, answers: Answers) -> Json:
        """The answer that the other answers leave no choice about, or None."""
        return None

    def fits(self, value: Json, answers: Answers) -> bool:
        """Whether an answer still stands after another was changed."""
        return True

    def face(self, asked: Asked) -> Face:
        return Face()

    def press(self, payload: str, asked: Asked) -> Taken:
        """Any of KeyError, ValueError, IndexError, TypeError says that the payload is not one of its own."""
        raise KeyError(payload)

    def take(self, given: Given, asked: Asked) -> Taken:
        return Wrong(text("dialogue-choose"))

    def load(self, value: Json) -> object:
        """The typed value that the form's dataclass is built from."""
        return value

    def say(self, value: Json, asked: Asked) -> Argument:
        return str(value)
