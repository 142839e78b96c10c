"""Who opened or changed a family's file, read from the audit log."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.relief.access.policy import Action, Actor, require
from bot.relief.errors import NotFound
from bot.relief.families.files import not_own_household
from bot.relief.ids import FamilyId, UnitId
from bot.relief.pages import Page, make_page
from bot.storage.tables import AuditEntry, Family, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRecord:
    """One who did something with a file, or looked at it. `messenger` is None for the command line; `on_behalf_of` is
    who had lent the right to it.
    """

    at: datetime
    action: str
    name: str | None
    messenger: str | None
    on_behalf_of: str | None = None


async def access_log(
    session: AsyncSession, actor: Actor, family_id: FamilyId, today: date, *, offset: int, limit: int
) -> tuple[int, UnitId, Page[AccessRecord]]:
    """The file's number, its unit, and who did what with it, the latest first. For those who read the audit there."""
    known = await session.scalar(select(Family).where(Family.id == family_id, not_own_household(actor)))
    if known is None:
        raise NotFound("error-family-not-found", field="family")
    unit = UnitId(known.unit_id)
    await require(session, actor, Action.READ_AUDIT, unit, today)
    lender = aliased(Person)
    rows = await session.execute(
        select(AuditEntry, Person, lender)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .outerjoin(lender, lender.id == AuditEntry.on_behalf_of)
        .where(AuditEntry.subject == f"family:{known.number}")
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .offset(offset)
        .limit(limit + 1)
    )
    found: list[tuple[AuditEntry, Person | None, Person | None]] = [
        (entry, person, lent_by) for entry, person, lent_by in rows
    ]
    done = [
        AccessRecord(
            at=entry.at,
            action=entry.action,
            name=None if person is None else person.name,
            messenger=entry.messenger,
            on_behalf_of=None if lent_by is None else lent_by.name,
        )
        for entry, person, lent_by in found
    ]
    return known.number, unit, make_page(done, limit)
