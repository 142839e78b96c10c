"""Erasure of a family: its names and numbers go; its file number and services stay, so totals keep.

It knows the rows of a file. Conversations that mention the family are purged by `turn`, with a matcher from here.
"""

import re
from dataclasses import dataclass

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.digits import to_latin_digits
from bot.persian.normalisation import match_key, normalise
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, NotFound
from bot.relief.families.files import not_own_household
from bot.relief.ids import FamilyId, UnitId
from bot.relief.lifecycle.redaction import redact
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
    RemoteFileId,
    Service,
    ServiceReturn,
)

MIN_ERASURE_REASON_LENGTH = 5  # characters
_IRAN_PREFIX = "+98"
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\-_.()]{1,2}(?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionMatcher:
    """Recognises texts that mention the family. A name alone is not enough: many people share it."""

    family: FamilyId
    number: int
    name: str
    numbers: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Return True if the text mentions the family, however it was typed.

        A mention is the name with the file number, the id, or one of its numbers in any digits and grouping.
        """
        plain = to_latin_digits(text)
        named = match_key(self.name) in match_key(text) and str(self.number) in plain
        grouped = _BETWEEN_DIGITS.sub("", plain)
        return named or str(self.family) in plain or any(one in grouped for one in self.numbers)


async def erase_family(caller: Caller, family_id: FamilyId, reason: str) -> MentionMatcher:
    """Erase a family for a reason, which the audit keeps. It cannot be undone.

    It needs the right to erase families of its unit.
    """
    row = await caller.session.scalar(
        select(Family).where(Family.id == family_id, not_own_household(caller.actor)).with_for_update()
    )
    if row is None or row.erased_at is not None:
        raise NotFound("error-family-not-found", field="family")
    unit = UnitId(row.unit_id)
    await require(caller, Action.ERASE_FAMILY, unit)
    why = normalise(reason)
    if len(why) < MIN_ERASURE_REASON_LENGTH:
        raise Conflict("error-erasing-reason", field="reason")
    matcher = _build_matcher(row)
    await _erase_rows(caller.session, row, matcher)
    await redact(caller.session, unit, matcher.name, matcher.numbers, caller.today)
    await _erase_evidence(caller.session, row)
    row.erased_at = caller.now
    await caller.session.flush()
    await audit_log.record(caller, AuditAction.ERASE_FAMILY, unit=unit, subject=f"family:{row.number}", reason=why)
    return matcher


def _build_matcher(row: Family) -> MentionMatcher:
    phone = row.phone or ""
    numbers = (phone, phone.replace(_IRAN_PREFIX, "0", 1) if phone.startswith(_IRAN_PREFIX) else "", row.identity or "")
    return MentionMatcher(
        family=FamilyId(row.id), number=row.number, name=row.head_name, numbers=tuple(one for one in numbers if one)
    )


async def _erase_rows(session: AsyncSession, row: Family, matcher: MentionMatcher) -> None:
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
        if matcher.matches(letter.text):
            await session.delete(letter)
    events = {NoticeKind.SERVICE_RETURNED.event(service) for service in await session.scalars(served)}
    for notice in await session.scalars(select(Notice)):
        if matcher.matches(notice.text) or matcher.matches(notice.event) or notice.event in events:
            await session.delete(notice)


async def _erase_evidence(session: AsyncSession, row: Family) -> None:
    """Delete the evidence of services to the family, and each file that nothing else shows."""
    served = select(Service.id).where(Service.family_id == row.id)
    shown = select(File.id, File.content_digest).where(
        File.id.in_(select(Evidence.file_id).where(Evidence.service_id.in_(served)))
    )
    files = (await session.execute(shown)).all()
    await session.execute(delete(Evidence).where(Evidence.service_id.in_(served)))
    for file, digest in files:
        await drop_file(session, file, digest)


async def drop_file(session: AsyncSession, file: int, digest: bytes) -> bool:
    """Delete a file that nothing shows: its row now, its content by an idempotent job.

    Returns False if something still shows it.
    """
    if await session.scalar(select(exists().where(Evidence.file_id == file))):
        return False
    await session.execute(delete(RemoteFileId).where(RemoteFileId.file_id == file))
    await session.execute(delete(File).where(File.id == file))
    name = digest.hex()
    await jobs.enqueue_or_reschedule(
        session,
        f"{JobKind.FILE_CLEANUP}:{name}",
        lane=jobs.DEFAULT_LANE,
        kind=JobKind.FILE_CLEANUP,
        args={"digest": name},
    )
    return True
