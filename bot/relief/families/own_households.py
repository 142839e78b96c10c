"""Own households of a person, by declaration or by a phone number: only others may handle them.

`families.files` uses them to decide what a person may see. The contents of a file are not known here.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed, require
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


async def declare_own(caller: Caller, family_id: FamilyId) -> FamilyCard:
    """Declare a visible family to be the own household of the actor, who cannot see it from then on."""
    card = await load_family(caller, family_id)
    await _insert_own(caller.session, caller.actor.person, family_id, caller.now)
    subject = f"family:{card.number}"
    await audit_log.record(
        caller, AuditAction.DECLARE_OWN_HOUSEHOLD, unit=card.unit, subject=subject, right=Action.SEE_FAMILY
    )
    return card


async def keep_matches_of_number(caller: Caller) -> None:
    """Declare the households with the present phone of the actor, before that phone changes.

    A household registered later with the old phone may belong to the next owner of that number.
    """
    if caller.actor.phone_digests:
        mine = select(Family.id).where(Family.phone_digest.in_(caller.actor.phone_digests))
        for family_id in (await caller.session.scalars(mine)).all():
            await _insert_own(caller.session, caller.actor.person, FamilyId(family_id), caller.now)


async def _insert_own(session: AsyncSession, person: PersonId, family_id: FamilyId, now: datetime) -> None:
    row = insert(session, OwnHousehold).values(person_id=person, family_id=family_id, declared_at=now)
    await session.execute(row.on_conflict_do_nothing())


async def list_household_owners(caller: Caller, card: FamilyCard) -> tuple[HouseholdOwner, ...]:
    """Return the persons whose own household it is, if the actor manages the members of its unit.

    Empty otherwise.
    """
    if not await is_allowed(caller, Action.MANAGE_MEMBERS, card.unit):
        return ()
    rows = await caller.session.scalars(
        select(Person)
        .join(OwnHousehold, OwnHousehold.person_id == Person.id)
        .where(OwnHousehold.family_id == card.id)
        .order_by(OwnHousehold.declared_at, Person.id)
    )
    return tuple(HouseholdOwner(person=PersonId(row.id), name=row.name) for row in rows)


async def retract(caller: Caller, family_id: FamilyId, person: PersonId) -> None:
    """Delete the declaration of another person. It needs the right to manage the members of the unit."""
    card = await load_family(caller, family_id)
    await require(caller, Action.MANAGE_MEMBERS, card.unit)
    mine = and_(OwnHousehold.family_id == family_id, OwnHousehold.person_id == person)
    await caller.session.execute(delete(OwnHousehold).where(mine))
    subject = f"family:{card.number}"
    await audit_log.record(
        caller, AuditAction.RETRACT_OWN_HOUSEHOLD, unit=card.unit, subject=subject, right=Action.MANAGE_MEMBERS
    )
