"""Enqueues background jobs: a job is a row in the transaction that causes it.

Lanes and kinds are names here; who does the work is not known.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import TypeAlias

from sqlalchemy import ColumnElement, and_, case, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert, now_ms
from bot.storage.tables import Job

JobArgs: TypeAlias = Mapping[str, str | int]
"""Arguments by which a handler finds the rest in the database: ids and days, never a person's words."""

DEFAULT_LANE = "work"
"""The lane of whatever is no bot's sending."""
NO_DELAY = timedelta()


class JobKind(StrEnum):
    """Kinds of jobs. The values are stored: a value changes only with a migration."""

    AUDIT_CHAIN = "audit-chain"
    CALL = "call"
    FILE_CLEANUP = "file-cleanup"
    LIVE_MESSAGE = "live-message"
    NOTICES = "notices"
    RETENTION = "retention"


class JobState(IntEnum):
    """States of a job. The values are stored."""

    QUEUED = 0
    RUNNING = 1
    DONE = 2
    FAILED = 3
    CANCELLED = 4


async def enqueue(
    session: AsyncSession,
    job_id: str,
    *,
    lane: str,
    kind: str,
    args: JobArgs | None = None,
    delay: timedelta = NO_DELAY,
) -> None:
    """Enqueue a job once: `job_id` is made from its cause (idempotency key).

    The same id again does nothing, even when the job is done.
    """
    row = _job_row(job_id, lane, kind, args, _due_after(session, delay))
    await session.execute(insert(session, Job).values(row).on_conflict_do_nothing())


async def enqueue_or_reschedule(
    session: AsyncSession,
    job_id: str,
    *,
    lane: str,
    kind: str,
    args: JobArgs | None = None,
    delay: timedelta = NO_DELAY,
) -> None:
    """Enqueue a job, or have it run no later than after `delay`.

    A job that has ended begins anew; one that runs comes to its end and is run once more.
    """
    upsert = insert(session, Job).values(_job_row(job_id, lane, kind, args, _due_after(session, delay)))
    sooner = and_(Job.state < JobState.DONE, Job.due_ms < upsert.excluded.due_ms)
    fresh = {"state": JobState.QUEUED, "attempts": 0, "error": None, "finished_ms": None, "lane": upsert.excluded.lane}
    due_ms = case((sooner, Job.due_ms), else_=upsert.excluded.due_ms)
    await session.execute(upsert.on_conflict_do_update(index_elements=["id"], set_={**fresh, "due_ms": due_ms}))


async def cancel_job(session: AsyncSession, job_id: str) -> bool:
    """Cancel a job. Return False if it is unknown or has ended.

    A running job is not interrupted, but its outcome is discarded.
    """
    ends = update(Job).where(Job.id == job_id, Job.state < JobState.DONE).returning(Job.id)
    cancelled = await session.execute(ends.values(state=JobState.CANCELLED, finished_ms=now_ms(session)))
    return cancelled.first() is not None


def _due_after(session: AsyncSession, after: timedelta) -> ColumnElement[int]:
    return now_ms(session) + after // timedelta(milliseconds=1)


def _job_row(name: str, lane: str, kind: str, args: JobArgs | None, due: ColumnElement[int]) -> dict[str, object]:
    return {"id": name, "lane": lane, "kind": kind, "args": json.dumps(args or {}), "due_ms": due}
