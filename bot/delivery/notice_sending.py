"""Sends due notices through the person's account, with the same claim and record as calls."""

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.batch_claims import claim_batch, record_outcomes, retry_until_lease_ends
from bot.delivery.job_queue import ClaimedJob, Reschedule, retry_delay
from bot.delivery.leases import Lease
from bot.delivery.paced_sender import Outcome, PacedSender, RenderMessage, Unconfirmed
from bot.delivery.renderer import MessageRenderer
from bot.relief.ids import PersonId
from bot.relief.outbound.notices import OutgoingNotice, schedule_sending
from bot.relief.outbound.quiet_hours import in_quiet_hours, until_quiet_hours_end
from bot.relief.vocabulary import DeliveryState
from bot.storage.database import Database, now_ms
from bot.storage.tables import Notice, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSender:
    """Job handler: sends one batch of due notices of a lane."""

    database: Database
    sender: PacedSender
    renderer: MessageRenderer
    clock: Clock

    async def __call__(self, work: ClaimedJob) -> Reschedule | None:
        batch = await self._claim(work)
        outcomes = await self.sender.send_all(batch, work.held_lease) if batch else {}
        return await retry_until_lease_ends(partial(self._record, work.held_lease.lease, outcomes), work.held_lease)

    async def _claim(self, work: ClaimedJob) -> list[tuple[int, RenderMessage]]:
        async with self.database.write_session() as session:
            await work.assert_held(session)
            await self._defer_quiet_hours(session, work.held_lease.lease.lane)
            due = Notice.due_ms <= now_ms(session)
            order = (Notice.due_ms, Notice.id)
            rows = await claim_batch(session, Notice, work.held_lease.lease, self.clock.now(), due, order_by=order)
            languages = await _languages(session, [row.person_id for row, _ in rows])
            await session.commit()
        return [
            (row.id, partial(self.renderer.render_notice, _to_notice_copy(row, chat, languages[row.person_id])))
            for row, chat in rows
        ]

    async def _defer_quiet_hours(self, session: AsyncSession, lane: str) -> None:
        """Move notices that are due in a person's quiet hours to their end."""
        now = self.clock.now()
        due = (
            Notice.messenger == lane,
            Notice.state == DeliveryState.WAITING,
            Notice.due_ms <= now_ms(session),
        )
        sleepers = (
            select(Person.quiet_until).join(Notice, Notice.person_id == Person.id).where(*due, in_quiet_hours(now))
        )
        for hour in (await session.scalars(sleepers.distinct())).all():
            if hour is not None:
                these = select(Person.id).where(in_quiet_hours(now), Person.quiet_until == hour)
                later = now_ms(session) + _to_ms(until_quiet_hours_end(hour, now))
                await session.execute(update(Notice).where(*due, Notice.person_id.in_(these)).values(due_ms=later))

    async def _record(self, lease: Lease, outcomes: dict[int, Outcome]) -> Reschedule | None:
        """Record the outcomes, and return when the next notice is due."""
        async with self.database.write_session() as session:
            recorded = await record_outcomes(session, Notice, lease, outcomes, self.clock.now())
            clock = (await session.execute(select(now_ms(session)))).scalar_one()
            for row in recorded.rows:
                if isinstance(outcomes[row.id], Unconfirmed):
                    row.due_ms = clock + _to_ms(retry_delay(row.attempts))
            await session.flush()
            for lane in recorded.fallback_lanes:
                await schedule_sending(session, lane)
            next_due = await session.scalar(
                select(func.min(Notice.due_ms)).where(
                    Notice.messenger == lease.lane, Notice.state == DeliveryState.WAITING
                )
            )
            await session.commit()
        return None if next_due is None else Reschedule(delay=timedelta(milliseconds=max(0, next_due - clock)))


async def _languages(session: AsyncSession, persons: list[int]) -> dict[int, str]:
    rows = await session.execute(select(Person.id, Person.language).where(Person.id.in_(persons)))
    return dict(rows.all())


def _to_notice_copy(row: Notice, chat: int, language: str) -> OutgoingNotice:
    return OutgoingNotice(
        person=PersonId(row.person_id),
        language=language,
        messenger=row.messenger or "",
        chat=chat,
        event=row.event,
        payload=json.loads(row.text),
    )


def _to_ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
