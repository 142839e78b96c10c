"""Services delivered, their returns and their evidence. Amounts are whole toman."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.encryption import OptionalSealedText
from bot.storage.orm import Base, enum_check, foreign_key, primary_key
from bot.storage.tables.vocabulary import DOMAINS, KINDS, RETURN_REASONS

_IS_VERIFIED = text("verified_at IS NOT NULL AND voided_at IS NULL")
_AWAITS_REVIEW = text("verified_at IS NULL AND voided_at IS NULL")


class Service(Base):
    """One delivered service.

    It is only updated to be verified or voided: a correction is a new row that names the one it replaces. It serves one
    family, or a group of `people`. `booked_on` is the day it counts on. `typed_amount` is the amount as typed, in
    `currency`. `on_behalf_of` is the person who lent the right to report it. `doubts`
    are the codes of what was doubtful about the report, separated by commas.
    """

    __tablename__ = "services"
    __table_args__ = (
        enum_check("domain", *DOMAINS),
        enum_check("kind", *KINDS),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("people > 0", name="people"),
        CheckConstraint("family_id IS NOT NULL OR people IS NOT NULL", name="served"),
        CheckConstraint("(voided_at IS NULL) = (void_reason_box IS NULL)", name="void_reason"),
        Index("ix_services_unit_id_booked_on", "unit_id", "booked_on"),
        Index("ix_services_family_id_delivered_on", "family_id", "delivered_on"),
        Index("ix_services_reported_by_reported_at", "reported_by", "reported_at"),
        Index(
            "ix_services_awaiting_review",
            "unit_id",
            "reported_at",
            sqlite_where=_AWAITS_REVIEW,
            postgresql_where=_AWAITS_REVIEW,
        ),
        Index(
            "ix_services_reporter_awaiting_review",
            "reported_by",
            sqlite_where=_AWAITS_REVIEW,
            postgresql_where=_AWAITS_REVIEW,
        ),
        Index(
            "ix_services_verified_of_activity",
            "activity_id",
            "verified_at",
            sqlite_where=_IS_VERIFIED,
            postgresql_where=_IS_VERIFIED,
        ),
    )

    id: Mapped[int] = primary_key()
    number: Mapped[int] = mapped_column(unique=True)
    unit_id: Mapped[int] = foreign_key("units.id")
    family_id: Mapped[int | None] = foreign_key("families.id")
    people: Mapped[int | None]
    activity_id: Mapped[int] = foreign_key("activities.id")
    domain: Mapped[str]
    kind: Mapped[str]
    value: Mapped[int]
    typed_amount = OptionalSealedText("typed_amount_box")
    typed_amount_box: Mapped[bytes | None]
    currency: Mapped[str] = mapped_column(default="toman")
    delivered_on: Mapped[date]
    booked_on: Mapped[date]
    joint: Mapped[bool] = mapped_column(default=False)
    reported_by: Mapped[int] = foreign_key("persons.id")
    reported_at: Mapped[datetime]
    on_behalf_of: Mapped[int | None] = foreign_key("persons.id")
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[int | None] = foreign_key("persons.id")
    replaces_id: Mapped[int | None] = foreign_key("services.id", index=True)
    doubts: Mapped[str | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = foreign_key("persons.id")
    void_reason = OptionalSealedText("void_reason_box")
    void_reason_box: Mapped[bytes | None]


class ServiceReturn(Base):
    """A supervisor's return of a service, which then waits for its reporter.

    A service is returned once; a correction is a new one. `before_publication` is true if no closed month had published
    the service by then.
    """

    __tablename__ = "service_returns"
    __table_args__ = (enum_check("reason", *RETURN_REASONS),)

    service_id: Mapped[int] = foreign_key("services.id", primary_key=True)
    returned_by: Mapped[int] = foreign_key("persons.id")
    returned_at: Mapped[datetime]
    reason: Mapped[str]
    note = OptionalSealedText("note_box")
    note_box: Mapped[bytes | None]
    before_publication: Mapped[bool] = mapped_column(default=False)


class Evidence(Base):
    """One file of a service. `caption` is what its sender wrote under it."""

    __tablename__ = "evidence"

    service_id: Mapped[int] = foreign_key("services.id", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = foreign_key("files.id")
    caption = OptionalSealedText("caption_box")
    caption_box: Mapped[bytes | None]
