"""Who answers for a unit: its own coordinators, else the nearest above it, and where there are none those who oversee it.

It finds persons by their memberships in force; what they are told is another's matter.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.validity import delegate_valid, delegation_valid, membership_valid
from bot.relief.hierarchy import ancestry_valid
from bot.relief.ids import PersonId, UnitId
from bot.relief.vocabulary import Role
from bot.storage.tables import Delegation, Membership, Person, UnitAncestor

ROLE_PRIORITY = {Role.COORDINATOR: 0, Role.SUPERVISOR: 1, Role.ADMINISTRATOR: 2}
"""Whose the task is first: a role is only asked where there is nobody of the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsiblePerson:
    person: PersonId
    name: str
    role: Role
    unit: UnitId


async def responsible_people(
    session: AsyncSession,
    unit: UnitId,
    today: date,
    *,
    excluding: Collection[PersonId] = (),
    roles: Collection[Role] = tuple(ROLE_PRIORITY),
    include_farther: bool = False,
) -> tuple[ResponsiblePerson, ...]:
    """All who stand nearest, in the order in which they came, and those who stand in for them that day; `excluding` are not asked
    about themselves. With `include_farther`, also those who stand farther. Empty where nobody is.
    """
    rows = await session.execute(
        select(Membership, UnitAncestor.depth, Person)
        .join(UnitAncestor, UnitAncestor.ancestor_id == Membership.unit_id)
        .join(Person, Person.id == Membership.person_id)
        .where(UnitAncestor.unit_id == unit, ancestry_valid(today), Membership.role.in_(roles), membership_valid(today))
        .order_by(Membership.id)
    )
    found = [
        ((ROLE_PRIORITY[Role(held.role)], depth), held, person)
        for held, depth, person in rows
        if person.id not in excluding
    ]
    nearest = min((place for place, _, _ in found), default=None)
    standing_there = [(held, person) for place, held, person in found if include_farther or place == nearest]
    stand_ins = await _delegates(session, [held.id for held, _ in standing_there], today)
    held_by = {held.id: held for held, _ in standing_there}
    everybody = [
        *standing_there,
        *((held_by[lent_of], person) for lent_of, person in stand_ins if person.id not in excluding),
    ]
    told = {person.id: _responsible_person(held, person) for held, person in everybody}
    return tuple(told.values())


async def _delegates(session: AsyncSession, memberships: list[int], today: date) -> list[tuple[int, Person]]:
    rows = await session.execute(
        select(Delegation.membership_id, Person)
        .join(Membership, Membership.id == Delegation.membership_id)
        .join(Person, Person.id == Delegation.delegate_id)
        .where(Delegation.membership_id.in_(memberships), delegation_valid(today), delegate_valid(today))
        .order_by(Delegation.id)
    )
    return [(lent_of, person) for lent_of, person in rows]


def _responsible_person(held: Membership, person: Person) -> ResponsiblePerson:
    return ResponsiblePerson(
        person=PersonId(person.id), name=person.name, role=Role(held.role), unit=UnitId(held.unit_id)
    )
