"""Erasing a family: whatever names it goes, its number and what was delivered stay, so that every total stands as it was.

It knows the rows of a file. Conversations that speak of it are the turn's to forget: it is handed what to look for.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.digits import latin
from bot.persian.normalisation import fold, normalise
from bot.relief.access.policy import Action, Actor, require
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.families.files import of_others
from bot.relief.ids import FamilyId, UnitId
from bot.relief.lifecycle.redaction import strike
from bot.relief.outbound import jobs
from bot.relief.outbound.jobs import JobKind
from bot.relief.outbound.notices import NoticeKind
from bot.storage.tables import (
    Evidence,
    Family,
    FamilyToken,
    File,
    Letter,
    Need,
    Notice,
    OwnHousehold,
    RemoteFile,
    Service,
    ServiceReturn,
)

SHORTEST_REASON = 5  # letters
IRAN = "+98"
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\-_.()]{1,2}(?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """By what something that was written elsewhere is known to speak of the family. A name alone is many people's."""

    family: FamilyId
    number: int
    name: str
    numbers: tuple[str, ...]

    def within(self, said: str) -> bool:
        """However it was typed: with other letters for the same sound, other digits, in groups."""
        plain = latin(said)
        named = fold(self.name) in fold(said) and str(self.number) in plain
        grouped = _BETWEEN_DIGITS.sub("", plain)
        return named or str(self.family) in plain or any(one in grouped for one in self.numbers)


async def erase_family(
    session: AsyncSession, actor: Actor, wanted: FamilyId, reason: str, now: datetime, today: date
) -> Traces:
    """Once and for ever, by a supervisor of its unit and for a reason, which the audit keeps."""
    row = await session.scalar(select(Family).where(Family.id == wanted, of_others(actor)).with_for_update())
    if row is None or row.erased_at is not None:
        raise NotFound("error-family-not-found", at="family")
    unit = UnitId(row.unit_id)
    await require(session, actor, Action.ERASE_FAMILY, unit, today)
    why = normalise(reason)
    if len(why) < SHORTEST_REASON:
        raise Conflict("error-erasing-reason", at="reason")
    traces = _traces(row)
    await _erase_rows(session, row, traces)
    await strike(session, unit, traces.name, traces.numbers, today)
    await _erase_evidence(session, row)
    row.erased_at = now
    await session.flush()
    await audit.note(
        session, actor, AuditAction.ERASE_FAMILY, unit=unit, subject=f"family:{row.number}", reason=why, now=now
    )
    return traces


def _traces(row: Family) -> Traces:
    phone = row.phone or ""
    said = (phone, phone.replace(IRAN, "0", 1) if phone.startswith(IRAN) else "", row.identity or "")
    return Traces(
        family=FamilyId(row.id), number=row.number, name=row.head_name, numbers=tuple(one for one in said if one)
    )


async def _erase_rows(session: AsyncSession, row: Family, traces: Traces) -> None:
    row.head_name = ""
    row.identity = row.phone = row.neighbourhood = None
    row.identity_digest = row.phone_digest = None
    row.head_sex = row.identity_kind = row.members = row.coverage = row.support = None
    await session.execute(delete(OwnHousehold).where(OwnHousehold.family_id == row.id))
    await session.execute(delete(FamilyToken).where(FamilyToken.family_id == row.id))
    await session.execute(update(Need).where(Need.family_id == row.id).values(note_box=None))
    voided = select(Service).where(Service.family_id == row.id, Service.voided_at.is_not(None))
    for service in await session.scalars(voided):
        service.void_reason = ""
    served = select(Service.id).where(Service.family_id == row.id)
    await session.execute(update(ServiceReturn).where(ServiceReturn.service_id.in_(served)).values(note_box=None))
    for letter in await session.scalars(select(Letter)):
        if traces.within(letter.text):
            await session.delete(letter)
    told = {NoticeKind.SERVICE_RETURNED.event(service) for service in await session.scalars(served)}
    for notice in await session.scalars(select(Notice)):
        if traces.within(notice.text) or traces.within(notice.event) or notice.event in told:
            await session.delete(notice)


async def _erase_evidence(session: AsyncSession, row: Family) -> None:
    """Pictures of what was delivered to them; the contents go when nothing else shows them."""
    served = select(Service.id).where(Service.family_id == row.id)
    shown = select(File.id, File.content_digest).where(
        File.id.in_(select(Evidence.file_id).where(Evidence.service_id.in_(served)))
    )
    files = (await session.execute(shown)).all()
    await session.execute(delete(Evidence).where(Evidence.service_id.in_(served)))
    for file, digest in files:
        await drop_file(session, file, digest)


async def drop_file(session: AsyncSession, file: int, digest: bytes) -> bool:
    """Unless something still shows it: its row now, its content by a job that can be run again. False where it stays."""
    if await session.scalar(select(exists().where(Evidence.file_id == file))):
        return False
    await session.execute(delete(RemoteFile).where(RemoteFile.file_id == file))
    await session.execute(delete(File).where(File.id == file))
    name = digest.hex()
    await jobs.again(
        session, f"{JobKind.FILE_CLEANUP}:{name}", lane=jobs.WORK, kind=JobKind.FILE_CLEANUP, args={"digest": name}
    )
    return True
