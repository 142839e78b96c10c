"""Results that all parsers of dates share, and completion of a missing or short year.

Knows no words and no shapes of writing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.persian.jalali import MONTHS_IN_YEAR, Jalali, month_length

LAST_DAY = 0
"""Stands for the last day of whatever month is meant."""

InvalidDateReason = Literal["not-a-date", "no-such-day", "year"]

_JALALI_YEARS = range(1300, 1500)
_GREGORIAN_YEARS = range(1900, 2101)
_CENTURY = 100
_AHEAD = 10


@dataclass(frozen=True, slots=True)
class AmbiguousDate:
    """Possible meanings of a text, likeliest first; even a single reading is asked, never taken."""

    readings: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class InvalidDate:
    """Reason for which no day was parsed, as the end of a text key.

    `no-such-day`: the month has no such day; `year`: outside the years that anyone alive means.
    """

    reason: InvalidDateReason


class InvalidDateError(ValueError):
    """Ends the parsing of a text that names no day."""

    def __init__(self, reason: InvalidDateReason) -> None:
        super().__init__(reason)
        self.reason: InvalidDateReason = reason


@dataclass(frozen=True, slots=True)
class DateContext:
    """The day on which a date is typed, and whether it is to be in the future."""

    today: date
    future: bool

    def expand_year(self, digits: int) -> int:
        """Expand two digits to a year of the last hundred, or up to ten years ahead with `future`."""
        current_year = Jalali.from_date(self.today).year
        year = current_year - current_year % _CENTURY + digits
        return year if year <= current_year + (_AHEAD if self.future else 0) else year - _CENTURY

    def nearest_date(self, month: int, day: int) -> date:
        """Return the latest such day in the past, or the next to come; today is included.

        Raises InvalidDateError if that year has no such day.
        """
        jalali = Jalali.from_date(self.today)
        if not 1 <= month <= MONTHS_IN_YEAR:
            raise InvalidDateError("no-such-day")
        wanted_day = (month, month_length(jalali.year, month) if day == LAST_DAY else day)
        today = (jalali.month, jalali.day)
        if self.future:
            return resolve_date(jalali.year + (wanted_day < today), month, day)
        return resolve_date(jalali.year - (wanted_day > today), month, day)


def resolve_date(year: int, month: int, day: int) -> date:
    """Return the day of a Jalali or Gregorian date, told apart by the year.

    Raises InvalidDateError if there is no such day.
    """
    try:
        if year in _GREGORIAN_YEARS:
            return date(year, month, day)
        if year in _JALALI_YEARS:
            return Jalali(year, month, month_length(year, month) if day == LAST_DAY else day).to_date()
    except ValueError as error:
        raise InvalidDateError("no-such-day") from error
    raise InvalidDateError("year")


def parse_day_number(written: str) -> int:
    """Parse a day in figures; 0 is refused, because it would pass for `LAST_DAY`."""
    day = int(written)
    if day == LAST_DAY:
        raise InvalidDateError("no-such-day")
    return day


def valid_dates(*readings: Callable[[], date]) -> list[date]:
    """Return the readings that name a day, each day once."""
    days: dict[date, None] = {}
    for reading in readings:
        try:
            days[reading()] = None
        except InvalidDateError:
            continue
    return list(days)


def single_or_ambiguous(days: Sequence[date]) -> date | AmbiguousDate:
    """Return the only day, or all of them as ambiguous; raises InvalidDateError without any."""
    if not days:
        raise InvalidDateError("no-such-day")
    return days[0] if len(days) == 1 else AmbiguousDate(tuple(days))
