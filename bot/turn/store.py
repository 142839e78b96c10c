"""Conversations in the database: reads and quiet writes of different people share a transaction.

While one commit is under way the next ones gather, and all that gathered go together, keys sorted. No timer, and no waiting
when alone.
"""

import asyncio
import logging
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from typing import Any

from sqlalchemy import BigInteger, bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.storage.engine import Database
from bot.storage.tables import Conversation
from bot.turn.rows import LEASE_MS, Damaged, Row

log = logging.getLogger(__name__)
TABLE = Conversation.__table__
MOST_AT_ONCE = 200


class Lost(Exception):
    """Another process wrote the conversation first: reload, and advance again."""


class Store:
    """`run` must be running for `load` and `save` to be answered."""

    def __init__(self, database: Database, lease: int = LEASE_MS) -> None:
        """`lease`: for how many milliseconds replies are the writer's to send, unless it says that it still is at it."""
        self.database = database
        self.lease = lease
        self._reads: list[tuple[tuple[str, int], asyncio.Future[Row]]] = []
        self._writes: list[tuple[Row, asyncio.Future[Row]]] = []
        self._wake = asyncio.Event()
        insert: Any = database.insert(Conversation).values(
            resend_at=database.now_ms + bindparam("lease", type_=BigInteger)
        )
        columns = [c.name for c in TABLE.columns if c.name not in ("messenger", "account")]
        self._upsert = insert.on_conflict_do_update(
            index_elements=["messenger", "account"],
            set_={name: insert.excluded[name] for name in columns},
            where=TABLE.c.revision == insert.excluded.revision - 1,
        ).returning(TABLE.c.messenger, TABLE.c.account)

    async def load(self, messenger: str, account: int) -> Row:
        """The conversation as it is committed; a new one, of revision 0, where there is none. Raises Damaged, or the
        database's error.
        """
        future: asyncio.Future[Row] = asyncio.get_running_loop().create_future()
        self._reads.append(((messenger, account), future))
        self._wake.set()
        return await future

    async def save(self, row: Row) -> Row:
        """Write a quiet turn; returns the row as written. Raises Lost, or the database's error."""
        future: asyncio.Future[Row] = asyncio.get_running_loop().create_future()
        self._writes.append((row.written(), future))
        self._wake.set()
        return await future

    async def save_in(self, session: AsyncSession, row: Row) -> Row:
        """Write an acting turn's row in its own transaction. Raises Lost: the whole turn is then rolled back."""
        written = row.written()
        await session.flush()
        connection = await session.connection()
        if not await self._write(connection, [(written, None)]):
            raise Lost
        return written

    async def left_unsent(self, messengers: Collection[str], *, everything: bool) -> list[tuple[str, int]]:
        """Conversations whose replies nobody sends any more: the lease has ended. At the start of the only process that can
        be (SQLite), `everything` that is unsent was left. Those that wait longest come first.
        """
        left = TABLE.c.resend_at.is_not(None) if everything else TABLE.c.resend_at < self.database.now_ms
        wanted = select(TABLE.c.messenger, TABLE.c.account).where(left, TABLE.c.messenger.in_(messengers))
        async with self.database.reading() as session:
            found = await session.execute(wanted.order_by(TABLE.c.resend_at).limit(MOST_AT_ONCE))
            return [(r.messenger, r.account) for r in found]

    async def run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._reads or self._writes:
                reads, self._reads = self._reads[:MOST_AT_ONCE], self._reads[MOST_AT_ONCE:]
                writes, self._writes = self._writes[:MOST_AT_ONCE], self._writes[MOST_AT_ONCE:]
                await self._together(reads, sorted(writes, key=lambda item: item[0].key))

    async def _together(
        self,
        reads: Sequence[tuple[tuple[str, int], asyncio.Future[Row]]],
        writes: Sequence[tuple[Row, asyncio.Future[Row]]],
    ) -> None:
        try:
            await self._statements(reads, writes)
        except Exception as error:  # noqa: BLE001 - what one row fails with is its own turn's to judge; the others go on
            if len(reads) + len(writes) == 1:
                for _, future in (*reads, *writes):
                    _fail(future, error)
                return
            log.warning("a shared commit failed (%s), row by row now", type(error).__name__)
            for write in writes:
                await self._together((), (write,))
            for read in reads:
                await self._together((read,), ())

    async def _statements(
        self,
        reads: Sequence[tuple[tuple[str, int], asyncio.Future[Row]]],
        writes: Sequence[tuple[Row, asyncio.Future[Row]]],
    ) -> None:
        """One that writes all rows, one that reads all: each is whole by itself."""
        lock = self.database.write_lock if writes else None
        async with lock or nullcontext(), self.database.alone.connect() as connection:
            won = await self._write(connection, writes)
            found = await self._read(connection, reads)
        for row, future in writes:
            if not future.done():
                future.set_result(row) if row.key in won else future.set_exception(Lost())
        for key, future in reads:
            read = found.get(key) or Row(messenger=key[0], account=key[1])
            if isinstance(read, Damaged):
                _fail(future, read)
            elif not future.done():
                future.set_result(read)

    async def _write(self, connection: AsyncConnection, writes: Sequence[tuple[Row, Any]]) -> set[tuple[str, int]]:
        if not writes:
            return set()
        rows = [row.values(self.lease) for row, _ in writes]
        alone = len(rows) == 1  # it takes SQLAlchemy's shorter way
        result = await connection.execute(self._upsert, rows[0] if alone else rows)
        return {(r.messenger, r.account) for r in result}

    async def _read(
        self, connection: AsyncConnection, reads: Sequence[tuple[tuple[str, int], Any]]
    ) -> dict[tuple[str, int], Row | Damaged]:
        if not reads:
            return {}
        lapsed = (TABLE.c.resend_at < self.database.now_ms).label("lapsed")
        these = tuple_(TABLE.c.messenger, TABLE.c.account).in_([key for key, _ in reads])
        return {
            (r.messenger, r.account): _opened(r) for r in await connection.execute(select(TABLE, lapsed).where(these))
        }


def _opened(found: Any) -> Row | Damaged:
    try:
        return Row.read(found)
    except Damaged as damaged:
        return damaged


def _fail(future: "asyncio.Future[Row]", error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
