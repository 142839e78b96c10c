"""The job queue, seen by its worker: jobs are claimed one at a time, completed, retried or failed.

A handler may run again at any time, keeps reading old arguments and never blocks the loop.
"""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.backoff import BackoffPolicy
from bot.delivery.leases import HeldLease, Lease, assert_held
from bot.relief.outbound.jobs import NO_DELAY, JobState
from bot.storage.database import now_ms
from bot.storage.tables import Job, Lane

MAX_JOB_ATTEMPTS = 8
JOB_BACKOFF = BackoffPolicy(first_seconds=2.0, max_seconds=600.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedJob:
    """One claimed job; `attempts` counts this one. Long work checks `held_lease.may_begin` and returns `Reschedule`."""

    job_id: str
    kind: str
    args: Mapping[str, Any]
    attempts: int
    held_lease: HeldLease

    async def assert_held(self, session: AsyncSession) -> None:
        """Raise LeaseLost if another worker has this lane now. Call in the transaction that writes (fencing token)."""
        await assert_held(session, self.held_lease.lease)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reschedule:
    """The outcome of a slice with more to do: the next slice begins after `delay`."""

    delay: timedelta = NO_DELAY


JobHandler: TypeAlias = Callable[[ClaimedJob], Awaitable[Reschedule | None]]
"""None: done. An exception: tried again later."""


def retry_delay(attempts: int) -> timedelta:
    """Return the back-off after this many attempts: 2ⁿ seconds, at most ten minutes."""
    return timedelta(seconds=JOB_BACKOFF.ceiling(attempts - 1))


async def claim_job(session: AsyncSession, held_lease: HeldLease, kinds: Iterable[str]) -> ClaimedJob | None:
    """Claim the job of a known kind that is due longest, or return None.

    A job that a dead owner left running is due too.
    """
    lease = held_lease.lease
    await assert_held(session, lease)
    due = (
        select(Job.id)
        .where(Job.lane == lease.lane, Job.state < JobState.DONE, Job.due_ms <= now_ms(session))
        .where(Job.kind.in_(tuple(kinds)))
        .order_by(Job.due_ms, Job.id)
        .limit(1)
    )
    taken = await session.execute(
        update(Job)
        .where(Job.id == due.scalar_subquery(), Job.state < JobState.DONE)
        .values(state=JobState.RUNNING, attempts=Job.attempts + 1)
        .returning(Job.id, Job.kind, Job.args, Job.attempts)
    )
    row = taken.one_or_none()
    return row and ClaimedJob(
        job_id=row.id, kind=row.kind, args=json.loads(row.args), attempts=row.attempts, held_lease=held_lease
    )


async def complete_job(session: AsyncSession, job: ClaimedJob, outcome: Reschedule | None) -> None:
    """Mark the job as done, or as due again."""
    if outcome is None:
        await _write(session, job, state=JobState.DONE, error=None, finished_ms=now_ms(session))
    else:
        due_ms = now_ms(session) + outcome.delay // timedelta(milliseconds=1)
        await _write(session, job, state=JobState.QUEUED, attempts=0, error=None, due_ms=due_ms)


async def fail_job(session: AsyncSession, job: ClaimedJob, error: Exception) -> None:
    """Schedule another attempt, or give the job up after MAX_JOB_ATTEMPTS.

    Only the class of the error is kept: its message may hold a person's words.
    """
    why = type(error).__name__
    if job.attempts >= MAX_JOB_ATTEMPTS:
        await _write(session, job, state=JobState.FAILED, error=why, finished_ms=now_ms(session))
        return
    due_ms = now_ms(session) + retry_delay(job.attempts) // timedelta(milliseconds=1)
    await _write(session, job, state=JobState.QUEUED, error=why, due_ms=due_ms)


async def _write(session: AsyncSession, work: ClaimedJob, **values: Any) -> None:
    """Write the outcome, unless the lease was lost or the job cancelled or enqueued again meanwhile."""
    lease: Lease = work.held_lease.lease
    ours = exists().where(Lane.lane == lease.lane, Lane.epoch == lease.epoch)
    await session.execute(
        update(Job).where(Job.id == work.job_id, Job.state == JobState.RUNNING, ours).values(**values)
    )
