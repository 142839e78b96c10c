"""What is counted to keep the house safe: attempts within a window, and what the retention rules took away."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.orm import Base


class AttemptCounter(Base):
    """`subject` is one account («bale:2001»), or «*» for all together; `count` of them since the window began."""

    __tablename__ = "attempt_counters"

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime]
    count: Mapped[int]


class RetentionCount(Base):
    """How many rows or files a rule took away on a day of Tehran."""

    __tablename__ = "retention_counts"

    rule: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    deleted_count: Mapped[int]
