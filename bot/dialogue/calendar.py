"""A month of the Jalali calendar as buttons: Saturday first, only the days that may be chosen."""

from datetime import date

from bot.dialogue.question import Tap, rows_of
from bot.persian.calendar import (
    MONTHS_EN,
    MONTHS_FA,
    WEEKDAYS_EN,
    WEEKDAYS_FA,
    Jalali,
    add_months,
    month_length,
    weekday,
)
from bot.persian.digits import persian

BLANK = Tap("·", ".")


def _said(number: int, locale: str) -> str:
    return persian(str(number)) if locale == "fa" else str(number)


def month(
    year: int, number: int, *, earliest: date | None, latest: date | None, locale: str
) -> tuple[tuple[Tap, ...], ...]:
    """Payloads: `d1404-8-12` a day, `m1404-9` another month, `.` nothing."""
    names, days = (MONTHS_FA, WEEKDAYS_FA) if locale == "fa" else (MONTHS_EN, WEEKDAYS_EN)
    first = Jalali(year, number, 1).to_date()
    cells = [BLANK] * weekday(first)
    for day in range(1, month_length(year, number) + 1):
        on = Jalali(year, number, day).to_date()
        outside = (earliest and on < earliest) or (latest and on > latest)
        cells.append(BLANK if outside else Tap(_said(day, locale), f"d{year}-{number}-{day}"))
    cells += [BLANK] * (-len(cells) % 7)
    weeks = [week for week in rows_of(cells, 7) if set(week) != {BLANK}]
    before, after = add_months(year, number, -1), add_months(year, number, 1)
    can_go_on = latest is None or Jalali(*after, 1).to_date() <= latest
    head = (
        Tap("›", f"m{before[0]}-{before[1]}"),
        Tap(f"{names[number - 1]} {_said(year, locale)}", "."),
        Tap("‹", f"m{after[0]}-{after[1]}") if can_go_on else BLANK,
    )
    return (head, tuple(Tap(name[0], ".") for name in days), *weeks)
