"""Runs cells of the matrix through the whole application: a fresh person each, in both messengers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from bot.clock import FixedClock
from bot.relief.access.caller import Actor
from bot.relief.ids import UnitId
from bot.relief.seed.catalogue import load_catalogue
from bot.relief.units.directory import add_unit
from bot.relief.vocabulary import Role, UnitKind
from bot.storage.database import Database
from tests.access.attempts import TRIALS
from tests.access.expected_matrix import Cell
from tests.access.explorer import Visitor
from tests.access.matrix_world import Quarter, Spot, quarter
from tests.conversations.app import Stage, stage
from tests.relief.world import NOW, OPENED, member

Mischief: TypeAlias = Callable[["Town", str, int], Awaitable[bool]]
"""True: it was refused, as it must be. In one messenger, by a fresh account."""
AT_ONCE = 12
MESSENGERS = ("telegram", "bale")


@dataclass(slots=True, kw_only=True)
class Findings:
    """`leaks` succeeded against the matrix, `refused` failed against it; `walked` counts attempts."""

    walked: int = 0
    leaks: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    theatre: Stage
    database: Database
    keeper: Actor
    root: UnitId

    def visitor(self, messenger: str, account: int) -> Visitor:
        return Visitor(http=self.theatre.http, runtime=self.theatre.runtime, messenger=messenger, account=account)

    async def quarter(self, role: Role, messenger: str, account: int, *, former: bool = False) -> Quarter:
        async with self.database.write_session() as session:
            built = await quarter(session, self.keeper, self.root, role, messenger, account, former=former)
            await session.commit()
        return built


@asynccontextmanager
async def town(database: Database, folder: Path) -> AsyncIterator[Town]:
    """Create an empty, migrated database, and both bots over it."""
    async with database.write_session() as session:
        root = (await add_unit(session, kind=UnitKind.COUNTRY, name="ایران", parent=None, opened_on=OPENED)).id
        await load_catalogue(session)
        keeper = await member(session, root, Role.COORDINATOR, "نگهبان نمونه", account=900_000_000)
        await session.commit()
    async with stage(database, FixedClock(NOW), folder) as theatre:
        yield Town(theatre=theatre, database=database, keeper=keeper, root=root)


async def walk(where: Town, cells: Iterable[Cell], first_account: int = 10_000) -> Findings:
    """Try every cell in each messenger."""
    findings, gate = Findings(), asyncio.Semaphore(AT_ONCE)

    async def one(account: int, cell: Cell, messenger: str) -> None:
        async with gate:
            await _walk(where, cell, messenger, account, findings)

    pairs = [(cell, messenger) for cell in cells for messenger in MESSENGERS]
    async with asyncio.TaskGroup() as all_of_them:
        for number, (cell, messenger) in enumerate(pairs):
            all_of_them.create_task(one(first_account + number, cell, messenger))
    return findings


async def try_mischief(where: Town, named: Mapping[str, Mischief], first_account: int = 100_000) -> Findings:
    """Try each abuse case in each messenger; one that is not refused is a leak."""
    findings = Findings()

    async def one(account: int, name: str, messenger: str) -> None:
        findings.walked += 1
        if not await named[name](where, messenger, account):
            findings.leaks.append(f"{name} in {messenger}")

    async with asyncio.TaskGroup() as all_of_them:
        pairs = ((name, messenger) for name in named for messenger in MESSENGERS)
        for number, (name, messenger) in enumerate(pairs):
            all_of_them.create_task(one(first_account + number, name, messenger))
    return findings


async def _walk(where: Town, cell: Cell, messenger: str, account: int, findings: Findings) -> None:
    built = await where.quarter(cell.role, messenger, account, former=cell.place == "none")
    target = built.spot(cell.place)
    findings.walked += 1
    did = await _tried(where, cell, built, messenger, account, target)
    if did != (cell.agreed == "yes"):
        (findings.leaks if did else findings.refused).append(f"{cell} in {messenger}")
    if cell.agreed == "mine" and built.mine:
        own = replace(target, family=built.mine)
        if not await _tried(where, cell, built, messenger, account, own):
            findings.refused.append(f"{cell}, their own, in {messenger}")


async def _tried(where: Town, cell: Cell, built: Quarter, messenger: str, account: int, target: Spot) -> bool:
    trial, visitor = TRIALS[cell.action], where.visitor(messenger, account)
    await trial.tries(visitor, built, target)
    async with where.database.read_session() as session:
        return await trial.done(session, visitor, built, target)
