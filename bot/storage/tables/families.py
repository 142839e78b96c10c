"""Needy households. Identifying columns are sealed; a digest finds the same identity, tokens find a similar name."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.encryption import OptionalSealedText, SealedText
from bot.storage.orm import Base, enum_check, foreign_key, primary_key
from bot.storage.tables.vocabulary import DOMAINS


class Family(Base):
    """One file. An erased family keeps its row and its totals, but nothing that names it.

    `consent_taken_by` is None if the registrar took the consent that stands.
    """

    __tablename__ = "families"
    __table_args__ = (
        enum_check("head_sex", "woman", "man"),
        enum_check("coverage", "relief_committee", "welfare", "none"),
        enum_check("support", "pension", "other", "none"),
        CheckConstraint("members > 0", name="members"),
    )

    id: Mapped[int] = primary_key()
    number: Mapped[int] = mapped_column(unique=True)
    unit_id: Mapped[int] = foreign_key("units.id", index=True)
    head_name = SealedText("head_name_box")
    head_name_box: Mapped[bytes]
    head_sex: Mapped[str | None]
    identity_kind: Mapped[str | None]
    identity = OptionalSealedText("identity_box")
    identity_box: Mapped[bytes | None]
    identity_digest: Mapped[bytes | None] = mapped_column(unique=True)
    phone = OptionalSealedText("phone_box")
    phone_box: Mapped[bytes | None]
    phone_digest: Mapped[bytes | None] = mapped_column(index=True)
    neighbourhood = OptionalSealedText("neighbourhood_box")
    neighbourhood_box: Mapped[bytes | None]
    members: Mapped[int | None]
    coverage: Mapped[str | None]
    support: Mapped[str | None]
    consent_version: Mapped[int]
    consented_at: Mapped[datetime]
    consent_taken_by: Mapped[int | None] = foreign_key("persons.id")
    registered_by: Mapped[int] = foreign_key("persons.id")
    registered_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class FamilyToken(Base):
    __tablename__ = "family_tokens"

    family_id: Mapped[int] = foreign_key("families.id", primary_key=True)
    token: Mapped[bytes] = mapped_column(primary_key=True, index=True)


class OwnHousehold(Base):
    """A file about the person's own household."""

    __tablename__ = "own_households"

    person_id: Mapped[int] = foreign_key("persons.id", primary_key=True)
    family_id: Mapped[int] = foreign_key("families.id", primary_key=True, index=True)
    declared_at: Mapped[datetime]


class Need(Base):
    __tablename__ = "needs"
    __table_args__ = (enum_check("domain", *DOMAINS), enum_check("urgency", "urgent", "soon", "later"))

    id: Mapped[int] = primary_key()
    family_id: Mapped[int] = foreign_key("families.id", index=True)
    domain: Mapped[str]
    urgency: Mapped[str]
    note = OptionalSealedText("note_box")
    note_box: Mapped[bytes | None]
    stated_at: Mapped[datetime]
