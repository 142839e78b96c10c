"""Deletes contents of files that no row names any more. It knows names of contents only."""

from sqlalchemy import select

from bot.delivery.job_queue import ClaimedJob
from bot.storage.database import Database
from bot.storage.file_store import FileStore
from bot.storage.tables import File


class FileCleanup:
    """Job handler: deletes one content."""

    def __init__(self, database: Database, store: FileStore) -> None:
        self._database = database
        self._store = store

    async def __call__(self, work: ClaimedJob) -> None:
        """Delete the content, unless a row names it again meanwhile."""
        digest = bytes.fromhex(str(work.args["digest"]))
        async with self._database.read_session() as session:
            if await session.scalar(select(File.id).where(File.content_digest == digest)) is not None:
                return
        await self._store.delete(digest)
