"""Failures of the database: no update is confirmed or made a dead letter; one bad row does not stop the others."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Database, open_database
from bot.storage.tables import Conversation, Counter, DeadLetter
from bot.turn.conversation.replies import Reply
from bot.turn.conversation.row import ConversationRow, CorruptRow
from bot.turn.conversation.store import ConversationStore, StaleRevision
from bot.turn.error_classification import is_infrastructure_failure
from bot.turn.outgoing.reply_sender import ReplySender
from tests.conftest import command
from tests.turn.harness import Street, carry, until
from tests.turn.report_steps import begun, form_of, services, up_to_the_end

Outage = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture
def outage(database: Database, request: pytest.FixtureRequest) -> Outage:
    """Cause an outage: SQLite's file is locked by another connection, PostgreSQL refuses every login."""

    @asynccontextmanager
    async def locked() -> AsyncIterator[None]:
        stranger = sqlite3.connect(database.engine.url.database or "", isolation_level=None, check_same_thread=False)
        await asyncio.to_thread(stranger.execute, "BEGIN EXCLUSIVE")  # it may have to wait for the process's own writes
        yield
        stranger.close()

    @asynccontextmanager
    async def shut() -> AsyncIterator[None]:
        server = request.getfixturevalue("postgres_server")
        everybody = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'hamyar'"
        await command(server, "ALTER DATABASE hamyar ALLOW_CONNECTIONS false", everybody)
        try:
            yield
        finally:
            await command(server, "ALTER DATABASE hamyar ALLOW_CONNECTIONS true")

    return shut if database.is_shared else locked


@pytest.fixture
async def impatient(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """Open the same database again, without waiting for locks."""
    monkeypatch.setattr("bot.storage.database.BUSY_TIMEOUT_MS", 20)
    opened = open_database(database.engine.url.render_as_string(hide_password=False))
    yield opened
    await opened.close()


@pytest.mark.usefixtures("cast")
async def test_a_database_that_fails_leaves_the_update_unconfirmed(
    street: Street, impatient: Database, outage: Outage
) -> None:
    """It is given again, and taken, when the database is back: an answer to a question and a submit alike."""
    async with street.runtime(impatient) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        press = await maryam.touched("ثبت")
        async with outage():
            with pytest.raises(ExceptionGroup) as failed:
                await carry(runtime, "telegram", press)
            assert all(map(is_infrastructure_failure, failed.value.exceptions))
            assert await maryam.heard() == ""
        await carry(runtime, "telegram", press)
        await maryam.rest()
        assert "شمارهٔ خدمت" in await maryam.heard()
        async with impatient.read_session() as session:
            assert await session.scalar(select(func.count()).select_from(DeadLetter)) == 0
    assert await services(impatient) == 1


@dataclass
class GatedSender:
    """A sender that begins when it may."""

    sender: ReplySender
    gate: asyncio.Event

    def piggyback_keyboard_removal(self, reply: Reply, screen_message_id: int) -> bool:
        return self.sender.piggyback_keyboard_removal(reply, screen_message_id)

    async def send(self, reply: Reply, screen_message_id: int) -> int:
        await self.gate.wait()
        return await self.sender.send(reply, screen_message_id)


@pytest.mark.usefixtures("cast")
async def test_replies_sent_while_the_database_is_away_are_not_sent_again(
    street: Street, impatient: Database, outage: Outage
) -> None:
    async with street.runtime(impatient) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        gate, chat = asyncio.Event(), runtime.outbox.conversation("telegram", 1001)
        cast(dict[str, Any], runtime.outbox.senders)["telegram"] = GatedSender(runtime.outbox.senders["telegram"], gate)
        await carry(runtime, "telegram", await maryam.utter(text="/menu"))
        async with outage():
            gate.set()
            await until(lambda: bool(chat.sent_numbers) and not chat.is_sending)
        await maryam.say("/help")
        assert (await maryam.texts())[0].startswith("سلام، مریم")
        assert len(await street.calls("sendMessage")) == 2
        await maryam.rest()
        assert await runtime.outbox.take_over_expired(ignore_leases=True) == 0


@pytest.mark.usefixtures("cast")
async def test_a_conversation_that_cannot_be_opened_stops_nobody(street: Street, database: Database) -> None:
    """Its updates are dead letters, and it is not overwritten: with the right key it goes on."""
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
    mine = Conversation.messenger == "telegram", Conversation.external_id == 1001
    async with database.write_session() as session:
        box = await session.scalar(select(Conversation.state).where(*mine))
        await session.execute(update(Conversation).where(*mine).values(state=b"\x01 of another key, or cut short"))
        await session.commit()
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        hossein = street.neighbour(runtime, "telegram", 1002, "حسین")
        await maryam.heard()
        assert await maryam.say("/menu") == ""
        assert "سلام، حسین" in await hossein.say("/menu")
    async with database.write_session() as session:
        assert await session.scalar(select(func.count()).select_from(DeadLetter)) == 1
        await session.execute(update(Conversation).where(*mine).values(state=box))
        await session.commit()
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        assert (await form_of(maryam)).at == "family"


async def running(store: ConversationStore, work: AbstractAsyncContextManager[None]) -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(store.run())
        async with work:
            task.cancel()


async def test_a_shared_write_that_fails_is_done_row_by_row(database: Database) -> None:
    """One row names a person who is not there, one is a revision behind, one cannot even be written down: three go on."""
    store = ConversationStore(database)
    rows = [ConversationRow(messenger="telegram", account=n) for n in range(6)]

    @asynccontextmanager
    async def at_work() -> AsyncIterator[None]:
        await store.save(rows[1])
        writes = [
            replace(rows[0], person=999),
            rows[1],
            replace(rows[2], state=replace(rows[2].state, view="\ud800")),
            *rows[3:],
        ]
        ends = await asyncio.gather(*(store.save(row) for row in writes), return_exceptions=True)
        assert [isinstance(end, ConversationRow) for end in ends] == [False, False, False, True, True, True]
        assert isinstance(ends[0], SQLAlchemyError)
        assert isinstance(ends[1], StaleRevision)
        assert isinstance(ends[2], TypeError)
        kept = [await store.load("telegram", n) for n in range(6)]
        assert [row.revision for row in kept] == [0, 1, 0, 1, 1, 1]
        yield

    await running(store, at_work())


async def test_what_an_acting_turn_wrote_is_kept_with_its_conversation_or_not_at_all(database: Database) -> None:
    """The conversation's row is the transaction's last statement: one that another process overtook takes all with it."""
    store, row = ConversationStore(database), ConversationRow(messenger="bale", account=1)
    kept = Counter(name="kept", value=1)
    async with database.write_session() as session:
        session.add(kept)
        assert (await store.commit(session, row)).revision == 1
    async with database.write_session() as session:
        session.add(Counter(name="overtaken", value=1))
        with pytest.raises(StaleRevision):
            await store.commit(session, row)
    async with database.write_session() as session:
        assert (await session.scalars(select(Counter.name))).all() == ["kept"]
        assert (await store.commit(session, replace(row, revision=1))).revision == 2


async def test_reads_that_share_a_transaction_fail_alone(database: Database) -> None:
    store = ConversationStore(database)

    @asynccontextmanager
    async def at_work() -> AsyncIterator[None]:
        for n in range(3):
            await store.save(ConversationRow(messenger="bale", account=n))
        async with database.write_session() as session:
            await session.execute(update(Conversation).where(Conversation.external_id == 1).values(state=b"?"))
            await session.commit()
        found = await asyncio.gather(*(store.load("bale", n) for n in range(4)), return_exceptions=True)
        assert isinstance(found[1], CorruptRow)
        assert [row.revision for row in (found[0], found[2], found[3]) if isinstance(row, ConversationRow)] == [1, 1, 0]
        yield

    await running(store, at_work())


async def test_what_a_statement_is_to_blame_for_is_not_the_databases_fault(database: Database) -> None:
    async with database.read_session() as session:
        with pytest.raises(SQLAlchemyError) as wrong:
            await session.execute(text("SELECT nothing FROM nowhere"))
    assert not is_infrastructure_failure(wrong.value)
    async with database.write_session() as session:
        session.add(Conversation(messenger="telegram", external_id=1, state=b"", person_id=999))
        with pytest.raises(SQLAlchemyError) as refused:
            await session.commit()
    assert not is_infrastructure_failure(refused.value)
    assert not is_infrastructure_failure(ValueError("its own"))


async def test_a_write_to_what_may_only_be_read_is_the_databases_fault(database: Database) -> None:
    async with database.read_session() as session:
        with pytest.raises(SQLAlchemyError) as readonly:
            await session.execute(text("DELETE FROM conversations"))
    assert is_infrastructure_failure(readonly.value)
