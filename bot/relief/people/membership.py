"""The life of a membership: suspending, reinstating and ending it, and leaving a unit.

Rights are lost with the commit, even in the middle of a form. The last administrator cannot go.
"""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import normalise
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.revocation import revoke_sessions
from bot.relief.access.rights import require
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
    caller: Caller,
    membership_id: MembershipId,
    *,
    reason: str,
    until: date | None,
) -> MemberView:
    """Suspend a membership from now on through the day `until`, or until it is lifted if that is None.

    Raises Conflict for a missing reason, a past day, a suspended membership or the last administrator.
    """
    membership = await _require_managed(caller, membership_id)
    reason = normalise(reason)
    if len(reason) < MIN_SUSPENSION_REASON_LENGTH:
        raise Conflict("error-suspension-reason", field="reason")
    if until is not None and until < caller.today:
        raise Conflict("error-suspension-past", field="until")
    if membership.suspended:
        raise Conflict("error-suspended-already")
    await _require_if_administrator(caller.session, membership, caller.today)
    row = Suspension(
        membership_id=membership_id,
        suspended_at=caller.now,
        suspended_by=caller.actor.person,
        reason=reason,
        until=until,
    )
    caller.session.add(row)
    await caller.session.flush()
    await revoke_sessions(caller.session, membership.person)
    await audit_log.record(
        caller,
        AuditAction.SUSPEND_MEMBERSHIP,
        unit=membership.unit,
        subject=f"membership:{membership_id}",
        reason=reason,
        right=_RIGHT,
    )
    return await load_membership(caller.session, membership_id, caller.today)


async def reinstate(caller: Caller, membership_id: MembershipId) -> MemberView:
    """Lift the suspension of a membership. Does nothing if there is none."""
    membership = await _require_managed(caller, membership_id)
    if membership.suspended:
        suspensions = update(Suspension).where(
            Suspension.membership_id == membership_id, suspension_active(caller.today)
        )
        await caller.session.execute(suspensions.values(lifted_at=caller.now, lifted_by=caller.actor.person))
        subject = f"membership:{membership_id}"
        await audit_log.record(
            caller, AuditAction.REINSTATE_MEMBERSHIP, unit=membership.unit, subject=subject, right=_RIGHT
        )
    return await load_membership(caller.session, membership_id, caller.today)


async def end_membership(caller: Caller, membership_id: MembershipId) -> MemberView:
    """End a membership, by a manager of the unit's members. Records of the member stay theirs."""
    membership = await _require_managed(caller, membership_id)
    await _end_and_revoke(caller.session, membership, caller.today)
    subject = f"membership:{membership_id}"
    await audit_log.record(caller, AuditAction.END_MEMBERSHIP, unit=membership.unit, subject=subject, right=_RIGHT)
    return membership


async def leave_unit(
    caller: Caller,
    membership_id: MembershipId,
    current_account: AccountRef,
) -> MemberView:
    """End the actor's own membership, from `current_account`."""
    await _lock_membership(caller.session, membership_id)
    membership = await load_membership(caller.session, membership_id, caller.today)
    if membership.person != caller.actor.person:
        raise NotFound("error-member-unknown")
    await _end_and_revoke(caller.session, membership, caller.today, current_account)
    await audit_log.record(caller, AuditAction.LEAVE_UNIT, unit=membership.unit, subject=f"membership:{membership_id}")
    return membership


async def _require_managed(caller: Caller, membership_id: MembershipId) -> MemberView:
    """Lock and load a membership that the actor may manage. Raises Forbidden for the actor's own and for a higher role."""
    await _lock_membership(caller.session, membership_id)
    membership = await load_membership(caller.session, membership_id, caller.today)
    grant = await require(caller, _RIGHT, membership.unit)
    if membership.person == caller.actor.person or not can_manage_role(grant, membership.role):
        raise Forbidden
    return membership


async def _lock_membership(session: AsyncSession, membership_id: MembershipId) -> None:
    """Lock a membership until the transaction ends.

    For an administrator, all administrators' memberships are locked in id order, so that the last one is found
    reliably.
    """
    condition = Membership.id == membership_id
    if await session.scalar(select(Membership.role).where(condition)) == Role.ADMINISTRATOR:
        await _lock_administrators(session)
    await session.execute(select(Membership.id).where(condition).with_for_update())


async def _lock_administrators(session: AsyncSession) -> None:
    administrators = select(Membership.id).where(Membership.role == Role.ADMINISTRATOR, Membership.until.is_(None))
    await session.execute(administrators.order_by(Membership.id).with_for_update())


async def _end_and_revoke(
    session: AsyncSession, membership: MemberView, today: date, current_account: AccountRef | None = None
) -> None:
    await _require_if_administrator(session, membership, today)
    await session.execute(update(Membership).where(Membership.id == membership.id).values(until=today))
    await revoke_sessions(session, membership.person, current_account=current_account)


async def _require_if_administrator(session: AsyncSession, membership: MemberView, today: date) -> None:
    if membership.role is Role.ADMINISTRATOR:
        await require_remaining_administrator(session, membership.person, membership.unit, today)


async def require_remaining_administrator(session: AsyncSession, person: PersonId, unit: UnitId, today: date) -> None:
    """Require another administrator of the unit, or of one above it, with a linked account. Raises Conflict if none is left.

    Locks all administrators' memberships, so concurrent leavers are checked one after the other.
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
