"""Own households of a person, by declaration or by a phone number: only others may handle them.

`families.files` uses them to decide what a person may see. The contents of a file are not known here.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import Action, Actor, is_allowed, require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.families.files import FamilyCard, load_family
from bot.relief.ids import FamilyId, PersonId
from bot.storage.database import insert
from bot.storage.tables import Family, OwnHousehold, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdOwner:
    person: PersonId
    name: str


async def declare_own(
    session: AsyncSession, actor: Actor, family_id: FamilyId, now: datetime, today: date
) -> FamilyCard:
    """Declare a visible family to be the own household of the actor, who cannot see it from then on."""
    card = await load_family(session, actor, family_id, today)
    await _insert_own(session, actor.person, family_id, now)
    subject = f"family:{card.number}"
    await audit_log.record(
        session,
        actor,
        AuditAction.DECLARE_OWN_HOUSEHOLD,
        unit=card.unit,
        subject=subject,
        right=Action.SEE_FAMILY,
        now=now,
    )
    return card


async def keep_matches_of_number(session: AsyncSession, actor: Actor, now: datetime) -> None:
    """Declare the households with the present phone of the actor, before that phone changes.

    A household registered later with the old phone may belong to the next owner of that number.
    """
    if actor.phone_digests:
        mine = select(Family.id).where(Family.phone_digest.in_(actor.phone_digests))
        for family_id in (await session.scalars(mine)).all():
            await _insert_own(session, actor.person, FamilyId(family_id), now)


async def _insert_own(session: AsyncSession, person: PersonId, family_id: FamilyId, now: datetime) -> None:
    row = insert(session, OwnHousehold).values(person_id=person, family_id=family_id, declared_at=now)
    await session.execute(row.on_conflict_do_nothing())


async def list_household_owners(
    session: AsyncSession, actor: Actor, card: FamilyCard, today: date
) -> tuple[HouseholdOwner, ...]:
    """Return the persons whose own household it is, if the actor manages the members of its unit.

    Empty otherwise.
    """
    if not await is_allowed(session, actor, Action.MANAGE_MEMBERS, card.unit, today):
        return ()
    rows = await session.scalars(
        select(Person)
        .join(OwnHousehold, OwnHousehold.person_id == Person.id)
        .where(OwnHousehold.family_id == card.id)
        .order_by(OwnHousehold.declared_at, Person.id)
    )
    return tuple(HouseholdOwner(person=PersonId(row.id), name=row.name) for row in rows)


async def retract(
    session: AsyncSession, actor: Actor, family_id: FamilyId, person: PersonId, now: datetime, today: date
) -> None:
    """Delete the declaration of another person. It needs the right to manage the members of the unit."""
    card = await load_family(session, actor, family_id, today)
    await require(session, actor, Action.MANAGE_MEMBERS, card.unit, today)
    mine = and_(OwnHousehold.family_id == family_id, OwnHousehold.person_id == person)
    await session.execute(delete(OwnHousehold).where(mine))
    subject = f"family:{card.number}"
    await audit_log.record(
        session,
        actor,
        AuditAction.RETRACT_OWN_HOUSEHOLD,
        unit=card.unit,
        subject=subject,
        right=Action.MANAGE_MEMBERS,
        now=now,
    )
