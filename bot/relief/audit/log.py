"""The audit log: writing and counting of entries. Stores actions and subjects by number, never the data seen."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed, require
from bot.relief.audit.actions import AuditAction
from bot.relief.audit.chain import entry_mac
from bot.relief.errors import DomainError, Forbidden
from bot.relief.ids import PersonId, UnitId
from bot.storage.orm import EPOCH
from bot.storage.tables import AuditEntry

_MICROSECOND = timedelta(microseconds=1)


async def record(
    caller: Caller,
    action: AuditAction,
    *,
    unit: UnitId | None = None,
    subject: str = "",
    reason: str | None = None,
    right: Action | None = None,
) -> None:
    """Write an audit entry in the transaction of the action itself.

    `subject` names a row by its number («family:1207»). `reason` is the person's own words, stored sealed. `right` is
    the action that was checked: it decides whether the actor acted on behalf of a lender.
    """
    entry = AuditEntry(
        at=caller.now,
        person_id=caller.actor.person,
        messenger=caller.actor.messenger,
        action=action,
        unit_id=unit,
        subject=subject,
        reason=reason,
        on_behalf_of=await on_behalf_of(caller, right, unit),
    )
    await _add_entry(caller.session, entry, caller.now)


async def on_behalf_of(caller: Caller, right: Action | None, unit: UnitId | None) -> PersonId | None:
    """Return the lender on whose behalf the actor uses this right, None where their own grants allow it."""
    own = tuple(grant for grant in caller.actor.grants if grant.delegated_by is None)
    if right is None or unit is None or own == caller.actor.grants:
        return None
    if await is_allowed(replace(caller, actor=replace(caller.actor, grants=own)), right, unit):
        return None
    try:
        return (await require(caller, right, unit)).delegated_by
    except Forbidden:
        return None


async def record_denied(session: AsyncSession, error: DomainError) -> None:
    """Write the entry of a refused attempt, in a new transaction after its own was rolled back."""
    attempt = error.denied_attempt
    if attempt is None:
        return
    entry = AuditEntry(
        at=attempt.at,
        person_id=attempt.person,
        messenger=attempt.messenger,
        action=attempt.action,
        unit_id=attempt.unit,
        subject=attempt.subject,
    )
    await _add_entry(session, entry, attempt.at)


async def _add_entry(session: AsyncSession, entry: AuditEntry, at: datetime) -> None:
    """Store an entry with its MAC. `chain.extend_chain` links it later, so entries do not wait for each other."""
    entry.link = entry_mac(entry, (at - EPOCH) // _MICROSECOND)
    session.add(entry)
    await session.flush()


async def count_since(
    session: AsyncSession, person: PersonId, action: AuditAction, now: datetime, span: timedelta
) -> int:
    """Count how often the person did the action in the span that ends now."""
    count = await session.scalar(
        select(func.count())
        .select_from(AuditEntry)
        .where(AuditEntry.person_id == person, AuditEntry.at > now - span, AuditEntry.action == action)
    )
    return count or 0
