"""Attributes of a unit as of any day (temporal table): address, location, licence, payment ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import TEHRAN
from bot.i18n.answer_parsers import DateParser, Parsed
from bot.i18n.messages import Term
from bot.persian.normalisation import normalise
from bot.persian.payment_ids import InvalidPaymentId, parse_iban, parse_terminal_number, parse_ussd
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed, require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.ids import PersonId, UnitId
from bot.relief.units.geo import parse_point
from bot.storage.tables import Unit, UnitAttributeValue

_DAY = timedelta(days=1)
MAX_ATTRIBUTE_LENGTH = 200  # letters of an address


class UnitAttribute(StrEnum):
    """An attribute of a unit; values are stored as text.

    `LICENSED_ON` and `LICENSED_UNTIL` are ISO dates, `LICENCE_STATE` a `LicenceState`, `LOCATION` is
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


EDITABLE_ATTRIBUTES = tuple(attribute for attribute in UnitAttribute if attribute is not UnitAttribute.MERGED_INTO)
"""Attributes that a person enters. The others are written by use cases."""
PUBLIC_ATTRIBUTES = frozenset({UnitAttribute.ADDRESS, UnitAttribute.USSD, UnitAttribute.LOCATION})
"""Attributes that a stranger may see. The others are for members who may see the unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidAttribute:
    """A rejected value. `reason` is the end of a text key."""

    reason: str


def parse_attribute(attribute: UnitAttribute, text: str, today: date) -> str | InvalidAttribute:
    """Parse typed text into the value to store."""
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
            point = parse_point(written)
            return InvalidAttribute(reason="location") if point is None else point.as_text
        case _:
            return written if len(written) <= MAX_ATTRIBUTE_LENGTH else InvalidAttribute(reason="long")
    return read if isinstance(read, str) else InvalidAttribute(reason=read.reason)


async def load_attributes(session: AsyncSession, unit: UnitId, day: date) -> Mapping[UnitAttribute, str]:
    """Load the attributes that held that day, in the order of the vocabulary."""
    rows = await session.execute(
        select(UnitAttributeValue.attribute, UnitAttributeValue.value)
        .where(
            UnitAttributeValue.unit_id == unit,
            UnitAttributeValue.since <= day,
            or_(UnitAttributeValue.until.is_(None), UnitAttributeValue.until >= day),
        )
        .order_by(UnitAttributeValue.since)
    )
    values = {UnitAttribute(attribute): value for attribute, value in rows}
    return {attribute: values[attribute] for attribute in UnitAttribute if attribute in values}


async def visible_attributes(
    session: AsyncSession, actor: Actor | None, unit: UnitId, now: datetime
) -> Mapping[UnitAttribute, str]:
    """Load the attributes that the person may see; `actor` is None for a stranger."""
    values = await load_attributes(session, unit, now.astimezone(TEHRAN).date())
    if actor and await is_allowed(Caller(session, actor, now), Action.SEE_UNIT, unit):
        return values
    return {attribute: value for attribute, value in values.items() if attribute in PUBLIC_ATTRIBUTES}


async def set_attribute(caller: Caller, unit: UnitId, attribute: UnitAttribute, value: str) -> None:
    """Set an attribute from today on; an empty value removes it. Earlier values stay with their days."""
    await require(caller, Action.KEEP_UNITS, unit)
    await upsert_attribute(caller.session, unit, attribute, value, caller.today, by=caller.actor.person)
    await audit_log.record(caller, AuditAction.CHANGE_UNIT, unit=unit, subject=f"fact:{attribute}")


async def set_unit_phone(caller: Caller, unit: UnitId, phone: str) -> None:
    """Set the phone (E.164) that families may call; empty removes it."""
    await require(caller, Action.KEEP_UNITS, unit)
    await caller.session.execute(update(Unit).where(Unit.id == unit).values(phone=phone or None))
    await audit_log.record(caller, AuditAction.CHANGE_UNIT, unit=unit, subject="fact:phone")


async def upsert_attribute(
    session: AsyncSession, unit: UnitId, attribute: UnitAttribute, value: str, today: date, *, by: PersonId | None
) -> bool:
    """Set an attribute from today on, and return True if it changed. A value of the same day is replaced."""
    written = normalise(value)
    current = (
        UnitAttributeValue.unit_id == unit,
        UnitAttributeValue.attribute == attribute,
        UnitAttributeValue.until.is_(None),
    )
    if (await session.scalar(select(UnitAttributeValue.value).where(*current)) or "") == written:
        return False
    await session.execute(delete(UnitAttributeValue).where(*current, UnitAttributeValue.since >= today))
    await session.execute(update(UnitAttributeValue).where(*current).values(until=today - _DAY))
    if written:
        insert_first_attribute(session, unit, attribute, written, today, by=by)
        await session.flush()
    return True


def insert_first_attribute(
    session: AsyncSession, unit: UnitId, attribute: UnitAttribute, value: str, today: date, *, by: PersonId | None
) -> None:
    """Add an attribute that the unit does not have yet, unflushed."""
    session.add(UnitAttributeValue(unit_id=unit, attribute=attribute, value=normalise(value), since=today, set_by=by))
