"""Under which key digests and tokens are written. It knows that one number, and no table that has digests.

All who write hold the same key at any moment, so that a unique digest stays unique while rows move from key to key.
"""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert
from bot.storage.encryption import BadKey, keyring
from bot.storage.tables import KeyInUse

DIGESTS = "digests"


async def digest_key(session: AsyncSession) -> int:
    """The number to write digests with; it does not change before this transaction ends.

    Raises BadKey where this process has not got that key: what it wrote would be found by nobody.
    """
    held = select(KeyInUse.key).where(KeyInUse.purpose == DIGESTS).with_for_update(read=True)
    number = await session.scalar(held)
    if number is None:
        first = insert(session, KeyInUse).values(purpose=DIGESTS, key=keyring().numbers[0])
        await session.execute(first.on_conflict_do_nothing())
        number = (await session.execute(held)).scalar_one()
    if number not in keyring().numbers:
        raise BadKey(f"digests are written with key {number}, which is not in the ring")
    return number


async def use_current(session: AsyncSession) -> None:
    """From this commit on digests are written with the ring's current key. Waits for those who write with another."""
    if await digest_key(session) != keyring().current:
        await session.execute(update(KeyInUse).where(KeyInUse.purpose == DIGESTS).values(key=keyring().current))
