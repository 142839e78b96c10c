"""Brings a database to the shape that the tables say, or back. Safe to start from several processes at once."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.engine import open_engine

FOLDER = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 4_812_001  # a PostgreSQL advisory lock; on SQLite the write lock does the same


class BrokenKeys(Exception):
    """A migration that may not stand; nothing of it does."""


async def upgrade(url: str, revision: str = "head") -> None:
    await _run(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, revision: str = "base") -> None:
    """Drops what later revisions made, with the data in it."""
    await _run(url, lambda config: command.downgrade(config, revision))


async def is_current(engine: AsyncEngine) -> bool:
    """Whether every revision that this code knows has been applied."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    async with engine.connect() as connection:
        return newest == await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())


async def _run(url: str, step: Callable[[Config], None]) -> None:
    """One transaction for all revisions: a migration that fails leaves the database as it was."""
    engine = open_engine(
        url, foreign_keys=False
    )  # SQLite rebuilds a table to alter it, and must be let to drop the old one
    config = _config()
    try:
        async with engine.execution_options(access="write").begin() as connection:
            if engine.dialect.name == "postgresql":
                await connection.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
            await connection.run_sync(_step, config, step)
    finally:
        await engine.dispose()


def _step(connection: Connection, config: Config, step: Callable[[Config], None]) -> None:
    config.attributes["connection"] = connection
    step(config)
    _check_keys(connection)


def _check_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise BrokenKeys("a migration left rows that refer to nothing")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
