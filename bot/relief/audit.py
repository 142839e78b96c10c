"""Who did or looked at what. It knows actions and subjects by number, never what was seen."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.clock import TEHRAN
from bot.relief.access import Action, Actor, may, require
from bot.relief.audit_actions import AuditAction
from bot.relief.audit_chain import stamp
from bot.relief.errors import DomainError, Forbidden, NotFound
from bot.relief.family_files import of_others
from bot.relief.found import Found, page
from bot.relief.ids import FamilyId, PersonId, UnitId
from bot.storage.mapping import EPOCH
from bot.storage.tables import AuditEntry, Family, Person

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One who did something with a file, or looked at it. `messenger` is None for the command line; `stead_of` is
    who had lent the right to it.
    """

    at: datetime
    action: str
    name: str | None
    messenger: str | None
    stead_of: str | None = None


async def note(
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
        behalf_of=await lender(session, actor, right, unit, now.astimezone(TEHRAN).date()),
    )
    await _write(session, entry, now)


async def lender(
    session: AsyncSession, actor: Actor, right: Action | None, unit: UnitId | None, today: date
) -> PersonId | None:
    """Who lent what the actor has not got themselves: in whose stead it is done."""
    own = tuple(grant for grant in actor.grants if grant.lent_by is None)
    if right is None or unit is None or own == actor.grants:
        return None
    if await may(session, replace(actor, grants=own), right, unit, today):
        return None
    try:
        return (await require(session, actor, right, unit, today)).lent_by
    except Forbidden:
        return None


async def keep(session: AsyncSession, error: DomainError) -> None:
    """The trace that a refusal leaves, written after its own transaction was rolled back."""
    trace = error.trace
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
    await _write(session, entry, trace.at)


async def _write(session: AsyncSession, entry: AuditEntry, at: datetime) -> None:
    """Stamped, for the sealer to find its place in the chain: looks do not wait for each other."""
    entry.link = stamp(entry, (at - EPOCH) // MICROSECOND)
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


async def looks(
    session: AsyncSession, actor: Actor, wanted: FamilyId, today: date, *, offset: int, limit: int
) -> tuple[int, UnitId, Found[Look]]:
    """The file's number, its unit, and who did what with it, the latest first. For those who read the audit there."""
    known = await session.scalar(select(Family).where(Family.id == wanted, of_others(actor)))
    if known is None:
        raise NotFound("error-family-not-found", at="family")
    unit = UnitId(known.unit_id)
    await require(session, actor, Action.READ_AUDIT, unit, today)
    lender = aliased(Person)
    rows = await session.execute(
        select(AuditEntry, Person, lender)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .outerjoin(lender, lender.id == AuditEntry.behalf_of)
        .where(AuditEntry.subject == f"family:{known.number}")
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .offset(offset)
        .limit(limit + 1)
    )
    found: list[tuple[AuditEntry, Person | None, Person | None]] = [
        (entry, person, lent_by) for entry, person, lent_by in rows
    ]
    done = [
        Look(
            at=entry.at,
            action=entry.action,
            name=None if person is None else person.name,
            messenger=entry.messenger,
            stead_of=None if lent_by is None else lent_by.name,
        )
        for entry, person, lent_by in found
    ]
    return known.number, unit, page(done, limit)
