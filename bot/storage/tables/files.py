"""Files that we keep: their rows. The contents lie encrypted in the file store, under `content_digest`."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.orm import Base, key, one_of, refers
from bot.storage.tables.vocabulary import MESSENGERS


class File(Base):
    """`size` in bytes."""

    __tablename__ = "files"
    __table_args__ = (one_of("kind", "photo", "document", "voice"),)

    id: Mapped[int] = key()
    content_digest: Mapped[bytes] = mapped_column(unique=True)
    kind: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int]
    stored_at: Mapped[datetime]


class RemoteFile(Base):
    """What a messenger calls a file since it was last shown there; of no use without that bot's token."""

    __tablename__ = "remote_files"
    __table_args__ = (one_of("messenger", *MESSENGERS),)

    file_id: Mapped[int] = refers("files.id", primary_key=True)
    messenger: Mapped[str] = mapped_column(primary_key=True)
    remote_id: Mapped[str]
