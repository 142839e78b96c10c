"""The migrations make exactly the tables that the code declares, on both databases, and can be taken back."""

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect, text

from bot.storage import migrate, tables
from bot.storage.database import complete_url, open_engine
from bot.storage.encryption import associated_data, keyring
from bot.storage.orm import Base, new_id


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bare.db'}"
    return str(request.getfixturevalue("bare_postgres_url"))


def found(connection: Connection) -> tuple[set[str], list[object], set[str]]:
    """Tables, differences from the declared ones, names of checks."""
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata)
    checks = {str(check["name"]) for name in names for check in inspect(connection).get_check_constraints(name)}
    return names, differences, checks


async def seen(url: str) -> tuple[set[str], list[object], set[str]]:
    engine = open_engine(url)
    async with engine.connect() as connection:
        result = await connection.run_sync(found)
    await engine.dispose()
    return result


async def test_up_down_up_ends_at_the_declared_tables(bare_url: str) -> None:
    declared = {
        str(one.name)
        for table in Base.metadata.sorted_tables
        for one in table.constraints
        if isinstance(one, CheckConstraint)
    }
    await migrate.upgrade(bare_url)
    await migrate.downgrade(bare_url)
    assert (await seen(bare_url))[0] == set()
    await migrate.upgrade(bare_url)
    assert await seen(bare_url) == (set(Base.metadata.tables), [], declared)
    await migrate.downgrade(bare_url)


async def test_each_step_back_can_be_gone_forward_again(bare_url: str) -> None:
    await migrate.upgrade(bare_url)
    for revision in (
        "0013",
        "0012",
        "0011",
        "0010",
        "0009",
        "0008",
        "0007",
        "0006",
        "0005",
        "0004",
        "0003",
        "0002",
        "0001",
    ):
        await migrate.downgrade(bare_url, revision)
        await migrate.upgrade(bare_url)
    assert (await seen(bare_url))[1] == []
    await migrate.downgrade(bare_url)


async def test_two_processes_that_start_together_migrate_once(bare_url: str) -> None:
    async with asyncio.TaskGroup() as both:
        both.create_task(migrate.upgrade(bare_url))
        both.create_task(migrate.upgrade(bare_url))
    assert (await seen(bare_url))[0] == set(Base.metadata.tables)
    await migrate.downgrade(bare_url)


async def test_it_is_known_whether_a_database_is_current(bare_url: str) -> None:
    engine = open_engine(bare_url)
    assert not await migrate.is_schema_current(engine)
    await migrate.upgrade(bare_url)
    assert await migrate.is_schema_current(engine)
    await migrate.downgrade(bare_url, "0002")
    assert not await migrate.is_schema_current(engine)
    await engine.dispose()
    await migrate.downgrade(bare_url)


async def test_a_migration_that_breaks_leaves_everything_as_it_was(
    bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate.upgrade(bare_url, "0001")
    before = await seen(bare_url)

    def breaks(_connection: Connection) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(migrate, "_check_foreign_keys", breaks)
    with pytest.raises(RuntimeError, match="disk is full"):
        await migrate.upgrade(bare_url)
    monkeypatch.undo()
    assert (await seen(bare_url))[0] == before[0]
    await migrate.downgrade(bare_url)


async def test_rows_that_refer_to_nothing_stop_a_migration(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    await migrate.upgrade(url, "0001")
    engine = open_engine(url, foreign_keys=False)
    async with engine.begin() as connection:
        row = "INSERT INTO unit_ancestors (unit_id, ancestor_id, since, depth) VALUES (1, 1, '2024-03-20', 0)"
        await connection.execute(text(row))
    await engine.dispose()
    with pytest.raises(migrate.BrokenForeignKeys):
        await migrate.upgrade(url)


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///a.db", "sqlite+aiosqlite"),
        ("postgresql://h/d", "postgresql+asyncpg"),
        ("postgres://h/d", "postgresql+asyncpg"),
    ],
)
def test_plain_urls_are_completed(given: str, driver: str) -> None:
    assert complete_url(given).drivername == driver


def test_every_table_can_be_imported_by_name() -> None:
    assert {getattr(tables, name).__tablename__ for name in tables.__all__} == set(Base.metadata.tables)


async def test_a_database_is_current_when_every_revision_was_applied(bare_url: str) -> None:
    engine = open_engine(bare_url)
    bare = await migrate.is_schema_current(engine)
    await migrate.upgrade(bare_url)
    whole = await migrate.is_schema_current(engine)
    await migrate.downgrade(bare_url, "-1")
    behind = await migrate.is_schema_current(engine)
    await migrate.downgrade(bare_url)
    await engine.dispose()
    assert (bare, whole, behind) == (False, True, False)


async def test_drafts_of_an_older_version_are_sealed_to_their_new_ids_and_back(bare_url: str) -> None:
    await migrate.upgrade(bare_url, "0013")
    engine = open_engine(bare_url)
    places = [associated_data("drafts", "state_box", 5, form) for form in ("service-report", "family-registration")]
    async with engine.begin() as connection:
        await connection.execute(
            text("INSERT INTO persons (id, name_box, language, created_at) VALUES (5, :box, 'fa', 0)"), {"box": b"x"}
        )
        for place in places:
            box = keyring().seal("{}", place)
            insert = "INSERT INTO drafts (person_id, form, state_box, updated_at) VALUES (5, :form, :box, 1)"
            await connection.execute(text(insert), {"form": place.rpartition("/")[2], "box": box})
    await migrate.upgrade(bare_url)
    async with engine.begin() as connection:
        rows = (await connection.execute(text("SELECT id, state_box FROM drafts"))).all()
        for draft_id, box in rows:
            assert keyring().open(box, associated_data("drafts", "state_box", draft_id)) == b"{}"
        latest = new_id()
        again = "INSERT INTO drafts (id, person_id, form, state_box, updated_at) VALUES (:id, 5, :form, :box, 2)"
        box = keyring().seal('{"at": "value"}', associated_data("drafts", "state_box", latest))
        await connection.execute(text(again), {"id": latest, "form": "service-report", "box": box})
    assert len(rows) == 2
    await migrate.downgrade(bare_url, "0013")
    async with engine.begin() as connection:
        rows = (await connection.execute(text("SELECT form, state_box FROM drafts"))).all()
        left = {row.form: row.state_box for row in rows}
        await connection.execute(text("DELETE FROM drafts"))
        await connection.execute(text("DELETE FROM persons"))
    assert [keyring().open(left[place.rpartition("/")[2]], place) for place in places] == [b'{"at": "value"}', b"{}"]
    await engine.dispose()
    await migrate.downgrade(bare_url)
