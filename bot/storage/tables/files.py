"""Rows of the files that we keep. The contents lie encrypted in the file store, under `content_digest`."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.orm import Base, enum_check, foreign_key, primary_key


class File(Base):
    """One file. `size` is in bytes."""

    __tablename__ = "files"
    __table_args__ = (enum_check("kind", "photo", "document", "voice"),)

    id: Mapped[int] = primary_key()
    content_digest: Mapped[bytes] = mapped_column(unique=True)
    kind: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int]
    stored_at: Mapped[datetime]


class RemoteFileId(Base):
    """A messenger's id of a file that was shown there. It is of no use without that bot's token."""

    __tablename__ = "remote_file_ids"

    file_id: Mapped[int] = foreign_key("files.id", primary_key=True)
    messenger: Mapped[str] = mapped_column(primary_key=True)
    remote_id: Mapped[str]
