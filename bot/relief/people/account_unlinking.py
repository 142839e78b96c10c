"""Unlinking accounts: by the person from another account, or by a manager of the member."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.revocation import revoke_sessions
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.ids import AccountId, AccountRef, MembershipId, PersonId
from bot.relief.outbound.readdressing import readdress
from bot.relief.people.members import load_membership, require_manager_of
from bot.storage.tables import Account


async def unlink_own_account(caller: Caller, account_id: AccountId, current_account: AccountRef) -> None:
    """Unlink another account of the actor. Raises Conflict for the current one, so the last account stays."""
    row = await _lock_linked_account(caller.session, account_id)
    if row.person_id != caller.actor.person:
        raise NotFound
    if AccountRef(row.messenger, row.external_id) == current_account:
        raise Conflict("error-unlink-here")
    await _unlink(caller.session, row, caller.now)
    await audit_log.record(caller, AuditAction.UNLINK_ACCOUNT, subject=f"account:{account_id}")


async def unlink_member_account(caller: Caller, member: MembershipId, account_id: AccountId) -> None:
    """Unlink an account of a member, such as the one on a lost phone, by a manager of the member.

    The last account may be unlinked too: the same phone number links a new one.
    """
    membership = await load_membership(caller.session, member, caller.today)
    await require_manager_of(caller, membership.person)
    row = await _lock_linked_account(caller.session, account_id)
    if row.person_id != membership.person:
        raise NotFound
    await _unlink(caller.session, row, caller.now)
    await audit_log.record(
        caller,
        AuditAction.UNLINK_ACCOUNT,
        unit=membership.unit,
        subject=f"account:{account_id}",
        right=Action.MANAGE_MEMBERS,
    )


async def _lock_linked_account(session: AsyncSession, account_id: AccountId) -> Account:
    row = await session.scalar(
        select(Account).where(Account.id == account_id, Account.unlinked_at.is_(None)).with_for_update()
    )
    if row is None:
        raise NotFound
    return row


async def _unlink(session: AsyncSession, row: Account, now: datetime) -> None:
    person = PersonId(row.person_id)
    await revoke_sessions(session, person, account=AccountRef(row.messenger, row.external_id))
    row.unlinked_at = now
    await session.flush()
    await readdress(session, person, row.id)
