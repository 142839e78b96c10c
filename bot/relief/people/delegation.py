"""Delegation («نیستم»): lending a membership's rights for some days to another member of its line.

The line is the unit and every unit over and under it. Only an own membership can be lent, never a borrowed one. A
delegation ends by itself or is revoked, and gives nothing while the delegate has no membership in force in that line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.persian.normalisation import fold, match_key, sort_key
from bot.relief import pages
from bot.relief.access.caller import Caller
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
    """A delegation as one side sees it: `other_name` is the name of the other side.

    `is_effective` is False while the delegate has no membership in force in the line of the unit.
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
    """A member who may become the delegate. `other_unit` is the member's unit, None if it is the same unit."""

    person: PersonId
    name: str
    other_unit: UnitView | None


async def delegable_memberships(caller: Caller) -> tuple[MemberView, ...]:
    """List the actor's own memberships above the role of a volunteer that are not suspended."""
    memberships = await list_own_memberships(caller.session, caller.actor.person, caller.today)
    return tuple(view for view in memberships if view.role is not Role.VOLUNTEER and not view.suspended)


async def find_delegate_candidates(
    caller: Caller,
    membership_id: MembershipId,
    *,
    search: str,
    offset: int,
    limit: int,
) -> Page[DelegateCandidate]:
    """Return a page of the members who may become the delegate.

    The nearest units come first, and each unit is in Persian order. Every word of the search is in the name of the
    member or of the unit.
    """
    lent = await _require_delegable(caller, membership_id)
    rows = (await caller.session.execute(_candidate_rows(lent, caller.actor.person, caller.today))).all()
    candidates = _matching_candidates(rows, lent.unit, fold(search).split())
    return pages.paginate(candidates, offset=offset, limit=limit)


def _matching_candidates(rows: Iterable[Any], own_unit: UnitId, words: Sequence[str]) -> Iterator[DelegateCandidate]:
    """Yield each person once, at their nearest unit. Names are decrypted lazily, unit by unit."""
    yielded_ids: set[int] = set()
    for unit, members in groupby(rows, key=lambda row: row.Unit):
        other_unit = None if unit.id == own_unit else unit_view(unit)
        name_words = [word for word in words if word not in match_key(unit.name)]
        boxes = {row.person_id: row.name_box for row in members if row.person_id not in yielded_ids}
        yielded_ids.update(boxes)
        people = [(Person.name.open_box(box, person), person) for person, box in boxes.items()]
        matches = [(name, person) for name, person in people if all(word in match_key(name) for word in name_words)]
        for name, person in sorted(matches, key=lambda match: (sort_key(match[0]), match[1])):
            yield DelegateCandidate(person=PersonId(person), name=name, other_unit=other_unit)


async def delegate(
    caller: Caller,
    membership_id: MembershipId,
    to: PersonId,
    *,
    since: date,
    until: date,
) -> DelegationView:
    """Lend a membership from `since` to `until`, both inclusive.

    Raises Conflict for days in the past, in the wrong order, or too many; NotFound if `to` is no candidate.
    """
    lent = await _require_delegable(caller, membership_id)
    if since < caller.today:
        raise Conflict("error-away-past", field="since")
    if until < since:
        raise Conflict("error-away-order", field="until")
    if until - since > MAX_DELEGATION_DURATION:
        raise Conflict("error-away-long", field="until", most=MAX_DELEGATION_DURATION.days)
    others = _candidate_rows(lent, caller.actor.person, caller.today).where(Membership.person_id == to)
    if await caller.session.scalar(others.limit(1)) is None:
        raise NotFound("error-away-nobody", field="to")
    row = Delegation(membership_id=membership_id, delegate_id=to, since=since, until=until, delegated_at=caller.now)
    caller.session.add(row)
    await caller.session.flush()
    await audit_log.record(caller, AuditAction.DELEGATE, unit=lent.unit, subject=f"delegation:{row.id}")
    return await _load_view(
        caller.session, _delegations_of(caller.actor.person, caller.today).where(Delegation.id == row.id)
    )


async def revoke_delegation(caller: Caller, delegation_id: DelegationId) -> tuple[PersonId, DelegationView]:
    """Revoke a delegation, and return its delegate and the delegation. It ends with the delegate's next step."""
    delegation = await _load_view(
        caller.session, _delegations_of(caller.actor.person, caller.today).where(Delegation.id == delegation_id)
    )
    revoke = (
        update(Delegation)
        .where(Delegation.id == delegation_id)
        .values(revoked_at=caller.now)
        .returning(Delegation.delegate_id)
    )
    borrower = PersonId((await caller.session.execute(revoke)).scalar_one())
    await revoke_sessions(caller.session, borrower)
    await audit_log.record(caller, AuditAction.REVOKE_DELEGATION, subject=f"delegation:{delegation_id}")
    return borrower, delegation


async def list_delegations_from(session: AsyncSession, person: PersonId, today: date) -> tuple[DelegationView, ...]:
    """List the person's current and future delegations to others."""
    return tuple(await _load_views(session, _delegations_of(person, today)))


async def list_delegations_to(session: AsyncSession, person: PersonId, today: date) -> tuple[DelegationView, ...]:
    """List the effective current and future delegations to the person."""
    lender = aliased(Person)
    return tuple(
        await _load_views(
            session,
            _delegation_query(lender, today)
            .join(lender, lender.id == Membership.person_id)
            .where(Delegation.delegate_id == person, delegate_valid(today)),
        )
    )


async def _require_delegable(caller: Caller, membership_id: MembershipId) -> MemberView:
    for membership in await delegable_memberships(caller):
        if membership.id == membership_id:
            return membership
    raise NotFound("error-away-not-yours", field="membership")


def _candidate_rows(lent: MemberView, lender: PersonId, today: date) -> Select[int, bytes, Unit]:
    """Select the members in force of the whole line, the nearest unit first.

    For two equally near units, the upper one comes first.
    """
    line = lineage(lent.unit, today)
    return (
        select(Membership.person_id, Person.name_box, Unit)
        .join(line, line.c.unit_id == Membership.unit_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.person_id != lender, membership_valid(today))
        .order_by(line.c.depth, line.c.under, Unit.sort_key, Unit.id)
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


async def _load_view(session: AsyncSession, query: Select[Any]) -> DelegationView:
    views = await _load_views(session, query)
    if not views:
        raise NotFound("error-away-over")
    return views[0]


async def _load_views(session: AsyncSession, query: Select[Any]) -> Sequence[DelegationView]:
    return [
        DelegationView(
            id=DelegationId(row.id),
            role=Role(role),
            unit_name=unit_name,
            other_name=other.name,
            since=row.since,
            until=row.until,
            is_effective=is_effective,
        )
        for row, role, unit_name, other, is_effective in await session.execute(query)
    ]
