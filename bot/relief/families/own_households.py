"""Households that are a person's own, by their word or by a number that they had: for others to help.

Whoever decides what a person may see asks here. What stands in a file is not known here.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import Action, Actor, may, require
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.families.files import FamilyCard, family
from bot.relief.ids import FamilyId, PersonId
from bot.storage.database import insert
from bot.storage.tables import Family, OwnHousehold, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    person: PersonId
    name: str


async def tell_own(session: AsyncSession, actor: Actor, wanted: FamilyId, now: datetime, today: date) -> FamilyCard:
    """By oneself, of a file that one sees; from now on one does not."""
    card = await family(session, actor, wanted, today)
    await _keep(session, actor.person, wanted, now)
    subject = f"family:{card.number}"
    await audit.note(
        session,
        actor,
        AuditAction.DECLARE_OWN_HOUSEHOLD,
        unit=card.unit,
        subject=subject,
        right=Action.SEE_FAMILY,
        now=now,
    )
    return card


async def keep_of_number(session: AsyncSession, actor: Actor, now: datetime) -> None:
    """Before their number changes: the households that it told are theirs still. Whoever is registered by it later may be
    of its next owner.
    """
    if actor.phones:
        mine = select(Family.id).where(Family.phone_digest.in_(actor.phones))
        for wanted in (await session.scalars(mine)).all():
            await _keep(session, actor.person, FamilyId(wanted), now)


async def _keep(session: AsyncSession, person: PersonId, wanted: FamilyId, now: datetime) -> None:
    row = insert(session, OwnHousehold).values(person_id=person, family_id=wanted, since=now)
    await session.execute(row.on_conflict_do_nothing())


async def whose(session: AsyncSession, actor: Actor, card: FamilyCard, today: date) -> tuple[Whose, ...]:
    """For those who look after the members of its unit; nobody else is told."""
    if not await may(session, actor, Action.MANAGE_MEMBERS, card.unit, today):
        return ()
    rows = await session.scalars(
        select(Person)
        .join(OwnHousehold, OwnHousehold.person_id == Person.id)
        .where(OwnHousehold.family_id == card.id)
        .order_by(OwnHousehold.since, Person.id)
    )
    return tuple(Whose(person=PersonId(row.id), name=row.name) for row in rows)


async def lift(
    session: AsyncSession, actor: Actor, wanted: FamilyId, person: PersonId, now: datetime, today: date
) -> None:
    """It was a mistake, says somebody else who looks after the members there."""
    card = await family(session, actor, wanted, today)
    await require(session, actor, Action.MANAGE_MEMBERS, card.unit, today)
    mine = and_(OwnHousehold.family_id == wanted, OwnHousehold.person_id == person)
    await session.execute(delete(OwnHousehold).where(mine))
    subject = f"family:{card.number}"
    await audit.note(
        session,
        actor,
        AuditAction.RETRACT_OWN_HOUSEHOLD,
        unit=card.unit,
        subject=subject,
        right=Action.MANAGE_MEMBERS,
        now=now,
    )
