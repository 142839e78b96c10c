"""Numbers that people read aloud (file 1207, service 4813): short, in order, without gaps. Given in the caller's transaction.

Until it ends, the next one who asks for the same series waits.
"""

from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert
from bot.storage.tables import Counter


class Series(StrEnum):
    FAMILIES = "families"
    SERVICES = "services"
    CAMPAIGNS = "campaigns"
    CALLS = "calls"


FIRST = {Series.FAMILIES: 1001, Series.SERVICES: 4001, Series.CAMPAIGNS: 11, Series.CALLS: 11}


async def next_numbers(session: AsyncSession, series: Series, how_many: int) -> range:
    """Several at once, for what comes in bulk."""
    give = insert(session, Counter).values(name=series.value, value=FIRST[series] + how_many - 1)
    given = give.on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + how_many})
    last = (await session.execute(given.returning(Counter.value))).scalar_one()
    return range(last - how_many + 1, last + 1)


async def next_number(session: AsyncSession, series: Series) -> int:
    return (await next_numbers(session, series, 1))[0]
