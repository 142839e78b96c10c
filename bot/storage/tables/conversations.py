"""Conversations, drafts, dead letters, notices and live messages.

Columns that end in `_ms` are milliseconds of the database's clock, to be compared with `Database.now_ms`; instants of
people and records are `datetime`.
"""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.encryption import SealedText
from bot.storage.orm import Base, enum_check, foreign_key, primary_key
from bot.storage.tables.vocabulary import DELIVERY_STATES


class Conversation(Base):
    """One chat in one messenger.

    `state` and `unsent` are boxes that the turn seals itself; `seen_updates` is a JSON list of ids. `rights_changed`:
    the rights of the person have changed since the last turn. The change also moves the `revision` on, so that no turn
    is saved that began before (optimistic lock).
    """

    __tablename__ = "conversations"
    __table_args__ = (enum_check("language", "fa", "en"),)

    messenger: Mapped[str] = mapped_column(primary_key=True)
    external_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int | None] = foreign_key("persons.id", index=True)
    language: Mapped[str | None]
    state: Mapped[bytes]
    seen_updates: Mapped[str] = mapped_column(default="[]")
    unsent: Mapped[bytes | None]
    lease_until_ms: Mapped[int | None] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column(default=0)
    rights_changed: Mapped[bool] = mapped_column(default=False)


class Draft(Base):
    """A form that a person has left unfinished, several of one form too. It can be continued in any messenger."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_person_id_updated_at", "person_id", "updated_at"),)

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = foreign_key("persons.id")
    form: Mapped[str]
    state = SealedText("state_box")
    state_box: Mapped[bytes]
    updated_at: Mapped[datetime] = mapped_column(index=True)


class DeadLetter(Base):
    """An update that failed by its own fault (dead letter), with the reference that its sender was shown."""

    __tablename__ = "dead_letters"
    __table_args__ = (enum_check("state", "waiting", "done", "failed"),)

    id: Mapped[int] = primary_key()
    reference: Mapped[str] = mapped_column(unique=True)
    messenger: Mapped[str]
    update_id: Mapped[int]
    external_id: Mapped[int | None]
    raw = SealedText("raw_box")
    raw_box: Mapped[bytes]
    error: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting", index=True)


class Notice(Base):
    """A message to a person about an event, once for each event.

    The columns of sending mean what they do in `deliveries`.
    """

    __tablename__ = "notices"
    __table_args__ = (
        enum_check("state", *DELIVERY_STATES),
        UniqueConstraint("person_id", "event"),
        Index("ix_notices_messenger_state_due_ms", "messenger", "state", "due_ms"),
    )

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = foreign_key("persons.id")
    event: Mapped[str]
    text = SealedText("text_box")
    text_box: Mapped[bytes]
    account_id: Mapped[int | None] = foreign_key("accounts.id")
    messenger: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="waiting")
    due_ms: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    unconfirmed_sends: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    error: Mapped[str | None]


class LiveMessage(Base):
    """A message that changes without its reader doing anything. `message_id` NULL: not sent yet, or to be sent anew."""

    __tablename__ = "live_messages"
    __table_args__ = (UniqueConstraint("subject", "person_id"),)

    id: Mapped[int] = primary_key()
    subject: Mapped[str]
    person_id: Mapped[int] = foreign_key("persons.id", index=True)
    messenger: Mapped[str]
    chat: Mapped[int]
    message_id: Mapped[int | None]
