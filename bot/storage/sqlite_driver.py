"""SQLite in a thread of its own, with one trip to the thread for a statement.

aiosqlite alone takes four trips for a statement that brings rows, and more where a transaction begins and ends. It
knows no table. `connect` is the `async_creator_fn` of SQLAlchemy's aiosqlite dialect.
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
class _StatementResult:
    """The result of a statement: all its rows, and what DB-API cursors say beside them."""

    rows: Sequence[Any] = ()
    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None


def _run_statement(
    connection: sqlite3.Connection, begin: str, sql: str, parameters: Any, many: bool, last: bool
) -> _StatementResult:
    cursor = connection.cursor()
    try:
        if not connection.in_transaction:
            cursor.execute(begin)
        cursor.executemany(sql, parameters) if many else cursor.execute(sql, parameters)
        rows = cursor.fetchall() if cursor.description else ()
        if last and rows:
            connection.commit()
        return _StatementResult(
            rows=rows, description=cursor.description, rowcount=cursor.rowcount, lastrowid=cursor.lastrowid
        )
    finally:
        cursor.close()


@dataclass(slots=True)
class OneTripCursor:
    """The cursor that SQLAlchemy expects (PEP 249, awaited). Opening, fetching and closing cost no trip."""

    connection: "OneTripConnection"
    arraysize: int = 1
    _result: _StatementResult = field(default_factory=_StatementResult)
    _remaining: deque[Any] = field(default_factory=deque)

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        return self._result.description

    @property
    def rowcount(self) -> int:
        return self._result.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._result.lastrowid

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        return await self._run(sql, parameters, many=False)

    async def executemany(self, sql: str, parameters: Any) -> Self:
        return await self._run(sql, parameters, many=True)

    async def _run(self, sql: str, parameters: Any, *, many: bool) -> Self:
        self._result = await self.connection.run_statement(sql, parameters, many=many)
        self._remaining = deque(self._result.rows)
        return self

    async def fetchone(self) -> Any:
        return self._remaining.popleft() if self._remaining else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        return [self._remaining.popleft() for _ in range(min(size or self.arraysize, len(self._remaining)))]

    async def fetchall(self) -> list[Any]:
        rows = list(self._remaining)
        self._remaining.clear()
        return rows

    async def close(self) -> None:
        self._remaining.clear()


class OneTripConnection(aiosqlite.Connection):
    """A connection whose thread dies with the process.

    A transaction begins with its first statement, in the same trip; one without a statement never begins. The end of a
    transaction that only read is not waited for.
    """

    def __init__(self, open_: Callable[[], sqlite3.Connection], *, reads_only: bool) -> None:
        super().__init__(open_, _CHUNK)
        self._thread.daemon = True
        self._reads_only = reads_only
        self._may_be_in_transaction = False  # perhaps: a statement whose caller was cancelled may still begin one
        self._commit_after_next = False

    def cursor(self) -> OneTripCursor:  # type: ignore[override]  # not awaited: it makes no trip
        return OneTripCursor(self)

    def commit_after_next(self) -> None:
        """Commit with the next statement, in the same trip, if it brings a row.

        The commit that follows then does nothing.
        """
        self._commit_after_next = True

    async def run_statement(self, sql: str, parameters: Any, *, many: bool) -> _StatementResult:
        begin, last, self._commit_after_next, self._may_be_in_transaction = (
            _BEGIN[self._reads_only],
            self._commit_after_next,
            False,
            True,
        )
        ran: _StatementResult = await self._execute(_run_statement, self._conn, begin, sql, parameters, many, last)  # type: ignore[no-untyped-call]  # as SQLAlchemy
        self._may_be_in_transaction = not (last and ran.rows)
        return ran

    async def commit(self) -> None:
        await self._end_transaction(super().commit, self._conn.commit)

    async def rollback(self) -> None:
        await self._end_transaction(super().rollback, self._conn.rollback)

    async def _end_transaction(self, awaited: Callable[[], Awaitable[None]], unawaited: Callable[[], None]) -> None:
        self._commit_after_next = False
        if self._may_be_in_transaction and self._reads_only:
            self._tx.put_nowait((None, unawaited))
        elif self._may_be_in_transaction:
            await awaited()
        self._may_be_in_transaction = False


def connect(database: str, *, reads_only: bool, **options: Any) -> OneTripConnection:
    """Return a connection that opens when it is awaited.

    A writer takes the write lock at the beginning of its transaction: a reader that turns into a writer would fail
    without waiting.
    """
    return OneTripConnection(lambda: sqlite3.connect(database, **options), reads_only=reads_only)
