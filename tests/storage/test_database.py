"""`bot.storage.database` behaves the same on SQLite and on PostgreSQL."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.clock import FixedClock
from bot.storage import migrate
from bot.storage.database import Database, commit_with_next_statement, open_database, open_engine
from bot.storage.tables import Counter, Person, Unit, UnitAncestor


def a_unit(**values: object) -> Unit:
    return Unit(
        **(
            {
                "kind": "relief_group",
                "name": "امداد محلهٔ سادات",
                "sort_key": "sadat",
                "opened_on": date(2024, 3, 20),
            }
            | values
        )
    )


async def count(database: Database, table: type[Unit | Person | Counter]) -> int:
    async with database.read_session() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def test_what_is_not_committed_is_rolled_back(database: Database) -> None:
    async with database.write_session() as session:
        session.add(a_unit())
        await session.flush()
    assert await count(database, Unit) == 0


async def test_what_was_to_be_the_last_statement_and_was_never_made_ends_nothing_later(database: Database) -> None:
    async with database.write_session() as session:
        await session.run_sync(lambda held: commit_with_next_statement(held.connection()))
    async with database.write_session() as session:
        await session.execute(database.insert(Counter).values(name="open", value=1).returning(Counter.name))
    assert await count(database, Counter) == 0


async def test_what_is_committed_is_read_elsewhere(database: Database, clock: FixedClock) -> None:
    person = Person(name="مریم احمدی", phone="+989170001234", language="fa", created_at=clock.now())
    async with database.write_session() as session:
        session.add(person)
        await session.commit()
    async with database.read_session() as session:
        seen = (await session.execute(select(Person))).scalar_one()
    assert (seen.id, seen.name, seen.phone, seen.created_at) == (
        person.id,
        "مریم احمدی",
        "+989170001234",
        clock.now(),
    )
    assert "مریم".encode() not in seen.name_box


async def test_a_word_outside_the_vocabulary_is_refused_by_name(database: Database) -> None:
    async with database.write_session() as session:
        session.add(a_unit(kind="planet"))
        with pytest.raises(IntegrityError, match="ck_units_kind"):
            await session.flush()


async def test_a_key_to_nothing_is_refused(database: Database) -> None:
    unit = a_unit()
    async with database.write_session() as session:
        session.add(unit)
        await session.flush()
        session.add(UnitAncestor(unit_id=unit.id, ancestor_id=1, depth=1, since=date(2024, 3, 20)))
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
            await session.flush()


async def test_writers_side_by_side_lose_nothing(database: Database) -> None:
    async def add_one() -> None:
        async with database.write_session() as session:
            add = database.insert(Counter).values(name="x", value=1)
            await session.execute(add.on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + 1}))
            await session.commit()

    async with asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(add_one())
    async with database.read_session() as session:
        assert (await session.execute(select(Counter.value))).scalar_one() == 20


async def test_a_reader_sees_one_picture(database: Database) -> None:
    async with database.read_session() as reader:
        assert (await reader.execute(select(func.count()).select_from(Unit))).scalar_one() == 0
        async with database.write_session() as writer:
            writer.add(a_unit())
            await writer.commit()
        assert (await reader.execute(select(func.count()).select_from(Unit))).scalar_one() == 0
    assert await count(database, Unit) == 1


async def test_the_database_has_a_clock(database: Database) -> None:
    async with database.read_session() as session:
        first, second = [(await session.execute(select(database.now_ms))).scalar_one() for _ in range(2)]
    assert 1_700_000_000_000 < first <= second


async def test_a_reader_cannot_write_and_a_writer_after_it_can(database: Database) -> None:
    async with database.read_session() as session:
        session.add(a_unit())
        with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            await session.flush()
    async with database.write_session() as session:
        session.add(a_unit())
        await session.commit()
    assert await count(database, Unit) == 1


async def test_a_writer_who_is_cancelled_leaves_nothing_and_blocks_nobody(database: Database) -> None:
    began = asyncio.Event()

    async def hang() -> None:
        async with database.write_session() as session:
            session.add(a_unit())
            await session.flush()
            began.set()
            await asyncio.sleep(3600)

    async with asyncio.TaskGroup() as group:
        hanging = group.create_task(hang())
        await began.wait()
        hanging.cancel()
    async with database.write_session() as session:
        session.add(a_unit(name="لبنان"))
        await session.commit()
    assert await count(database, Unit) == 1


async def test_another_process_may_write_between_two_turns(tmp_path: Path) -> None:
    """Each opens the file for itself; a transaction that reads first and writes later waits its turn."""
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    await migrate.upgrade(url)
    one, other = open_database(url), open_database(url)

    async def add(database: Database) -> None:
        for _ in range(10):
            async with database.write_session() as session:
                seen = (await session.execute(select(func.count()).select_from(Unit))).scalar_one()
                session.add(a_unit(sort_key=str(seen)))
                await session.commit()

    async with asyncio.TaskGroup() as group:
        group.create_task(add(one))
        group.create_task(add(other))
    async with one.read_session() as session:
        keys = (await session.execute(select(Unit.sort_key))).scalars().all()
    assert sorted(map(int, keys)) == list(range(20))
    await one.close()
    await other.close()


async def test_sqlite_is_opened_as_the_process_needs_it(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'new' / 'hamyar.db'}", durable=True)
    async with engine.connect() as connection:
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        found = {name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one() for name in wanted}
    await engine.dispose()
    assert found == wanted
