"""Re-encrypts a large audit while the bot answers: killed half-way, resumed, the old key removed."""

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from aiohttp import ClientSession
from sqlalchemy import func, insert, select

from bot.relief.audit.chain import ENTRY_TABLE, chain_all_entries, entry_mac, read_anchor
from bot.relief.vocabulary import Role
from bot.storage import migrate
from bot.storage.database import Database, open_database
from bot.storage.encryption import Keyring, install_keyring
from bot.storage.orm import EPOCH, new_id
from bot.storage.tables import AuditEntry
from tests.access.latency_probe import Tapping, tapping
from tests.conversations.app import sandbox
from tests.faults.killable_bot import settings
from tests.relief.world import NOW, Cast, gather, member, registered

ONE, TWO = bytes(range(32)).hex(), bytes(range(32, 64)).hex()
BOTH = f"1:{ONE},2:{TWO}"
ROOT = Path(__file__).parents[2]
FAMILIES = 500
WRITTEN = 10_000  # entries at a time
PEOPLE = [7001, 7002, 7003, 7004]
WARM = 200  # answers: what is slow because everything is new
QUIET = 60.0  # seconds of answers before anything is moved
ENDED = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Results: `rows` under the new key, `rows_a_second`, p95 in milliseconds before, moving, verifying."""

    rows: int
    rows_a_second: float
    verified_a_second: float
    before: float
    moving: float
    verifying: float
    killed_at: int
    whole: bool
    old_key_free: bool
    answers_without_it: bool = False


async def move(folder: Path, entries: int) -> Moved:
    """Run the whole measurement. This process has both keys, because it reads the sealed anchor."""
    install_keyring(Keyring.from_setting(f"1:{ONE}"))
    url = f"sqlite:///{folder / 'hamyar.db'}"
    await migrate.upgrade(url)
    database = open_database(url)
    try:
        await _filled(database, entries)
        async with sandbox() as root, ClientSession(root) as http:
            async with _bot(root, database, folder, BOTH), tapping(http, "bale", PEOPLE) as people:
                found = await _moved(people, database, folder)
            async with _bot(root, database, folder, f"2:{TWO}"), tapping(http, "bale", PEOPLE[:1]) as people:
                await people.warm(1)
                return replace(found, answers_without_it=True)
    finally:
        await database.close()


async def _filled(database: Database, entries: int) -> None:
    """Fill the audit and chain it under the first key, as it would have been entry by entry."""
    async with database.write_session() as session:
        cast = await gather(session)
        for account in PEOPLE:
            await member(session, cast.tree.sadat, Role.VOLUNTEER, "رها آزمونی", messenger="bale", account=account)
        for number in range(FAMILIES):
            await registered(session, cast.maryam, cast.tree.sadat, f"خانوار آزمونی {number}")
        await session.commit()
    for first in range(0, entries, WRITTEN):
        rows = [_entry(cast, number) for number in range(first, min(first + WRITTEN, entries))]
        async with database.write_session() as session:
            await session.execute(insert(AuditEntry), rows)
            await session.commit()
    await chain_all_entries(database)
    install_keyring(Keyring.from_setting(BOTH))


def _entry(cast: Cast, number: int) -> dict[str, object]:
    at = NOW + timedelta(milliseconds=number)
    values = {
        "id": new_id(), "at": at, "person_id": cast.maryam.person, "messenger": "telegram", "action": "see-family",
        "unit_id": cast.tree.sadat, "subject": f"family:{number}",
    }  # fmt: skip
    entry = AuditEntry(**values)
    return values | {"link": entry_mac(entry, (at - EPOCH) // timedelta(microseconds=1))}


async def _moved(people: Tapping, database: Database, folder: Path) -> Moved:
    await people.warm(WARM)
    await asyncio.sleep(QUIET)
    before = people.p95()
    began = time.perf_counter()
    killed_at = await _killed_half_way(database, folder)
    said = await _command(database, folder, BOTH, "keys", "rotate")
    took, moving = time.perf_counter() - began, people.p95()
    rows = killed_at + sum(int(count) for count in re.findall(r"^  moved +(\d+)", said, re.MULTILINE))
    began = time.perf_counter()
    verified = await _command(database, folder, BOTH, "audit", "verify")
    seconds, verifying = time.perf_counter() - began, people.p95()
    sealed = int(re.findall(r"in the chain: (\d+)", verified)[0])
    return Moved(
        rows=rows,
        rows_a_second=rows / took,
        verified_a_second=sealed / seconds,
        before=before,
        moving=moving,
        verifying=verifying,
        killed_at=killed_at,
        whole="Whole" in verified,
        old_key_free="Nothing is left under key 1" in said,
    )


async def _killed_half_way(database: Database, folder: Path) -> int:
    """Kill the command at about half of the links; return how many were moved then."""
    process = await _begun(database, folder, BOTH, "keys", "rotate")
    ended = asyncio.ensure_future(process.wait())
    while not ended.done() and not await _half_way(database):
        await asyncio.wait([ended], timeout=1)
    if not ended.done():
        process.kill()
    await ended
    async with database.read_session() as session:
        counted = select(func.count()).where(func.substr(ENTRY_TABLE.c.link, 1, 1) == bytes((2,)))
        return await session.scalar(counted) or 0


async def _half_way(database: Database) -> bool:
    """Return True by the boundary in the anchor: counting a million links would slow the answers."""
    async with database.read_session() as session:
        anchor = await read_anchor(session)
    return (
        anchor is not None and anchor.rekey_boundary is not None and anchor.rekey_boundary.sequence >= anchor.count // 2
    )


async def _command(database: Database, folder: Path, keys: str, *words: str) -> str:
    process = await _begun(database, folder, keys, *words)
    out, _ = await process.communicate()
    return out.decode()


async def _begun(database: Database, folder: Path, keys: str, *words: str) -> asyncio.subprocess.Process:
    wanted = settings("http://127.0.0.1:1", database, folder) | {"HAMYAR_SECRET_KEY": keys}
    around = {name: value for name, value in os.environ.items() if not name.startswith("HAMYAR_")}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, env=around | wanted, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )


@asynccontextmanager
async def _bot(root: str, database: Database, folder: Path, keys: str) -> AsyncIterator[None]:
    wanted = settings(root, database, folder, "bale") | {"HAMYAR_SECRET_KEY": keys}
    around = {name: value for name, value in os.environ.items() if not name.startswith("HAMYAR_")}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=around | wanted, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), ENDED)
