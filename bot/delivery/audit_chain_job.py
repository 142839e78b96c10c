"""The sealer of the audit: a job in the lane `work` that never ends. It knows when to seal, the chain knows how."""

from datetime import timedelta

from bot.delivery.job_queue import Again, Work
from bot.relief.audit.chain import seal
from bot.relief.outbound import jobs
from bot.relief.outbound.jobs import JobKind
from bot.storage.database import Database

EVERY = timedelta(seconds=5)


class Sealing:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, work: Work) -> Again:
        after: int | None = -1
        while after is not None and work.hold.may_begin:
            async with self._database.writing() as session:
                await work.still(session)
                _, after = await seal(session, after)
                await session.commit()
        return Again(after=EVERY)


async def begin(database: Database) -> None:
    """At the start of every process; where the job is there already, it goes on."""
    async with database.writing() as session:
        await jobs.again(session, JobKind.AUDIT_CHAIN, lane=jobs.WORK, kind=JobKind.AUDIT_CHAIN)
        await session.commit()
