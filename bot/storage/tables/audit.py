"""The audit log: append-only entries in a hash chain, and the sealed anchor that says where it ends."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from bot.storage.encryption import OptionalSealedText, SealedText
from bot.storage.orm import Base, foreign_key, primary_key


class AuditEntry(Base):
    """One audited act or look.

    `subject` names a thing by its number («family:1207»), never by a person's name; `on_behalf_of` is the person who
    had lent the right to it. The database refuses to change or delete an entry. `link` is first the entry's
    own MAC; the audit chain job replaces it by the link to the entry before, and gives the `sequence`.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_sequence", "sequence", unique=True),
        Index(
            "ix_audit_entries_unsealed",
            "id",
            sqlite_where=text("sequence IS NULL"),
            postgresql_where=text("sequence IS NULL"),
        ),
        Index("ix_audit_entries_person_id_at", "person_id", "at"),
        Index("ix_audit_entries_subject_at", "subject", "at"),
    )

    id: Mapped[int] = primary_key()
    at: Mapped[datetime]
    person_id: Mapped[int | None] = foreign_key("persons.id")
    messenger: Mapped[str | None]
    action: Mapped[str]
    unit_id: Mapped[int | None] = foreign_key("units.id")
    subject: Mapped[str]
    reason = OptionalSealedText("reason_box")
    reason_box: Mapped[bytes | None]
    on_behalf_of: Mapped[int | None] = foreign_key("persons.id")
    sequence: Mapped[int | None]
    link: Mapped[bytes]


class AuditAnchor(Base):
    """The one row with the length of the chain and its last link, so that a cut tail is detected."""

    __tablename__ = "audit_anchors"

    id: Mapped[int] = primary_key()
    state = SealedText("state_box")
    state_box: Mapped[bytes]
