"""A trial of the audit: each tampering on a whole chain, and whether `verify_chain` finds it. No more than that."""

from collections.abc import Iterator
from pathlib import Path

from bot.relief.access.caller import Caller
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.audit.chain import chain_all_entries, read_anchor
from bot.relief.audit.checkpoint import CheckpointFile
from bot.relief.audit.verification import ChainReport, verify_chain
from bot.storage.database import Database
from tests.audit_trial.tamperings import TAMPERINGS, AuditCopy, copy_audit, meddle, tamper
from tests.relief.world import NOW, Cast


def tamperings_for(database: Database) -> Iterator[str]:
    """Yield the names of the tamperings that this database allows."""
    dialect = "postgresql" if database.is_shared else "sqlite"
    return (name for name, tampering in TAMPERINGS.items() if tampering.only_on in ("", dialect))


async def empty_audit(database: Database) -> None:
    await meddle(database, "DELETE FROM audit_entries", "DELETE FROM audit_anchors")


async def record_looks(database: Database, cast: Cast, count: int) -> None:
    async with database.write_session() as session:
        for number in range(count):
            subject = f"family:{1000 + number}"
            caller = Caller(session, cast.zahra, NOW)
            await audit_log.record(caller, AuditAction.SEE_FAMILY, subject=subject, reason="بازدید")
        await session.commit()
    await chain_all_entries(database)


async def prepare_audit(database: Database, cast: Cast, data: Path) -> AuditCopy:
    """Make a chain with a checkpoint; return the copy of an earlier moment."""
    await record_looks(database, cast, 4)
    earlier = await copy_audit(database)
    await record_looks(database, cast, 3)
    async with database.read_session() as session:
        anchor = await read_anchor(session)
    assert anchor is not None
    CheckpointFile(data).save(anchor)
    return earlier


async def find_tampering(database: Database, name: str, earlier: AuditCopy, data: Path) -> ChainReport:
    """Do a deed, and return what the verification says then."""
    await tamper(database, TAMPERINGS[name], earlier)
    return await verify_chain(database, checkpoint=CheckpointFile(data).load())
