"""The worker: leases lanes that have due jobs, runs the jobs, gives the lanes back. Any number may share one database.

It knows which handler belongs to which kind and lane, and not what handlers do.
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.delivery.call_broadcast import Broadcast
from bot.delivery.job_queue import ClaimedJob, JobHandler, Reschedule, claim_job, complete_job, fail_job
from bot.delivery.leases import (
    HeldLease,
    LeaseLost,
    acquire_lease,
    claimable_lanes,
    create_lanes,
    release_lease,
    renew_lease,
)
from bot.delivery.live_message_job import LiveMessageUpdater
from bot.delivery.notice_sending import NoticeSender
from bot.delivery.paced_sender import MAX_MESSAGES_PER_SECOND, MAX_PAUSE_SECONDS, PacedSender
from bot.delivery.renderer import MessageRenderer
from bot.messengers.port import Messenger, MessengerFailure
from bot.nursery import Nursery
from bot.relief.outbound.jobs import DEFAULT_LANE, JobKind
from bot.storage.database import Database

log = logging.getLogger(__name__)
RELEASE_TIMEOUT_SECONDS = 1.0  # seconds for giving a lane back; else its lease ends by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerTiming:
    """Seconds. A lease is renewed three times in its length; `poll_seconds` finds jobs of other processes."""

    lease_seconds: float = 15.0
    poll_seconds: float = 1.0
    grace_seconds: float = 3.0
    messages_per_second: float = MAX_MESSAGES_PER_SECOND
    max_pause_seconds: float = MAX_PAUSE_SECONDS


class Worker:
    """One worker.

    `owner` names this process in the lanes it holds. `handlers` are for jobs of the lane `work`, by kind.
    """

    def __init__(
        self,
        *,
        database: Database,
        messengers: Mapping[str, Messenger],
        renderer: MessageRenderer,
        handlers: Mapping[str, JobHandler],
        owner: str,
        clock: Clock,
        timing: WorkerTiming | None = None,
    ) -> None:
        self._database = database
        self._owner = owner
        self._timing = timing or WorkerTiming()
        self._lease_duration = timedelta(seconds=self._timing.lease_seconds)
        self._wake_event = asyncio.Event()
        self._held_lanes: set[str] = set()
        self._lanes_created = False
        self._senders = {
            name: PacedSender(
                messenger,
                messages_per_second=self._timing.messages_per_second,
                max_pause_seconds=self._timing.max_pause_seconds,
            )
            for name, messenger in messengers.items()
        }
        self._handlers: dict[str, Mapping[str, JobHandler]] = {DEFAULT_LANE: handlers}
        for name, sender in self._senders.items():
            self._handlers[name] = {
                JobKind.CALL: Broadcast(database=database, sender=sender, renderer=renderer, clock=clock),
                JobKind.LIVE_MESSAGE: LiveMessageUpdater(database=database, sender=sender, renderer=renderer),
                JobKind.NOTICES: NoticeSender(database=database, sender=sender, renderer=renderer, clock=clock),
            }

    def wake(self) -> None:
        """Look for work at once. Call after a commit that enqueued a job."""
        self._wake_event.set()

    async def run(self) -> None:
        """Run until cancelled; then what is under way ends or is given back, in less than four seconds."""
        async with Nursery(grace_seconds=self._timing.grace_seconds) as nursery:
            while True:
                self._wake_event.clear()
                try:
                    await self._create_lanes()
                    await self._acquire_lanes(nursery)
                except Exception:
                    log.exception("the worker could not look for work")
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._timing.poll_seconds):
                        await self._wake_event.wait()

    async def _create_lanes(self) -> None:
        if not self._lanes_created:
            async with self._database.write_session() as session:
                await create_lanes(session, self._handlers)
                await session.commit()
            self._lanes_created = True

    async def _acquire_lanes(self, nursery: Nursery) -> None:
        kinds_by_lane = {lane: tuple(kinds) for lane, kinds in self._handlers.items() if lane not in self._held_lanes}
        async with self._database.read_session() as session:
            waiting = await claimable_lanes(session, kinds_by_lane, self._lease_duration) if kinds_by_lane else ()
        for lane in waiting:
            since = asyncio.get_running_loop().time()
            async with self._database.write_session() as session:
                lease = await acquire_lease(session, lane, self._owner, self._lease_duration)
                await session.commit()
            if lease is not None:
                self._held_lanes.add(lane)
                hold = HeldLease(lease, self._lease_duration, nursery.stopping, started_at=since)
                nursery.start(self._run_lane(hold), f"lane {lane}", tolerate=True)

    async def _run_lane(self, hold: HeldLease) -> None:
        """Run the lane's jobs and renew its lease beside them. A lost lease ends both."""
        try:
            async with asyncio.TaskGroup() as group:
                renewing = group.create_task(self._renew(hold))
                await self._run_jobs(hold)
                renewing.cancel()
        except* LeaseLost:
            log.info("lane %s has another owner now", hold.lease.lane)
        finally:
            await self._release(hold)
        self.wake()  # what was put for this lane in its last moment; after a failure the next poll is soon enough

    async def _renew(self, hold: HeldLease) -> None:
        while hold.is_live:
            await asyncio.sleep(self._timing.lease_seconds / 3)
            since = asyncio.get_running_loop().time()
            try:
                async with self._database.write_session() as session:
                    await renew_lease(session, hold.lease, self._lease_duration)
                    await session.commit()
            except (SQLAlchemyError, OSError):
                log.warning("lane %s: the lease could not be renewed", hold.lease.lane, exc_info=True)
            else:
                hold.extend(since)
        raise LeaseLost(hold.lease.lane)

    async def _release(self, hold: HeldLease) -> None:
        try:
            async with asyncio.timeout(RELEASE_TIMEOUT_SECONDS), self._database.write_session() as session:
                await release_lease(session, hold.lease)
                await session.commit()
        except (SQLAlchemyError, OSError):
            log.warning("lane %s was not given back; its lease will end", hold.lease.lane, exc_info=True)
        finally:
            self._held_lanes.discard(hold.lease.lane)

    async def _run_jobs(self, hold: HeldLease) -> None:
        """Run one job after the other until none is due."""
        handlers = self._handlers[hold.lease.lane]
        sender = self._senders.get(hold.lease.lane)
        while not hold.stopping.is_set():
            if sender is not None:
                await sender.wait_until_ready(hold.stopping)
            async with self._database.write_session() as session:
                work = await claim_job(session, hold, handlers)
                await session.commit()
            if work is None:
                return
            await self._run_job(work, handlers[work.kind])

    async def _run_job(self, work: ClaimedJob, handler: JobHandler) -> None:
        error: Exception | None = None
        outcome: Reschedule | None = None
        try:
            outcome = await handler(work)
        except LeaseLost:
            raise
        except MessengerFailure as failure:
            log.warning("%s: %s: %s", work.job_id, type(failure).__name__, failure)
            error = failure
        except Exception as failure:
            log.exception("%s failed", work.job_id)
            error = failure
        async with self._database.write_session() as session:
            if error is None:
                await complete_job(session, work, outcome)
            else:
                await fail_job(session, work, error)
            await session.commit()
