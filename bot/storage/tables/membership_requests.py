"""Contact of people with a unit: requests to join, member cards that families check, letters."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.encryption import OptionalSealedText, SealedText
from bot.storage.orm import Base, enum_check, foreign_key, primary_key
from bot.storage.tables.decidable import Decidable


class JoinRequest(Decidable, Base):
    """A request to join by a person known by name and number. At most one of a person waits."""

    __tablename__ = "join_requests"
    __table_args__ = (
        enum_check("state", "waiting", "approved", "refused", "withdrawn"),
        Index("ix_join_requests_unit_id_state", "unit_id", "state"),
        Index(
            "uq_join_requests_waiting",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    person_id: Mapped[int] = foreign_key("persons.id", index=True)
    unit_id: Mapped[int] = foreign_key("units.id")
    requested_at: Mapped[datetime]
    reminded_at: Mapped[datetime]


class MemberCard(Base):
    """A card shown to a family. It is found by the digest of its code, which is also kept sealed."""

    __tablename__ = "member_cards"

    id: Mapped[int] = primary_key()
    membership_id: Mapped[int] = foreign_key("memberships.id", index=True)
    code_digest: Mapped[bytes] = mapped_column(unique=True)
    code = OptionalSealedText("code_box")
    code_box: Mapped[bytes | None]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Letter(Base):
    """A letter of a thread between a member (`person_id`) and a unit; `author_id` wrote it.

    `awaits_reply`: it is the member's last one, and nobody has answered it or said that it needs no answer.
    """

    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_unit_id_person_id_at", "unit_id", "person_id", "at"),
        Index(
            "ix_letters_awaiting_reply",
            "unit_id",
            "person_id",
            sqlite_where=text("awaits_reply = 1"),
            postgresql_where=text("awaits_reply"),
        ),
    )

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = foreign_key("persons.id", index=True)
    unit_id: Mapped[int] = foreign_key("units.id")
    author_id: Mapped[int] = foreign_key("persons.id")
    text = SealedText("text_box")
    text_box: Mapped[bytes]
    at: Mapped[datetime]
    awaits_reply: Mapped[bool] = mapped_column(default=False)
