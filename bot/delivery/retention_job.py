"""The daily job that applies the retention rules: in the small hours of Tehran, in small batches.

It knows when; the rules know what.
"""

import logging
from datetime import datetime, timedelta

from bot.clock import TEHRAN, Clock
from bot.delivery.job_queue import ClaimedJob, Reschedule
from bot.relief.lifecycle.retention import RETENTION_BATCH_SIZE, RETENTION_RULES, RetentionRule, apply_retention_rule
from bot.relief.outbound import jobs
from bot.relief.outbound.jobs import JobKind
from bot.storage.database import Database

log = logging.getLogger(__name__)
RETENTION_HOUR = 3  # in Tehran: no one reports then


class RetentionJob:
    """Job handler: applies every rule, then waits for the next night."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, work: ClaimedJob) -> Reschedule:
        for rule in RETENTION_RULES:
            deleted_count = await self._apply_rule(rule, work)
            if deleted_count:
                log.info("retention: %s: %d deleted", rule.name, deleted_count)
            if not work.held_lease.may_begin:
                return Reschedule()
        return Reschedule(delay=time_until_next_run(self._clock.now()))

    async def _apply_rule(self, rule: RetentionRule, work: ClaimedJob) -> int:
        deleted_count, batch_count = 0, RETENTION_BATCH_SIZE
        while batch_count >= RETENTION_BATCH_SIZE and work.held_lease.may_begin:
            async with self._database.write_session() as session:
                await work.assert_held(session)
                batch_count = await apply_retention_rule(session, rule, self._clock.now(), self._clock.today())
                await session.commit()
            deleted_count += batch_count
        return deleted_count


def time_until_next_run(now: datetime) -> timedelta:
    """Return the time until the next three o'clock in the morning, in Tehran."""
    here = now.astimezone(TEHRAN)
    today = here.replace(hour=RETENTION_HOUR, minute=0, second=0, microsecond=0)
    return (today if today > here else today + timedelta(days=1)) - here


async def schedule_retention(database: Database) -> None:
    """Schedule the job at the start of a process: a day without a bot is caught up."""
    async with database.write_session() as session:
        await jobs.enqueue_or_reschedule(session, JobKind.RETENTION, lane=jobs.DEFAULT_LANE, kind=JobKind.RETENTION)
        await session.commit()
