"""Whom a call can be sent to: everybody in a unit and under it, or those of one role. It counts them and names nobody."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, Subquery, Text, case, cast, func, null, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import SENIORITY, Action, Actor, Reach, require, visible_units
from bot.relief.access.validity import in_force
from bot.relief.hierarchy import open_on, standing
from bot.relief.ids import PersonId, UnitId
from bot.relief.outbound.addresses import addresses
from bot.relief.pages import Found, page
from bot.relief.units.directory import named
from bot.relief.vocabulary import Role
from bot.storage.tables import Membership, Unit, UnitAncestor


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """`role` None is everybody. Whoever sends the call is not counted: nobody is called by themselves."""

    unit: UnitId
    unit_name: str
    role: Role | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`people` will be written to, each in one messenger, the most used first; `left_out` have none that reaches them."""

    people: int
    by_messenger: tuple[tuple[str, int], ...]
    left_out: int


async def audiences(
    session: AsyncSession, actor: Actor, today: date, offset: int, limit: int, *, search: str = ""
) -> Found[Audience]:
    """The actor's own units first, then what is under them level by level in Persian order; in each unit everybody, then
    role by role. Left out are audiences without anybody, and a role that everybody there has. `search` is words of the
    unit's name.
    """
    counted = _counted(actor, today)
    levels = (
        select(UnitAncestor.unit_id, func.min(UnitAncestor.depth).label("level"))
        .where(UnitAncestor.ancestor_id.in_(actor.units(Action.SEND_CALL, tuple(Reach))), standing(today))
        .group_by(UnitAncestor.unit_id)
        .subquery()
    )
    seniority = case({role.value: place for place, role in enumerate(SENIORITY)}, value=counted.c.role, else_=-1)
    rows = await session.execute(
        select(Unit.id, Unit.name, counted.c.role, counted.c.people)
        .join(counted, counted.c.unit_id == Unit.id)
        .join(levels, levels.c.unit_id == Unit.id)
        .where(open_on(today), *named(search))
        .order_by(levels.c.level, Unit.sort_key, Unit.id, seniority)
        .offset(offset)
        .limit(limit + 1)
    )
    return page([_audience(*row) for row in rows], limit)


def _audience(unit: int, name: str, role: str | None, people: int) -> Audience:
    return Audience(unit=UnitId(unit), unit_name=name, role=None if role is None else Role(role), count=people)


def _counted(actor: Actor, today: date) -> Subquery:
    """Columns unit_id, role (NULL is everybody), people: a person with two roles, or in two units, counts once."""
    base = (
        select(UnitAncestor.ancestor_id.label("unit_id"), Membership.role, Membership.person_id)
        .join(UnitAncestor, UnitAncestor.unit_id == Membership.unit_id)
        .where(UnitAncestor.ancestor_id.in_(visible_units(actor, Action.SEND_CALL, today)), standing(today))
        .where(in_force(today), Membership.person_id != actor.person)
        .subquery()
    )
    people = func.count(base.c.person_id.distinct()).label("people")
    by_role = select(base.c.unit_id, base.c.role, people).group_by(base.c.unit_id, base.c.role)
    everybody = select(base.c.unit_id, cast(null(), Text).label("role"), people).group_by(base.c.unit_id)
    each = union_all(everybody, by_role).subquery()
    whole = func.max(each.c.people).over(partition_by=each.c.unit_id).label("whole")
    beside = select(each, whole).subquery()
    return select(beside).where(or_(beside.c.role.is_(None), beside.c.people < beside.c.whole)).subquery()


async def audience(session: AsyncSession, actor: Actor, unit: UnitId, role: Role | None, today: date) -> Audience:
    await require(session, actor, Action.SEND_CALL, unit, today)
    everybody = members(unit, role, actor.person, today).subquery()
    name = await session.scalar(select(Unit.name).where(Unit.id == unit))
    count = await session.scalar(select(func.count()).select_from(everybody))
    return Audience(unit=unit, unit_name=name or "", role=role, count=count or 0)


async def preview(session: AsyncSession, actor: Actor, chosen: Audience, today: date) -> Preview:
    everybody = await audience(session, actor, chosen.unit, chosen.role, today)
    reached = await addresses(session, members(chosen.unit, chosen.role, actor.person, today))
    counts: dict[str, int] = {}
    for address in reached.values():
        counts[address.messenger] = counts.get(address.messenger, 0) + 1
    most_first = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Preview(people=len(reached), by_messenger=tuple(most_first), left_out=everybody.count - len(reached))


def members(unit: UnitId, role: Role | None, sender: PersonId, today: date) -> Select[int]:
    """The persons with a standing membership in the unit or under it that day, each once, without the sender."""
    found = (
        select(Membership.person_id)
        .join(UnitAncestor, UnitAncestor.unit_id == Membership.unit_id)
        .where(
            UnitAncestor.ancestor_id == unit,
            standing(today),
            in_force(today),
            Membership.person_id != sender,
        )
        .distinct()
    )
    return found if role is None else found.where(Membership.role == role)
