"""Who did or looked at what. It knows actions and subjects by number, never what was seen."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import TEHRAN
from bot.relief.access.policy import Action, Actor, is_allowed, require
from bot.relief.audit.actions import AuditAction
from bot.relief.audit.chain import entry_mac
from bot.relief.errors import DomainError, Forbidden
from bot.relief.ids import PersonId, UnitId
from bot.storage.orm import EPOCH
from bot.storage.tables import AuditEntry

_MICROSECOND = timedelta(microseconds=1)


async def record(
    session: AsyncSession,
    actor: Actor,
    action: AuditAction,
    *,
    unit: UnitId | None = None,
    subject: str = "",
    reason: str | None = None,
    right: Action | None = None,
    now: datetime,
) -> None:
    """`subject` names a thing by its number («family:1207»); the reason is the person's own words, kept sealed. By which
    `right` it was done says whether it was done in somebody's stead.
    """
    entry = AuditEntry(
        at=now,
        person_id=actor.person,
        messenger=actor.messenger,
        action=action,
        unit_id=unit,
        subject=subject,
        reason=reason,
        on_behalf_of=await on_behalf_of(session, actor, right, unit, now.astimezone(TEHRAN).date()),
    )
    await _add_entry(session, entry, now)


async def on_behalf_of(
    session: AsyncSession, actor: Actor, right: Action | None, unit: UnitId | None, today: date
) -> PersonId | None:
    """Who lent what the actor has not got themselves: in whose stead it is done."""
    own = tuple(grant for grant in actor.grants if grant.delegated_by is None)
    if right is None or unit is None or own == actor.grants:
        return None
    if await is_allowed(session, replace(actor, grants=own), right, unit, today):
        return None
    try:
        return (await require(session, actor, right, unit, today)).delegated_by
    except Forbidden:
        return None


async def record_denied(session: AsyncSession, error: DomainError) -> None:
    """The trace that a refusal leaves, written after its own transaction was rolled back."""
    trace = error.denied_attempt
    if trace is None:
        return
    entry = AuditEntry(
        at=trace.at,
        person_id=trace.person,
        messenger=trace.messenger,
        action=trace.action,
        unit_id=trace.unit,
        subject=trace.subject,
    )
    await _add_entry(session, entry, trace.at)


async def _add_entry(session: AsyncSession, entry: AuditEntry, at: datetime) -> None:
    """Stamped, for the sealer to find its place in the chain: looks do not wait for each other."""
    entry.link = entry_mac(entry, (at - EPOCH) // _MICROSECOND)
    session.add(entry)
    await session.flush()


async def count_since(
    session: AsyncSession, person: PersonId, action: AuditAction, now: datetime, span: timedelta
) -> int:
    """How often the person did it in the span that ends now."""
    counted = await session.scalar(
        select(func.count())
        .select_from(AuditEntry)
        .where(AuditEntry.person_id == person, AuditEntry.at > now - span, AuditEntry.action == action)
    )
    return counted or 0
