"""Jobs as their doer sees them: claimed one at a time in a lane, ended, tried again or put to rest.

A handler can be run again at any time, keeps reading old arguments and never blocks the loop.
"""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.leases import Hold, Lease, still
from bot.relief.outbound.jobs import AT_ONCE, JobState
from bot.storage.database import now_ms
from bot.storage.tables import Job, Lane

MOST_TRIES = 8
LONGEST_REST = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One job in hand. `tries` counts this one; long work asks `hold.may_begin` now and then, and returns `Again`."""

    name: str
    kind: str
    args: Mapping[str, Any]
    tries: int
    hold: Hold

    async def still(self, session: AsyncSession) -> None:
        """In the transaction that writes: raises when another worker has this lane now."""
        await still(session, self.hold.lease)


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """There is more to do: this slice ended well, the next begins after that span."""

    after: timedelta = AT_ONCE


Handler: TypeAlias = Callable[[Work], Awaitable[Again | None]]
"""None: done. An exception: tried again later."""


def back_off(tries: int) -> timedelta:
    """2ⁿ seconds, at most ten minutes."""
    return min(timedelta(seconds=2 ** min(tries, 20)), LONGEST_REST)


async def claim(session: AsyncSession, hold: Hold, kinds: Iterable[str]) -> Work | None:
    """The job that is due longest, of a kind that we know; what a dead owner left running is due too."""
    lease = hold.lease
    await still(session, lease)
    due = (
        select(Job.id)
        .where(Job.lane == lease.lane, Job.state < JobState.DONE, Job.due_at <= now_ms(session))
        .where(Job.kind.in_(tuple(kinds)))
        .order_by(Job.due_at, Job.id)
        .limit(1)
    )
    taken = await session.execute(
        update(Job)
        .where(Job.id == due.scalar_subquery(), Job.state < JobState.DONE)
        .values(state=JobState.RUNNING, attempts=Job.attempts + 1)
        .returning(Job.id, Job.kind, Job.args, Job.attempts)
    )
    row = taken.one_or_none()
    return row and Work(name=row.id, kind=row.kind, args=json.loads(row.args), tries=row.attempts, hold=hold)


async def ended(session: AsyncSession, work: Work, outcome: Again | None) -> None:
    if outcome is None:
        await _write(session, work, state=JobState.DONE, error=None, finished_at=now_ms(session))
    else:
        due_at = now_ms(session) + outcome.after // timedelta(milliseconds=1)
        await _write(session, work, state=JobState.QUEUED, attempts=0, error=None, due_at=due_at)


async def failed(session: AsyncSession, work: Work, error: Exception) -> None:
    """After the last try it rests for a person to see. Only the kind of error is kept: its words may be a person's."""
    why = type(error).__name__
    if work.tries >= MOST_TRIES:
        await _write(session, work, state=JobState.FAILED, error=why, finished_at=now_ms(session))
        return
    due_at = now_ms(session) + back_off(work.tries) // timedelta(milliseconds=1)
    await _write(session, work, state=JobState.QUEUED, error=why, due_at=due_at)


async def _write(session: AsyncSession, work: Work, **values: Any) -> None:
    """Only by the lane's owner, and never over what was decided meanwhile: cancelled, or wanted again."""
    lease: Lease = work.hold.lease
    ours = exists().where(Lane.lane == lease.lane, Lane.epoch == lease.epoch)
    await session.execute(update(Job).where(Job.id == work.name, Job.state == JobState.RUNNING, ours).values(**values))
