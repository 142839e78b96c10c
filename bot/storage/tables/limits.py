"""What is counted to keep the house safe: attempts within a window, and what the retention rules took away."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.orm import Base


class Attempt(Base):
    """`who` is one account («bale:2001»), or «*» for all together; `count` of them since the window began."""

    __tablename__ = "attempts"

    what: Mapped[str] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    count: Mapped[int]


class Retained(Base):
    """How many rows or files a rule took away on a day of Tehran."""

    __tablename__ = "retained"

    rule: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    gone: Mapped[int]
