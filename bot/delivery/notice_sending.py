"""The sending of notices: what is due goes out through the person's account, by the same claim and record as calls."""

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery import batch_claims as ledger
from bot.delivery.job_queue import Again, Work, back_off
from bot.delivery.leases import Lease
from bot.delivery.paced_sender import Draw, Missed, Outcome, Sender
from bot.delivery.renderer import Faces
from bot.relief.ids import PersonId
from bot.relief.outbound.notices import NoticeCopy, send_later
from bot.relief.outbound.quiet_hours import asleep, until_awake
from bot.relief.vocabulary import DeliveryState
from bot.storage.database import Database, now_ms
from bot.storage.tables import Notice, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    database: Database
    sender: Sender
    faces: Faces
    clock: Clock

    async def __call__(self, work: Work) -> Again | None:
        batch = await self._claim(work)
        outcomes = await self.sender.send_all(batch, work.hold) if batch else {}
        return await ledger.insist(partial(self._record, work.hold.lease, outcomes), work.hold)

    async def _claim(self, work: Work) -> list[tuple[int, Draw]]:
        async with self.database.writing() as session:
            await work.still(session)
            await self._let_sleep(session, work.hold.lease.lane)
            due = Notice.due_at <= now_ms(session)
            order = (Notice.due_at, Notice.id)
            rows = await ledger.claim(session, Notice, work.hold.lease, self.clock.now(), due, first=order)
            languages = await _languages(session, [row.person_id for row, _ in rows])
            await session.commit()
        return [(row.id, partial(self.faces.notice, _copy(row, chat, languages[row.person_id]))) for row, chat in rows]

    async def _let_sleep(self, session: AsyncSession, lane: str) -> None:
        """What is due in somebody's quiet hours is due when they end."""
        now = self.clock.now()
        due = (
            Notice.messenger == lane,
            Notice.state == DeliveryState.WAITING,
            Notice.due_at <= now_ms(session),
        )
        sleepers = select(Person.quiet_until).join(Notice, Notice.person_id == Person.id).where(*due, asleep(now))
        for hour in (await session.scalars(sleepers.distinct())).all():
            if hour is not None:
                these = select(Person.id).where(asleep(now), Person.quiet_until == hour)
                later = now_ms(session) + _ms(until_awake(hour, now))
                await session.execute(update(Notice).where(*due, Notice.person_id.in_(these)).values(due_at=later))

    async def _record(self, lease: Lease, outcomes: dict[int, Outcome]) -> Again | None:
        """The lane looks again when the next notice is due."""
        async with self.database.writing() as session:
            recorded = await ledger.record(session, Notice, lease, outcomes, self.clock.now())
            clock = (await session.execute(select(now_ms(session)))).scalar_one()
            for row in recorded.rows:
                if isinstance(outcomes[row.id], Missed):
                    row.due_at = clock + _ms(back_off(row.attempts))
            await session.flush()
            for lane in recorded.fell_to:
                await send_later(session, lane)
            next_due = await session.scalar(
                select(func.min(Notice.due_at)).where(
                    Notice.messenger == lease.lane, Notice.state == DeliveryState.WAITING
                )
            )
            await session.commit()
        return None if next_due is None else Again(after=timedelta(milliseconds=max(0, next_due - clock)))


async def _languages(session: AsyncSession, persons: list[int]) -> dict[int, str]:
    rows = await session.execute(select(Person.id, Person.language).where(Person.id.in_(persons)))
    return dict(rows.all())


def _copy(row: Notice, chat: int, language: str) -> NoticeCopy:
    return NoticeCopy(
        person=PersonId(row.person_id),
        language=language,
        messenger=row.messenger or "",
        chat=chat,
        event=row.event,
        payload=json.loads(row.text),
    )


def _ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
