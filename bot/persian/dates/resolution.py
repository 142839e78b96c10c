"""What every reader of dates shares: its answers, and which year is meant where none or half of one is written.

Knows no words and no shapes of writing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.persian.jalali import MONTHS_IN_YEAR, Jalali, month_length

LAST = 0
"""Stands for the last day of whatever month is meant."""

WhyNoDate = Literal["not-a-date", "no-such-day", "year"]

_JALALI_YEARS = range(1300, 1500)
_GREGORIAN_YEARS = range(1900, 2101)
_CENTURY = 100
_AHEAD = 10


@dataclass(frozen=True, slots=True)
class UnclearDate:
    """What the words may mean, likeliest first; even a single reading is asked, never taken."""

    readings: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class WrongDate:
    """Why no day was read, as the end of a text key. `no-such-day`: the month has no such day; `year`: outside the
    years that anyone alive means.
    """

    why: WhyNoDate


class RefusedError(ValueError):
    """Ends the reading of a text that names no day."""

    def __init__(self, why: WhyNoDate) -> None:
        super().__init__(why)
        self.why: WhyNoDate = why


@dataclass(frozen=True, slots=True)
class Now:
    """The day on which one asks, and whether one asks for days to come."""

    today: date
    future: bool

    def full_year(self, digits: int) -> int:
        """Two digits mean a year of the last hundred, or up to ten years ahead where days to come are asked for."""
        this = Jalali.of(self.today).year
        year = this - this % _CENTURY + digits
        return year if year <= this + (_AHEAD if self.future else 0) else year - _CENTURY

    def nearest(self, month: int, day: int) -> date:
        """The latest such day that has come, or the next to come, today included; it must exist in that year."""
        here = Jalali.of(self.today)
        if not 1 <= month <= MONTHS_IN_YEAR:
            raise RefusedError("no-such-day")
        asked = (month, month_length(here.year, month) if day == LAST else day)
        today = (here.month, here.day)
        if self.future:
            return day_of(here.year + (asked < today), month, day)
        return day_of(here.year - (asked > today), month, day)


def day_of(year: int, month: int, day: int) -> date:
    """The day of a Jalali date, or of a Gregorian one where the year is one; RefusedError where there is none."""
    try:
        if year in _GREGORIAN_YEARS:
            return date(year, month, day)
        if year in _JALALI_YEARS:
            return Jalali(year, month, month_length(year, month) if day == LAST else day).to_date()
    except ValueError as error:
        raise RefusedError("no-such-day") from error
    raise RefusedError("year")


def in_figures(written: str) -> int:
    """A day in figures; its 0 is refused, for it must not pass for `LAST`."""
    day = int(written)
    if day == LAST:
        raise RefusedError("no-such-day")
    return day


def possible(*readings: Callable[[], date]) -> list[date]:
    """Those of the readings that name a day, each day once."""
    days: dict[date, None] = {}
    for reading in readings:
        try:
            days[reading()] = None
        except RefusedError:
            continue
    return list(days)


def one_or_ask(days: Sequence[date]) -> date | UnclearDate:
    if not days:
        raise RefusedError("no-such-day")
    return days[0] if len(days) == 1 else UnclearDate(tuple(days))
