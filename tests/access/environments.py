"""Databases for the bot, and all that a thief could carry away: files, logs, live copies."""

import asyncio
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

import asyncpg

from tests.faults.harness.databases import Postgresql

ZEROS = re.compile(rb"\0{64,}")  # pages that nothing was written on yet


class Ground(Protocol):
    """A database. `copied` runs while the bot runs, `carried` after it; both leave files in the folder."""

    url: str

    async def copied(self, folder: Path) -> None: ...

    async def carried(self, folder: Path) -> None: ...


class OnSqlite:
    """SQLite, with the database in the folder itself."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "hamyar.db"
        self.url = f"sqlite:///{self._path}"

    async def copied(self, folder: Path) -> None:
        await asyncio.to_thread(self._copy, folder / "copy-while-running.db")

    def _copy(self, target: Path) -> None:
        """Copy as `sqlite3 .backup` does, while the bot writes; also the write-ahead log.

        The log is folded in when the bot stops.
        """
        with sqlite3.connect(self._path) as here, sqlite3.connect(target) as there:
            here.backup(there)
        log = self._path.with_name(f"{self._path.name}-wal")
        target.with_name("wal-while-running").write_bytes(log.read_bytes())

    async def carried(self, folder: Path) -> None:
        """Do nothing: the file lies in the folder already."""


class OnPostgresql:
    """A PostgreSQL server of its own; its files are copied into the folder at the end."""

    def __init__(self, server: Postgresql) -> None:
        self._server = server
        self.url = server.url

    async def copied(self, folder: Path) -> None:
        """Dump table by table, as pg_dump does, while the bot writes."""
        connection = await asyncpg.connect(self.url)
        try:
            for row in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
                await connection.copy_from_table(row["tablename"], output=folder / f"{row['tablename']}.copy")
        finally:
            await connection.close()

    async def carried(self, folder: Path) -> None:
        """Copy its pages, its write-ahead log and its own log."""
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute("CHECKPOINT")
            oid = await connection.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()")
        finally:
            await connection.close()
        data = self._server.data
        await asyncio.to_thread(_carry, [data / "base" / str(oid), data / "pg_wal", self._server.log], folder)


def _carry(places: list[Path], folder: Path) -> None:
    for place in places:
        if place.is_dir():
            shutil.copytree(place, folder / f"postgresql-{place.name}")
        else:
            shutil.copy(place, folder / "postgresql.log")
    for path in folder.glob("postgresql-*/**/*"):
        if path.is_file():
            path.write_bytes(ZEROS.sub(b"\0" * 64, path.read_bytes()))


@asynccontextmanager
async def on_postgresql() -> AsyncIterator[OnPostgresql]:
    server = Postgresql()
    try:
        await server.open()
        yield OnPostgresql(server)
    finally:
        server.close()
