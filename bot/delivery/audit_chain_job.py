"""The job that extends the audit chain, every few seconds, in the lane `work`. It knows when; `audit.chain` knows how."""

from datetime import timedelta

from bot.delivery.job_queue import ClaimedJob, Reschedule
from bot.relief.audit.chain import AuditChainBroken, extend_chain, lock_anchor
from bot.relief.audit.checkpoint import CheckpointFile, is_rolled_back
from bot.relief.outbound import jobs
from bot.relief.outbound.jobs import JobKind
from bot.storage.database import Database

CHAIN_INTERVAL = timedelta(seconds=5)


class AuditChainJob:
    """Extends the chain, and notes its end in the data folder. A chain that was rolled back is not built on."""

    def __init__(self, database: Database, checkpoint_file: CheckpointFile | None) -> None:
        self._database = database
        self._checkpoint_file = checkpoint_file

    async def __call__(self, work: ClaimedJob) -> Reschedule:
        file = self._checkpoint_file
        checkpoint = file.load() if file else None
        after: int | None = -1
        while after is not None and work.held_lease.may_begin:
            async with self._database.write_session() as session:
                await work.assert_held(session)
                if await is_rolled_back(session, checkpoint):
                    raise AuditChainBroken
                linked, after = await extend_chain(session, after)
                anchor = await lock_anchor(session)
                await session.commit()
            if linked and file:
                checkpoint = file.save(anchor)
        return Reschedule(delay=CHAIN_INTERVAL)


async def schedule_audit_chain(database: Database) -> None:
    """Schedule the job at the start of a process. A job that is there already goes on."""
    async with database.write_session() as session:
        await jobs.enqueue_or_reschedule(session, JobKind.AUDIT_CHAIN, lane=jobs.DEFAULT_LANE, kind=JobKind.AUDIT_CHAIN)
        await session.commit()
