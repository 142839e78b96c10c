"""Dates in figures: which part is the year, the month and the day.

Knows no words; a missing or short year is completed by resolution.py.
"""

import re
from datetime import date, timedelta

from bot.persian.dates.resolution import (
    AmbiguousDate,
    DateContext,
    InvalidDateError,
    parse_day_number,
    resolve_date,
    single_or_ambiguous,
    valid_dates,
)

_DELIMITED_DATE = re.compile(r"(\d{1,4}) ?[/\\.,،٫_ -] ?(\d{1,2})(?: ?[/\\.,،٫_ -] ?(\d{1,4}))?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")

_FIRST_GREGORIAN = 1900
_TWO_DIGITS, _FOUR_DIGITS = 2, 4
_NEAR, _FAR = timedelta(days=2 * 366), timedelta(days=20 * 365)


def parse_numeric_date(text: str, now: DateContext) -> date | AmbiguousDate | None:
    """Parse a date in figures; None if the text has anything but figures and separators."""
    match = _COMPACT_DATE.fullmatch(text) or _DELIMITED_DATE.fullmatch(text)
    if match is None:
        return None
    first, second, third = match.groups()
    if third is None:
        return _day_and_month(first, second, now)
    if len(first) == _FOUR_DIGITS:
        return resolve_date(int(first), int(second), parse_day_number(third))
    if len(third) == _FOUR_DIGITS:
        return _year_last(first, second, int(third))
    return _short_year(first, second, third, now)


def _day_and_month(first: str, second: str, now: DateContext) -> date | AmbiguousDate:
    """Parse a date without a year: «12/8» is 12 Aban or 8 Esfand; «13/8» can only be 13 Aban."""
    if len(first) > _TWO_DIGITS:
        raise InvalidDateError("not-a-date")
    return single_or_ambiguous(
        valid_dates(
            lambda: now.nearest_date(int(second), parse_day_number(first)),
            lambda: now.nearest_date(int(first), parse_day_number(second)),
        )
    )


def _year_last(first: str, second: str, year: int) -> date | AmbiguousDate:
    """Parse a date with the year last.

    «۱۲/۸/۱۴۰۴» is a mirrored Jalali date; a Gregorian one may have either order of day and month.
    """
    if year < _FIRST_GREGORIAN:
        return resolve_date(year, int(second), parse_day_number(first))
    return single_or_ambiguous(
        valid_dates(
            lambda: resolve_date(year, int(second), parse_day_number(first)),
            lambda: resolve_date(year, int(first), parse_day_number(second)),
        )
    )


def _short_year(first: str, month: str, third: str, now: DateContext) -> date | AmbiguousDate:
    """Parse a date with a year of two digits: «۰۴/۷/۳» begins with it, «۳/۷/۰۴» ends with it.

    If both readings are possible, one within two years goes before one of another generation.
    """
    if max(len(first), len(third)) != _TWO_DIGITS:
        raise InvalidDateError("not-a-date" if max(len(first), len(third)) < _TWO_DIGITS else "year")
    days: list[date] = []
    if len(first) == _TWO_DIGITS:
        days += valid_dates(lambda: resolve_date(now.expand_year(int(first)), int(month), parse_day_number(third)))
    if len(third) == _TWO_DIGITS:
        days += valid_dates(lambda: resolve_date(now.expand_year(int(third)), int(month), parse_day_number(first)))
    days = sorted(dict.fromkeys(days), key=lambda day: abs(day - now.today))
    if len(days) > 1 and abs(days[0] - now.today) <= _NEAR and abs(days[1] - now.today) > _FAR:
        return days[0]
    return single_or_ambiguous(days)
