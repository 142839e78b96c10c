"""What is known of a unit beside its name: where it is, its licence, and by which ways people give to it; as of any day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.answer_parsers import DayReader, Says
from bot.i18n.messages import Term
from bot.persian.normalisation import normalise
from bot.persian.payment_ids import WrongGiving, read_card_reader, read_iban, read_ussd
from bot.relief.access.policy import Action, Actor, may, require
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.ids import PersonId, UnitId
from bot.relief.units.geo import read_point
from bot.storage.tables import Unit, UnitFact

DAY = timedelta(days=1)
LONGEST = 200  # letters of an address


class Fact(StrEnum):
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


TOLD = tuple(fact for fact in Fact if fact is not Fact.MERGED_INTO)
"""What somebody tells of a unit; the rest follows from what is done with it."""
PUBLIC = frozenset({Fact.ADDRESS, Fact.USSD, Fact.LOCATION})
"""What a stranger may know; the rest is for the unit's own line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongFact:
    """Why what was said of a unit is refused, as the end of a text key."""

    why: str


def read_fact(fact: Fact, said: str, today: date) -> str | WrongFact:
    """What is kept of what somebody wrote."""
    written = normalise(said)
    match fact:
        case Fact.IBAN:
            read: str | WrongGiving = read_iban(written)
        case Fact.CARD_READER:
            read = read_card_reader(written)
        case Fact.USSD:
            read = read_ussd(written)
        case Fact.LICENSED_ON | Fact.LICENSED_UNTIL:
            day = DayReader().read(written, today)
            return str(day.value) if isinstance(day, Says) else WrongFact(why="date")
        case Fact.LICENCE_STATE:
            return written if written in {state.value for state in LicenceState} else WrongFact(why="state")
        case Fact.LOCATION:
            there = read_point(written)
            return WrongFact(why="location") if there is None else there.written
        case _:
            return written if len(written) <= LONGEST else WrongFact(why="long")
    return read if isinstance(read, str) else WrongFact(why=read.why)


async def facts(session: AsyncSession, unit: UnitId, day: date) -> Mapping[Fact, str]:
    """As they held that day, in the order of the vocabulary."""
    rows = await session.execute(
        select(UnitFact.fact, UnitFact.value)
        .where(UnitFact.unit_id == unit, UnitFact.since <= day, or_(UnitFact.until.is_(None), UnitFact.until >= day))
        .order_by(UnitFact.since)
    )
    known = {Fact(fact): value for fact, value in rows}
    return {fact: known[fact] for fact in Fact if fact in known}


async def seen_facts(session: AsyncSession, actor: Actor | None, unit: UnitId, today: date) -> Mapping[Fact, str]:
    """Those that the person may know."""
    known = await facts(session, unit, today)
    if actor and await may(session, actor, Action.SEE_UNIT, unit, today):
        return known
    return {fact: value for fact, value in known.items() if fact in PUBLIC}


async def tell(
    session: AsyncSession, actor: Actor, unit: UnitId, fact: Fact, value: str, now: datetime, today: date
) -> None:
    """From today on it is so; an empty value says that there is none any more. What was before stays with its days."""
    await require(session, actor, Action.KEEP_UNITS, unit, today)
    await put(session, unit, fact, value, today, by=actor.person)
    await audit.note(session, actor, AuditAction.CHANGE_UNIT, unit=unit, subject=f"fact:{fact}", now=now)


async def tell_phone(session: AsyncSession, actor: Actor, unit: UnitId, phone: str, now: datetime, today: date) -> None:
    """E.164, for families to call; empty where there is none any more."""
    await require(session, actor, Action.KEEP_UNITS, unit, today)
    await session.execute(update(Unit).where(Unit.id == unit).values(phone=phone or None))
    await audit.note(session, actor, AuditAction.CHANGE_UNIT, unit=unit, subject="fact:phone", now=now)


async def put(session: AsyncSession, unit: UnitId, fact: Fact, value: str, today: date, *, by: PersonId | None) -> bool:
    """Whether anything was new. What was said earlier the same day is corrected."""
    written = normalise(value)
    mine = (UnitFact.unit_id == unit, UnitFact.fact == fact, UnitFact.until.is_(None))
    if (await session.scalar(select(UnitFact.value).where(*mine)) or "") == written:
        return False
    await session.execute(delete(UnitFact).where(*mine, UnitFact.since >= today))
    await session.execute(update(UnitFact).where(*mine).values(until=today - DAY))
    if written:
        begin(session, unit, fact, written, today, by=by)
        await session.flush()
    return True


def begin(session: AsyncSession, unit: UnitId, fact: Fact, value: str, today: date, *, by: PersonId | None) -> None:
    """Of a unit of which nothing of the kind is known."""
    session.add(UnitFact(unit_id=unit, fact=fact, value=normalise(value), since=today, set_by=by))
