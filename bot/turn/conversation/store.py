"""Conversations in the database: reads of different people share a statement, and so do their quiet writes."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from bot.relief.ids import Here
from bot.storage.account_filter import among, places
from bot.storage.database import Database, ends_with_next
from bot.storage.tables import Conversation
from bot.turn.conversation.batching import MOST_AT_ONCE, Together
from bot.turn.conversation.row import LEASE_MS, Damaged, Row

TABLE = Conversation.__table__


class Lost(Exception):
    """Another process wrote the conversation first: reload, and advance again."""


class Store:
    """`run` must be running for `load` and `save` to be answered."""

    def __init__(self, database: Database, lease: int = LEASE_MS) -> None:
        """`lease`: for how many milliseconds replies are the writer's to send, unless it says that it still is at it."""
        self.database = database
        self.lease = lease
        self._reads = Together("reads", self._read)
        self._writes = Together("writes", self._save)
        insert: Any = database.insert(Conversation).values(
            resend_at=database.now_ms + bindparam("lease", type_=BigInteger)
        )
        columns = [c.name for c in TABLE.columns if c.name not in ("messenger", "account")]
        self._upsert = insert.on_conflict_do_update(
            index_elements=["messenger", "account"],
            set_={name: insert.excluded[name] for name in columns},
            where=TABLE.c.revision == insert.excluded.revision - 1,
        ).returning(TABLE.c.messenger, TABLE.c.account)
        lapsed = (TABLE.c.resend_at < database.now_ms).label("lapsed")
        self._wanted = select(TABLE, lapsed).where(among(TABLE.c.messenger, TABLE.c.account))

    async def load(self, messenger: str, account: int) -> Row:
        """The conversation as it is committed; a new one, of revision 0, where there is none. Raises Damaged, or the
        database's error.
        """
        return await self._reads((messenger, account))

    async def save(self, row: Row) -> Row:
        """Write a quiet turn; returns the row as written. Raises Lost, or the database's error."""
        return await self._writes(row.written())

    async def commit(self, session: AsyncSession, row: Row) -> Row:
        """Write an acting turn's row as the last of its own transaction. Raises Lost: the whole turn is then rolled back."""
        written = row.written()

        def write(in_it: Session) -> None:
            in_it.flush()
            if not self._write(in_it.connection(), [written]):
                raise Lost
            in_it.commit()

        await session.run_sync(write)
        return written

    async def left_unsent(self, messengers: Collection[str], *, everything: bool) -> list[Here]:
        """Conversations whose replies nobody sends any more: the lease has ended. At the start of the only process that can
        be (SQLite), `everything` that is unsent was left. Those that wait longest come first.
        """
        left = TABLE.c.resend_at.is_not(None) if everything else TABLE.c.resend_at < self.database.now_ms
        wanted = select(TABLE.c.messenger, TABLE.c.account).where(left, TABLE.c.messenger.in_(messengers))
        async with self.database.reading() as session:
            found = await session.execute(wanted.order_by(TABLE.c.resend_at).limit(MOST_AT_ONCE))
            return [(r.messenger, r.account) for r in found]

    async def run(self) -> None:
        async with asyncio.TaskGroup() as both:
            both.create_task(self._reads.run())
            both.create_task(self._writes.run())

    async def _save(self, rows: Sequence[Row]) -> list[Row | Exception]:
        """In one statement, keys sorted: two processes that write the same rows wait for each other in one order."""
        async with self.database.write_lock or nullcontext(), self.database.alone_writing.begin() as connection:
            won = await connection.run_sync(self._write, sorted(rows, key=lambda row: row.key))
        return [row if row.key in won else Lost() for row in rows]

    def _write(self, connection: Connection, rows: Sequence[Row]) -> set[Here]:
        """The keys of those that were written; it is the last statement of its transaction."""
        values = [row.values(self.lease) for row in rows]
        alone = len(values) == 1  # it takes SQLAlchemy's shorter way
        ends_with_next(connection)
        result = connection.execute(self._upsert, values[0] if alone else values)
        return {(r.messenger, r.account) for r in result}

    async def _read(self, keys: Sequence[Here]) -> list[Row | Exception]:
        async with self.database.alone_reading.connect() as connection:
            rows = await connection.execute(self._wanted, places(keys))
            found = {(r.messenger, r.account): _opened(r) for r in rows}
        return [found.get(key) or Row(messenger=key[0], account=key[1]) for key in keys]


def _opened(found: Any) -> Row | Damaged:
    try:
        return Row.read(found)
    except Damaged as damaged:
        return damaged
