"""The Jalali calendar: days, months and names, and how a day is formatted.

A day is a Gregorian `date` everywhere else; it is Jalali only here, at the edge. Knows no clock and no locale of the
machine.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

import jdatetime

from bot.persian.digits import localize_digits

MONTHS_FA = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")
MONTHS_EN = (
    "Farvardin",
    "Ordibehesht",
    "Khordad",
    "Tir",
    "Mordad",
    "Shahrivar",
    "Mehr",
    "Aban",
    "Azar",
    "Dey",
    "Bahman",
    "Esfand",
)
WEEKDAYS_FA = ("شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه")
WEEKDAYS_EN = ("Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS_IN_YEAR = 12

_LONG_MONTHS = 6
_LOCALE = jdatetime.FA_LOCALE  # given to each object: left out, the library asks the machine for its own


class DateStyle(StrEnum):
    DAY = "day"
    FULL = "full"
    LONG = "long"
    NUMERIC = "numeric"


@dataclass(frozen=True, slots=True, order=True)
class Jalali:
    """A day by its Jalali year, month 1–12 and day; ValueError if there is no such day."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if not 1 <= self.day <= month_length(self.year, self.month):
            raise ValueError(f"no such day: {self.year}-{self.month}-{self.day}")

    @classmethod
    def from_date(cls, day: date) -> Self:
        jalali = jdatetime.date.fromgregorian(date=day, locale=_LOCALE)
        return cls(jalali.year, jalali.month, jalali.day)

    def to_date(self) -> date:
        day: date = jdatetime.date(self.year, self.month, self.day, locale=_LOCALE).togregorian()
        return day


def month_length(year: int, month: int) -> int:
    """Return 31 for the first six months, 30 for the next five, 30 or 29 for Esfand."""
    if not 1 <= month <= MONTHS_IN_YEAR:
        raise ValueError(f"no such month: {month}")
    if month <= _LONG_MONTHS:
        return 31
    if month < MONTHS_IN_YEAR:
        return 30
    return 30 if jdatetime.date(year, 1, 1, locale=_LOCALE).isleap() else 29


def add_months(year: int, month: int, n: int) -> tuple[int, int]:
    """Return the year and month `n` months later, or earlier for a negative `n`."""
    years, month0 = divmod(year * MONTHS_IN_YEAR + month - 1 + n, MONTHS_IN_YEAR)
    return years, month0 + 1


def weekday(d: date) -> int:
    """Return the number of the weekday: 0 is Saturday, 6 is Friday."""
    return (d.weekday() + 2) % 7


def month_name(month: int, locale: str) -> str:
    return (MONTHS_FA if locale == "fa" else MONTHS_EN)[month - 1]


def format_date(d: date, locale: str, *, style: DateStyle) -> str:
    """Format a day: «۱۲ آبان», «۱۲ آبان ۱۴۰۴», «دوشنبه ۱۲ آبان ۱۴۰۴» or «۱۴۰۴/۰۸/۱۲»."""
    jalali = Jalali.from_date(d)
    if style is DateStyle.NUMERIC:
        return localize_digits(f"{jalali.year}/{jalali.month:02}/{jalali.day:02}", locale)
    text = f"{localize_digits(str(jalali.day), locale)} {month_name(jalali.month, locale)}"
    if style is DateStyle.DAY:
        return text
    text = f"{text} {localize_digits(str(jalali.year), locale)}"
    if style is DateStyle.FULL:
        return text
    return f"{(WEEKDAYS_FA if locale == 'fa' else WEEKDAYS_EN)[weekday(d)]} {text}"
