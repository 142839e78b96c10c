"""Audiences of calls: all members of a unit and those under it, or those of one role.

It counts persons and names none.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, Subquery, Text, case, cast, func, null, or_, select, union_all

from bot.relief import pages
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import SENIORITY, Action, Scope
from bot.relief.access.rights import permitted_unit_ids, require
from bot.relief.access.validity import membership_valid
from bot.relief.hierarchy import ancestry_valid, descendants, open_on
from bot.relief.ids import PersonId, UnitId
from bot.relief.outbound.addresses import Address, resolve_addresses
from bot.relief.pages import Page
from bot.relief.units.directory import name_matches
from bot.relief.vocabulary import Role
from bot.storage.tables import Membership, Unit, UnitAncestor


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """An audience. `role` None is all roles. `count` leaves out the sender of the call."""

    unit: UnitId
    unit_name: str
    role: Role | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReach:
    """Reach of a call to an audience: the one count of its preview, its approval and its sending.

    `recipients` are all persons of the audience, `addresses` those of them whom a messenger reaches, in one each.
    """

    recipients: tuple[PersonId, ...]
    addresses: Mapping[PersonId, Address]

    @property
    def people(self) -> int:
        """How many are written to."""
        return len(self.addresses)

    @property
    def unreachable(self) -> int:
        """How many have no account that could be written to."""
        return len(self.recipients) - len(self.addresses)

    @property
    def by_messenger(self) -> tuple[tuple[str, int], ...]:
        """Persons by messenger, the most used first."""
        counts = Counter(address.messenger for address in self.addresses.values())
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


async def find_audiences(
    caller: Caller, offset: int, limit: int, *, search: str = "", within: UnitId | None = None
) -> Page[Audience]:
    """Return a page of audiences: own units first, then level by level; in each all members, then by role.

    Empty audiences are left out, and a role that all members of a unit have. `search` is words of the name of the unit;
    `within` leaves only a unit and those under it.
    """
    counted = _count_audiences(caller.actor, caller.today)
    levels = (
        select(UnitAncestor.unit_id, func.min(UnitAncestor.depth).label("level"))
        .where(
            UnitAncestor.ancestor_id.in_(caller.actor.units(Action.SEND_CALL, tuple(Scope))),
            ancestry_valid(caller.today),
        )
        .group_by(UnitAncestor.unit_id)
        .subquery()
    )
    seniority = case({role.value: place for place, role in enumerate(SENIORITY)}, value=counted.c.role, else_=-1)
    query = (
        select(Unit.id, Unit.name, counted.c.role, counted.c.people)
        .join(counted, counted.c.unit_id == Unit.id)
        .join(levels, levels.c.unit_id == Unit.id)
        .where(open_on(caller.today), *name_matches(search))
        .where(*(() if within is None else (Unit.id.in_(descendants((within,), caller.today)),)))
        .order_by(levels.c.level, Unit.sort_key, Unit.id, seniority)
    )
    return await pages.fetch(caller.session, query, _build_audience, offset=offset, limit=limit)


def _build_audience(unit: int, name: str, role: str | None, people: int) -> Audience:
    return Audience(unit=UnitId(unit), unit_name=name, role=None if role is None else Role(role), count=people)


def _count_audiences(actor: Actor, today: date) -> Subquery:
    """Return columns unit_id, role (NULL is all) and people, each person counted once."""
    base = (
        select(UnitAncestor.ancestor_id.label("unit_id"), Membership.role, Membership.person_id)
        .join(UnitAncestor, UnitAncestor.unit_id == Membership.unit_id)
        .where(UnitAncestor.ancestor_id.in_(permitted_unit_ids(actor, Action.SEND_CALL, today)), ancestry_valid(today))
        .where(membership_valid(today), Membership.person_id != actor.person)
        .subquery()
    )
    people = func.count(base.c.person_id.distinct()).label("people")
    by_role = select(base.c.unit_id, base.c.role, people).group_by(base.c.unit_id, base.c.role)
    all_roles = select(base.c.unit_id, cast(null(), Text).label("role"), people).group_by(base.c.unit_id)
    each = union_all(all_roles, by_role).subquery()
    whole = func.max(each.c.people).over(partition_by=each.c.unit_id).label("whole")
    beside = select(each, whole).subquery()
    return select(beside).where(or_(beside.c.role.is_(None), beside.c.people < beside.c.whole)).subquery()


async def may_call_within(caller: Caller, unit: UnitId) -> bool:
    """Return True if the actor may call anybody in the unit or under it. For offering it only."""
    theirs = permitted_unit_ids(caller.actor, Action.SEND_CALL, caller.today).subquery()
    there = descendants((unit,), caller.today).where(UnitAncestor.unit_id.in_(select(theirs)))
    return await caller.session.scalar(there.limit(1)) is not None


async def load_audience(caller: Caller, unit: UnitId, role: Role | None) -> Audience:
    await require(caller, Action.SEND_CALL, unit)
    recipients = select_recipients(unit, role, caller.actor.person, caller.today).subquery()
    name = await caller.session.scalar(select(Unit.name).where(Unit.id == unit))
    count = await caller.session.scalar(select(func.count()).select_from(recipients))
    return Audience(unit=unit, unit_name=name or "", role=role, count=count or 0)


async def measure_reach(caller: Caller, unit: UnitId, role: Role | None) -> CallReach:
    """Return who is in an audience and how each is reached. Raises Forbidden without the right to call them."""
    await require(caller, Action.SEND_CALL, unit)
    recipients = select_recipients(unit, role, caller.actor.person, caller.today)
    people = (await caller.session.scalars(recipients)).all()
    return CallReach(
        recipients=tuple(map(PersonId, people)), addresses=await resolve_addresses(caller.session, recipients)
    )


def select_recipients(unit: UnitId, role: Role | None, sender: PersonId, today: date) -> Select[int]:
    """Select the persons with a valid membership in the unit or under it, each once, without the sender."""
    query = (
        select(Membership.person_id)
        .join(UnitAncestor, UnitAncestor.unit_id == Membership.unit_id)
        .where(
            UnitAncestor.ancestor_id == unit,
            ancestry_valid(today),
            membership_valid(today),
            Membership.person_id != sender,
        )
        .distinct()
    )
    return query if role is None else query.where(Membership.role == role)
