"""Evidence of services: the files of each, in order, with what their sender wrote under them.

The callers check rights.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import normalise
from bot.relief.errors import Conflict
from bot.relief.ids import FileId, ServiceId
from bot.storage.tables import Evidence, File

MAX_EVIDENCE_FILES = 10
MAX_CAPTION_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """One file of the evidence of a service; `caption` is in its sender's own words."""

    file: FileId
    caption: str = ""


async def load_evidence(session: AsyncSession, service: int) -> tuple[EvidenceFile, ...]:
    """Return the evidence of a service, in its order."""
    rows = await session.scalars(select(Evidence).where(Evidence.service_id == service).order_by(Evidence.position))
    return tuple(EvidenceFile(file=FileId(row.file_id), caption=row.caption or "") for row in rows)


async def has_voice_note(session: AsyncSession, files: Sequence[EvidenceFile]) -> bool:
    """Return True if one of the files is a voice note, which the bot cannot listen to."""
    kinds = await session.scalars(select(File.kind).where(File.id.in_([one.file for one in files])))
    return "voice" in kinds


async def add_evidence(session: AsyncSession, service: ServiceId, files: Sequence[EvidenceFile]) -> None:
    """Add files to the evidence of a service. A file that it has already may only get a caption.

    Raises Conflict if they are too many, or deleted because nothing showed them for long.
    """
    rows = await session.scalars(select(Evidence).where(Evidence.service_id == service))
    had = {row.file_id: row for row in rows}
    fresh = {one.file: one for one in files if one.file not in had}
    if len(had) + len(fresh) > MAX_EVIDENCE_FILES:
        raise Conflict("error-evidence-many", field="evidence", most=MAX_EVIDENCE_FILES)
    kept = await session.scalar(select(func.count()).where(File.id.in_(fresh))) if fresh else 0
    if kept != len(fresh):
        raise Conflict("error-evidence-gone", field="evidence")
    for position, one in enumerate(fresh.values(), len(had)):
        had[one.file] = Evidence(service_id=service, position=position, file_id=one.file)
        session.add(had[one.file])
    for one in files:
        if one.caption and not had[one.file].caption:
            had[one.file].caption = normalise(one.caption)[:MAX_CAPTION_LENGTH]
    await session.flush()
