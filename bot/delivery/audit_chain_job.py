"""The job that extends the audit chain, every few seconds, in the lane `work`. It knows when; `audit.chain` knows how."""

from datetime import timedelta

from bot.delivery.job_queue import ClaimedJob, Reschedule
from bot.relief.audit.chain import extend_chain
from bot.relief.outbound import jobs
from bot.relief.outbound.jobs import JobKind
from bot.storage.database import Database

CHAIN_INTERVAL = timedelta(seconds=5)


class AuditChainJob:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, work: ClaimedJob) -> Reschedule:
        after: int | None = -1
        while after is not None and work.held_lease.may_begin:
            async with self._database.write_session() as session:
                await work.assert_held(session)
                _, after = await extend_chain(session, after)
                await session.commit()
        return Reschedule(delay=CHAIN_INTERVAL)


async def schedule_audit_chain(database: Database) -> None:
    """Schedule the job at the start of a process. A job that is there already goes on."""
    async with database.write_session() as session:
        await jobs.enqueue_or_reschedule(session, JobKind.AUDIT_CHAIN, lane=jobs.DEFAULT_LANE, kind=JobKind.AUDIT_CHAIN)
        await session.commit()
