"""A volunteer, a coordinator and a supervisor in one messenger, with a family that was served before."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.clock import FixedClock
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from tests.conversations.app import Stage, stage
from tests.relief.world import NOW, Tree, gather, member, registered, reported
from tests.taps.counted_phone import CountedPhone

FAMILY = "زهرا موسوی"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    volunteer: CountedPhone
    coordinator: CountedPhone
    supervisor: CountedPhone
    clock: FixedClock


async def people_of(database: Database, messenger: str) -> Tree:
    async with database.write_session() as session:
        tree = (await gather(session)).tree
        sara = await member(session, tree.sadat, Role.VOLUNTEER, "سارا کریمی", messenger=messenger, account=7001)
        await member(session, tree.sadat, Role.COORDINATOR, "پریسا امینی", messenger=messenger, account=7002)
        await member(session, tree.sadat, Role.SUPERVISOR, "رضا بهرامی", messenger=messenger, account=7003)
        family = await registered(session, sara, tree.sadat, FAMILY)
        for days in (9, 3):
            await reported(session, sara, tree.sadat, family.id, now=NOW - timedelta(days=days))
        await session.commit()
    return tree


@asynccontextmanager
async def scene(database: Database, clock: FixedClock, files: Path, messenger: str) -> AsyncIterator[Scene]:
    await people_of(database, messenger)
    async with stage(database, clock, files) as theatre:
        volunteer, coordinator, supervisor = (
            _phone(theatre, messenger, account, name)
            for account, name in ((7001, "سارا"), (7002, "پریسا"), (7003, "رضا"))
        )
        yield Scene(volunteer=volunteer, coordinator=coordinator, supervisor=supervisor, clock=clock)


def _phone(theatre: Stage, messenger: str, account: int, name: str) -> CountedPhone:
    return CountedPhone(
        http=theatre.http,
        messenger=messenger,
        account=account,
        name=name,
        transcript=theatre.transcript,
        outbox=theatre.runtime.outbox,
    )
