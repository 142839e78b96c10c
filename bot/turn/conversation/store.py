"""Conversations in the database: reads of different people share a statement, and so do their quiet writes."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from bot.relief.ids import AccountRef
from bot.storage.account_filter import account_in, account_params
from bot.storage.database import Database, commit_with_next_statement
from bot.storage.tables import Conversation
from bot.turn.conversation.batching import MAX_CALLS_PER_BATCH, Batcher
from bot.turn.conversation.row import LEASE_MS, ConversationRow, CorruptRow

_TABLE = Conversation.__table__


class StaleRevision(Exception):
    """Another process wrote the conversation first: reload, and advance again."""


class ConversationStore:
    """`run` must be running for `load` and `save` to be answered."""

    def __init__(self, database: Database, lease_ms: int = LEASE_MS) -> None:
        """`lease_ms`: for how many milliseconds replies are the writer's to send, unless it says that it still is at it."""
        self.database = database
        self.lease_ms = lease_ms
        self._reads = Batcher("reads", self._load_batch)
        self._writes = Batcher("writes", self._save_batch)
        insert: Any = database.insert(Conversation).values(
            lease_until_ms=database.now_ms + bindparam("lease", type_=BigInteger)
        )
        columns = [c.name for c in _TABLE.columns if c.name not in ("messenger", "external_id")]
        self._upsert = insert.on_conflict_do_update(
            index_elements=["messenger", "external_id"],
            set_={name: insert.excluded[name] for name in columns},
            where=_TABLE.c.revision == insert.excluded.revision - 1,
        ).returning(_TABLE.c.messenger, _TABLE.c.external_id)
        lapsed = (_TABLE.c.lease_until_ms < database.now_ms).label("lapsed")
        self._select = select(_TABLE, lapsed).where(account_in(_TABLE.c.messenger, _TABLE.c.external_id))

    async def load(self, messenger: str, account: int) -> ConversationRow:
        """The conversation as it is committed; a new one, of revision 0, where there is none. Raises Damaged, or the
        database's error.
        """
        return await self._reads(AccountRef(messenger, account))

    async def save(self, row: ConversationRow) -> ConversationRow:
        """Write a quiet turn; returns the row as written. Raises Lost, or the database's error."""
        return await self._writes(row.next_revision())

    async def commit(self, session: AsyncSession, row: ConversationRow) -> ConversationRow:
        """Write an acting turn's row as the last of its own transaction. Raises Lost: the whole turn is then rolled back."""
        written = row.next_revision()

        def write(in_it: Session) -> None:
            in_it.flush()
            if not self._upsert_rows(in_it.connection(), [written]):
                raise StaleRevision
            in_it.commit()

        await session.run_sync(write)
        return written

    async def unsent_with_expired_lease(self, messengers: Collection[str], *, ignore_leases: bool) -> list[AccountRef]:
        """Conversations whose replies nobody sends any more: the lease has ended. At the start of the only process that can
        be (SQLite), `ignore_leases` that is unsent was left. Those that wait longest come first.
        """
        left = _TABLE.c.lease_until_ms.is_not(None) if ignore_leases else _TABLE.c.lease_until_ms < self.database.now_ms
        wanted = select(_TABLE.c.messenger, _TABLE.c.external_id).where(left, _TABLE.c.messenger.in_(messengers))
        async with self.database.read_session() as session:
            found = await session.execute(wanted.order_by(_TABLE.c.lease_until_ms).limit(MAX_CALLS_PER_BATCH))
            return [AccountRef(r.messenger, r.external_id) for r in found]

    async def run(self) -> None:
        async with asyncio.TaskGroup() as both:
            both.create_task(self._reads.run())
            both.create_task(self._writes.run())

    async def _save_batch(self, rows: Sequence[ConversationRow]) -> list[ConversationRow | Exception]:
        """In one statement, keys sorted: two processes that write the same rows wait for each other in one order."""
        async with self.database.write_lock or nullcontext(), self.database.autocommit_writer.begin() as connection:
            won = await connection.run_sync(self._upsert_rows, sorted(rows, key=lambda row: row.key))
        return [row if row.key in won else StaleRevision() for row in rows]

    def _upsert_rows(self, connection: Connection, rows: Sequence[ConversationRow]) -> set[AccountRef]:
        """The keys of those that were written; it is the last statement of its transaction."""
        values = [row.column_values(self.lease_ms) for row in rows]
        alone = len(values) == 1  # it takes SQLAlchemy's shorter way
        commit_with_next_statement(connection)
        result = connection.execute(self._upsert, values[0] if alone else values)
        return {AccountRef(r.messenger, r.external_id) for r in result}

    async def _load_batch(self, keys: Sequence[AccountRef]) -> list[ConversationRow | Exception]:
        async with self.database.autocommit_reader.connect() as connection:
            rows = await connection.execute(self._select, account_params(keys))
            found = {(r.messenger, r.external_id): _row_or_error(r) for r in rows}
        return [found.get(key) or ConversationRow(messenger=key[0], account=key[1]) for key in keys]


def _row_or_error(found: Any) -> ConversationRow | CorruptRow:
    try:
        return ConversationRow.from_record(found)
    except CorruptRow as damaged:
        return damaged
