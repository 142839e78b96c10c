"""Numbers that people read aloud (file 1207, service 4813): short, in order, without gaps.

They are allocated in the caller's transaction; until it ends, others that ask for the same series wait.
"""

from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert
from bot.storage.tables import Counter


class NumberSequence(StrEnum):
    FAMILIES = "families"
    SERVICES = "services"
    CAMPAIGNS = "campaigns"
    CALLS = "calls"


FIRST_NUMBERS = {
    NumberSequence.FAMILIES: 1001,
    NumberSequence.SERVICES: 4001,
    NumberSequence.CAMPAIGNS: 11,
    NumberSequence.CALLS: 11,
}


async def next_numbers(session: AsyncSession, sequence: NumberSequence, count: int) -> range:
    """Allocate several numbers at once, for rows that come in bulk."""
    give = insert(session, Counter).values(name=sequence.value, value=FIRST_NUMBERS[sequence] + count - 1)
    given = give.on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + count})
    last = (await session.execute(given.returning(Counter.value))).scalar_one()
    return range(last - count + 1, last + 1)


async def next_number(session: AsyncSession, sequence: NumberSequence) -> int:
    return (await next_numbers(session, sequence, 1))[0]
