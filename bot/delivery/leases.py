"""Leases of lanes: a bot's right to send, or `work` for the rest. One row is both the lease and the fencing token.

The epoch only grows and the clock is the database's. Jobs are known only as a reason to take a lane.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.outbound.jobs import JobState
from bot.storage.database import insert, now_ms
from bot.storage.tables import Job, Lane


class LeaseLost(Exception):
    """Another owner has the lane: stop, and write nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to a lane; `epoch` is the fencing token."""

    lane: str
    epoch: int


class HeldLease:
    """A lease as its owner holds it.

    `is_live` is judged by our own monotonic clock, counted from before the database was asked: a process that hung
    notices by itself that its lease has ended. `stopping` asks to end what is under way and to begin nothing.
    """

    def __init__(self, lease: Lease, duration: timedelta, stopping: asyncio.Event, *, started_at: float) -> None:
        self.lease = lease
        self.duration = duration
        self.stopping = stopping
        self._ends_at = started_at + duration.total_seconds()

    def extend(self, started_at: float) -> None:
        self._ends_at = started_at + self.duration.total_seconds()

    @property
    def is_live(self) -> bool:
        return asyncio.get_running_loop().time() < self._ends_at

    @property
    def may_begin(self) -> bool:
        return self.is_live and not self.stopping.is_set()


async def create_lanes(session: AsyncSession, lanes: Iterable[str]) -> None:
    """Create the rows of lanes that are not there yet."""
    rows = [{"lane": lane} for lane in sorted(lanes)]
    await session.execute(insert(session, Lane).values(rows).on_conflict_do_nothing())


async def claimable_lanes(
    session: AsyncSession, kinds: Mapping[str, Iterable[str]], duration: timedelta
) -> tuple[str, ...]:
    """Return the lanes with due work and no living owner.

    `kinds` maps a lane to the kinds of jobs that we can do there.
    """
    rows = await session.scalars(
        select(Lane.lane).where(_has_no_owner(session, duration), _has_due_job(session, kinds))
    )
    return tuple(rows)


async def acquire_lease(session: AsyncSession, lane: str, owner: str, duration: timedelta) -> Lease | None:
    """Take the lane, or return None if another worker was faster or is writing there."""
    still_free = select(Lane.lane).where(Lane.lane == lane, _has_no_owner(session, duration))
    taken = await session.execute(
        update(Lane)
        .where(Lane.lane == still_free.with_for_update(skip_locked=True).scalar_subquery())
        .values(owner=owner, epoch=Lane.epoch + 1, lease_until_ms=_lease_end_ms(session, duration))
        .returning(Lane.epoch)
    )
    epoch = taken.scalar_one_or_none()
    return None if epoch is None else Lease(lane=lane, epoch=epoch)


async def renew_lease(session: AsyncSession, lease: Lease, duration: timedelta) -> None:
    """Extend the lease from now. Raises LeaseLost."""
    longer = (
        update(Lane)
        .where(*_is_held_by(lease))
        .values(lease_until_ms=_lease_end_ms(session, duration))
        .returning(Lane.lane)
    )
    if (await session.execute(longer)).first() is None:
        raise LeaseLost(lease.lane)


async def release_lease(session: AsyncSession, lease: Lease) -> None:
    """Give the lane back. An interrupted job can be claimed at once, and the interruption counts as no attempt."""
    given_up = update(Lane).where(*_is_held_by(lease)).values(owner=None, lease_until_ms=0).returning(Lane.lane)
    if (await session.execute(given_up)).first() is not None:
        await session.execute(
            update(Job)
            .where(Job.lane == lease.lane, Job.state == JobState.RUNNING)
            .values(state=JobState.QUEUED, attempts=Job.attempts - 1)
        )


async def assert_held(session: AsyncSession, lease: Lease) -> None:
    """Raise LeaseLost unless we own the lane.

    Call in the transaction that claims: another taker waits until it ends.
    """
    epoch = await session.scalar(select(Lane.epoch).where(Lane.lane == lease.lane).with_for_update(read=True))
    if epoch != lease.epoch:
        raise LeaseLost(lease.lane)


def _is_held_by(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    return Lane.lane == lease.lane, Lane.epoch == lease.epoch


def _has_no_owner(session: AsyncSession, length: timedelta) -> ColumnElement[bool]:
    """Return the condition that no lease is valid: it has ended, or it ends later than any can.

    The latter happens when the clock that gave it was set back since.
    """
    return or_(Lane.lease_until_ms < now_ms(session), Lane.lease_until_ms > _lease_end_ms(session, length))


def _lease_end_ms(session: AsyncSession, length: timedelta) -> ColumnElement[int]:
    return now_ms(session) + length // timedelta(milliseconds=1)


def _has_due_job(session: AsyncSession, kinds: Mapping[str, Iterable[str]]) -> ColumnElement[bool]:
    is_known_kind = or_(*(and_(Job.lane == lane, Job.kind.in_(tuple(names))) for lane, names in kinds.items()))
    waiting = and_(Job.lane == Lane.lane, Job.state < JobState.DONE, Job.due_ms <= now_ms(session))
    return exists().where(waiting, is_known_kind)
