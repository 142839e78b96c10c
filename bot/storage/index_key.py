"""The key under which digests and tokens (blind indexes) are written.

It knows that one number, and no table with digests. All writers use the same key at any moment, so that a unique digest
stays unique while rows move from key to key.
"""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert
from bot.storage.encryption import InvalidKey, keyring
from bot.storage.tables import ActiveKey

DIGESTS_PURPOSE = "digests"


async def index_key_number(session: AsyncSession) -> int:
    """Return the key's number for writing digests. It does not change before this transaction ends.

    Raises InvalidKey if this process lacks that key: no process could find what it wrote.
    """
    query = select(ActiveKey.key_number).where(ActiveKey.purpose == DIGESTS_PURPOSE).with_for_update(read=True)
    number = await session.scalar(query)
    if number is None:
        first = insert(session, ActiveKey).values(purpose=DIGESTS_PURPOSE, key_number=keyring().key_numbers[0])
        await session.execute(first.on_conflict_do_nothing())
        number = (await session.execute(query)).scalar_one()
    if number not in keyring().key_numbers:
        raise InvalidKey(f"digests are written with key {number}, which is not in the ring")
    return number


async def use_current_index_key(session: AsyncSession) -> None:
    """Write digests with the ring's current key from this commit on. Waits for transactions that use another."""
    if await index_key_number(session) != keyring().current_key_number:
        await session.execute(
            update(ActiveKey)
            .where(ActiveKey.purpose == DIGESTS_PURPOSE)
            .values(key_number=keyring().current_key_number)
        )
