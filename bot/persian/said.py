"""Values that are said differently in each language and have more than one way to be said: what a text may be given."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from bot.persian.amounts import Toman
from bot.persian.calendar import DateStyle


@dataclass(frozen=True, slots=True)
class Money:
    """An amount shown with its unit; `round` writes 64,000,000,000 as «۶۴ میلیارد تومان» where nothing is lost by it."""

    value: Toman
    round: bool = False
    words: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    style: DateStyle = DateStyle.FULL


@dataclass(frozen=True, slots=True)
class Percent:
    """A ratio shown as a percentage with one decimal; exact integers in, so that nothing is rounded twice."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Digits:
    """A number that names something (file number, code): digits of the language, never grouped."""

    said: str | int


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A link, a code or a command, as it must be copied: no marks of direction, its digits left alone."""

    said: str


Said: TypeAlias = str | int | Money | Day | Percent | Digits | Verbatim


def said_json(value: Said) -> Any:
    """A value as JSON, for what is kept to be said later."""
    match value:
        case Money():
            return {"money": [value.value, value.round, value.words]}
        case Day():
            return {"day": [value.date.isoformat(), value.style.value]}
        case Percent():
            return {"percent": [value.numerator, value.denominator]}
        case Digits():
            return {"digits": value.said}
        case Verbatim():
            return {"verbatim": value.said}
        case _:
            return value


def said_of(data: Any) -> Said:
    """The opposite of `said_json`."""
    match data:
        case {"money": [amount, rounded, words]}:
            return Money(Toman(amount), round=rounded, words=words)
        case {"day": [day, style]}:
            return Day(date.fromisoformat(day), DateStyle(style))
        case {"percent": [numerator, denominator]}:
            return Percent(numerator, denominator)
        case {"digits": said}:
            return Digits(said)
        case {"verbatim": said}:
            return Verbatim(said)
        case str() | int():
            return data
        case _:
            raise ValueError("no value that can be said")
