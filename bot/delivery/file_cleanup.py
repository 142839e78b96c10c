"""Contents of files that no row names any more are taken off the disk. It knows names of contents and nothing of what they were."""

from sqlalchemy import select

from bot.delivery.job_queue import ClaimedJob
from bot.storage.database import Database
from bot.storage.file_store import FileStore
from bot.storage.tables import File


class FileCleanup:
    def __init__(self, database: Database, store: FileStore) -> None:
        self._database = database
        self._store = store

    async def __call__(self, work: ClaimedJob) -> None:
        """The same content may have come again meanwhile."""
        digest = bytes.fromhex(str(work.args["digest"]))
        async with self._database.read_session() as session:
            if await session.scalar(select(File.id).where(File.content_digest == digest)) is not None:
                return
        await self._store.delete(digest)
