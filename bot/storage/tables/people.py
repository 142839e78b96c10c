"""Persons, their accounts in messengers, their memberships, how they are invited, and the record of what they looked at."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.encryption import Sealed, SealedOptional
from bot.storage.orm import Base, key, one_of, refers
from bot.storage.tables.vocabulary import MESSENGERS, ROLES


class Person(Base):
    """`quiet_from` and `quiet_until` are whole hours in Tehran between which nothing is sent. `neighbourhoods` are where they
    like to help. One merged into another keeps their name for what they did.
    """

    __tablename__ = "persons"
    __table_args__ = (
        one_of("language", "fa", "en"),
        one_of("preferred_messenger", *MESSENGERS),
        CheckConstraint("quiet_from BETWEEN 0 AND 23", name="quiet_from"),
        CheckConstraint("quiet_until BETWEEN 0 AND 23", name="quiet_until"),
    )

    id: Mapped[int] = key()
    name = Sealed("name_box")
    name_box: Mapped[bytes]
    phone = SealedOptional("phone_box")
    phone_box: Mapped[bytes | None]
    phone_digest: Mapped[bytes | None] = mapped_column(index=True)
    language: Mapped[str]
    pledged_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    preferred_messenger: Mapped[str | None]
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    neighbourhoods = SealedOptional("neighbourhoods_box")
    neighbourhoods_box: Mapped[bytes | None]
    merged_into: Mapped[int | None] = refers("persons.id")


class Account(Base):
    """One messenger identity of a person. Ids of two messengers may be equal and mean two people.

    One that was unlinked is nobody's until it is linked again, by whomever.
    """

    __tablename__ = "accounts"
    __table_args__ = (one_of("messenger", *MESSENGERS), UniqueConstraint("messenger", "external_id"))

    id: Mapped[int] = key()
    person_id: Mapped[int] = refers("persons.id", index=True)
    messenger: Mapped[str]
    external_id: Mapped[int]
    unreachable_since: Mapped[datetime | None]
    last_seen_at: Mapped[datetime]
    unlinked_at: Mapped[datetime | None]


class Membership(Base):
    """A person's role in a unit, from its first day to its last; at most one standing of a kind."""

    __tablename__ = "memberships"
    __table_args__ = (
        one_of("role", *ROLES),
        CheckConstraint("until >= since", name="since_before_until"),
        Index("ix_memberships_unit_id_role", "unit_id", "role"),
        Index(
            "uq_memberships_standing",
            *("person_id", "unit_id", "role"),
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = key()
    person_id: Mapped[int] = refers("persons.id", index=True)
    unit_id: Mapped[int] = refers("units.id")
    role: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    since: Mapped[date]
    until: Mapped[date | None]
    invited_by: Mapped[int | None] = refers("persons.id")


def _as_many_as_left(context: Any) -> int:
    return int(context.get_current_parameters()["uses_left"])


class Invitation(Base):
    """The code is found by its digest, and sealed beside it so that the digest can move to another key.

    `uses` is how many may come with it in all. `created_by` is NULL for the one that the command line makes.
    """

    __tablename__ = "invitations"
    __table_args__ = (one_of("role", *ROLES), CheckConstraint("uses_left >= 0", name="uses_left"))

    id: Mapped[int] = key()
    code_digest: Mapped[bytes] = mapped_column(unique=True)
    code = SealedOptional("code_box")
    code_box: Mapped[bytes | None]
    unit_id: Mapped[int] = refers("units.id")
    role: Mapped[str]
    created_by: Mapped[int | None] = refers("persons.id")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    uses: Mapped[int] = mapped_column(default=_as_many_as_left)
    uses_left: Mapped[int]
    revoked_at: Mapped[datetime | None]


class AuditEntry(Base):
    """Who did or looked at what. `subject` names a thing by its number («family:1207»), never by a person's name;
    `behalf_of` is who had lent the right to it.

    The database refuses to change or delete one. `link` is first the stamp of whoever wrote it; the sealer replaces it by
    the link to the entry before, and gives the `sequence`.
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

    id: Mapped[int] = key()
    at: Mapped[datetime]
    person_id: Mapped[int | None] = refers("persons.id")
    messenger: Mapped[str | None]
    action: Mapped[str]
    unit_id: Mapped[int | None] = refers("units.id")
    subject: Mapped[str]
    reason = SealedOptional("reason_box")
    reason_box: Mapped[bytes | None]
    behalf_of: Mapped[int | None] = refers("persons.id")
    sequence: Mapped[int | None]
    link: Mapped[bytes | None]


class AuditAnchor(Base):
    """The one row that says how many entries the chain has and which link is its last: a tail that is cut is missed."""

    __tablename__ = "audit_anchors"

    id: Mapped[int] = key()
    state = Sealed("state_box")
    state_box: Mapped[bytes]
