"""Files that people send: fetched when they come, kept by content, remembered by each messenger's own name."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.dialogue.inputs import FileKind, IncomingFile
from bot.dialogue.screen import FileRef
from bot.messengers.port import Attachment, Messenger
from bot.storage.database import Database
from bot.storage.file_store import FileContentMissing, FileStore
from bot.storage.orm import new_id
from bot.storage.tables import File
from bot.storage.tables import RemoteFileId as RemoteName
from bot.turn.media.mime_sniffing import OFFICE_MIME_TYPES, sniff_mime_type

MAX_FILE_BYTES = 20 * 1024 * 1024  # bytes: what both messengers let a bot download
_CONVERTED_MIME_TYPES = {FileKind.PHOTO: "image/jpeg", FileKind.VOICE: "audio/ogg"}
FILE_EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "video/mp4": "mp4",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "text/csv": "csv",
    **dict(zip(OFFICE_MIME_TYPES.values(), ("xlsx", "docx"), strict=True)),
}


class FileRejected(Exception):
    """A file of a kind that nobody here reads, or too large. `key` is the text that says so."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class MediaStore:
    """Contents lie in the store, rows in the database; nothing of a file's own name is ever a path."""

    def __init__(self, database: Database, store: FileStore, messengers: Mapping[str, Messenger], clock: Clock) -> None:
        self._database = database
        self._store = store
        self._messengers = messengers
        self._clock = clock

    async def save(self, messenger: str, remote: IncomingFile) -> FileRef:
        """Fetch and keep a file. Raises FileRejected, and the messenger's Failure when it cannot be had now.

        Photos and voices are what the messenger has made of them; a document may be anything, and is what it holds.
        """
        if remote.size > MAX_FILE_BYTES:
            raise FileRejected("turn-file-large")
        content = await self._messengers[messenger].download(remote, max_bytes=MAX_FILE_BYTES)
        mime = _CONVERTED_MIME_TYPES.get(remote.kind) or sniff_mime_type(content)
        if mime is None:
            raise FileRejected("turn-file-kind")
        digest = await self._store.put(content)
        row = await self._save_row(digest, remote.kind, mime, len(content), self._clock.now())
        await self.save_remote_id(row, messenger, remote.remote_id)
        return FileRef(id=row)

    async def _save_row(self, digest: bytes, kind: FileKind, mime: str, size: int, now: datetime) -> int:
        known = select(File.id).where(File.content_digest == digest)
        async with self._database.write_session() as session:
            found = await session.scalar(known)
            if found is not None:
                await session.execute(update(File).where(File.id == found).values(stored_at=now))  # it is wanted again
                await session.commit()
                return found
            file = File(id=new_id(), content_digest=digest, kind=kind.value, mime=mime, size=size, stored_at=now)
            session.add(file)
            try:
                await session.commit()
            except IntegrityError:
                await session.rollback()
                return (await session.execute(known)).scalar_one()
            return file.id

    async def load(self, file: int, messenger: str) -> Attachment:
        """Raises FileContentMissing and DecryptionError."""
        async with self._database.read_session() as session:
            row = await session.get(File, file)
            named = await session.get(RemoteName, (file, messenger))
        if row is None:
            raise FileContentMissing("it went with what it showed")
        content = await self._store.get(row.content_digest)
        return Attachment(
            kind=FileKind(row.kind),
            name=f"{row.kind}.{FILE_EXTENSIONS.get(row.mime, 'bin')}",
            mime=row.mime,
            content=content,
            remote_id=named.remote_id if named else "",
        )

    async def save_remote_id(self, file: int, messenger: str, remote_id: str) -> None:
        values = {"file_id": file, "messenger": messenger, "remote_id": remote_id}
        upsert = self._database.insert(RemoteName).values(values)
        async with self._database.write_session() as session:
            await session.execute(
                upsert.on_conflict_do_update(index_elements=["file_id", "messenger"], set_={"remote_id": remote_id})
            )
            await session.commit()
