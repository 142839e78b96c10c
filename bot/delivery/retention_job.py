"""The daily job that lets go of what has been kept long enough: once a day of Tehran, in the small hours, in small batches.

It knows when; the rules know what.
"""

import logging
from datetime import datetime, timedelta

from bot.clock import TEHRAN, Clock
from bot.delivery.job_queue import Again, Work
from bot.relief.lifecycle.retention import BATCH, RULES, Rule, apply
from bot.relief.outbound import jobs
from bot.relief.outbound.jobs import JobKind
from bot.storage.database import Database

log = logging.getLogger(__name__)
HOUR = 3  # in Tehran: nobody reports then


class Retaining:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, work: Work) -> Again:
        for rule in RULES:
            gone = await self._applied(rule, work)
            if gone:
                log.info("retention: %s: %d went", rule.name, gone)
            if not work.hold.may_begin:
                return Again()
        return Again(after=until_next(self._clock.now()))

    async def _applied(self, rule: Rule, work: Work) -> int:
        gone, went = 0, BATCH
        while went >= BATCH and work.hold.may_begin:
            async with self._database.writing() as session:
                await work.still(session)
                went = await apply(session, rule, self._clock.now(), self._clock.today())
                await session.commit()
            gone += went
        return gone


def until_next(now: datetime) -> timedelta:
    """To the next three o'clock in the morning."""
    here = now.astimezone(TEHRAN)
    today = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return (today if today > here else today + timedelta(days=1)) - here


async def begin(database: Database) -> None:
    """At the start of every process: what a day without a bot left is caught up with."""
    async with database.writing() as session:
        await jobs.again(session, JobKind.RETENTION, lane=jobs.WORK, kind=JobKind.RETENTION)
        await session.commit()
