"""Broadcast of calls: batches are claimed, sent at the bot's pace and recorded.

The state of the call is read before each batch. One slice of the job is one batch, so that pause and cancel take
effect with the next, and a lane's calls and notices take turns.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.batch_claims import claim_batch, record_outcomes, retry_until_lease_ends
from bot.delivery.job_queue import ClaimedJob, Reschedule, retry_delay
from bot.delivery.leases import Lease
from bot.delivery.paced_sender import Outcome, PacedSender, RenderMessage, Unconfirmed
from bot.delivery.renderer import MessageRenderer
from bot.relief.calls import calls
from bot.relief.calls.views import load_delivery_views
from bot.relief.ids import CallId, PersonId
from bot.relief.outbound import live_messages, sending
from bot.relief.outbound.jobs import NO_DELAY
from bot.relief.outbound.live_messages import REFRESH_DEBOUNCE
from bot.relief.outbound.quiet_hours import in_quiet_hours, until_quiet_hours_end
from bot.relief.vocabulary import CallState, DeliveryState
from bot.storage.database import Database
from bot.storage.tables import Call, Delivery, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """Job handler: sends one batch of a call through one messenger."""

    database: Database
    sender: PacedSender
    renderer: MessageRenderer
    clock: Clock

    async def __call__(self, work: ClaimedJob) -> Reschedule | None:
        call = CallId(int(work.args["call"]))
        batch = await self._claim(work, call)
        if not batch:
            return await self._reschedule(work.held_lease.lease.lane, call)
        outcomes = await self.sender.send_all(batch, work.held_lease)
        return await retry_until_lease_ends(
            partial(self._record, work.held_lease.lease, call, outcomes), work.held_lease
        )

    async def _claim(self, work: ClaimedJob, call: CallId) -> list[tuple[int, RenderMessage]]:
        """Claim a batch. It is empty when the call is paused or has ended, or no copy waits for this messenger."""
        async with self.database.write_session() as session:
            await work.assert_held(session)
            row = await session.get_one(Call, call)
            if row.state != CallState.SENDING:
                return []
            order = (Delivery.attempts, Delivery.id)
            rows = await claim_batch(
                session, Delivery, work.held_lease.lease, self.clock.now(), Delivery.call_id == call, order_by=order
            )
            persons = [PersonId(delivery.person_id) for delivery, _ in rows]
            texts = await load_delivery_views(session, row, persons, self.clock.today())
            await session.commit()
        return [
            (delivery.id, partial(self.renderer.render_call, texts[PersonId(delivery.person_id)], chat))
            for delivery, chat in rows
        ]

    async def _reschedule(self, lane: str, call: CallId) -> Reschedule | None:
        """Return the first end of the quiet hours that hold the call up, or None if there are none."""
        now = self.clock.now()
        async with self.database.read_session() as session:
            hours = await session.scalars(
                select(Person.quiet_until)
                .join(Delivery, Delivery.person_id == Person.id)
                .join(Call, Call.id == Delivery.call_id)
                .where(Delivery.call_id == call, Delivery.messenger == lane, Delivery.state == DeliveryState.WAITING)
                .where(Call.state == CallState.SENDING, in_quiet_hours(now))
                .distinct()
            )
            waits = [until_quiet_hours_end(hour, now) for hour in hours if hour is not None]
        return Reschedule(delay=min(waits)) if waits else None

    async def _record(self, lease: Lease, call: CallId, outcomes: dict[int, Outcome]) -> Reschedule | None:
        now = self.clock.now()
        async with self.database.write_session() as session:
            row = await calls.lock_call(session, call)  # two lanes that end at once must see each other's last batch
            recorded = await record_outcomes(session, Delivery, lease, outcomes, now)
            if recorded.fallback_lanes:
                await sending.enqueue_sending(session, call)
            ended = await _finish_call(session, row, now)
            delay = NO_DELAY if ended else REFRESH_DEBOUNCE
            await live_messages.enqueue_refresh(session, calls.progress_subject(call), delay=delay)
            tries = await _min_attempts(session, call, lease.lane)
            await session.commit()
        if tries is None:
            return None
        must_back_off = tries > 0 and any(isinstance(outcome, Unconfirmed) for outcome in outcomes.values())
        return Reschedule(delay=retry_delay(tries)) if must_back_off else Reschedule()


async def _finish_call(session: AsyncSession, row: Call, now: datetime) -> bool:
    """Set a call to done when no copy of it waits in any messenger. Return True if it was set."""
    left = Delivery.state.in_((DeliveryState.WAITING, DeliveryState.CLAIMED))
    one = await session.scalar(select(Delivery.id).where(Delivery.call_id == row.id, left).limit(1))
    if one is not None or row.state == CallState.CANCELLED:
        return False
    row.state, row.finished_at = CallState.DONE, now
    await session.flush()
    return True


async def _min_attempts(session: AsyncSession, call: CallId, lane: str) -> int | None:
    """Return the fewest attempts of the copies that wait in this lane, or None when there are none."""
    waiting = (Delivery.call_id == call, Delivery.messenger == lane, Delivery.state == DeliveryState.WAITING)
    return await session.scalar(select(func.min(Delivery.attempts)).where(*waiting))
