"""Calls for help: the call, its deliveries, the answers, and the approval of a large one."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.encryption import OptionalSealedText, SealedText
from bot.storage.orm import Base, enum_check, foreign_key, primary_key
from bot.storage.tables.decidable import ExpiringDecidable
from bot.storage.tables.vocabulary import DELIVERY_STATES, ROLES


class Call(Base):
    """One call for help. `role` NULL calls everybody in the unit; `campaign_id` NULL is a call of no campaign."""

    __tablename__ = "calls"
    __table_args__ = (
        enum_check("state", "sending", "paused", "cancelled", "done"),
        enum_check("role", *ROLES),
    )

    id: Mapped[int] = primary_key()
    number: Mapped[int] = mapped_column(unique=True)
    unit_id: Mapped[int] = foreign_key("units.id", index=True)
    role: Mapped[str | None]
    campaign_id: Mapped[int | None] = foreign_key("campaigns.id", index=True)
    text = SealedText("text_box")
    text_box: Mapped[bytes]
    state: Mapped[str]
    created_by: Mapped[int] = foreign_key("persons.id")
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class CallApproval(ExpiringDecidable, Base):
    """A call to many people that waits for a supervisor's approval.

    `people` is how many it would have reached. Once approved it is sent as a call from the requester's account; it
    expires at `expires_at`.
    """

    __tablename__ = "call_approvals"
    __table_args__ = (
        enum_check("state", "waiting", "approved", "returned", "withdrawn"),
        enum_check("role", *ROLES),
        Index(
            "ix_call_approvals_waiting",
            "expires_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    unit_id: Mapped[int] = foreign_key("units.id", index=True)
    role: Mapped[str | None]
    campaign_id: Mapped[int | None] = foreign_key("campaigns.id")
    text = SealedText("text_box")
    text_box: Mapped[bytes]
    people: Mapped[int]
    requested_by: Mapped[int] = foreign_key("persons.id", index=True)
    on_behalf_of: Mapped[int | None] = foreign_key("persons.id")
    requested_at: Mapped[datetime]
    messenger: Mapped[str]
    external_id: Mapped[int]
    reason = OptionalSealedText("reason_box")
    reason_box: Mapped[bytes | None]
    call_id: Mapped[int | None] = foreign_key("calls.id")


class Delivery(Base):
    """One recipient's copy of a call. `epoch` is that of the lane that claimed it; the account is the one tried last.

    `unconfirmed_sends` counts the sends without a known outcome: the person may have read such a copy twice.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        enum_check("state", *DELIVERY_STATES),
        UniqueConstraint("call_id", "person_id"),
        Index("ix_deliveries_call_id_state", "call_id", "state", "messenger", "attempts", "id"),
        Index("ix_deliveries_person_id_call_id", "person_id", "call_id"),
    )

    id: Mapped[int] = primary_key()
    call_id: Mapped[int] = foreign_key("calls.id")
    person_id: Mapped[int] = foreign_key("persons.id")
    account_id: Mapped[int | None] = foreign_key("accounts.id")
    messenger: Mapped[str | None]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    unconfirmed_sends: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    error: Mapped[str | None]


class Answer(Base):
    """The answer of one recipient.

    A person who comes to the campaign of a call has a sign-up and no answer: `coming` is stored for other calls only.
    """

    __tablename__ = "answers"
    __table_args__ = (enum_check("answer", "coming", "cannot", "no_place"), UniqueConstraint("call_id", "person_id"))

    id: Mapped[int] = primary_key()
    call_id: Mapped[int] = foreign_key("calls.id")
    person_id: Mapped[int] = foreign_key("persons.id", index=True)
    answer: Mapped[str]
    at: Mapped[datetime]
