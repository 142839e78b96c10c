"""The commands `audit`: verify the log, and mend its guards and its checkpoint."""

from bot.relief.audit.chain import AuditChainBroken, read_anchor
from bot.relief.audit.checkpoint import CheckpointFile
from bot.relief.audit.verification import ChainReport, FaultKind, verify_chain
from bot.settings import Settings
from bot.storage.audit_guards import restore_guards
from bot.storage.database import Database
from bot.storage.throttle import Throttle

MENDABLE = frozenset({FaultKind.ROLLED_BACK, FaultKind.UNGUARDED})


async def verify_audit(settings: Settings, database: Database, pace: Throttle | None = None) -> ChainReport:
    """Verify the chain against its checkpoint. Raises DecryptionError for a checkpoint of other keys."""
    return await verify_chain(database, pace, CheckpointFile(settings.data_folder).load())


async def mend_audit(settings: Settings, database: Database) -> int:
    """Make the triggers anew, and note the present end of the chain. Return how many entries it has.

    Raises AuditChainBroken where anything else is wrong: that cannot be mended.
    """
    report = await verify_audit(settings, database)
    if any(finding.fault not in MENDABLE for finding in report.findings):
        raise AuditChainBroken
    async with database.write_session() as session:
        await restore_guards(session)
        anchor = await read_anchor(session)
        await session.commit()
    if anchor is not None:
        CheckpointFile(settings.data_folder).save(anchor)
    return report.chained_entries
