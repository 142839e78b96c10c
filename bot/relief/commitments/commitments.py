"""Commitments: the amount that a unit and all under it promised to reach in a period.

Knows no summary and checks no right: its callers do.
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Toman
from bot.relief.ids import PersonId, UnitId
from bot.relief.vocabulary import Measure
from bot.storage.tables import Commitment


async def set_commitment(
    session: AsyncSession,
    *,
    unit: UnitId,
    measure: Measure,
    since: date,
    until: date,
    amount: Toman,
    by: PersonId | None,
    now: datetime,
) -> None:
    """Store a commitment. An earlier one for the same period stays stored; the latest counts.

    `by` is None for the command line.
    """
    if await load_commitment(session, unit, since, until, measure=measure) == amount:
        return
    session.add(
        Commitment(
            unit_id=unit, measure=measure, since=since, until=until, amount=amount, created_by=by, created_at=now
        )
    )
    await session.flush()


async def load_commitment(
    session: AsyncSession, unit: UnitId, since: date, until: date, *, measure: Measure = Measure.VALUE
) -> Toman | None:
    """Return the commitment of exactly this unit and these days, None if there is none.

    The commitment of a longer period is not divided, and those of units below are not added up.
    """
    amount = await session.scalar(
        select(Commitment.amount)
        .where(
            Commitment.unit_id == unit,
            Commitment.measure == measure,
            Commitment.since == since,
            Commitment.until == until,
        )
        .order_by(Commitment.created_at.desc(), Commitment.id.desc())
        .limit(1)
    )
    return None if amount is None else Toman(amount)
