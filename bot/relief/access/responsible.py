"""The people responsible for a unit.

They are its coordinators, else the nearest coordinators above it, else supervisors, else administrators.

Finds people by their memberships in force. Callers notify them.
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
"""The order of roles: a role is responsible only where no one holds an earlier one."""


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
    """Return the responsible people nearest to the unit, oldest membership first, then their delegates.

    `excluding` are left out, such as the person whom the matter is about. `include_farther` adds the people of all
    units above. Empty where no one is responsible.
    """
    rows = await session.execute(
        select(Membership, UnitAncestor.depth, Person)
        .join(UnitAncestor, UnitAncestor.ancestor_id == Membership.unit_id)
        .join(Person, Person.id == Membership.person_id)
        .where(UnitAncestor.unit_id == unit, ancestry_valid(today), Membership.role.in_(roles), membership_valid(today))
        .order_by(Membership.id)
    )
    candidates = [
        ((ROLE_PRIORITY[Role(membership.role)], depth), membership, person)
        for membership, depth, person in rows
        if person.id not in excluding
    ]
    nearest = min((rank for rank, _, _ in candidates), default=None)
    holders = [(membership, person) for rank, membership, person in candidates if include_farther or rank == nearest]
    memberships = {membership.id: membership for membership, _ in holders}
    delegates = [
        (memberships[membership_id], person)
        for membership_id, person in await _delegates(session, list(memberships), today)
        if person.id not in excluding
    ]
    people = {person.id: _responsible_person(membership, person) for membership, person in (*holders, *delegates)}
    return tuple(people.values())


async def _delegates(session: AsyncSession, memberships: list[int], today: date) -> list[tuple[int, Person]]:
    rows = await session.execute(
        select(Delegation.membership_id, Person)
        .join(Membership, Membership.id == Delegation.membership_id)
        .join(Person, Person.id == Delegation.delegate_id)
        .where(Delegation.membership_id.in_(memberships), delegation_valid(today), delegate_valid(today))
        .order_by(Delegation.id)
    )
    return [(membership_id, person) for membership_id, person in rows]


def _responsible_person(membership: Membership, person: Person) -> ResponsiblePerson:
    return ResponsiblePerson(
        person=PersonId(person.id), name=person.name, role=Role(membership.role), unit=UnitId(membership.unit_id)
    )
