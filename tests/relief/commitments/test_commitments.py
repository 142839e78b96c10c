"""The latest commitment for exactly this unit and these days counts."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Toman
from bot.relief.commitments.commitments import load_commitment, set_commitment
from bot.relief.ids import UnitId
from bot.relief.vocabulary import Measure
from bot.storage.database import Database
from bot.storage.tables import Commitment
from tests.relief.world import NOW, Cast

SINCE, UNTIL = date(2025, 3, 21), date(2025, 9, 22)


async def promised(session: AsyncSession, unit: UnitId, amount: int, *, later: int = 0) -> None:
    await set_commitment(
        session,
        unit=unit,
        measure=Measure.VALUE,
        since=SINCE,
        until=UNTIL,
        amount=Toman(amount),
        by=None,
        now=NOW + timedelta(seconds=later),
    )


async def test_a_commitment_is_found_by_exactly_its_unit_and_days(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await promised(session, cast.tree.province, 24_000_000_000)
        assert await load_commitment(session, cast.tree.province, SINCE, UNTIL) == 24_000_000_000
        assert await load_commitment(session, cast.tree.gachsaran, SINCE, UNTIL) is None
        assert await load_commitment(session, cast.tree.country, SINCE, UNTIL) is None
        assert await load_commitment(session, cast.tree.province, SINCE, UNTIL - timedelta(days=1)) is None


async def test_the_latest_promise_counts_and_the_earlier_one_stays_on_record(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await promised(session, cast.tree.province, 20)
        await promised(session, cast.tree.province, 24, later=1)
        await promised(session, cast.tree.province, 24, later=2)
        assert await load_commitment(session, cast.tree.province, SINCE, UNTIL) == 24
        assert await session.scalar(select(func.count()).select_from(Commitment)) == 2
        await promised(session, cast.tree.province, 20, later=3)
        assert await load_commitment(session, cast.tree.province, SINCE, UNTIL) == 20
