"""Who did or looked at what. It knows actions and subjects by number, never what was seen."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access import Actor
from bot.relief.errors import DomainError
from bot.relief.ids import PersonId, UnitId
from bot.storage.tables import AuditEntry


async def note(
    session: AsyncSession,
    actor: Actor,
    action: str,
    *,
    unit: UnitId | None = None,
    subject: str = "",
    reason: str | None = None,
    now: datetime,
) -> None:
    """`subject` names a thing by its number («family:1207»); the reason is the person's own words, kept sealed."""
    session.add(
        AuditEntry(
            at=now,
            person_id=actor.person,
            messenger=actor.messenger,
            action=action,
            unit_id=unit,
            subject=subject,
            reason=reason,
        )
    )
    await session.flush()


async def keep(session: AsyncSession, error: DomainError) -> None:
    """The trace that a refusal leaves, written after its own transaction was rolled back."""
    trace = error.trace
    if trace is None:
        return
    session.add(
        AuditEntry(
            at=trace.at,
            person_id=trace.person,
            messenger=trace.messenger,
            action=trace.action,
            unit_id=trace.unit,
            subject=trace.subject,
        )
    )
    await session.flush()


async def count_since(session: AsyncSession, person: PersonId, action: str, now: datetime, span: timedelta) -> int:
    """How often the person did it in the span that ends now."""
    counted = await session.scalar(
        select(func.count())
        .select_from(AuditEntry)
        .where(AuditEntry.person_id == person, AuditEntry.at > now - span, AuditEntry.action == action)
    )
    return counted or 0
