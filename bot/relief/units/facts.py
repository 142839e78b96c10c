"""What is known of a unit beside its name: where it is, its licence, and by which ways people give to it; as of any day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.answer_parsers import DateParser, Parsed
from bot.i18n.messages import Term
from bot.persian.normalisation import normalise
from bot.persian.payment_ids import InvalidPaymentId, parse_iban, parse_terminal_number, parse_ussd
from bot.relief.access.policy import Action, Actor, is_allowed, require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.ids import PersonId, UnitId
from bot.relief.units.geo import parse_point
from bot.storage.tables import Unit, UnitAttributeValue

_DAY = timedelta(days=1)
MAX_ATTRIBUTE_LENGTH = 200  # letters of an address


class UnitAttribute(StrEnum):
    """`LICENSED_ON` and `LICENSED_UNTIL` are ISO dates, `LICENCE_STATE` one of its vocabulary, `LOCATION` is
    «latitude,longitude» in degrees (WGS 84), `MERGED_INTO` a unit's id.
    """

    ADDRESS = "address"
    LICENCE = "licence"
    LICENCE_STATE = "licence_state"
    LICENSED_ON = "licensed_on"
    LICENSED_UNTIL = "licensed_until"
    IBAN = "iban"
    CARD_READER = "card_reader"
    USSD = "ussd"
    LOCATION = "location"
    MERGED_INTO = "merged_into"


class LicenceState(Term, text_key="licence-state"):
    VALID = "valid"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    NONE = "none"


EDITABLE_ATTRIBUTES = tuple(fact for fact in UnitAttribute if fact is not UnitAttribute.MERGED_INTO)
"""What somebody tells of a unit; the rest follows from what is done with it."""
PUBLIC_ATTRIBUTES = frozenset({UnitAttribute.ADDRESS, UnitAttribute.USSD, UnitAttribute.LOCATION})
"""What a stranger may know; the rest is for the unit's own line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidAttribute:
    """Why what was said of a unit is refused, as the end of a text key."""

    reason: str


def parse_attribute(attribute: UnitAttribute, text: str, today: date) -> str | InvalidAttribute:
    """What is kept of what somebody wrote."""
    written = normalise(text)
    match attribute:
        case UnitAttribute.IBAN:
            read: str | InvalidPaymentId = parse_iban(written)
        case UnitAttribute.CARD_READER:
            read = parse_terminal_number(written)
        case UnitAttribute.USSD:
            read = parse_ussd(written)
        case UnitAttribute.LICENSED_ON | UnitAttribute.LICENSED_UNTIL:
            day = DateParser().parse(written, today)
            return str(day.value) if isinstance(day, Parsed) else InvalidAttribute(reason="date")
        case UnitAttribute.LICENCE_STATE:
            return written if written in {state.value for state in LicenceState} else InvalidAttribute(reason="state")
        case UnitAttribute.LOCATION:
            there = parse_point(written)
            return InvalidAttribute(reason="location") if there is None else there.as_text
        case _:
            return written if len(written) <= MAX_ATTRIBUTE_LENGTH else InvalidAttribute(reason="long")
    return read if isinstance(read, str) else InvalidAttribute(reason=read.reason)


async def load_attributes(session: AsyncSession, unit: UnitId, day: date) -> Mapping[UnitAttribute, str]:
    """As they held that day, in the order of the vocabulary."""
    rows = await session.execute(
        select(UnitAttributeValue.attribute, UnitAttributeValue.value)
        .where(
            UnitAttributeValue.unit_id == unit,
            UnitAttributeValue.since <= day,
            or_(UnitAttributeValue.until.is_(None), UnitAttributeValue.until >= day),
        )
        .order_by(UnitAttributeValue.since)
    )
    known = {UnitAttribute(fact): value for fact, value in rows}
    return {fact: known[fact] for fact in UnitAttribute if fact in known}


async def visible_attributes(
    session: AsyncSession, actor: Actor | None, unit: UnitId, today: date
) -> Mapping[UnitAttribute, str]:
    """Those that the person may know."""
    known = await load_attributes(session, unit, today)
    if actor and await is_allowed(session, actor, Action.SEE_UNIT, unit, today):
        return known
    return {fact: value for fact, value in known.items() if fact in PUBLIC_ATTRIBUTES}


async def set_attribute(
    session: AsyncSession, actor: Actor, unit: UnitId, attribute: UnitAttribute, value: str, now: datetime, today: date
) -> None:
    """From today on it is so; an empty value says that there is none any more. What was before stays with its days."""
    await require(session, actor, Action.KEEP_UNITS, unit, today)
    await upsert_attribute(session, unit, attribute, value, today, by=actor.person)
    await audit_log.record(session, actor, AuditAction.CHANGE_UNIT, unit=unit, subject=f"fact:{attribute}", now=now)


async def set_unit_phone(
    session: AsyncSession, actor: Actor, unit: UnitId, phone: str, now: datetime, today: date
) -> None:
    """E.164, for families to call; empty where there is none any more."""
    await require(session, actor, Action.KEEP_UNITS, unit, today)
    await session.execute(update(Unit).where(Unit.id == unit).values(phone=phone or None))
    await audit_log.record(session, actor, AuditAction.CHANGE_UNIT, unit=unit, subject="fact:phone", now=now)


async def upsert_attribute(
    session: AsyncSession, unit: UnitId, attribute: UnitAttribute, value: str, today: date, *, by: PersonId | None
) -> bool:
    """Whether anything was new. What was said earlier the same day is corrected."""
    written = normalise(value)
    mine = (
        UnitAttributeValue.unit_id == unit,
        UnitAttributeValue.attribute == attribute,
        UnitAttributeValue.until.is_(None),
    )
    if (await session.scalar(select(UnitAttributeValue.value).where(*mine)) or "") == written:
        return False
    await session.execute(delete(UnitAttributeValue).where(*mine, UnitAttributeValue.since >= today))
    await session.execute(update(UnitAttributeValue).where(*mine).values(until=today - _DAY))
    if written:
        insert_first_attribute(session, unit, attribute, written, today, by=by)
        await session.flush()
    return True


def insert_first_attribute(
    session: AsyncSession, unit: UnitId, attribute: UnitAttribute, value: str, today: date, *, by: PersonId | None
) -> None:
    """Of a unit of which nothing of the kind is known."""
    session.add(UnitAttributeValue(unit_id=unit, attribute=attribute, value=normalise(value), since=today, set_by=by))
