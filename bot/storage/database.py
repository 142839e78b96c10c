"""Database engines, sessions and transactions. It knows no table.

On SQLite one process writes, under one lock; on PostgreSQL many do.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, Connection, event, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.elements import ColumnClause

from bot.storage.orm import Base
from bot.storage.sqlite_driver import connect

BUSY_TIMEOUT_MS = 10_000
# Connections to a file beside the one that writes, each a thread with memory of its own. No turn holds two.
MAX_READ_CONNECTIONS = 2
# Statements that a connection keeps prepared: one that writes fifty rows takes as much memory as fifty that write one.
MAX_CACHED_STATEMENTS = 40
Insert: TypeAlias = postgresql.Insert | sqlite.Insert
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
_NOW_MS = {
    "postgresql": "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)",
    "sqlite": "cast((julianday('now') - 2440587.5) * 86400000 as integer)",
}


def complete_url(url: str) -> URL:
    """Return a database URL with its driver: `sqlite:///file` and `postgresql://…` are enough.

    Raises ValueError for SQLite without a file: each connection would have a database of its own.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file")
    return parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))


def open_engine(url: str, *, durable: bool = False, foreign_keys: bool = True, reads_only: bool = False) -> AsyncEngine:
    """Open an engine.

    `durable` makes SQLite wait for the disk at every commit; without it a power cut may lose the last commits, a crash
    of the process none. With `reads_only` SQLite gives connections that only read: turning a connection from reading to
    writing would discard every statement that it has prepared.
    """
    parsed = complete_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_async_engine(parsed, pool_size=10, max_overflow=10)
    Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        parsed,
        connect_args={
            "async_creator_fn": connect,
            "cached_statements": MAX_CACHED_STATEMENTS,
            "reads_only": reads_only,
        },
        pool_size=MAX_READ_CONNECTIONS if reads_only else 1,
        max_overflow=0,
        pool_use_lifo=True,
        pool_reset_on_return=None,  # every way out of a transaction ends it explicitly
    )
    pragmas = {
        "journal_mode": "WAL",
        "synchronous": "FULL" if durable else "NORMAL",
        "foreign_keys": "ON" if foreign_keys else "OFF",
        "busy_timeout": str(BUSY_TIMEOUT_MS),
        "query_only": "ON" if reads_only else "OFF",
    }

    @event.listens_for(engine.sync_engine, "connect")
    def settle(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for name, value in pragmas.items():
            pragma = f"PRAGMA {name}={value}"
            connection.run_async(lambda driver, pragma=pragma: driver.execute_fetchall(pragma))

    return engine


def commit_with_next_statement(connection: Connection) -> None:
    """Have SQLite commit with the next statement, in the same trip, if the statement brings a row.

    Call it before the last statement of a transaction. The transaction must be committed all the same.
    """
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.commit_after_next()


def insert(bind: AsyncSession | AsyncConnection, into: type[Base]) -> Insert:
    """Return an INSERT of the dialect in use, with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return postgresql.insert(into) if _dialect(bind) == "postgresql" else sqlite.insert(into)


def now_ms(bind: AsyncSession | AsyncConnection) -> ColumnClause[int]:
    """Return the database's own clock, in milliseconds since 1970."""
    return literal_column(_NOW_MS[_dialect(bind)], BigInteger)


def _dialect(bind: AsyncSession | AsyncConnection) -> str:
    return (bind.get_bind() if isinstance(bind, AsyncSession) else bind).dialect.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """The engines of one database, and its sessions.

    `write_lock` exists on SQLite only: the writer of this process holds it. `autocommit_reader` and `autocommit_writer`
    run one statement; on PostgreSQL it is a transaction of its own.
    """

    engine: AsyncEngine
    reader: AsyncEngine
    autocommit_reader: AsyncEngine
    autocommit_writer: AsyncEngine
    write_lock: asyncio.Lock | None
    _write_sessions: async_sessionmaker[AsyncSession]
    _read_sessions: async_sessionmaker[AsyncSession]

    @classmethod
    def from_engines(cls, engine: AsyncEngine, reader: AsyncEngine) -> "Database":
        """Return a database. On PostgreSQL `reader` is the engine itself, on SQLite one that only reads."""
        shared = engine.dialect.name == "postgresql"
        snapshot_engine = (
            engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True) if shared else reader
        )
        alone = engine.execution_options(isolation_level="AUTOCOMMIT") if shared else None
        return cls(
            engine=engine,
            reader=reader,
            autocommit_reader=alone or reader,
            autocommit_writer=alone or engine,
            write_lock=None if shared else asyncio.Lock(),
            _write_sessions=async_sessionmaker(engine, expire_on_commit=False),
            _read_sessions=async_sessionmaker(snapshot_engine, expire_on_commit=False),
        )

    @property
    def is_shared(self) -> bool:
        """True if several processes may work on it at once (PostgreSQL)."""
        return self.write_lock is None

    @property
    def now_ms(self) -> ColumnClause[int]:
        """The database's clock as SQL, in milliseconds since 1970, for statements outside a session."""
        return literal_column(_NOW_MS[self.engine.dialect.name], BigInteger)

    @asynccontextmanager
    async def write_session(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that may write. It is rolled back unless `session.commit()` is awaited."""
        async with self.write_lock or nullcontext():
            session = self._write_sessions()
            try:
                yield session
            finally:
                await _end_transaction(session)

    @asynccontextmanager
    async def read_session(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that sees one snapshot of the data, for any number of queries. Writing to it fails."""
        session = self._read_sessions()
        try:
            yield session
        finally:
            await _end_transaction(session)

    def insert(self, into: type[Base]) -> Insert:
        return postgresql.insert(into) if self.is_shared else sqlite.insert(into)

    async def close(self) -> None:
        await self.reader.dispose()
        await self.engine.dispose()


async def _end_transaction(session: AsyncSession) -> None:
    """Close a transaction, unless it has ended or never began."""
    if session.in_transaction():
        async with session:  # its own way out, which a cancellation does not cut short
            pass


def open_database(url: str, *, durable: bool = False) -> Database:
    engine = open_engine(url, durable=durable)
    shared = engine.dialect.name == "postgresql"
    return Database.from_engines(engine, engine if shared else open_engine(url, reads_only=True))
