"""Dates in figures: which part is the year, the month and the day.

Knows no words; which year is meant by half of one is said in days.py.
"""

import re
from datetime import date, timedelta

from bot.persian.dates.resolution import Now, RefusedError, UnclearDate, day_of, in_figures, one_or_ask, possible

SEPARATED = re.compile(r"(\d{1,4}) ?[/\\.,،٫_ -] ?(\d{1,2})(?: ?[/\\.,،٫_ -] ?(\d{1,4}))?")
TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")

_FIRST_GREGORIAN = 1900
_TWO_DIGITS, _FOUR_DIGITS = 2, 4
_NEAR, _FAR = timedelta(days=2 * 366), timedelta(days=20 * 365)


def read_figures(said: str, now: Now) -> date | UnclearDate | None:
    """None where the text is not in figures alone."""
    found = TOGETHER.fullmatch(said) or SEPARATED.fullmatch(said)
    if found is None:
        return None
    first, second, third = found.groups()
    if third is None:
        return _day_and_month(first, second, now)
    if len(first) == _FOUR_DIGITS:
        return day_of(int(first), int(second), in_figures(third))
    if len(third) == _FOUR_DIGITS:
        return _year_last(first, second, int(third))
    return _short_year(first, second, third, now)


def _day_and_month(first: str, second: str, now: Now) -> date | UnclearDate:
    """«12/8» is 12 Aban or 8 Esfand; «13/8» can only be 13 Aban."""
    if len(first) > _TWO_DIGITS:
        raise RefusedError("not-a-date")
    return one_or_ask(
        possible(
            lambda: now.nearest(int(second), in_figures(first)),
            lambda: now.nearest(int(first), in_figures(second)),
        )
    )


def _year_last(first: str, second: str, year: int) -> date | UnclearDate:
    """«۱۲/۸/۱۴۰۴» is a Jalali date mirrored; of a Gregorian one nobody knows whose order it follows."""
    if year < _FIRST_GREGORIAN:
        return day_of(year, int(second), in_figures(first))
    return one_or_ask(
        possible(
            lambda: day_of(year, int(second), in_figures(first)),
            lambda: day_of(year, int(first), in_figures(second)),
        )
    )


def _short_year(first: str, month: str, third: str, now: Now) -> date | UnclearDate:
    """«۰۴/۷/۳» begins with its year, «۳/۷/۰۴» ends with it; where both could be, a reading of these two years goes
    before one of another generation.
    """
    if max(len(first), len(third)) != _TWO_DIGITS:
        raise RefusedError("not-a-date" if max(len(first), len(third)) < _TWO_DIGITS else "year")
    days: list[date] = []
    if len(first) == _TWO_DIGITS:
        days += possible(lambda: day_of(now.full_year(int(first)), int(month), in_figures(third)))
    if len(third) == _TWO_DIGITS:
        days += possible(lambda: day_of(now.full_year(int(third)), int(month), in_figures(first)))
    days = sorted(dict.fromkeys(days), key=lambda day: abs(day - now.today))
    if len(days) > 1 and abs(days[0] - now.today) <= _NEAR and abs(days[1] - now.today) > _FAR:
        return days[0]
    return one_or_ask(days)
