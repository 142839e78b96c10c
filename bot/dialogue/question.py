"""What every question of a form is: how it asks, how it takes an answer, how the answer reads on the last page."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from bot.dialogue.screen import Button, FileRef, Rows, Screen, What, rows_of
from bot.dialogue.state import Answers, FormState, Json
from bot.i18n.messages import Said, Text, kebab, said_json, said_of, text

Given: TypeAlias = What | FileRef
"""What a question may be given: what came in, or a file that is already kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The clock of this turn. `today` is the day in Tehran."""

    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question may look at: the moment, and where its form stands."""

    moment: Moment
    state: FormState


@dataclass(frozen=True, slots=True)
class Got:
    """An answer as JSON; `fills` answers other questions with it."""

    value: Json
    fills: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotYet:
    """Not an answer: what the question remembers of it, what there is to say about it, and the item that it begins."""

    draft: Json = None
    note: Text | None = None
    sub: FormState | None = None


Taken: TypeAlias = Got | NotYet


@dataclass(frozen=True, slots=True)
class Question:
    """`when` says whether it applies, given the answers so far; one with a `default` is not asked: it stands on the
    last page. The message that held the answer to a `private` one is deleted. `must` is the one answer that goes on:
    any other ends the form at once and nothing of it is kept. `args` are the arguments of its texts.
    """

    key: str
    _: KW_ONLY
    optional: bool = False
    when: Callable[[Answers], bool] | None = None
    default: Callable[[Moment, Answers], Json] | None = None
    private: bool = False
    must: Json = None
    args: Callable[[Moment, Answers], Mapping[str, Said]] | None = None

    def name(self, form: str) -> str:
        """The key of its text in that form."""
        return f"{form}-{kebab(self.key)}"

    def says(self, asked: Asked, attribute: str = "") -> Text:
        args = self.args(asked.moment, asked.state.answers) if self.args else {}
        return Text(self.name(asked.state.form) + attribute, args)

    def settled(self, answers: Answers) -> Json:
        """The answer that the other answers leave no choice about, or None."""
        return None

    def fits(self, value: Json, answers: Answers) -> bool:
        """Whether an answer still stands after another was changed."""
        return True

    def begin(self, standing: Json) -> NotYet:
        """What it remembers when one comes to it; `standing` is the answer it has, or None."""
        return NotYet()

    def face(self, asked: Asked) -> Screen:
        """What stands under the question. Its buttons bear payloads, which come back to `press`."""
        return Screen()

    def press(self, payload: str, asked: Asked) -> Taken:
        """Any of KeyError, ValueError, IndexError, TypeError says that the payload is not one of its own."""
        raise KeyError(payload)

    def take(self, given: Given, asked: Asked) -> Taken:
        return NotYet(asked.state.draft, text("dialogue-choose"))

    def load(self, value: Json) -> object:
        """The typed value that the form's dataclass is built from."""
        return value

    def say(self, value: Json) -> Said:
        return str(value)


def possible(label: Said, value: Json, fills: Answers | None = None) -> Json:
    """An answer that a draft offers: a press is read against exactly what the screen showed."""
    return {"label": said_json(label), "value": value, "fills": dict(fills or {})}


def offers(possibles: Json, width: int = 1) -> Rows:
    return rows_of([Button(said_of(one["label"]), str(i)) for i, one in enumerate(possibles)], width)


def chosen(possibles: Json, payload: str) -> Got:
    one = possibles[int(payload)]
    return Got(one["value"], one["fills"])
