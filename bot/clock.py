"""Clocks: instants are aware and in UTC, «today» is the day in Tehran. No other module reads the system clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

TEHRAN = ZoneInfo("Asia/Tehran")


class Clock(Protocol):
    """The source of the present instant, and of the day in Tehran."""

    def now(self) -> datetime: ...

    def today(self) -> date: ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one place that reads the system clock

    def today(self) -> date:
        return self.now().astimezone(TEHRAN).date()


class FixedClock:
    """A clock that stands still until it is moved: for tests and sample data."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        return self._instant

    def today(self) -> date:
        return self._instant.astimezone(TEHRAN).date()

    def move(self, by: timedelta | None = None, *, to: datetime | None = None) -> None:
        """Move forward (or back) by a span, or to an instant."""
        self._instant = (to or self._instant).astimezone(UTC) + (by or timedelta())
