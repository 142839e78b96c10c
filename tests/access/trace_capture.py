"""Captures all that a busy day of the bot leaves: database, copies, files, output.

The bot runs as in production, with the most verbose log; the database is copied meanwhile.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession
from sqlalchemy import select

from bot.clock import SystemClock
from bot.relief.seed.sample import load_sample
from bot.storage import migrate
from bot.storage.database import Database, open_database
from bot.storage.tables import (
    Conversation,
    DeadLetter,
    Draft,
    Family,
    File,
    JoinRequest,
    Letter,
    Need,
    Notice,
    Person,
    ServiceReturn,
    Suspension,
    Unit,
)
from tests.access.environments import Ground
from tests.access.sample_traffic import TYPED, a_day, an_evening
from tests.conversations.app import sandbox
from tests.faults.killable_bot import settings

PUBLIC = "امداد محلهٔ سادات"
ENDED = 20.0  # seconds for the bot to stop
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """All that the bot left in `folder`.

    `words` are the canaries that must not be found there; `public` is a word that is found by a working scanner.
    """

    folder: Path
    words: dict[str, str]
    public: str
    left: dict[str, int]


async def leave_traces(folder: Path, ground: Ground) -> Traces:
    await migrate.upgrade(ground.url)
    database = open_database(ground.url)
    try:
        await load_sample(database, SystemClock())
        async with sandbox() as root, ClientSession(root) as http, _bot(root, database, folder):
            await a_day(http)
            await an_evening(http)
            await ground.copied(folder)
        await ground.carried(folder)
        return Traces(folder=folder, words=TYPED | await _sample(database), public=PUBLIC, left=await _left(database))
    finally:
        await database.close()


@asynccontextmanager
async def _bot(root: str, database: Database, folder: Path) -> AsyncIterator[None]:
    around = {name: value for name, value in os.environ.items() if not name.startswith("HAMYAR_")}
    wanted = settings(root, database, folder, "telegram", "bale") | {"HAMYAR_LOG_LEVEL": "DEBUG"}
    with (folder / "bot.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=around | wanted, cwd=ROOT, stdout=log, stderr=log
        )
        try:
            yield
        finally:
            process.terminate()
            await asyncio.wait_for(process.wait(), ENDED)


async def _sample(database: Database) -> dict[str, str]:
    """Return every name, number, paper and address of the sample, but the addresses that name a unit."""
    words: dict[str, str] = {}
    async with database.read_session() as session:
        public = " ".join(await session.scalars(select(Unit.name)))
        for person in await session.scalars(select(Person)):
            words |= {f"person {person.id} name": person.name, f"person {person.id} phone": person.phone or ""}
        for one in await session.scalars(select(Family)):
            words |= {
                f"family {one.number} {name}": getattr(one, name) or "" for name in ("head_name", "identity", "phone")
            }
            if one.neighbourhood and one.neighbourhood not in public:
                words[f"family {one.number} neighbourhood"] = one.neighbourhood
        words |= {f"need {one.id}": one.note or "" for one in await session.scalars(select(Need))}
    return {name: word for name, word in words.items() if word}


async def _left(database: Database) -> dict[str, int]:
    """Check that there was something to find."""
    async with database.read_session() as session:
        tables = (
            Conversation,
            Draft,
            DeadLetter,
            File,
            Family,
            Notice,
            Letter,
            JoinRequest,
            ServiceReturn,
            Suspension,
        )
        return {one.__tablename__: len(list(await session.scalars(select(one)))) for one in tables}
