"""What becomes of units: opened, moved, merged into another, closed. What was before stays as it was on its days.

Totals follow the ancestry of the day that they are booked on, so that nothing here touches one. It knows no conversation.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.relief.access.policy import Action, Actor, require
from bot.relief.access.revocation import revoke_sessions
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.hierarchy import SERVING_KINDS, UnitView, ancestry_valid, unit_view
from bot.relief.ids import AccountRef, PersonId, UnitId
from bot.relief.units.directory import add_unit, find_child
from bot.relief.units.facts import UnitAttribute, upsert_attribute
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
    session: AsyncSession,
    actor: Actor,
    *,
    kind: UnitKind,
    name: str,
    parent: UnitId,
    phone: str,
    now: datetime,
    today: date,
) -> UnitView:
    """From today on. Two units under one parent of one kind and name would be taken for each other."""
    await require(session, actor, Action.KEEP_UNITS, parent, today)
    above = await _require_open(session, parent, field="parent")
    if above.kind in SERVING_KINDS:
        raise Conflict("error-unit-under-body", field="parent")
    await require_unique_unit_name(session, kind, name, parent, today)
    opened = await add_unit(session, kind=kind, name=name, parent=parent, opened_on=today, phone=phone)
    await audit_log.record(session, actor, AuditAction.OPEN_UNIT, unit=opened.id, subject=f"unit:{opened.id}", now=now)
    return opened


async def require_unique_unit_name(
    session: AsyncSession, kind: UnitKind, name: str, parent: UnitId, today: date
) -> None:
    twin = await find_child(session, kind, name, parent, today)
    if twin is not None:
        raise Conflict("error-unit-there", field="name")


async def move_unit(
    session: AsyncSession, actor: Actor, unit: UnitId, to: UnitId, now: datetime, today: date
) -> tuple[UnitView, UnitView]:
    """The unit and all under it stand under another parent from today on. The unit, and the parent it has now."""
    await require(session, actor, Action.KEEP_UNITS, unit, today)
    await require(session, actor, Action.KEEP_UNITS, to, today)
    row, above = await _require_open(session, unit), await _require_open(session, to, field="to")
    if above.kind in SERVING_KINDS:
        raise Conflict("error-unit-under-body", field="to")
    if row.parent_id == to:
        raise Conflict("error-unit-stands-there", field="to")
    await _reparent(session, row, to, today)
    await audit_log.record(session, actor, AuditAction.MOVE_UNIT, unit=unit, subject=f"unit:{unit}", now=now)
    return unit_view(row), unit_view(above)


async def _reparent(session: AsyncSession, row: Unit, to: UnitId, today: date) -> None:
    """Ancestry that began today is taken out, older ancestry ends yesterday; then the new line begins."""
    subtree = dict(await _ancestry_pairs(session, UnitAncestor.unit_id, UnitAncestor.ancestor_id == row.id, today))
    if to in subtree:
        raise Conflict("error-unit-circle", field="to")
    over = UnitAncestor.ancestor_id.notin_(subtree)
    mine = (UnitAncestor.unit_id.in_(subtree), over, UnitAncestor.until.is_(None))
    await session.execute(delete(UnitAncestor).where(*mine, UnitAncestor.since >= today))
    await session.execute(update(UnitAncestor).where(*mine).values(until=today - _DAY))
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
    session: AsyncSession,
    actor: Actor,
    unit: UnitId,
    into: UnitId,
    now: datetime,
    today: date,
    *,
    current_account: AccountRef | None = None,
) -> tuple[UnitView, UnitView]:
    """Its people, files, open campaigns, requests and whatever stands under it go over; what was done there stays told of
    it, and it stays in the tree, closed. `current_account` is the conversation that this is done from.
    """
    await require(session, actor, Action.KEEP_UNITS, unit, today)
    await require(session, actor, Action.KEEP_UNITS, into, today)
    row, other = await _require_open(session, unit), await _require_open(session, into, field="into")
    if unit == into or (row.kind in SERVING_KINDS) != (other.kind in SERVING_KINDS):
        raise Conflict("error-unit-unlike", field="into")
    under = await session.scalars(select(Unit).where(Unit.parent_id == unit, _not_closed()))
    for child in list(under):
        await _reparent(session, child, into, today)
    await _revoke_sessions_of(session, await _transfer_memberships(session, unit, into, today), current_account)
    for table, which in (
        (Family, Family.unit_id == unit),
        (Campaign, (Campaign.unit_id == unit) & (Campaign.state == CampaignState.OPEN)),
        (JoinRequest, (JoinRequest.unit_id == unit) & (JoinRequest.state == JoinRequestState.WAITING)),
    ):
        await session.execute(update(table).where(which).values(unit_id=into))
    await _mark_closed(session, row, now, today)
    await upsert_attribute(session, unit, UnitAttribute.MERGED_INTO, str(into), today, by=actor.person)
    await audit_log.record(session, actor, AuditAction.MERGE_UNIT, unit=unit, subject=f"unit:{into}", now=now)
    return unit_view(row), unit_view(other)


async def _revoke_sessions_of(
    session: AsyncSession, members: Collection[int], current_account: AccountRef | None
) -> None:
    """A form that they had begun for the unit that was is looked at anew."""
    for person in sorted(set(members)):
        await revoke_sessions(session, PersonId(person), current_account=current_account)


async def _transfer_memberships(session: AsyncSession, unit: UnitId, into: UnitId, today: date) -> list[int]:
    """Whoever holds the role there already holds it once; who is suspended stays suspended, and what is lent stays lent.
    Returns whose they are.
    """
    held = list(
        await session.scalars(
            select(Membership).where(Membership.unit_id == unit, Membership.until.is_(None)).order_by(Membership.id)
        )
    )
    for old in held:
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
    return [old.person_id for old in held]


async def close_unit(
    session: AsyncSession,
    actor: Actor,
    unit: UnitId,
    reason: str,
    now: datetime,
    today: date,
    *,
    current_account: AccountRef | None = None,
) -> tuple[UnitView, tuple[PersonId, ...]]:
    """From today on. What still stands under it, or keeps families' files, is moved or merged first. Those whose
    requests to join it waited are told by whoever calls. `current_account` is the conversation that this is done from.
    """
    await require(session, actor, Action.KEEP_UNITS, unit, today)
    row = await _require_open(session, unit)
    if row.parent_id is None or await session.scalar(select(exists().where(Unit.parent_id == unit, _not_closed()))):
        raise Conflict("error-unit-has-units")
    if await session.scalar(select(exists().where(Family.unit_id == unit))):
        raise Conflict("error-unit-has-files")
    asked = update(JoinRequest).where(JoinRequest.unit_id == unit, JoinRequest.state == JoinRequestState.WAITING)
    refused = await session.scalars(
        asked.values(state=JoinRequestState.REFUSED, decided_by=actor.person, decided_at=now).returning(
            JoinRequest.person_id
        )
    )
    persons = tuple(PersonId(person) for person in refused)
    leaving = update(Membership).where(Membership.unit_id == unit, Membership.until.is_(None))
    left = await session.scalars(leaving.values(until=today).returning(Membership.person_id))
    await _revoke_sessions_of(session, list(left), current_account)
    await _mark_closed(session, row, now, today)
    await audit_log.record(
        session, actor, AuditAction.CLOSE_UNIT, unit=unit, subject=f"unit:{unit}", reason=reason, now=now
    )
    return unit_view(row), persons


async def _mark_closed(session: AsyncSession, row: Unit, now: datetime, today: date) -> None:
    """Yesterday was its last day; one that was opened today has had this one."""
    standing_ones = update(Invitation).where(Invitation.unit_id == row.id, Invitation.revoked_at.is_(None))
    await session.execute(standing_ones.values(revoked_at=now))
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
