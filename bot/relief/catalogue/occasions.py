"""When the occasions of a year are, and which come next. Lunar ones by the arithmetic calendar: good for an order.

A supervisor announces a day; nothing here does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.persian.jalali import Jalali, weekday
from bot.persian.lunar import Lunar
from bot.relief.vocabulary import Occasion

_DAYS_IN_WEEK, _WEDNESDAY = 7, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionDays:
    """The first and the last day of an occasion in one year."""

    since: date
    until: date


_LUNAR = {
    Occasion.MUHARRAM: (1, 1, 10),
    Occasion.ARBAEEN: (2, 20, 1),
    Occasion.SAFAR_END: (2, 21, 9),
    Occasion.PROPHETS_BIRTH: (3, 17, 1),
    Occasion.FATIMIYYA: (5, 13, 20),
    Occasion.MOTHERS_DAY: (6, 20, 1),
    Occasion.FATHERS_DAY: (7, 13, 1),
    Occasion.MABATH: (7, 27, 1),
    Occasion.MID_SHABAN: (8, 15, 1),
    Occasion.RAMADAN: (9, 1, 29),
    Occasion.FITR: (10, 1, 2),
    Occasion.KARAMAT_DECADE: (11, 1, 11),
    Occasion.QURBAN: (12, 10, 1),
    Occasion.GHADIR: (12, 18, 1),
}
"""Month, first day and number of days."""
_SOLAR = {
    Occasion.NOWRUZ: (1, 1, 13),
    Occasion.SCHOOL: (6, 15, 20),
    Occasion.ATEFEHA: (6, 25, 15),
    Occasion.YALDA: (9, 30, 1),
    Occasion.FAJR: (11, 12, 11),
    Occasion.CHARITY_DAY: (12, 14, 15),
}
"""Month, first day and number of days."""


def next_days(occasion: Occasion, today: date) -> OccasionDays:
    """Return the days of an occasion that is under way, or of the next one."""
    return next(days for days in _years(occasion, today) if days.until >= today)


def upcoming_occasions(today: date) -> tuple[Occasion, ...]:
    """Return every occasion, the one under way or next first."""
    return tuple(sorted(Occasion, key=lambda one: max(next_days(one, today).since, today)))


def _years(occasion: Occasion, today: date) -> Iterator[OccasionDays]:
    """Yield the days in the year before, this year and the next one."""
    if occasion is Occasion.KARAMAT_WEDNESDAYS:
        day = today + timedelta((_WEDNESDAY - weekday(today)) % _DAYS_IN_WEEK)
        yield OccasionDays(since=day, until=day)
        return
    for around in (-1, 0, 1):
        if occasion in _LUNAR:
            month, first, count = _LUNAR[occasion]
            since = Lunar(Lunar.from_date(today).year + around, month, first).to_date()
        else:
            month, first, count = _SOLAR[occasion]
            since = Jalali(Jalali.from_date(today).year + around, month, first).to_date()
        yield OccasionDays(since=since, until=since + timedelta(count - 1))
