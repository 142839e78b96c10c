"""SQLite behind a thread of its own, one trip to it a statement: aiosqlite alone takes four for what brings rows, and more for
where a transaction begins and ends.

Knows no table. `connect` is what SQLAlchemy's aiosqlite dialect takes as `async_creator_fn`.
"""

import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import aiosqlite

_CHUNK = 64  # rows a trip, of aiosqlite's own cursors
_BEGIN = {False: "BEGIN IMMEDIATE", True: "BEGIN"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ran:
    """A statement that has run: all its rows, and what DB-API cursors say beside them."""

    rows: Sequence[Any] = ()
    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None


def _run(connection: sqlite3.Connection, begin: str, sql: str, parameters: Any, many: bool, last: bool) -> _Ran:
    cursor = connection.cursor()
    try:
        if not connection.in_transaction:
            cursor.execute(begin)
        cursor.executemany(sql, parameters) if many else cursor.execute(sql, parameters)
        rows = cursor.fetchall() if cursor.description else ()
        if last and rows:
            connection.commit()
        return _Ran(rows=rows, description=cursor.description, rowcount=cursor.rowcount, lastrowid=cursor.lastrowid)
    finally:
        cursor.close()


@dataclass(slots=True)
class Cursor:
    """What SQLAlchemy asks of a cursor (PEP 249, awaited); opening, fetching and closing cost no trip."""

    connection: "Connection"
    arraysize: int = 1
    _ran: _Ran = field(default_factory=_Ran)
    _left: deque[Any] = field(default_factory=deque)

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        return self._ran.description

    @property
    def rowcount(self) -> int:
        return self._ran.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._ran.lastrowid

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        return await self._do(sql, parameters, many=False)

    async def executemany(self, sql: str, parameters: Any) -> Self:
        return await self._do(sql, parameters, many=True)

    async def _do(self, sql: str, parameters: Any, *, many: bool) -> Self:
        self._ran = await self.connection.run(sql, parameters, many=many)
        self._left = deque(self._ran.rows)
        return self

    async def fetchone(self) -> Any:
        return self._left.popleft() if self._left else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        return [self._left.popleft() for _ in range(min(size or self.arraysize, len(self._left)))]

    async def fetchall(self) -> list[Any]:
        rows = list(self._left)
        self._left.clear()
        return rows

    async def close(self) -> None:
        self._left.clear()


class Connection(aiosqlite.Connection):
    """Its thread dies with the process. A transaction begins with its first statement, in the same trip, and one without a
    statement makes none; the end of one that has nothing to end but reading is waited for by nobody.
    """

    def __init__(self, open_: Callable[[], sqlite3.Connection], *, reads_only: bool) -> None:
        super().__init__(open_, _CHUNK)
        self._thread.daemon = True
        self._reads_only = reads_only
        self._open = False  # perhaps: a statement whose caller was cancelled may still begin one
        self._last = False

    def cursor(self) -> Cursor:  # type: ignore[override]  # awaited by nobody: it makes no trip
        return Cursor(self)

    def end_with_next(self) -> None:
        """The next statement, if it brings a row, is committed in the same trip; the commit that is asked for then is none."""
        self._last = True

    async def run(self, sql: str, parameters: Any, *, many: bool) -> _Ran:
        begin, last, self._last, self._open = _BEGIN[self._reads_only], self._last, False, True
        ran: _Ran = await self._execute(_run, self._conn, begin, sql, parameters, many, last)  # type: ignore[no-untyped-call]  # as SQLAlchemy
        self._open = not (last and ran.rows)
        return ran

    async def commit(self) -> None:
        await self._end(super().commit, self._conn.commit)

    async def rollback(self) -> None:
        await self._end(super().rollback, self._conn.rollback)

    async def _end(self, awaited: Callable[[], Awaitable[None]], unawaited: Callable[[], None]) -> None:
        self._last = False
        if self._open and self._reads_only:
            self._tx.put_nowait((None, unawaited))
        elif self._open:
            await awaited()
        self._open = False


def connect(database: str, *, reads_only: bool, **options: Any) -> Connection:
    """Awaiting it opens it. Whoever does not read only takes the write lock when they begin: a reader that turns into a writer
    would fail without waiting.
    """
    return Connection(lambda: sqlite3.connect(database, **options), reads_only=reads_only)
