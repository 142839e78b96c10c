"""The worker: takes lanes that have work, holds them while it works, gives them back. Any number may run on one database.

It knows which handler does what in which lane, and nothing of what they do.
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.delivery import job_queue as jobs
from bot.delivery import leases as lanes
from bot.delivery.call_broadcast import Broadcast
from bot.delivery.job_queue import Handler
from bot.delivery.leases import Hold, Lost
from bot.delivery.live_message import Progress
from bot.delivery.notice_sending import Notices
from bot.delivery.paced_sender import PER_SECOND, SILENCE, Sender
from bot.delivery.renderer import Faces
from bot.messengers.port import Failure, Messenger
from bot.nursery import Nursery
from bot.relief.outbound.jobs import WORK, JobKind
from bot.storage.database import Database

log = logging.getLogger(__name__)
FAREWELL = 1.0  # seconds for giving a lane back; else its lease ends by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds. A lease is renewed three times in its length; `poll` finds what other processes have put."""

    lease: float = 15.0
    poll: float = 1.0
    grace: float = 3.0
    per_second: float = PER_SECOND
    silence: float = SILENCE


class Worker:
    """`owner` names this process in the lanes it holds. `handlers` are for jobs of the lane `work`, by kind."""

    def __init__(
        self,
        *,
        database: Database,
        messengers: Mapping[str, Messenger],
        faces: Faces,
        handlers: Mapping[str, Handler],
        owner: str,
        clock: Clock,
        timing: Timing | None = None,
    ) -> None:
        self._database = database
        self._owner = owner
        self._timing = timing or Timing()
        self._length = timedelta(seconds=self._timing.lease)
        self._woken = asyncio.Event()
        self._held: set[str] = set()
        self._opened = False
        self._senders = {
            name: Sender(messenger, per_second=self._timing.per_second, silence=self._timing.silence)
            for name, messenger in messengers.items()
        }
        self._handlers: dict[str, Mapping[str, Handler]] = {WORK: handlers}
        for name, sender in self._senders.items():
            self._handlers[name] = {
                JobKind.CALL: Broadcast(database=database, sender=sender, faces=faces, clock=clock),
                JobKind.CALL_PROGRESS: Progress(database=database, sender=sender, faces=faces),
                JobKind.NOTICES: Notices(database=database, sender=sender, faces=faces, clock=clock),
            }

    def wake(self) -> None:
        """Called after a commit that put work: it begins at once."""
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled; then what is under way ends or is given back, in less than four seconds."""
        async with Nursery(grace=self._timing.grace) as nursery:
            while True:
                self._woken.clear()
                try:
                    await self._open_lanes()
                    await self._take_lanes(nursery)
                except Exception:
                    log.exception("the worker could not look for work")
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._timing.poll):
                        await self._woken.wait()

    async def _open_lanes(self) -> None:
        if not self._opened:
            async with self._database.writing() as session:
                await lanes.open_lanes(session, self._handlers)
                await session.commit()
            self._opened = True

    async def _take_lanes(self, nursery: Nursery) -> None:
        known = {lane: tuple(kinds) for lane, kinds in self._handlers.items() if lane not in self._held}
        async with self._database.reading() as session:
            waiting = await lanes.free(session, known, self._length) if known else ()
        for lane in waiting:
            since = asyncio.get_running_loop().time()
            async with self._database.writing() as session:
                lease = await lanes.take(session, lane, self._owner, self._length)
                await session.commit()
            if lease is not None:
                self._held.add(lane)
                hold = Hold(lease, self._length, nursery.stopping, since=since)
                nursery.start(self._own(hold), f"lane {lane}", tolerate=True)

    async def _own(self, hold: Hold) -> None:
        """The lane's work and the renewing of its lease go side by side; a lease that is lost ends both."""
        try:
            async with asyncio.TaskGroup() as group:
                renewing = group.create_task(self._renew(hold))
                await self._work(hold)
                renewing.cancel()
        except* Lost:
            log.info("lane %s has another owner now", hold.lease.lane)
        finally:
            await self._give_back(hold)
        self.wake()  # what was put for this lane in its last moment; after a failure the next poll is soon enough

    async def _renew(self, hold: Hold) -> None:
        while hold.live:
            await asyncio.sleep(self._timing.lease / 3)
            since = asyncio.get_running_loop().time()
            try:
                async with self._database.writing() as session:
                    await lanes.renew(session, hold.lease, self._length)
                    await session.commit()
            except (SQLAlchemyError, OSError):
                log.warning("lane %s: the lease could not be renewed", hold.lease.lane, exc_info=True)
            else:
                hold.renewed(since)
        raise Lost(hold.lease.lane)

    async def _give_back(self, hold: Hold) -> None:
        try:
            async with asyncio.timeout(FAREWELL), self._database.writing() as session:
                await lanes.release(session, hold.lease)
                await session.commit()
        except (SQLAlchemyError, OSError):
            log.warning("lane %s was not given back; its lease will end", hold.lease.lane, exc_info=True)
        finally:
            self._held.discard(hold.lease.lane)

    async def _work(self, hold: Hold) -> None:
        """Job after job until none is due."""
        handlers = self._handlers[hold.lease.lane]
        sender = self._senders.get(hold.lease.lane)
        while not hold.stopping.is_set():
            if sender is not None:
                await sender.ready(hold.stopping)
            async with self._database.writing() as session:
                work = await jobs.claim(session, hold, handlers)
                await session.commit()
            if work is None:
                return
            await self._do(work, handlers[work.kind])

    async def _do(self, work: jobs.Work, handler: Handler) -> None:
        error: Exception | None = None
        outcome: jobs.Again | None = None
        try:
            outcome = await handler(work)
        except Lost:
            raise
        except Failure as failure:
            log.warning("%s: %s: %s", work.name, type(failure).__name__, failure)
            error = failure
        except Exception as failure:
            log.exception("%s failed", work.name)
            error = failure
        async with self._database.writing() as session:
            if error is None:
                await jobs.ended(session, work, outcome)
            else:
                await jobs.failed(session, work, error)
            await session.commit()
