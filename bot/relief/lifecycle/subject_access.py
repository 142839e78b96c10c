"""Subject access: all data held on a family or on a person, in full, for them.

It reads, and checks the right for a family. Its format belongs to the caller.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Toman
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import NotFound
from bot.relief.families.files import FamilyCard, load_family
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
class ServiceRecord:
    day: date
    activity: str
    unit_name: str
    value: Toman


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyDataExport:
    """The data of a family, with numbers unmasked. `access_count` counts accesses to the file and changes."""

    card: FamilyCard
    phone: str | None
    identity: str | None
    services: tuple[ServiceRecord, ...]
    access_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRecord:
    """A role in a unit; both days belong to it. `until` None: it goes on."""

    role: Role
    unit_name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequestRecord:
    unit_name: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRecord:
    """A letter in a thread of the person, by them or by who answered."""

    author_name: str
    unit_name: str
    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDataExport:
    """The data of a person.

    `accounts` are a messenger and when it was last used. `own_households` are file numbers. The counts are of rows that
    reference the person.
    """

    name: str
    phone: str | None
    language: str
    known_since: datetime
    pledged_at: datetime | None
    neighbourhoods: str | None
    quiet_hours: tuple[int, int] | None
    accounts: tuple[tuple[str, datetime], ...]
    roles: tuple[RoleRecord, ...]
    campaigns: tuple[str, ...]
    join_requests: tuple[JoinRequestRecord, ...]
    letters: tuple[LetterRecord, ...]
    own_households: tuple[int, ...]
    family_count: int
    service_count: int
    call_count: int
    answer_count: int
    draft_count: int
    audit_entry_count: int


async def export_family_data(caller: Caller, family_id: FamilyId) -> FamilyDataExport:
    """Return the data of a family for an actor who may hand it to them. Audited."""
    card = await load_family(caller, family_id)
    await require(caller, Action.EXPORT_FAMILY, card.unit)
    row = await caller.session.get_one(Family, family_id)
    served = await caller.session.execute(
        select(Service.delivered_on, Activity.short, Unit.name, Service.value)
        .join(Activity, Activity.id == Service.activity_id)
        .join(Unit, Unit.id == Service.unit_id)
        .where(Service.family_id == family_id, Service.voided_at.is_(None))
        .order_by(Service.delivered_on, Service.id)
    )
    access_count = await caller.session.scalar(
        select(func.count()).select_from(AuditEntry).where(AuditEntry.subject == f"family:{card.number}")
    )
    await audit_log.record(caller, AuditAction.EXPORT_FAMILY, unit=card.unit, subject=f"family:{card.number}")
    return FamilyDataExport(
        card=card,
        phone=row.phone,
        identity=row.identity,
        services=tuple(
            ServiceRecord(day=day, activity=activity, unit_name=unit, value=Toman(value))
            for day, activity, unit, value in served
        ),
        access_count=access_count or 0,
    )


async def export_own_data(caller: Caller) -> PersonDataExport:
    """Return the data of the actor. Audited."""
    row = await caller.session.get(Person, caller.actor.person)
    if row is None:
        raise NotFound
    await audit_log.record(caller, AuditAction.EXPORT_SELF, subject=f"person:{caller.actor.person}")
    quiet = None if row.quiet_from is None or row.quiet_until is None else (row.quiet_from, row.quiet_until)
    return PersonDataExport(
        name=row.name,
        phone=row.phone,
        language=row.language,
        known_since=row.created_at,
        pledged_at=row.confidentiality_accepted_at,
        neighbourhoods=row.neighbourhoods,
        quiet_hours=quiet,
        accounts=await _load_accounts(caller.session, caller.actor.person),
        roles=await _load_roles(caller.session, caller.actor.person),
        campaigns=await _load_campaigns(caller.session, caller.actor.person),
        join_requests=await _load_join_requests(caller.session, caller.actor.person),
        letters=await _load_letters(caller.session, caller.actor.person),
        own_households=await _load_own_households(caller.session, caller.actor.person),
        family_count=await _count(caller.session, Family.registered_by == caller.actor.person),
        service_count=await _count(caller.session, Service.reported_by == caller.actor.person),
        call_count=await _count(caller.session, Delivery.person_id == caller.actor.person),
        answer_count=await _count(caller.session, Answer.person_id == caller.actor.person),
        draft_count=await _count(caller.session, Draft.person_id == caller.actor.person),
        audit_entry_count=await _count(caller.session, AuditEntry.person_id == caller.actor.person),
    )


async def _count(session: AsyncSession, mine: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count()).where(mine)) or 0


async def _load_accounts(session: AsyncSession, person: PersonId) -> tuple[tuple[str, datetime], ...]:
    rows = await session.execute(
        select(Account.messenger, Account.last_seen_at)
        .where(Account.person_id == person, Account.unlinked_at.is_(None))
        .order_by(Account.id)
    )
    return tuple((messenger, last_seen) for messenger, last_seen in rows)


async def _load_roles(session: AsyncSession, person: PersonId) -> tuple[RoleRecord, ...]:
    rows = await session.execute(
        select(Membership.role, Unit.name, Membership.since, Membership.until)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.person_id == person)
        .order_by(Membership.since, Membership.id)
    )
    return tuple(
        RoleRecord(role=Role(role), unit_name=name, since=since, until=until) for role, name, since, until in rows
    )


async def _load_join_requests(session: AsyncSession, person: PersonId) -> tuple[JoinRequestRecord, ...]:
    rows = await session.execute(
        select(Unit.name, JoinRequest.requested_at)
        .join(Unit, Unit.id == JoinRequest.unit_id)
        .where(JoinRequest.person_id == person)
        .order_by(JoinRequest.requested_at)
    )
    return tuple(JoinRequestRecord(unit_name=name, requested_at=at) for name, at in rows)


async def _load_letters(session: AsyncSession, person: PersonId) -> tuple[LetterRecord, ...]:
    rows = await session.execute(
        select(Letter, Person, Unit.name)
        .join(Person, Person.id == Letter.author_id)
        .join(Unit, Unit.id == Letter.unit_id)
        .where(Letter.person_id == person)
        .order_by(Letter.at, Letter.id)
    )
    return tuple(
        LetterRecord(author_name=author.name, unit_name=unit, written_at=row.at, text=row.text)
        for row, author, unit in rows
    )


async def _load_own_households(session: AsyncSession, person: PersonId) -> tuple[int, ...]:
    rows = await session.scalars(
        select(Family.number)
        .join(OwnHousehold, OwnHousehold.family_id == Family.id)
        .where(OwnHousehold.person_id == person)
        .order_by(Family.number)
    )
    return tuple(rows)


async def _load_campaigns(session: AsyncSession, person: PersonId) -> tuple[str, ...]:
    rows = await session.scalars(
        select(Campaign.title)
        .join(SignUp, SignUp.campaign_id == Campaign.id)
        .where(SignUp.person_id == person)
        .order_by(Campaign.since, Campaign.id)
    )
    return tuple(rows)
