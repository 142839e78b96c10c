"""Kept totals and commitments."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.orm import Base, enum_check, foreign_key, primary_key
from bot.storage.tables.vocabulary import DOMAINS, KINDS


class Total(Base):
    """The sum of the services of a day, a leaf unit, a domain, a kind and a state, without the void ones.

    It changes in the services' transactions. The sum of returned services is part of no other.
    """

    __tablename__ = "totals"
    __table_args__ = (
        enum_check("domain", *DOMAINS),
        enum_check("kind", *KINDS),
        enum_check("state", "waiting", "verified", "returned"),
        Index("ix_totals_unit_id_booked_on", "unit_id", "booked_on"),
    )

    booked_on: Mapped[date] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = foreign_key("units.id", primary_key=True)
    domain: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    services: Mapped[int]
    value: Mapped[int]


class Commitment(Base):
    """A target of a unit and all units under it. Both days belong to the period."""

    __tablename__ = "commitments"
    __table_args__ = (
        enum_check("measure", "value"),
        CheckConstraint("until >= since", name="since_before_until"),
        CheckConstraint("amount > 0", name="amount"),
    )

    id: Mapped[int] = primary_key()
    unit_id: Mapped[int] = foreign_key("units.id", index=True)
    measure: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    amount: Mapped[int]
    created_by: Mapped[int | None] = foreign_key("persons.id")
    created_at: Mapped[datetime]
