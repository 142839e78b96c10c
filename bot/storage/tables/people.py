"""Persons, their accounts in messengers, their memberships, and invitations."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.encryption import OptionalSealedText, SealedText
from bot.storage.orm import Base, enum_check, foreign_key, primary_key
from bot.storage.tables.vocabulary import ROLES


class Person(Base):
    """One person.

    Nothing is sent between `quiet_from` and `quiet_until`, whole hours in Tehran. `neighbourhoods` are where they like
    to help. A person merged into another keeps their name for what they did.
    """

    __tablename__ = "persons"
    __table_args__ = (
        enum_check("language", "fa", "en"),
        CheckConstraint("quiet_from BETWEEN 0 AND 23", name="quiet_from"),
        CheckConstraint("quiet_until BETWEEN 0 AND 23", name="quiet_until"),
    )

    id: Mapped[int] = primary_key()
    name = SealedText("name_box")
    name_box: Mapped[bytes]
    phone = OptionalSealedText("phone_box")
    phone_box: Mapped[bytes | None]
    phone_digest: Mapped[bytes | None] = mapped_column(index=True)
    language: Mapped[str]
    confidentiality_accepted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    preferred_messenger: Mapped[str | None]
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    neighbourhoods = OptionalSealedText("neighbourhoods_box")
    neighbourhoods_box: Mapped[bytes | None]
    merged_into: Mapped[int | None] = foreign_key("persons.id")


class Account(Base):
    """One messenger identity of a person. Equal ids in two messengers may mean two people.

    An unlinked account belongs to no person until it is linked again, to the same or another.
    """

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("messenger", "external_id"),)

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = foreign_key("persons.id", index=True)
    messenger: Mapped[str]
    external_id: Mapped[int]
    unreachable_since: Mapped[datetime | None]
    last_seen_at: Mapped[datetime]
    unlinked_at: Mapped[datetime | None]


class Membership(Base):
    """A person's role in a unit, from its first day to its last. At most one of a kind stands at a time."""

    __tablename__ = "memberships"
    __table_args__ = (
        enum_check("role", *ROLES),
        CheckConstraint("until >= since", name="since_before_until"),
        Index("ix_memberships_unit_id_role", "unit_id", "role"),
        Index(
            "uq_memberships_current",
            *("person_id", "unit_id", "role"),
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = foreign_key("persons.id", index=True)
    unit_id: Mapped[int] = foreign_key("units.id")
    role: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    since: Mapped[date]
    until: Mapped[date | None]
    invited_by: Mapped[int | None] = foreign_key("persons.id")


def _default_uses(context: Any) -> int:
    return int(context.get_current_parameters()["uses_left"])


class Invitation(Base):
    """An invitation to a role in a unit.

    The code is found by its digest, and sealed beside it so that the digest can move to another key. `uses` is how many
    people may come with it in all. `created_by` is NULL for an invitation from the command line.
    """

    __tablename__ = "invitations"
    __table_args__ = (enum_check("role", *ROLES), CheckConstraint("uses_left >= 0", name="uses_left"))

    id: Mapped[int] = primary_key()
    code_digest: Mapped[bytes] = mapped_column(unique=True)
    code = OptionalSealedText("code_box")
    code_box: Mapped[bytes | None]
    unit_id: Mapped[int] = foreign_key("units.id")
    role: Mapped[str]
    created_by: Mapped[int | None] = foreign_key("persons.id")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    uses: Mapped[int] = mapped_column(default=_default_uses)
    uses_left: Mapped[int]
    revoked_at: Mapped[datetime | None]
