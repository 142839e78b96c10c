"""Temporary states of a person (suspension, delegation, linking, merging), skills and free hours."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.encryption import SealedText
from bot.storage.orm import Base, enum_check, foreign_key, primary_key
from bot.storage.tables.decidable import ExpiringDecidable
from bot.storage.tables.vocabulary import DAY_PARTS, SKILLS


class Suspension(Base):
    """A membership without its rights, until that day (the last one without them), or until it is lifted."""

    __tablename__ = "suspensions"

    id: Mapped[int] = primary_key()
    membership_id: Mapped[int] = foreign_key("memberships.id", index=True)
    suspended_at: Mapped[datetime]
    suspended_by: Mapped[int] = foreign_key("persons.id")
    reason = SealedText("reason_box")
    reason_box: Mapped[bytes]
    until: Mapped[date | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = foreign_key("persons.id")


class Delegation(Base):
    """The rights of a membership, lent to another member of its unit or of one over or under it.

    Both days belong to it.
    """

    __tablename__ = "delegations"
    __table_args__ = (CheckConstraint("until >= since", name="since_before_until"),)

    id: Mapped[int] = primary_key()
    membership_id: Mapped[int] = foreign_key("memberships.id", index=True)
    delegate_id: Mapped[int] = foreign_key("persons.id", index=True)
    since: Mapped[date]
    until: Mapped[date]
    delegated_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class LinkCode(Base):
    """A code shown in one messenger of a person and typed in another. Only its digest is kept, and only briefly."""

    __tablename__ = "link_codes"

    id: Mapped[int] = primary_key()
    code_digest: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[int] = foreign_key("persons.id", index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class MergeOffer(ExpiringDecidable, Base):
    """An offer to merge two persons. The person who typed the code has agreed; the other one decides."""

    __tablename__ = "merge_offers"
    __table_args__ = (enum_check("state", "waiting", "accepted", "refused"),)

    survivor_id: Mapped[int] = foreign_key("persons.id", index=True)
    merged_id: Mapped[int] = foreign_key("persons.id")


class PersonSkill(Base):
    __tablename__ = "person_skills"
    __table_args__ = (enum_check("skill", *SKILLS),)

    person_id: Mapped[int] = foreign_key("persons.id", primary_key=True)
    skill: Mapped[str] = mapped_column(primary_key=True)


class FreeTime(Base):
    """A part of a day of the week on which a person is free. Saturday is 0."""

    __tablename__ = "free_times"
    __table_args__ = (enum_check("part", *DAY_PARTS), CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"))

    person_id: Mapped[int] = foreign_key("persons.id", primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[str] = mapped_column(primary_key=True)
