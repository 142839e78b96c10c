"""Media store: files that people send, downloaded at once, stored by content digest."""

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
from bot.storage.tables import File, RemoteFileId
from bot.turn.media.mime_sniffing import OFFICE_MIME_TYPES, sniff_mime_type

MAX_FILE_BYTES = 20 * 1024 * 1024  # both messengers let a bot download no more
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
    """A file that is too large, or of an unsupported type. `key` is the text that says so."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class MediaStore:
    """Stores contents in the file store and their rows in the database.

    The sender's name of a file is never part of a path.
    """

    def __init__(self, database: Database, store: FileStore, messengers: Mapping[str, Messenger], clock: Clock) -> None:
        self._database = database
        self._store = store
        self._messengers = messengers
        self._clock = clock

    async def save(self, messenger: str, remote: IncomingFile) -> FileRef:
        """Download and store a file. Raises FileRejected, or MessengerFailure if the download fails.

        The messenger has converted photos and voice messages to a known type; the type of a document is sniffed.
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
        return FileRef(id=row, caption=remote.caption)

    async def _save_row(self, digest: bytes, kind: FileKind, mime: str, size: int, now: datetime) -> int:
        query = select(File.id).where(File.content_digest == digest)
        async with self._database.write_session() as session:
            existing = await session.scalar(query)
            if existing is not None:
                # Unreferenced files are deleted by age.
                await session.execute(update(File).where(File.id == existing).values(stored_at=now))
                await session.commit()
                return existing
            file = File(id=new_id(), content_digest=digest, kind=kind.value, mime=mime, size=size, stored_at=now)
            session.add(file)
            try:
                await session.commit()
            except IntegrityError:
                await session.rollback()
                return (await session.execute(query)).scalar_one()
            return file.id

    async def load(self, file: int, messenger: str) -> Attachment:
        """Return a stored file as an attachment. Raises FileContentMissing or DecryptionError."""
        async with self._database.read_session() as session:
            row = await session.get(File, file)
            remote = await session.get(RemoteFileId, (file, messenger))
        if row is None:
            raise FileContentMissing("the row of the file is deleted")
        content = await self._store.get(row.content_digest)
        return Attachment(
            kind=FileKind(row.kind),
            name=f"{row.kind}.{FILE_EXTENSIONS.get(row.mime, 'bin')}",
            mime=row.mime,
            content=content,
            remote_id=remote.remote_id if remote else "",
        )

    async def save_remote_id(self, file: int, messenger: str, remote_id: str) -> None:
        """Save the id that a messenger gave a file: the next upload there is saved."""
        values = {"file_id": file, "messenger": messenger, "remote_id": remote_id}
        upsert = self._database.insert(RemoteFileId).values(values)
        async with self._database.write_session() as session:
            await session.execute(
                upsert.on_conflict_do_update(index_elements=["file_id", "messenger"], set_={"remote_id": remote_id})
            )
            await session.commit()
