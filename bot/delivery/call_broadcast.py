"""The sending of calls: a batch is claimed, sent at the bot's pace and recorded; the call's state is read before each.

One slice is one batch, so that pause and cancel take effect with the next, and a lane's calls and notices take turns.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery import batch_claims as ledger
from bot.delivery.job_queue import Again, Work, back_off
from bot.delivery.leases import Lease
from bot.delivery.paced_sender import Draw, Missed, Outcome, Sender
from bot.delivery.renderer import Faces
from bot.relief.calls import calls
from bot.relief.calls.views import copies
from bot.relief.ids import CallId, PersonId
from bot.relief.outbound import sending
from bot.relief.outbound.jobs import AT_ONCE
from bot.relief.outbound.quiet_hours import asleep, until_awake
from bot.relief.vocabulary import CallState, DeliveryState
from bot.storage.database import Database
from bot.storage.tables import Call, Delivery, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    database: Database
    sender: Sender
    faces: Faces
    clock: Clock

    async def __call__(self, work: Work) -> Again | None:
        call = CallId(int(work.args["call"]))
        batch = await self._claim(work, call)
        if not batch:
            return await self._rest(work.hold.lease.lane, call)
        outcomes = await self.sender.send_all(batch, work.hold)
        return await ledger.insist(partial(self._record, work.hold.lease, call, outcomes), work.hold)

    async def _claim(self, work: Work, call: CallId) -> list[tuple[int, Draw]]:
        """Empty when the call is paused or has ended, or nothing is left for this messenger."""
        async with self.database.writing() as session:
            await work.still(session)
            row = await session.get_one(Call, call)
            if row.state != CallState.SENDING:
                return []
            order = (Delivery.attempts, Delivery.id)
            rows = await ledger.claim(
                session, Delivery, work.hold.lease, self.clock.now(), Delivery.call_id == call, first=order
            )
            texts = await copies(session, row, [PersonId(delivery.person_id) for delivery, _ in rows])
            await session.commit()
        return [
            (delivery.id, partial(self.faces.call_copy, texts[PersonId(delivery.person_id)], chat))
            for delivery, chat in rows
        ]

    async def _rest(self, lane: str, call: CallId) -> Again | None:
        """Until the first of those wakes whom their quiet hours keep from being called."""
        now = self.clock.now()
        async with self.database.reading() as session:
            hours = await session.scalars(
                select(Person.quiet_until)
                .join(Delivery, Delivery.person_id == Person.id)
                .join(Call, Call.id == Delivery.call_id)
                .where(Delivery.call_id == call, Delivery.messenger == lane, Delivery.state == DeliveryState.WAITING)
                .where(Call.state == CallState.SENDING, asleep(now))
                .distinct()
            )
            waits = [until_awake(hour, now) for hour in hours if hour is not None]
        return Again(after=min(waits)) if waits else None

    async def _record(self, lease: Lease, call: CallId, outcomes: dict[int, Outcome]) -> Again | None:
        now = self.clock.now()
        async with self.database.writing() as session:
            row = await calls.locked(session, call)  # two lanes that end at once must see each other's last batch
            recorded = await ledger.record(session, Delivery, lease, outcomes, now)
            if recorded.fell_to:
                await sending.start_sending(session, call)
            ended = await _end(session, row, now)
            await calls.show_progress(session, row, after=AT_ONCE if ended else calls.CALM)
            tries = await _fewest_tries(session, call, lease.lane)
            await session.commit()
        if tries is None:
            return None
        tired = tries > 0 and any(isinstance(outcome, Missed) for outcome in outcomes.values())
        return Again(after=back_off(tries)) if tired else Again()


async def _end(session: AsyncSession, row: Call, now: datetime) -> bool:
    """A call that was being sent is done when no copy of it waits, in any messenger."""
    left = Delivery.state.in_((DeliveryState.WAITING, DeliveryState.CLAIMED))
    one = await session.scalar(select(Delivery.id).where(Delivery.call_id == row.id, left).limit(1))
    if one is not None or row.state == CallState.CANCELLED:
        return False
    row.state, row.finished_at = CallState.DONE, now
    await session.flush()
    return True


async def _fewest_tries(session: AsyncSession, call: CallId, lane: str) -> int | None:
    """Of the copies that wait in this lane; None when there are none."""
    waiting = (Delivery.call_id == call, Delivery.messenger == lane, Delivery.state == DeliveryState.WAITING)
    return await session.scalar(select(func.min(Delivery.attempts)).where(*waiting))
