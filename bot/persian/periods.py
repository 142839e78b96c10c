"""Periods by the Jalali calendar: month, season, half-year, nine months, year, or custom days.

Knows days only: not whether a period is closed, nor what is counted in it.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self, assert_never

from bot.persian.digits import localize_digits
from bot.persian.jalali import (
    MONTHS_IN_YEAR,
    DateStyle,
    Jalali,
    add_months,
    format_date,
    month_length,
    month_name,
)

SEASONS_FA = ("بهار", "تابستان", "پاییز", "زمستان")
SEASONS_EN = ("spring", "summer", "autumn", "winter")


class PeriodName(StrEnum):
    MONTH = "month"
    SEASON = "season"
    HALF_YEAR = "half_year"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    CUSTOM = "own"


_MONTHS = {
    PeriodName.MONTH: 1,
    PeriodName.SEASON: 3,
    PeriodName.HALF_YEAR: 6,
    PeriodName.NINE_MONTHS: 9,
    PeriodName.YEAR: MONTHS_IN_YEAR,
}


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included."""

    name: PeriodName
    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError("a period ends before it begins")

    def elapsed_part(self, today: date) -> Self:
        """Return the part up to today; a period that is over, or has not begun, as it is."""
        return replace(self, until=today) if self.since <= today < self.until else self


def period_of(name: PeriodName, day: date) -> Period:
    """Return the whole period that contains the day.

    Nine months are Farvardin to Azar of the day's year, also for a day in winter; a custom period is the day itself.
    """
    if name is PeriodName.CUSTOM:
        return Period(name, day, day)
    jalali = Jalali.from_date(day)
    months = _MONTHS[name]
    first = 1 if name is PeriodName.NINE_MONTHS else jalali.month - (jalali.month - 1) % months
    last = first + months - 1
    until = Jalali(jalali.year, last, month_length(jalali.year, last))
    return Period(name, Jalali(jalali.year, first, 1).to_date(), until.to_date())


def previous_period(period: Period) -> Period:
    """Return the period before, of the same name and cut alike: «۱ تا ۱۵ مهر» before «۱ تا ۱۵ آبان».

    Nine months are followed back to those of the year before. A custom period: as many days, right before.
    """
    if period.name is PeriodName.CUSTOM:
        until = period.since - timedelta(days=1)
        return Period(period.name, until - (period.until - period.since), until)
    back = MONTHS_IN_YEAR if period.name is PeriodName.NINE_MONTHS else _MONTHS[period.name]
    return Period(period.name, _earlier(period.since, back), _earlier(period.until, back))


def _earlier(day: date, months: int) -> date:
    """Return the same day some months before; the last day of a month goes to the last day."""
    jalali = Jalali.from_date(day)
    year, month = add_months(jalali.year, jalali.month, -months)
    last = month_length(year, month)
    is_month_end = jalali.day == month_length(jalali.year, jalali.month)
    return Jalali(year, month, last if is_month_end else min(jalali.day, last)).to_date()


def format_period(period: Period, locale: str) -> str:
    """Format a period by its name, or by its days where it is custom or cut short.

    «آبان ۱۴۰۴», «پاییز ۱۴۰۴», «شش‌ماههٔ نخست ۱۴۰۴ (فروردین تا شهریور)», «۹ ماههٔ ۱۴۰۴», «سال ۱۴۰۴»; cut short: «آبان
    ۱۴۰۴، از ۱ تا ۱۵ آبان»; custom: «از ۱ مهر تا ۱۲ آبان ۱۴۰۴», «از ۱ تا ۱۰ مهر ۱۴۰۴».
    """
    if period.name is PeriodName.CUSTOM:
        return _span(period, locale, DateStyle.FULL)
    name = _name(period, locale)
    if period == period_of(period.name, period.since):
        return name
    return f"{name}{'،' if locale == 'fa' else ','} {_span(period, locale, DateStyle.DAY)}"


def _name(period: Period, locale: str) -> str:
    since = Jalali.from_date(period.since)
    year = localize_digits(str(since.year), locale)
    fa = locale == "fa"
    match period.name:
        case PeriodName.MONTH:
            return f"{month_name(since.month, locale)} {year}"
        case PeriodName.SEASON:
            return f"{(SEASONS_FA if fa else SEASONS_EN)[(since.month - 1) // 3]} {year}"
        case PeriodName.HALF_YEAR:
            return _half_year(first=since.month == 1, year=year, locale=locale)
        case PeriodName.NINE_MONTHS:
            return f"۹ ماههٔ {year}" if fa else f"nine months of {year}"
        case PeriodName.YEAR:
            return f"سال {year}" if fa else f"year {year}"
        case PeriodName.CUSTOM:
            return _span(period, locale, DateStyle.FULL)
        case _:
            assert_never(period.name)


def _half_year(*, first: bool, year: str, locale: str) -> str:
    months = (month_name(1 if first else 7, locale), month_name(6 if first else 12, locale))
    if locale == "fa":
        return f"شش‌ماههٔ {'نخست' if first else 'دوم'} {year} ({months[0]} تا {months[1]})"
    return f"{'first' if first else 'second'} half of {year} ({months[0]} to {months[1]})"


def _span(period: Period, locale: str, style: DateStyle) -> str:
    """Format both ends; the first leaves out the month and year that the last one says."""
    since, until = Jalali.from_date(period.since), Jalali.from_date(period.until)
    end = format_date(period.until, locale, style=style)
    if since == until:
        return end
    if (since.year, since.month) == (until.year, until.month):
        begin = localize_digits(str(since.day), locale)
    else:
        begin = format_date(period.since, locale, style=DateStyle.DAY if since.year == until.year else style)
    return f"از {begin} تا {end}" if locale == "fa" else f"{begin} to {end}"
