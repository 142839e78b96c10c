"""Lanes: a bot's right to send, or `work` for the rest. One row is at once the lease and the fence.

The epoch only grows and the clock is the database's. It knows jobs only as a reason to take a lane.
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


class Lost(Exception):
    """The lane is not ours any more: stop, and write nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    lane: str
    epoch: int


class Hold:
    """A lease as its owner holds it.

    `live` is a promise on our own steady clock, counted from before the database was asked: a process that hung sees by
    itself that its lease has ended. `stopping` asks to end what is under way and to begin nothing.
    """

    def __init__(self, lease: Lease, length: timedelta, stopping: asyncio.Event, *, since: float) -> None:
        self.lease = lease
        self.length = length
        self.stopping = stopping
        self._until = since + length.total_seconds()

    def renewed(self, since: float) -> None:
        self._until = since + self.length.total_seconds()

    @property
    def live(self) -> bool:
        return asyncio.get_running_loop().time() < self._until

    @property
    def may_begin(self) -> bool:
        return self.live and not self.stopping.is_set()


async def open_lanes(session: AsyncSession, lanes: Iterable[str]) -> None:
    rows = [{"lane": lane} for lane in sorted(lanes)]
    await session.execute(insert(session, Lane).values(rows).on_conflict_do_nothing())


async def free(session: AsyncSession, kinds: Mapping[str, Iterable[str]], length: timedelta) -> tuple[str, ...]:
    """Lanes with work that is due and no living owner. `kinds`: lane -> what we know how to do there."""
    rows = await session.scalars(select(Lane.lane).where(_ownerless(session, length), _due(session, kinds)))
    return tuple(rows)


async def take(session: AsyncSession, lane: str, owner: str, length: timedelta) -> Lease | None:
    """None when somebody else was faster, or is just writing there."""
    still_free = select(Lane.lane).where(Lane.lane == lane, _ownerless(session, length))
    taken = await session.execute(
        update(Lane)
        .where(Lane.lane == still_free.with_for_update(skip_locked=True).scalar_subquery())
        .values(owner=owner, epoch=Lane.epoch + 1, lease_until=_until(session, length))
        .returning(Lane.epoch)
    )
    epoch = taken.scalar_one_or_none()
    return None if epoch is None else Lease(lane=lane, epoch=epoch)


async def renew(session: AsyncSession, lease: Lease, length: timedelta) -> None:
    longer = update(Lane).where(*_ours(lease)).values(lease_until=_until(session, length)).returning(Lane.lane)
    if (await session.execute(longer)).first() is None:
        raise Lost(lease.lane)


async def release(session: AsyncSession, lease: Lease) -> None:
    """What was interrupted can be taken up at once, and the interruption is not held against it."""
    given_up = update(Lane).where(*_ours(lease)).values(owner=None, lease_until=0).returning(Lane.lane)
    if (await session.execute(given_up)).first() is not None:
        await session.execute(
            update(Job)
            .where(Job.lane == lease.lane, Job.state == JobState.RUNNING)
            .values(state=JobState.QUEUED, attempts=Job.attempts - 1)
        )


async def still(session: AsyncSession, lease: Lease) -> None:
    """Asked in the transaction that claims work: whoever would take the lane over waits until it has ended."""
    epoch = await session.scalar(select(Lane.epoch).where(Lane.lane == lease.lane).with_for_update(read=True))
    if epoch != lease.epoch:
        raise Lost(lease.lane)


def _ours(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    return Lane.lane == lease.lane, Lane.epoch == lease.epoch


def _ownerless(session: AsyncSession, length: timedelta) -> ColumnElement[bool]:
    """The lease has ended; or it would end later than any can, for the clock that gave it has been set back since."""
    return or_(Lane.lease_until < now_ms(session), Lane.lease_until > _until(session, length))


def _until(session: AsyncSession, length: timedelta) -> ColumnElement[int]:
    return now_ms(session) + length // timedelta(milliseconds=1)


def _due(session: AsyncSession, kinds: Mapping[str, Iterable[str]]) -> ColumnElement[bool]:
    known = or_(*(and_(Job.lane == lane, Job.kind.in_(tuple(names))) for lane, names in kinds.items()))
    waiting = and_(Job.lane == Lane.lane, Job.state < JobState.DONE, Job.due_at <= now_ms(session))
    return exists().where(waiting, known)
