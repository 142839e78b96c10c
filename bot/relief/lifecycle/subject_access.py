"""All that is held on a family or on a person, in full, as it is given to them when they ask.

It reads and decides who may ask for a family; how it is written down is for whoever shows it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Toman
from bot.relief.access.policy import Action, Actor, require
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import NotFound
from bot.relief.families.files import FamilyCard, family
from bot.relief.ids import FamilyId, PersonId
from bot.relief.vocabulary import Role
from bot.storage.tables import (
    Account,
    Activity,
    Answer,
    AuditEntry,
    Campaign,
    Delivery,
    Draft,
    Family,
    JoinRequest,
    Letter,
    Membership,
    OwnHousehold,
    Person,
    Service,
    SignUp,
    Unit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    day: date
    activity: str
    unit_name: str
    value: Toman


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyHoldings:
    """`card` with the numbers unmasked beside it, for the family itself; `looked` counts who opened or changed the file."""

    card: FamilyCard
    phone: str | None
    identity: str | None
    delivered: tuple[Delivered, ...]
    looked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role in a unit, from a day to a day; None goes on."""

    role: Role
    unit_name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    unit_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A letter of one's own threads, by oneself or by who answered."""

    author_name: str
    unit_name: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHoldings:
    """`accounts` are a messenger and when it was last used, `own_households` file numbers. The counts are of rows that name the person by number."""

    name: str
    phone: str | None
    language: str
    known_since: datetime
    pledged_at: datetime | None
    neighbourhoods: str | None
    quiet_hours: tuple[int, int] | None
    accounts: tuple[tuple[str, datetime], ...]
    held: tuple[Held, ...]
    campaigns: tuple[str, ...]
    requests: tuple[Requested, ...]
    letters: tuple[Written, ...]
    own_households: tuple[int, ...]
    registered: int
    reported: int
    calls: int
    answers: int
    drafts: int
    audited: int


async def family_holdings(
    session: AsyncSession, actor: Actor, wanted: FamilyId, now: datetime, today: date
) -> FamilyHoldings:
    """For who may hand it to the family; asking is written down like a look."""
    card = await family(session, actor, wanted, today)
    await require(session, actor, Action.EXPORT_FAMILY, card.unit, today)
    row = await session.get_one(Family, wanted)
    served = await session.execute(
        select(Service.delivered_on, Activity.short, Unit.name, Service.value)
        .join(Activity, Activity.id == Service.activity_id)
        .join(Unit, Unit.id == Service.unit_id)
        .where(Service.family_id == wanted, Service.voided_at.is_(None))
        .order_by(Service.delivered_on, Service.id)
    )
    looked = await session.scalar(
        select(func.count()).select_from(AuditEntry).where(AuditEntry.subject == f"family:{card.number}")
    )
    await audit.note(
        session, actor, AuditAction.EXPORT_FAMILY, unit=card.unit, subject=f"family:{card.number}", now=now
    )
    return FamilyHoldings(
        card=card,
        phone=row.phone,
        identity=row.identity,
        delivered=tuple(
            Delivered(day=day, activity=activity, unit_name=unit, value=Toman(value))
            for day, activity, unit, value in served
        ),
        looked=looked or 0,
    )


async def person_holdings(session: AsyncSession, actor: Actor, now: datetime) -> PersonHoldings:
    """Of oneself, and of nobody else."""
    row = await session.get(Person, actor.person)
    if row is None:
        raise NotFound
    await audit.note(session, actor, AuditAction.EXPORT_SELF, subject=f"person:{actor.person}", now=now)
    quiet = None if row.quiet_from is None or row.quiet_until is None else (row.quiet_from, row.quiet_until)
    return PersonHoldings(
        name=row.name,
        phone=row.phone,
        language=row.language,
        known_since=row.created_at,
        pledged_at=row.pledged_at,
        neighbourhoods=row.neighbourhoods,
        quiet_hours=quiet,
        accounts=await _accounts(session, actor.person),
        held=await _held(session, actor.person),
        campaigns=await _campaigns(session, actor.person),
        requests=await _requests(session, actor.person),
        letters=await _letters(session, actor.person),
        own_households=await _own_households(session, actor.person),
        registered=await _count(session, Family.registered_by == actor.person),
        reported=await _count(session, Service.reported_by == actor.person),
        calls=await _count(session, Delivery.person_id == actor.person),
        answers=await _count(session, Answer.person_id == actor.person),
        drafts=await _count(session, Draft.person_id == actor.person),
        audited=await _count(session, AuditEntry.person_id == actor.person),
    )


async def _count(session: AsyncSession, mine: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count()).where(mine)) or 0


async def _accounts(session: AsyncSession, person: PersonId) -> tuple[tuple[str, datetime], ...]:
    rows = await session.execute(
        select(Account.messenger, Account.last_seen_at)
        .where(Account.person_id == person, Account.unlinked_at.is_(None))
        .order_by(Account.id)
    )
    return tuple((messenger, seen) for messenger, seen in rows)


async def _held(session: AsyncSession, person: PersonId) -> tuple[Held, ...]:
    rows = await session.execute(
        select(Membership.role, Unit.name, Membership.since, Membership.until)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.person_id == person)
        .order_by(Membership.since, Membership.id)
    )
    return tuple(Held(role=Role(role), unit_name=name, since=since, until=until) for role, name, since, until in rows)


async def _requests(session: AsyncSession, person: PersonId) -> tuple[Requested, ...]:
    rows = await session.execute(
        select(Unit.name, JoinRequest.asked_at)
        .join(Unit, Unit.id == JoinRequest.unit_id)
        .where(JoinRequest.person_id == person)
        .order_by(JoinRequest.asked_at)
    )
    return tuple(Requested(unit_name=name, at=at) for name, at in rows)


async def _letters(session: AsyncSession, person: PersonId) -> tuple[Written, ...]:
    rows = await session.execute(
        select(Letter, Person, Unit.name)
        .join(Person, Person.id == Letter.author_id)
        .join(Unit, Unit.id == Letter.unit_id)
        .where(Letter.person_id == person)
        .order_by(Letter.at, Letter.id)
    )
    return tuple(
        Written(author_name=author.name, unit_name=unit, at=row.at, text=row.text) for row, author, unit in rows
    )


async def _own_households(session: AsyncSession, person: PersonId) -> tuple[int, ...]:
    rows = await session.scalars(
        select(Family.number)
        .join(OwnHousehold, OwnHousehold.family_id == Family.id)
        .where(OwnHousehold.person_id == person)
        .order_by(Family.number)
    )
    return tuple(rows)


async def _campaigns(session: AsyncSession, person: PersonId) -> tuple[str, ...]:
    rows = await session.scalars(
        select(Campaign.title)
        .join(SignUp, SignUp.campaign_id == Campaign.id)
        .where(SignUp.person_id == person)
        .order_by(Campaign.since, Campaign.id)
    )
    return tuple(rows)
