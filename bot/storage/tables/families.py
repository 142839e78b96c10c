"""Needy households. What could name them is sealed; a digest finds the same identity, tokens a similar name."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.encryption import Sealed, SealedOptional
from bot.storage.orm import Base, key, one_of, refers
from bot.storage.tables.vocabulary import DOMAINS


class Family(Base):
    """An erased family keeps its row and its totals; what named it is gone."""

    __tablename__ = "families"
    __table_args__ = (
        one_of("head_sex", "woman", "man"),
        one_of("coverage", "relief_committee", "welfare", "none"),
        one_of("support", "pension", "other", "none"),
        CheckConstraint("members > 0", name="members"),
    )

    id: Mapped[int] = key()
    number: Mapped[int] = mapped_column(unique=True)
    unit_id: Mapped[int] = refers("units.id", index=True)
    head_name = Sealed("head_name_box")
    head_name_box: Mapped[bytes]
    head_sex: Mapped[str | None]
    identity_kind: Mapped[str | None]
    identity = SealedOptional("identity_box")
    identity_box: Mapped[bytes | None]
    identity_digest: Mapped[bytes | None] = mapped_column(unique=True)
    phone = SealedOptional("phone_box")
    phone_box: Mapped[bytes | None]
    phone_digest: Mapped[bytes | None] = mapped_column(index=True)
    neighbourhood = SealedOptional("neighbourhood_box")
    neighbourhood_box: Mapped[bytes | None]
    members: Mapped[int | None]
    coverage: Mapped[str | None]
    support: Mapped[str | None]
    consent_version: Mapped[int]
    consented_at: Mapped[datetime]
    registered_by: Mapped[int] = refers("persons.id")
    registered_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class FamilyToken(Base):
    __tablename__ = "family_tokens"

    family_id: Mapped[int] = refers("families.id", primary_key=True)
    token: Mapped[bytes] = mapped_column(primary_key=True, index=True)


class OwnHousehold(Base):
    """A file that is about the person's own household."""

    __tablename__ = "own_households"

    person_id: Mapped[int] = refers("persons.id", primary_key=True)
    family_id: Mapped[int] = refers("families.id", primary_key=True, index=True)
    since: Mapped[datetime]


class Need(Base):
    __tablename__ = "needs"
    __table_args__ = (one_of("domain", *DOMAINS), one_of("urgency", "urgent", "soon", "later"))

    id: Mapped[int] = key()
    family_id: Mapped[int] = refers("families.id", index=True)
    domain: Mapped[str]
    urgency: Mapped[str]
    note = SealedOptional("note_box")
    note_box: Mapped[bytes | None]
    stated_at: Mapped[datetime]
