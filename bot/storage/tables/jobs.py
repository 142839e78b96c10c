"""Jobs, lanes (lease and fencing token in one row) and counters. Times are the database's, in milliseconds."""

from sqlalchemy import Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.orm import Base

_JOB_PENDING = text("state < 2")  # 0 queued, 1 running; 2 done, 3 failed, 4 cancelled


class Lane(Base):
    """A bot's right to send, or `work` for other jobs.

    It has one owner at a time; the epoch (fencing token) only grows.
    """

    __tablename__ = "lanes"

    lane: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str | None]
    epoch: Mapped[int] = mapped_column(default=0)
    lease_until_ms: Mapped[int] = mapped_column(default=0)


class Job(Base):
    """One job. The id is made from its cause (idempotency key). `args` is JSON, `state` as in _JOB_PENDING."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_due", "lane", "due_ms", sqlite_where=_JOB_PENDING, postgresql_where=_JOB_PENDING),)

    id: Mapped[str] = mapped_column(primary_key=True)
    lane: Mapped[str]
    kind: Mapped[str]
    args: Mapped[str] = mapped_column(default="{}")
    state: Mapped[int] = mapped_column(SmallInteger, default=0)
    due_ms: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    finished_ms: Mapped[int | None]


class Counter(Base):
    """The last number given in a series that people read aloud: files, services, campaigns, calls."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class ActiveKey(Base):
    """The key of the ring under which something is written («digests»).

    A writer locks the row until its transaction ends.
    """

    __tablename__ = "active_keys"

    purpose: Mapped[str] = mapped_column(primary_key=True)
    key_number: Mapped[int] = mapped_column(SmallInteger)
