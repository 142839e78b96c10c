"""Campaigns and their sign-ups."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.orm import Base, enum_check, foreign_key, primary_key


class Campaign(Base):
    """One campaign.

    `places` NULL is without limit; `taken_places` counts the standing sign-ups and never exceeds it.
    """

    __tablename__ = "campaigns"
    __table_args__ = (
        enum_check("state", "open", "closed"),
        CheckConstraint("until >= since", name="since_before_until"),
        CheckConstraint("places > 0", name="places"),
        CheckConstraint("taken_places >= 0 AND (places IS NULL OR taken_places <= places)", name="taken_places"),
    )

    id: Mapped[int] = primary_key()
    number: Mapped[int] = mapped_column(unique=True)
    unit_id: Mapped[int] = foreign_key("units.id", index=True)
    title: Mapped[str]
    occasion: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    places: Mapped[int | None]
    taken_places: Mapped[int] = mapped_column(default=0)
    state: Mapped[str]
    created_by: Mapped[int] = foreign_key("persons.id")
    created_at: Mapped[datetime]


class SignUp(Base):
    __tablename__ = "sign_ups"
    __table_args__ = (enum_check("state", "in", "left"), UniqueConstraint("campaign_id", "person_id"))

    id: Mapped[int] = primary_key()
    campaign_id: Mapped[int] = foreign_key("campaigns.id")
    person_id: Mapped[int] = foreign_key("persons.id", index=True)
    state: Mapped[str]
    at: Mapped[datetime]
