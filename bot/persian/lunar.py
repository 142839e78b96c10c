"""The lunar (Islamic) calendar by its arithmetic rule: a cycle of 30 years, 11 of them leap years.

The official calendar follows the moon and may differ by up to two days: good for putting occasions in order, not for
announcing them.
"""

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Self

_DAY_BEFORE_EPOCH = date(622, 7, 18).toordinal()
_DAYS_IN_CYCLE, _YEARS_IN_CYCLE = 10_631, 30


@dataclass(frozen=True, slots=True, order=True)
class Lunar:
    """A day by its lunar year, month 1–12 and day."""

    year: int
    month: int
    day: int

    @classmethod
    def from_date(cls, day: date) -> Self:
        elapsed = day.toordinal() - _DAY_BEFORE_EPOCH
        year = (_YEARS_IN_CYCLE * (elapsed - 1) + 10_646) // _DAYS_IN_CYCLE
        month = max(month for month in range(1, 13) if _days_before(year, month) < elapsed)
        return cls(year, month, elapsed - _days_before(year, month))

    def to_date(self) -> date:
        return date.fromordinal(_DAY_BEFORE_EPOCH + _days_before(self.year, self.month) + self.day)


def _days_before(year: int, month: int) -> int:
    """Return the number of days from the epoch to the beginning of a month."""
    return (year - 1) * 354 + (3 + 11 * year) // 30 + ceil(29.5 * (month - 1))
