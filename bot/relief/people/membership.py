"""Suspending a membership, bringing it back, ending it, leaving. Rights are gone with the commit, also in the midst of a form.

It knows who may do it to whom, and that the last administrator stays.
"""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import normalise
from bot.relief.access.policy import Action, Actor, require
from bot.relief.access.revocation import revoke_sessions
from bot.relief.access.validity import membership_valid, suspension_active
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.hierarchy import ancestors
from bot.relief.ids import AccountRef, MembershipId, PersonId, UnitId
from bot.relief.people.members import MemberView, can_manage_role, load_membership
from bot.relief.vocabulary import Role
from bot.storage.tables import Account, Membership, Suspension

MIN_SUSPENSION_REASON_LENGTH = 3
_RIGHT = Action.MANAGE_MEMBERS


async def suspend_membership(
    session: AsyncSession,
    actor: Actor,
    membership_id: MembershipId,
    *,
    reason: str,
    until: date | None,
    now: datetime,
    today: date,
) -> MemberView:
    """From now on, through the day `until`, or until somebody brings them back. The reason is the actor's own words."""
    known = await _require_managed(session, actor, membership_id, today)
    said = normalise(reason)
    if len(said) < MIN_SUSPENSION_REASON_LENGTH:
        raise Conflict("error-suspension-reason", field="reason")
    if until is not None and until < today:
        raise Conflict("error-suspension-past", field="until")
    if known.suspended:
        raise Conflict("error-suspended-already")
    await _require_if_administrator(session, known, today)
    row = Suspension(membership_id=membership_id, suspended_at=now, suspended_by=actor.person, reason=said, until=until)
    session.add(row)
    await session.flush()
    await revoke_sessions(session, known.person)
    await audit_log.record(
        session,
        actor,
        AuditAction.SUSPEND_MEMBERSHIP,
        unit=known.unit,
        subject=f"membership:{membership_id}",
        reason=said,
        right=_RIGHT,
        now=now,
    )
    return await load_membership(session, membership_id, today)


async def reinstate(
    session: AsyncSession, actor: Actor, membership_id: MembershipId, now: datetime, today: date
) -> MemberView:
    """A second time changes nothing."""
    known = await _require_managed(session, actor, membership_id, today)
    if known.suspended:
        standing = update(Suspension).where(Suspension.membership_id == membership_id, suspension_active(today))
        await session.execute(standing.values(lifted_at=now, lifted_by=actor.person))
        subject = f"membership:{membership_id}"
        await audit_log.record(
            session, actor, AuditAction.REINSTATE_MEMBERSHIP, unit=known.unit, subject=subject, right=_RIGHT, now=now
        )
    return await load_membership(session, membership_id, today)


async def end_membership(
    session: AsyncSession, actor: Actor, membership_id: MembershipId, now: datetime, today: date
) -> MemberView:
    """By who looks after the unit's members; what the member did stays theirs."""
    known = await _require_managed(session, actor, membership_id, today)
    await _end_and_revoke(session, known, today)
    subject = f"membership:{membership_id}"
    await audit_log.record(
        session, actor, AuditAction.END_MEMBERSHIP, unit=known.unit, subject=subject, right=_RIGHT, now=now
    )
    return known


async def leave_unit(
    session: AsyncSession,
    actor: Actor,
    membership_id: MembershipId,
    current_account: AccountRef,
    now: datetime,
    today: date,
) -> MemberView:
    """By the member themselves, from `current_account`."""
    await _lock_membership(session, membership_id)
    known = await load_membership(session, membership_id, today)
    if known.person != actor.person:
        raise NotFound("error-member-unknown")
    await _end_and_revoke(session, known, today, current_account)
    await audit_log.record(
        session, actor, AuditAction.LEAVE_UNIT, unit=known.unit, subject=f"membership:{membership_id}", now=now
    )
    return known


async def _require_managed(session: AsyncSession, actor: Actor, membership_id: MembershipId, today: date) -> MemberView:
    """Held until this transaction ends; Forbidden for oneself and for who stands above."""
    await _lock_membership(session, membership_id)
    known = await load_membership(session, membership_id, today)
    grant = await require(session, actor, _RIGHT, known.unit, today)
    if known.person == actor.person or not can_manage_role(grant, known.role):
        raise Forbidden
    return known


async def _lock_membership(session: AsyncSession, membership_id: MembershipId) -> None:
    """Two who change one membership at the same instant do it one after the other; administrators' are held all together,
    in one order, for the last of them to be found.
    """
    one = Membership.id == membership_id
    if await session.scalar(select(Membership.role).where(one)) == Role.ADMINISTRATOR:
        await _lock_administrators(session)
    await session.execute(select(Membership.id).where(one).with_for_update())


async def _lock_administrators(session: AsyncSession) -> None:
    every = select(Membership.id).where(Membership.role == Role.ADMINISTRATOR, Membership.until.is_(None))
    await session.execute(every.order_by(Membership.id).with_for_update())


async def _end_and_revoke(
    session: AsyncSession, known: MemberView, today: date, current_account: AccountRef | None = None
) -> None:
    await _require_if_administrator(session, known, today)
    await session.execute(update(Membership).where(Membership.id == known.id).values(until=today))
    await revoke_sessions(session, known.person, current_account=current_account)


async def _require_if_administrator(session: AsyncSession, known: MemberView, today: date) -> None:
    if known.role is Role.ADMINISTRATOR:
        await require_remaining_administrator(session, known.person, known.unit, today)


async def require_remaining_administrator(session: AsyncSession, person: PersonId, unit: UnitId, today: date) -> None:
    """Somebody else, whom a messenger reaches, must stay an administrator of the unit, or of one above it. Those who leave
    together are looked at one after the other.
    """
    await _lock_administrators(session)
    with_account = select(Account.person_id).where(Account.unlinked_at.is_(None))
    other = await session.scalar(
        select(Membership.id)
        .where(
            Membership.role == Role.ADMINISTRATOR,
            Membership.person_id != person,
            Membership.person_id.in_(with_account),
            Membership.unit_id.in_(ancestors((unit,), today)),
            membership_valid(today),
        )
        .limit(1)
    )
    if other is None:
        raise Conflict("error-last-administrator")
