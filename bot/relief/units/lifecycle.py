"""The life of a unit: opening, moving, merging and closing it. Its past stays as it was on each day (temporal table).

Totals follow the ancestry of the day they are booked on, so nothing here changes one. Knows no conversation.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.i18n.messages import Joined, enum_text, text
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.revocation import revoke_sessions
from bot.relief.access.rights import require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.hierarchy import CHILD_KINDS, SERVING_KINDS, UnitView, ancestry_valid, parent_kinds, unit_view
from bot.relief.ids import AccountRef, PersonId, UnitId
from bot.relief.units.attributes import UnitAttribute, upsert_attribute
from bot.relief.units.directory import add_unit, find_child
from bot.relief.vocabulary import CampaignState, JoinRequestState, UnitKind
from bot.storage.tables import (
    Campaign,
    Delegation,
    Family,
    Invitation,
    JoinRequest,
    Membership,
    Suspension,
    Unit,
    UnitAncestor,
)

_DAY = timedelta(days=1)


async def open_unit(
    caller: Caller,
    *,
    kind: UnitKind,
    name: str,
    parent: UnitId,
    phone: str,
) -> UnitView:
    """Open a unit from today on.

    Raises Conflict if a unit of that kind may not stand there, or the parent has an open one of the same name.
    """
    await require(caller, Action.KEEP_UNITS, parent)
    parent_row = await _require_open(caller.session, parent, field="parent")
    _require_fitting_parent(kind, parent_row, field="kind")
    await require_unique_unit_name(caller.session, kind, name, parent, caller.today)
    opened = await add_unit(caller.session, kind=kind, name=name, parent=parent, opened_on=caller.today, phone=phone)
    await audit_log.record(caller, AuditAction.OPEN_UNIT, unit=opened.id, subject=f"unit:{opened.id}")
    return opened


def _require_fitting_parent(kind: UnitKind, parent: Unit, *, field: str) -> None:
    """Raise Conflict if a unit of that kind may not stand directly under the parent."""
    if parent.kind in SERVING_KINDS:
        raise Conflict("error-unit-under-body", field=field)
    if kind not in CHILD_KINDS[UnitKind(parent.kind)]:
        over = Joined(tuple(map(enum_text, parent_kinds(kind))), separator=text("dialogue-comma"))
        raise Conflict("error-unit-kind-under", field=field, kind=enum_text(kind), over=over)


async def require_unique_unit_name(
    session: AsyncSession, kind: UnitKind, name: str, parent: UnitId, today: date
) -> None:
    """Raise Conflict if the parent has an open unit of that kind and name."""
    if await find_child(session, kind, name, parent, today) is not None:
        raise Conflict("error-unit-there", field="name")


async def move_unit(caller: Caller, unit: UnitId, to: UnitId) -> tuple[UnitView, UnitView]:
    """Move the unit and all under it to another parent from today on. Return the unit and its new parent."""
    await require(caller, Action.KEEP_UNITS, unit)
    await require(caller, Action.KEEP_UNITS, to)
    row, new_parent = await _require_open(caller.session, unit), await _require_open(caller.session, to, field="to")
    _require_fitting_parent(UnitKind(row.kind), new_parent, field="to")
    if row.parent_id == to:
        raise Conflict("error-unit-stands-there", field="to")
    await _reparent(caller.session, row, to, caller.today)
    await audit_log.record(caller, AuditAction.MOVE_UNIT, unit=unit, subject=f"unit:{unit}")
    return unit_view(row), unit_view(new_parent)


async def _reparent(session: AsyncSession, row: Unit, to: UnitId, today: date) -> None:
    """Replace the ancestry of a subtree: rows that began today are deleted, older rows end yesterday."""
    subtree = dict(await _ancestry_pairs(session, UnitAncestor.unit_id, UnitAncestor.ancestor_id == row.id, today))
    if to in subtree:
        raise Conflict("error-unit-circle", field="to")
    over = UnitAncestor.ancestor_id.notin_(subtree)
    current = (UnitAncestor.unit_id.in_(subtree), over, UnitAncestor.until.is_(None))
    await session.execute(delete(UnitAncestor).where(*current, UnitAncestor.since >= today))
    await session.execute(update(UnitAncestor).where(*current).values(until=today - _DAY))
    line = await _ancestry_pairs(session, UnitAncestor.ancestor_id, UnitAncestor.unit_id == to, today)
    session.add_all(
        UnitAncestor(unit_id=below, ancestor_id=ancestor, since=today, depth=under + 1 + above)
        for below, under in subtree.items()
        for ancestor, above in line
    )
    row.parent_id = to
    await session.flush()


async def _ancestry_pairs(
    session: AsyncSession, column: InstrumentedAttribute[int], where: ColumnElement[bool], today: date
) -> list[tuple[int, int]]:
    rows = await session.execute(select(column, UnitAncestor.depth).where(where, ancestry_valid(today)))
    return [(unit, depth) for unit, depth in rows]


async def merge_units(
    caller: Caller,
    unit: UnitId,
    into: UnitId,
    *,
    current_account: AccountRef | None = None,
) -> tuple[UnitView, UnitView]:
    """Merge a unit into another, and close it. Return both.

    Its memberships, family files, open campaigns, waiting join requests and child units move over. Its services stay
    with it. `current_account` is the conversation that this is done from.
    """
    await require(caller, Action.KEEP_UNITS, unit)
    await require(caller, Action.KEEP_UNITS, into)
    row, other = await _require_open(caller.session, unit), await _require_open(caller.session, into, field="into")
    if unit == into or (row.kind in SERVING_KINDS) != (other.kind in SERVING_KINDS):
        raise Conflict("error-unit-unlike", field="into")
    children = list(await caller.session.scalars(select(Unit).where(Unit.parent_id == unit, _not_closed())))
    for child in children:
        _require_fitting_parent(UnitKind(child.kind), other, field="into")
    for child in children:
        await _reparent(caller.session, child, into, caller.today)
    await _revoke_sessions_of(
        caller.session, await _transfer_memberships(caller.session, unit, into, caller.today), current_account
    )
    for table, which in (
        (Family, Family.unit_id == unit),
        (Campaign, (Campaign.unit_id == unit) & (Campaign.state == CampaignState.OPEN)),
        (JoinRequest, (JoinRequest.unit_id == unit) & (JoinRequest.state == JoinRequestState.WAITING)),
    ):
        await caller.session.execute(update(table).where(which).values(unit_id=into))
    await _mark_closed(caller.session, row, caller.now, caller.today)
    await upsert_attribute(
        caller.session, unit, UnitAttribute.MERGED_INTO, str(into), caller.today, by=caller.actor.person
    )
    await audit_log.record(caller, AuditAction.MERGE_UNIT, unit=unit, subject=f"unit:{into}")
    return unit_view(row), unit_view(other)


async def _revoke_sessions_of(
    session: AsyncSession, members: Collection[int], current_account: AccountRef | None
) -> None:
    """Revoke the sessions of the members, so that a form begun for the old unit is checked again."""
    for person in sorted(set(members)):
        await revoke_sessions(session, PersonId(person), current_account=current_account)


async def _transfer_memberships(session: AsyncSession, unit: UnitId, into: UnitId, today: date) -> list[int]:
    """Move the memberships to another unit, and return the person ids.

    A role already held there is not held twice. Suspensions and delegations move with a membership.
    """
    memberships = list(
        await session.scalars(
            select(Membership).where(Membership.unit_id == unit, Membership.until.is_(None)).order_by(Membership.id)
        )
    )
    for old in memberships:
        twin = select(Membership.id).where(
            Membership.unit_id == into,
            Membership.person_id == old.person_id,
            Membership.role == old.role,
            Membership.until.is_(None),
        )
        if await session.scalar(twin) is None:
            fresh = Membership(
                person_id=old.person_id,
                unit_id=into,
                role=old.role,
                title=old.title,
                since=today,
                invited_by=old.invited_by,
            )
            session.add(fresh)
            await session.flush()
            suspended = update(Suspension).where(Suspension.membership_id == old.id, Suspension.lifted_at.is_(None))
            await session.execute(suspended.values(membership_id=fresh.id))
            lent = update(Delegation).where(Delegation.membership_id == old.id, Delegation.revoked_at.is_(None))
            await session.execute(lent.values(membership_id=fresh.id))
        old.until = today
    await session.flush()
    return [old.person_id for old in memberships]


async def close_unit(
    caller: Caller,
    unit: UnitId,
    reason: str,
    *,
    current_account: AccountRef | None = None,
) -> tuple[UnitView, tuple[PersonId, ...]]:
    """Close a unit from today on. Return it, and the people whose join requests are refused by it: the caller notifies them.

    Raises Conflict while it has open units under it or family files. `current_account` is the conversation that this is
    done from.
    """
    await require(caller, Action.KEEP_UNITS, unit)
    row = await _require_open(caller.session, unit)
    if row.parent_id is None or await caller.session.scalar(
        select(exists().where(Unit.parent_id == unit, _not_closed()))
    ):
        raise Conflict("error-unit-has-units")
    if await caller.session.scalar(select(exists().where(Family.unit_id == unit))):
        raise Conflict("error-unit-has-files")
    waiting = update(JoinRequest).where(JoinRequest.unit_id == unit, JoinRequest.state == JoinRequestState.WAITING)
    refused = await caller.session.scalars(
        waiting.values(state=JoinRequestState.REFUSED, decided_by=caller.actor.person, decided_at=caller.now).returning(
            JoinRequest.person_id
        )
    )
    persons = tuple(PersonId(person) for person in refused)
    memberships = update(Membership).where(Membership.unit_id == unit, Membership.until.is_(None))
    member_ids = await caller.session.scalars(memberships.values(until=caller.today).returning(Membership.person_id))
    await _revoke_sessions_of(caller.session, list(member_ids), current_account)
    await _mark_closed(caller.session, row, caller.now, caller.today)
    await audit_log.record(caller, AuditAction.CLOSE_UNIT, unit=unit, subject=f"unit:{unit}", reason=reason)
    return unit_view(row), persons


async def _mark_closed(session: AsyncSession, row: Unit, now: datetime, today: date) -> None:
    """Close the row and revoke its invitations. Its last day is yesterday, or today if it was opened today."""
    invitations = update(Invitation).where(Invitation.unit_id == row.id, Invitation.revoked_at.is_(None))
    await session.execute(invitations.values(revoked_at=now))
    row.closed_on = max(row.opened_on, today - _DAY)
    await session.flush()


async def _require_open(session: AsyncSession, unit: UnitId, *, field: str = "") -> Unit:
    row = await session.get(Unit, unit)
    if row is None:
        raise NotFound(field=field)
    if row.closed_on is not None:
        raise Conflict("error-unit-closed", field=field)
    return row


def _not_closed() -> ColumnElement[bool]:
    return Unit.closed_on.is_(None)
