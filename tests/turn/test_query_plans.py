"""Query plans of SQLite: every statement of a turn uses an index, however many people there are."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event

from bot.clock import FixedClock
from bot.relief.access.actors import load_actor, load_actors
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.revocation import revoke_sessions
from bot.relief.ids import AccountRef, PersonId
from bot.storage.database import Database
from bot.turn.conversation.store import ConversationStore
from bot.turn.tasks import list_open_tasks
from handlers.registry import REGISTRY
from tests.relief.world import NOW, gather

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HERE = [AccountRef("telegram", 1), AccountRef("bale", 2), AccountRef("bale", 3)]


async def _ways(database: Database, asked: Callable[[], Awaitable[Any]]) -> list[str]:
    """Collect the plan of each statement that runs meanwhile."""
    ran: list[tuple[str, Any]] = []

    def heard(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        ran.append((statement, parameters))

    engines = (database.engine.sync_engine, database.reader.sync_engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", heard)
    try:
        await asked()
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", heard)
    async with database.engine.connect() as connection:
        plans = [await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", given) for said, given in ran]
        return [row.detail for plan in plans for row in plan]


async def test_conversations(database: Database) -> None:
    store = ConversationStore(database)
    ways = await _ways(database, lambda: store._load_batch(HERE))
    assert [way for way in ways if "conversations" in way] == [
        "SEARCH conversations USING INDEX sqlite_autoindex_conversations_1 (messenger=? AND external_id=?)"
    ]


async def test_conversations_of_one_whose_rights_change(database: Database) -> None:
    async def asked() -> None:
        async with database.write_session() as session:
            await revoke_sessions(session, PersonId(1))

    ways = await _ways(database, asked)
    assert not [way for way in ways if way.startswith("SCAN")]
    assert any(way.startswith("SEARCH conversations") for way in ways)


async def test_who_acts(database: Database, clock: FixedClock) -> None:
    async def many() -> None:
        async with database.autocommit_reader.connect() as connection:
            await load_actors(connection, HERE, clock.today())

    async def one() -> None:
        async with database.write_session() as session:
            await load_actor(session, *HERE[0], clock.today())

    for asked in (many, one):
        ways = await _ways(database, asked)
        assert not [way for way in ways if way.startswith("SCAN") and "CONSTANT" not in way]
        assert any("messenger=? AND external_id=?" in way for way in ways)


async def test_what_waits_for_a_person(database: Database) -> None:
    """Neither the reports nor the letters of everybody are read for the menu of one person, whatever their roles are."""
    async with database.write_session() as session:
        cast = await gather(session)
        await session.commit()
    for actor in (cast.maryam, cast.hossein, cast.zahra, cast.mina):

        async def asked(actor: Actor = actor) -> None:
            async with database.read_session() as session:
                await list_open_tasks(Caller(session, actor, NOW), REGISTRY.task_sources)

        ways = [way for way in await _ways(database, asked) if way.startswith("SCAN")]
        assert [way for way in ways if not way.startswith(("SCAN anon", "SCAN (", "SCAN CONSTANT"))] == []
