"""«نیستم»: what a membership gives, lent for named days to another member of its unit, or of one over or under it, who then
acts in its holder's stead.

One lends only what one holds oneself; what is borrowed is not lent on. It ends by itself, or is taken back, and gives nothing
while the borrower is in force nowhere in that line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.persian.normalisation import fold, sort_key
from bot.relief import pages
from bot.relief.access.policy import Actor
from bot.relief.access.revocation import revoke_sessions
from bot.relief.access.validity import delegate_valid, membership_valid
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.hierarchy import UnitView, lineage, unit_view
from bot.relief.ids import DelegationId, MembershipId, PersonId, UnitId
from bot.relief.pages import Page
from bot.relief.people.members import MemberView, list_own_memberships
from bot.relief.vocabulary import Role
from bot.storage.tables import Delegation, Membership, Person, Unit

MAX_DELEGATION_DURATION = timedelta(days=92)


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationView:
    """`other_name` is the borrower's name for the lender, and the lender's for the borrower. `is_effective` says that the borrower is
    still in force in the line of the unit; where they are not, nobody has the rights.
    """

    id: DelegationId
    role: Role
    unit_name: str
    other_name: str
    since: date
    until: date
    is_effective: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateCandidate:
    """Who may be chosen. `other_unit` is the unit by which they are in the line, None where it is the very same."""

    person: PersonId
    name: str
    other_unit: UnitView | None


async def delegable_memberships(session: AsyncSession, actor: Actor, today: date) -> tuple[MemberView, ...]:
    """One's own memberships that give more than any member has."""
    held = await list_own_memberships(session, actor.person, today)
    return tuple(one for one in held if one.role is not Role.VOLUNTEER and not one.suspended)


async def find_delegate_candidates(
    session: AsyncSession,
    actor: Actor,
    membership_id: MembershipId,
    today: date,
    *,
    search: str,
    offset: int,
    limit: int,
) -> Page[DelegateCandidate]:
    """The other members of the same unit, then those of the nearest units over and under it; of each unit in Persian order.
    Every word typed is in the name or in the unit's.
    """
    lent = await _require_delegable(session, actor, membership_id, today)
    rows = (await session.execute(_candidate_rows(lent, actor.person, today))).all()
    fitting = _matching_candidates(rows, lent.unit, fold(search).split())
    return pages.paginate(fitting, offset=offset, limit=limit)


def _matching_candidates(rows: Iterable[Any], here: UnitId, words: Sequence[str]) -> Iterator[DelegateCandidate]:
    """Everybody once, where they are nearest. Names are opened unit by unit, and only as far as somebody reads on."""
    before: set[int] = set()
    for unit, members in groupby(rows, key=lambda row: row.Unit):
        elsewhere = None if unit.id == here else unit_view(unit)
        in_name = [word for word in words if word not in fold(unit.name)]
        boxes = {row.person_id: row.name_box for row in members if row.person_id not in before}
        before.update(boxes)
        named = [(Person.name.open_box(box, person), person) for person, box in boxes.items()]
        there = [(name, person) for name, person in named if all(word in fold(name) for word in in_name)]
        for name, person in sorted(there, key=lambda one: (sort_key(one[0]), one[1])):
            yield DelegateCandidate(person=PersonId(person), name=name, other_unit=elsewhere)


async def delegate(
    session: AsyncSession,
    actor: Actor,
    membership_id: MembershipId,
    to: PersonId,
    *,
    since: date,
    until: date,
    now: datetime,
    today: date,
) -> DelegationView:
    """Through both days."""
    lent = await _require_delegable(session, actor, membership_id, today)
    if since < today:
        raise Conflict("error-away-past", field="since")
    if until < since:
        raise Conflict("error-away-order", field="until")
    if until - since > MAX_DELEGATION_DURATION:
        raise Conflict("error-away-long", field="until", most=MAX_DELEGATION_DURATION.days)
    others = _candidate_rows(lent, actor.person, today).where(Membership.person_id == to)
    if await session.scalar(others.limit(1)) is None:
        raise NotFound("error-away-nobody", field="to")
    row = Delegation(membership_id=membership_id, delegate_id=to, since=since, until=until, delegated_at=now)
    session.add(row)
    await session.flush()
    await audit_log.record(
        session, actor, AuditAction.DELEGATE, unit=lent.unit, subject=f"delegation:{row.id}", now=now
    )
    return await _load_view(session, _delegations_of(actor.person, today).where(Delegation.id == row.id))


async def revoke_delegation(
    session: AsyncSession, actor: Actor, delegation_id: DelegationId, now: datetime, today: date
) -> tuple[PersonId, DelegationView]:
    """Who had borrowed it, and what it was. They have nothing of it from their next step on."""
    known = await _load_view(session, _delegations_of(actor.person, today).where(Delegation.id == delegation_id))
    taken = (
        update(Delegation)
        .where(Delegation.id == delegation_id)
        .values(revoked_at=now)
        .returning(Delegation.delegate_id)
    )
    borrower = PersonId((await session.execute(taken)).scalar_one())
    await revoke_sessions(session, borrower)
    await audit_log.record(
        session, actor, AuditAction.REVOKE_DELEGATION, subject=f"delegation:{delegation_id}", now=now
    )
    return borrower, known


async def list_delegations_from(session: AsyncSession, person: PersonId, today: date) -> tuple[DelegationView, ...]:
    """What one has lent, now and for days to come."""
    return tuple(await _load_views(session, _delegations_of(person, today)))


async def list_delegations_to(session: AsyncSession, person: PersonId, today: date) -> tuple[DelegationView, ...]:
    """What one has borrowed and is in force for, now and for days to come."""
    lender = aliased(Person)
    return tuple(
        await _load_views(
            session,
            _delegation_query(lender, today)
            .join(lender, lender.id == Membership.person_id)
            .where(Delegation.delegate_id == person, delegate_valid(today)),
        )
    )


async def _require_delegable(
    session: AsyncSession, actor: Actor, membership_id: MembershipId, today: date
) -> MemberView:
    for one in await delegable_memberships(session, actor, today):
        if one.id == membership_id:
            return one
    raise NotFound("error-away-not-yours", field="membership")


def _candidate_rows(lent: MemberView, lender: PersonId, today: date) -> Select[int, bytes, Unit]:
    """Members in force of the whole line, the nearest first, and of two units that are as near the one above."""
    near = lineage(lent.unit, today)
    return (
        select(Membership.person_id, Person.name_box, Unit)
        .join(near, near.c.unit_id == Membership.unit_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.person_id != lender, membership_valid(today))
        .order_by(near.c.depth, near.c.under, Unit.sort_key, Unit.id)
    )


def _delegations_of(lender: PersonId, today: date) -> Select[Any]:
    borrower = aliased(Person)
    return (
        _delegation_query(borrower, today)
        .join(borrower, borrower.id == Delegation.delegate_id)
        .where(Membership.person_id == lender)
    )


def _delegation_query(other: Any, today: date) -> Select[Any]:
    return (
        select(Delegation, Membership.role, Unit.name, other, delegate_valid(today))
        .join(Membership, Membership.id == Delegation.membership_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Delegation.revoked_at.is_(None), Delegation.until >= today, membership_valid(today))
        .order_by(Delegation.since, Delegation.id)
    )


async def _load_view(session: AsyncSession, asked: Select[Any]) -> DelegationView:
    found = await _load_views(session, asked)
    if not found:
        raise NotFound("error-away-over")
    return found[0]


async def _load_views(session: AsyncSession, asked: Select[Any]) -> Sequence[DelegationView]:
    return [
        DelegationView(
            id=DelegationId(row.id),
            role=Role(role),
            unit_name=unit_name,
            other_name=other.name,
            since=row.since,
            until=row.until,
            is_effective=stands,
        )
        for row, role, unit_name, other, stands in await session.execute(asked)
    ]
