"""Values that are said differently in each language and have more than one way to be said: what a text may be given."""

from dataclasses import dataclass
from datetime import date

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
