"""Campaigns with their sign-ups, and calls with one delivery and one answer a person."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.encryption import Sealed, SealedOptional
from bot.storage.orm import Base, key, one_of, refers
from bot.storage.tables.vocabulary import DELIVERY_STATES, MESSENGERS, ROLES


class Campaign(Base):
    """`places` NULL is without limit; `taken` counts the sign-ups that stand and never passes it."""

    __tablename__ = "campaigns"
    __table_args__ = (
        one_of("state", "open", "closed"),
        CheckConstraint("until >= since", name="since_before_until"),
        CheckConstraint("places > 0", name="places"),
        CheckConstraint("taken >= 0 AND (places IS NULL OR taken <= places)", name="taken"),
    )

    id: Mapped[int] = key()
    number: Mapped[int] = mapped_column(unique=True)
    unit_id: Mapped[int] = refers("units.id", index=True)
    title: Mapped[str]
    occasion: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    places: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    state: Mapped[str]
    created_by: Mapped[int] = refers("persons.id")
    created_at: Mapped[datetime]


class SignUp(Base):
    __tablename__ = "sign_ups"
    __table_args__ = (one_of("state", "in", "left"), UniqueConstraint("campaign_id", "person_id"))

    id: Mapped[int] = key()
    campaign_id: Mapped[int] = refers("campaigns.id")
    person_id: Mapped[int] = refers("persons.id", index=True)
    state: Mapped[str]
    at: Mapped[datetime]


class Call(Base):
    """`role` NULL calls everybody in the unit. The progress message is the coordinator's, kept fresh while it is sent."""

    __tablename__ = "calls"
    __table_args__ = (
        one_of("state", "sending", "paused", "cancelled", "done"),
        one_of("role", *ROLES),
        one_of("progress_messenger", *MESSENGERS),
    )

    id: Mapped[int] = key()
    number: Mapped[int] = mapped_column(unique=True)
    unit_id: Mapped[int] = refers("units.id", index=True)
    role: Mapped[str | None]
    text = Sealed("text_box")
    text_box: Mapped[bytes]
    state: Mapped[str]
    created_by: Mapped[int] = refers("persons.id")
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    progress_messenger: Mapped[str | None]
    progress_chat: Mapped[int | None]
    progress_message: Mapped[int | None]


class LargeCall(Base):
    """A call to many, before anybody has heard it: a supervisor lets it be sent, and then it is a call. `people` is how many it
    would have reached; it is sent as if from the asker's account, or is over when its time is.
    """

    __tablename__ = "large_calls"
    __table_args__ = (
        one_of("state", "waiting", "approved", "returned", "withdrawn"),
        one_of("role", *ROLES),
        one_of("messenger", *MESSENGERS),
    )

    id: Mapped[int] = key()
    unit_id: Mapped[int] = refers("units.id", index=True)
    role: Mapped[str | None]
    text = Sealed("text_box")
    text_box: Mapped[bytes]
    people: Mapped[int]
    asked_by: Mapped[int] = refers("persons.id", index=True)
    behalf_of: Mapped[int | None] = refers("persons.id")
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    messenger: Mapped[str]
    account: Mapped[int]
    state: Mapped[str]
    decided_by: Mapped[int | None] = refers("persons.id")
    decided_at: Mapped[datetime | None]
    reason = SealedOptional("reason_box")
    reason_box: Mapped[bytes | None]
    call_id: Mapped[int | None] = refers("calls.id")


class Delivery(Base):
    """One recipient's copy. `epoch` is that of the lane which claimed it; the account is the one tried last.

    `doubts` counts the sendings of which nobody knows whether they arrived: such a copy was perhaps heard twice.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        one_of("state", *DELIVERY_STATES),
        one_of("messenger", *MESSENGERS),
        UniqueConstraint("call_id", "person_id"),
        Index("ix_deliveries_call_id_state", "call_id", "state", "messenger", "attempts", "id"),
    )

    id: Mapped[int] = key()
    call_id: Mapped[int] = refers("calls.id")
    person_id: Mapped[int] = refers("persons.id")
    account_id: Mapped[int | None] = refers("accounts.id")
    messenger: Mapped[str | None]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message: Mapped[int | None]
    error: Mapped[str | None]


class Answer(Base):
    __tablename__ = "answers"
    __table_args__ = (one_of("answer", "coming", "cannot"), UniqueConstraint("call_id", "person_id"))

    id: Mapped[int] = key()
    call_id: Mapped[int] = refers("calls.id")
    person_id: Mapped[int] = refers("persons.id")
    answer: Mapped[str]
    at: Mapped[datetime]
