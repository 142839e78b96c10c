"""Store of conversations: batched reads, and group commits guarded by revisions (optimistic lock)."""

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
    """The optimistic lock failed: another process wrote the conversation first. Load it again, and repeat the turn."""


class ConversationStore:
    """Loads and saves conversations. `run` must be running for `load` and `save` to return."""

    def __init__(self, database: Database, lease_ms: int = LEASE_MS) -> None:
        """Create a store; a writer owns its replies for `lease_ms` milliseconds, unless it renews the lease."""
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
        lease_expired = (_TABLE.c.lease_until_ms < database.now_ms).label("lease_expired")
        self._select = select(_TABLE, lease_expired).where(account_in(_TABLE.c.messenger, _TABLE.c.external_id))

    async def load(self, messenger: str, account: int) -> ConversationRow:
        """Return the committed conversation, or a new one of revision 0. Raises CorruptRow, or the database's error."""
        return await self._reads(AccountRef(messenger, account))

    async def save(self, row: ConversationRow) -> ConversationRow:
        """Write the row of a quiet turn in a shared commit; return it as written.

        Raises StaleRevision, or the database's error.
        """
        return await self._writes(row.next_revision())

    async def commit(self, session: AsyncSession, row: ConversationRow) -> ConversationRow:
        """Write the row of an acting turn and commit its transaction. Raises StaleRevision: the whole turn is rolled back."""
        written = row.next_revision()

        def write(sync_session: Session) -> None:
            sync_session.flush()
            if not self._upsert_rows(sync_session.connection(), [written]):
                raise StaleRevision
            sync_session.commit()

        await session.run_sync(write)
        return written

    async def unsent_with_expired_lease(
        self, messengers: Collection[str], *, ignore_leases: bool, skip: Collection[AccountRef] = ()
    ) -> dict[AccountRef, int]:
        """Return conversations with replies under an ended lease, with revisions, longest waiting first.

        `ignore_leases` returns all that have unsent replies: for the start of the only process there can be (SQLite).
        The limit of the page leaves out those in `skip`, which may come on top, so that they never crowd out the
        others.
        """
        expired = (
            _TABLE.c.lease_until_ms.is_not(None) if ignore_leases else _TABLE.c.lease_until_ms < self.database.now_ms
        )
        query = (
            select(_TABLE.c.messenger, _TABLE.c.external_id, _TABLE.c.revision)
            .where(expired, _TABLE.c.messenger.in_(messengers))
            .order_by(_TABLE.c.lease_until_ms)
            .limit(MAX_CALLS_PER_BATCH + len(skip))
        )
        async with self.database.read_session() as session:
            return {AccountRef(r.messenger, r.external_id): r.revision for r in await session.execute(query)}

    async def run(self) -> None:
        """Serve `load` and `save`, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._reads.run())
            group.create_task(self._writes.run())

    async def _save_batch(self, rows: Sequence[ConversationRow]) -> list[ConversationRow | Exception]:
        """Write many rows in one statement (group commit). Sorted keys keep two processes from a deadlock."""
        async with self.database.write_lock or nullcontext(), self.database.autocommit_writer.begin() as connection:
            written = await connection.run_sync(self._upsert_rows, sorted(rows, key=lambda row: row.key))
        return [row if row.key in written else StaleRevision() for row in rows]

    def _upsert_rows(self, connection: Connection, rows: Sequence[ConversationRow]) -> set[AccountRef]:
        """Write rows with the transaction's last statement; return the keys whose revision was current."""
        values = [row.column_values(self.lease_ms) for row in rows]
        commit_with_next_statement(connection)
        parameters = values[0] if len(values) == 1 else values  # SQLAlchemy's shorter path for one row
        result = connection.execute(self._upsert, parameters)
        return {AccountRef(r.messenger, r.external_id) for r in result}

    async def _load_batch(self, keys: Sequence[AccountRef]) -> list[ConversationRow | Exception]:
        async with self.database.autocommit_reader.connect() as connection:
            rows = await connection.execute(self._select, account_params(keys))
            by_key = {(r.messenger, r.external_id): _row_or_error(r) for r in rows}
        return [by_key.get(key) or ConversationRow(messenger=key[0], account=key[1]) for key in keys]


def _row_or_error(record: Any) -> ConversationRow | CorruptRow:
    try:
        return ConversationRow.from_record(record)
    except CorruptRow as error:
        return error
