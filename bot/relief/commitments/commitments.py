"""Commitments: what a unit and all under it have promised to reach in a period. It knows no summary and no right:

whoever sets one has been asked for theirs.
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
    """`by` None is the command line. What was promised before for the same period stays on record; the latest counts."""
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
    """That of exactly this unit and these days: a year's is not cut up, and those of units below are not added up."""
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
