"""The catalogue, what was delivered, what was promised, and the totals. Amounts are whole toman."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.encryption import SealedOptional
from bot.storage.orm import Base, key, one_of, refers
from bot.storage.tables.vocabulary import DOMAINS, KINDS, RETURN_REASONS

WAITS = text("verified_at IS NULL AND voided_at IS NULL")


class Activity(Base):
    """`kinds` and `serves` are words joined by commas, the usual first; 0 days: «already served» never asks."""

    __tablename__ = "activities"
    __table_args__ = (
        one_of("domain", *DOMAINS),
        CheckConstraint("served_again_after_days >= 0", name="served_again_after_days"),
    )

    id: Mapped[int] = key()
    code: Mapped[str] = mapped_column(unique=True)
    domain: Mapped[str]
    short: Mapped[str]
    name: Mapped[str]
    kinds: Mapped[str]
    unit_of_measure: Mapped[str]
    serves: Mapped[str]
    served_again_after_days: Mapped[int]
    sensitive: Mapped[bool]
    search_words: Mapped[str]
    sort_key: Mapped[str]


class Service(Base):
    """Never updated but to be verified or voided: a correction is a new row that names the one it replaces.

    It serves one family, or a group of `people`. `booked_on` is the day it counts on. `said` is the amount as it was typed,
    in `currency`. `behalf_of` had lent the right by which it was reported.
    """

    __tablename__ = "services"
    __table_args__ = (
        one_of("domain", *DOMAINS),
        one_of("kind", *KINDS),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("people > 0", name="people"),
        CheckConstraint("family_id IS NOT NULL OR people IS NOT NULL", name="served"),
        CheckConstraint("(voided_at IS NULL) = (void_reason_box IS NULL)", name="void_reason"),
        Index("ix_services_unit_id_booked_on", "unit_id", "booked_on"),
        Index("ix_services_family_id_delivered_on", "family_id", "delivered_on"),
        Index("ix_services_reported_by_reported_at", "reported_by", "reported_at"),
        Index("ix_services_waiting", "unit_id", "reported_at", sqlite_where=WAITS, postgresql_where=WAITS),
    )

    id: Mapped[int] = key()
    number: Mapped[int] = mapped_column(unique=True)
    unit_id: Mapped[int] = refers("units.id")
    family_id: Mapped[int | None] = refers("families.id")
    people: Mapped[int | None]
    activity_id: Mapped[int] = refers("activities.id")
    domain: Mapped[str]
    kind: Mapped[str]
    value: Mapped[int]
    said = SealedOptional("said_box")
    said_box: Mapped[bytes | None]
    currency: Mapped[str] = mapped_column(default="toman")
    delivered_on: Mapped[date]
    booked_on: Mapped[date]
    joint: Mapped[bool] = mapped_column(default=False)
    reported_by: Mapped[int] = refers("persons.id")
    reported_at: Mapped[datetime]
    behalf_of: Mapped[int | None] = refers("persons.id")
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[int | None] = refers("persons.id")
    replaces_id: Mapped[int | None] = refers("services.id", index=True)
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = refers("persons.id")
    void_reason = SealedOptional("void_reason_box")
    void_reason_box: Mapped[bytes | None]


class ServiceReturn(Base):
    """A supervisor's «not so»: with it the service waits for its reporter. A service is returned once; what corrects it is new."""

    __tablename__ = "service_returns"
    __table_args__ = (one_of("reason", *RETURN_REASONS),)

    service_id: Mapped[int] = refers("services.id", primary_key=True)
    returned_by: Mapped[int] = refers("persons.id")
    returned_at: Mapped[datetime]
    reason: Mapped[str]
    note = SealedOptional("note_box")
    note_box: Mapped[bytes | None]


class Evidence(Base):
    __tablename__ = "evidence"

    service_id: Mapped[int] = refers("services.id", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = refers("files.id")


class Total(Base):
    """What the standing services of a day, a leaf unit, a domain and a kind come to; kept in the services' transaction."""

    __tablename__ = "totals"
    __table_args__ = (
        one_of("domain", *DOMAINS),
        one_of("kind", *KINDS),
        Index("ix_totals_unit_id_booked_on", "unit_id", "booked_on"),
    )

    booked_on: Mapped[date] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = refers("units.id", primary_key=True)
    domain: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    verified: Mapped[bool] = mapped_column(primary_key=True)
    services: Mapped[int]
    value: Mapped[int]


class Commitment(Base):
    """A target of a unit and all under it; both days belong to the period."""

    __tablename__ = "commitments"
    __table_args__ = (
        one_of("measure", "value"),
        CheckConstraint("until >= since", name="since_before_until"),
        CheckConstraint("amount > 0", name="amount"),
    )

    id: Mapped[int] = key()
    unit_id: Mapped[int] = refers("units.id", index=True)
    measure: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    amount: Mapped[int]
    created_by: Mapped[int | None] = refers("persons.id")
    created_at: Mapped[datetime]
