"""A database with the sample province in it, whose rows have the same ids in every run."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from bot.clock import FixedClock
from bot.relief.sample import load_sample
from bot.storage import mapping, migrate, secrets
from bot.storage.engine import Database, open_database
from tests.fuzz.whole import NOON

FIRST_KEY = 1 << 58  # later than any that the clock gives before 2032


@contextmanager
def counted_keys() -> Iterator[None]:
    """Keys follow one another from `FIRST_KEY` on, so that a conversation found in one run means the same in another."""
    keys: Any = vars(mapping)["new_id"].__self__
    before, keys._last = keys._last, FIRST_KEY
    try:
        yield
    finally:
        keys._last = before


@asynccontextmanager
async def province(folder: Path) -> AsyncIterator[Database]:
    secrets.install(secrets.Keyring({1: bytes(range(32))}, 1))
    url = f"sqlite:///{folder / 'hamyar.db'}"
    await asyncio.to_thread(asyncio.run, migrate.upgrade(url))
    database = open_database(url)
    try:
        with counted_keys():
            await load_sample(database, FixedClock(NOON))
            yield database
    finally:
        await database.close()
