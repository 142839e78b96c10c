"""Access log of a family file: its entries in the audit log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from bot.relief import pages
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.errors import NotFound
from bot.relief.families.files import not_own_household
from bot.relief.ids import FamilyId, UnitId
from bot.relief.pages import Page
from bot.storage.tables import AuditEntry, Family, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRecord:
    """One access to a file or change of it.

    `name` is None if no person acted. `messenger` is None for the command line. `on_behalf_of` is the person who had
    delegated the right.
    """

    at: datetime
    action: str
    name: str | None
    messenger: str | None
    on_behalf_of: str | None = None


async def access_log(
    caller: Caller, family_id: FamilyId, *, offset: int, limit: int
) -> tuple[int, UnitId, Page[AccessRecord]]:
    """Return the file number, its unit, and a page of its accesses, the latest first.

    It needs the right to read the audit of that unit.
    """
    family = await caller.session.scalar(select(Family).where(Family.id == family_id, not_own_household(caller.actor)))
    if family is None:
        raise NotFound("error-family-not-found", field="family")
    unit = UnitId(family.unit_id)
    await require(caller, Action.READ_AUDIT, unit)
    lender = aliased(Person)
    entries = (
        select(AuditEntry, Person, lender)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .outerjoin(lender, lender.id == AuditEntry.on_behalf_of)
        .where(AuditEntry.subject == f"family:{family.number}")
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    return family.number, unit, await pages.fetch(caller.session, entries, _build_record, offset=offset, limit=limit)


def _build_record(entry: AuditEntry, person: Person | None, lender: Person | None) -> AccessRecord:
    return AccessRecord(
        at=entry.at,
        action=entry.action,
        name=None if person is None else person.name,
        messenger=entry.messenger,
        on_behalf_of=None if lender is None else lender.name,
    )
