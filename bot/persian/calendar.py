"""The Jalali calendar for the other rooms: days, their names, periods, and dates as people write them.

One door: what stands behind it is in jalali.py, periods.py and dates.py.
"""

from bot.persian.dates import UnclearDate, WrongDate, read_date
from bot.persian.jalali import (
    MONTHS_EN,
    MONTHS_FA,
    WEEKDAYS_EN,
    WEEKDAYS_FA,
    DateStyle,
    Jalali,
    add_months,
    month_length,
    say_date,
    weekday,
)
from bot.persian.periods import Period, PeriodName, period_of, previous, say_period

__all__ = [
    "MONTHS_EN",
    "MONTHS_FA",
    "WEEKDAYS_EN",
    "WEEKDAYS_FA",
    "DateStyle",
    "Jalali",
    "Period",
    "PeriodName",
    "UnclearDate",
    "WrongDate",
    "add_months",
    "month_length",
    "period_of",
    "previous",
    "read_date",
    "say_date",
    "say_period",
    "weekday",
]
