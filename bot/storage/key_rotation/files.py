"""Key rotation of files: each is sealed anew under a name that only the current key computes.

Old files are deleted when no one can read them any more. A file's box names its key, as a column's does. It knows files
and their rows only.
"""

import asyncio
from collections.abc import AsyncGenerator

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import Database
from bot.storage.encryption import DecryptionError, keyring
from bot.storage.file_store import FileContentMissing, FileStore
from bot.storage.key_rotation.columns import write_with_retries
from bot.storage.tables import File
from bot.storage.throttle import Throttle

MAX_BATCH_FILES = 20


async def reencrypt_files(database: Database, store: FileStore, throttle: Throttle) -> AsyncGenerator[int, None]:
    """Move all files to the current key; yield how many each batch moved.

    A file that is lost or does not open stays as it is.
    """
    after = 0
    while True:
        query = select(File.id, File.content_digest).where(File.id > after).order_by(File.id).limit(MAX_BATCH_FILES)
        async with database.read_session() as session:
            rows = (await session.execute(query)).all()
        if not rows:
            return
        moved = 0
        for file, digest in rows:
            async with throttle.batch():
                moved += await _reencrypt_file(database, store, file, digest)
        yield moved
        after = rows[-1].id


async def _reencrypt_file(database: Database, store: FileStore, file: int, digest: bytes) -> bool:
    """Move one file and return True if it was moved.

    The new content is on disk before the row names it, and the old one stays.
    """
    try:
        if await store.key_number(digest) in (None, keyring().current_key_number):
            return False
        content = await store.get(digest)
    except (FileContentMissing, DecryptionError):
        return False
    fresh = await store.put(content)

    async def write(session: AsyncSession, name: bytes) -> None:
        mine = update(File).where(File.id == file, File.content_digest == digest)
        await session.execute(mine.values(content_digest=name))

    try:
        await write_with_retries(database, lambda session: write(session, fresh))
    except IntegrityError:  # the same content came again meanwhile: each keeps its own
        own = await store.put(content, salt=str(file))
        await write_with_retries(database, lambda session: write(session, own))
    return True


async def delete_superseded_files(database: Database, store: FileStore, grace_seconds: float) -> int:
    """Remove the files of older keys that no row names, after a grace for readers in progress.

    `grace_seconds` are counted from the last moment at which one could have been asked for.
    """
    old = [
        digest
        async for digest in store.iter_digests()
        if await store.key_number(digest) not in (None, keyring().current_key_number)
    ]
    if not old:
        return 0
    await asyncio.sleep(grace_seconds)
    dropped = 0
    for digest in old:
        async with database.read_session() as session:
            if await session.scalar(select(File.id).where(File.content_digest == digest)):
                continue
        await store.delete(digest)
        dropped += 1
    return dropped


async def count_files_by_key(store: FileStore) -> dict[int, int]:
    """Count the files on disk by the key that seals them."""
    counted: dict[int, int] = {}
    async for digest in store.iter_digests():
        number = await store.key_number(digest)
        if number is not None:
            counted[number] = counted.get(number, 0) + 1
    return counted
