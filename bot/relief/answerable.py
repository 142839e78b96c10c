"""Who answers for a unit: its own coordinators, else the nearest above it, and where there are none those who oversee it.

It finds persons by their memberships in force; what they are told is another's matter.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.ids import PersonId, UnitId
from bot.relief.in_force import in_force
from bot.relief.tree import standing
from bot.relief.words import Role
from bot.storage.tables import Membership, Person, UnitAncestor

RANK = {Role.COORDINATOR: 0, Role.SUPERVISOR: 1, Role.ADMINISTRATOR: 2}
"""Whose the task is first: a role is only asked where there is nobody of the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    person: PersonId
    name: str
    role: Role
    unit: UnitId


async def answerable(
    session: AsyncSession, unit: UnitId, today: date, *, but: PersonId | None = None
) -> tuple[Answerable, ...]:
    """All who stand nearest, in the order in which they came; `but` is not asked about themselves. Empty where nobody is."""
    rows = await session.execute(
        select(Membership.role, UnitAncestor.depth, Membership.unit_id, Person)
        .join(UnitAncestor, UnitAncestor.ancestor_id == Membership.unit_id)
        .join(Person, Person.id == Membership.person_id)
        .where(UnitAncestor.unit_id == unit, standing(today), Membership.role.in_(RANK), in_force(today))
        .order_by(Membership.id)
    )
    found = [(RANK[Role(role)], depth, where, person) for role, depth, where, person in rows if person.id != but]
    nearest = min(((rank, depth) for rank, depth, _, _ in found), default=None)
    return tuple(
        Answerable(person=PersonId(person.id), name=person.name, role=_role(rank), unit=UnitId(where))
        for rank, depth, where, person in found
        if (rank, depth) == nearest
    )


def _role(rank: int) -> Role:
    return next(role for role, place in RANK.items() if place == rank)
