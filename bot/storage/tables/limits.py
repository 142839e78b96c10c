"""Counters for limits and housekeeping: attempts within a window, and rows deleted by retention rules."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.orm import Base


class AttemptCounter(Base):
    """Attempts since a window began. `subject` is one account («bale:2001»), or «*» for all together."""

    __tablename__ = "attempt_counters"

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime]
    count: Mapped[int]


class RetentionCount(Base):
    """How many rows or files a retention rule deleted on a day of Tehran."""

    __tablename__ = "retention_counts"

    rule: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    deleted_count: Mapped[int]
