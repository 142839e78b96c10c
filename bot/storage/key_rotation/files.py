"""Files moved to the current key: sealed anew under a name that only that key computes. The old ones go when nobody reads them.

A file's box names its key, as a column's does. It knows files and their rows, nobody who shows them.
"""

import asyncio
from collections.abc import AsyncGenerator

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import Database
from bot.storage.encryption import CannotOpen, keyring
from bot.storage.file_store import FileIsLost, FileStore
from bot.storage.key_rotation.columns import patiently
from bot.storage.tables import File
from bot.storage.throttle import Pace

BATCH = 20


async def move_files(database: Database, store: FileStore, pace: Pace) -> AsyncGenerator[int, None]:
    """How many each batch moved. What is lost or does not open stays as it is."""
    after = 0
    while True:
        wanted = select(File.id, File.content_digest).where(File.id > after).order_by(File.id).limit(BATCH)
        async with database.reading() as session:
            rows = (await session.execute(wanted)).all()
        if not rows:
            return
        moved = 0
        for file, digest in rows:
            async with pace.beside():
                moved += await _move(database, store, file, digest)
        yield moved
        after = rows[-1].id


async def _move(database: Database, store: FileStore, file: int, digest: bytes) -> bool:
    """The new content is on disk before the row says so, and the old one until long after."""
    try:
        if await store.key_of(digest) in (None, keyring().current):
            return False
        content = await store.get(digest)
    except (FileIsLost, CannotOpen):
        return False
    fresh = await store.put(content)

    async def write(session: AsyncSession, name: bytes) -> None:
        mine = update(File).where(File.id == file, File.content_digest == digest)
        await session.execute(mine.values(content_digest=name))

    try:
        await patiently(database, lambda session: write(session, fresh))
    except IntegrityError:  # the same content came again meanwhile: each keeps its own
        own = await store.put(content, apart=str(file))
        await patiently(database, lambda session: write(session, own))
    return True


async def drop_old(database: Database, store: FileStore, grace: float) -> int:
    """Remove the files of older keys that no row names, `grace` seconds after the last could have been asked for."""
    old = [digest async for digest in store.names() if await store.key_of(digest) not in (None, keyring().current)]
    if not old:
        return 0
    await asyncio.sleep(grace)
    dropped = 0
    for digest in old:
        async with database.reading() as session:
            if await session.scalar(select(File.id).where(File.content_digest == digest)):
                continue
        await store.drop(digest)
        dropped += 1
    return dropped


async def files_under_keys(store: FileStore) -> dict[int, int]:
    """How many files on disk are sealed with which key."""
    counted: dict[int, int] = {}
    async for digest in store.names():
        number = await store.key_of(digest)
        if number is not None:
            counted[number] = counted.get(number, 0) + 1
    return counted
