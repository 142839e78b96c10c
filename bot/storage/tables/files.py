"""Files that we keep: their rows. The contents lie encrypted in the file store, under `content_digest`."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.mapping import Base, key, one_of, refers
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


class MadeFile(Base):
    """A document that was made here for somebody, about a family or a person: it goes with what it is about."""

    __tablename__ = "made_files"
    __table_args__ = (CheckConstraint("(family_id IS NULL) <> (person_id IS NULL)", name="about"),)

    file_id: Mapped[int] = refers("files.id", primary_key=True)
    family_id: Mapped[int | None] = refers("families.id", index=True)
    person_id: Mapped[int | None] = refers("persons.id", index=True)


class RemoteFile(Base):
    """What a messenger calls a file since it was last shown there; of no use without that bot's token."""

    __tablename__ = "remote_files"
    __table_args__ = (one_of("messenger", *MESSENGERS),)

    file_id: Mapped[int] = refers("files.id", primary_key=True)
    messenger: Mapped[str] = mapped_column(primary_key=True)
    remote_id: Mapped[str]
