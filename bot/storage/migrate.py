"""Schema migrations: bring a database to the schema that the tables declare, or back. Several processes may start one at once.

Alembic is loaded to change a schema, not to look at one: a running bot has no use for it (11 MB).
"""

from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, func, inspect, literal, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import open_engine

MIGRATIONS_FOLDER = Path(__file__).parent / "migrations"
# A PostgreSQL advisory lock; on SQLite the write lock, taken with the first statement, does the same.
MIGRATION_LOCK_ID = 4_812_001


class BrokenForeignKeys(Exception):
    """A migration left rows that refer to nothing. It was rolled back."""


class OutdatedSchema(Exception):
    """The database is empty or of an older version: `python -m bot migrate` brings it up."""


async def upgrade(url: str, revision: str = "head") -> None:
    await _run(url, "upgrade", revision)


async def downgrade(url: str, revision: str = "base") -> None:
    """Drop what later revisions made, with the data in it."""
    await _run(url, "downgrade", revision)


async def is_schema_current(engine: AsyncEngine) -> bool:
    """Return True if every revision that this code has was applied. Revisions are numbered by their files."""
    newest = max(file.name.partition("_")[0] for file in (MIGRATIONS_FOLDER / "versions").glob("[0-9]*.py"))
    async with engine.connect() as connection:
        return newest == await connection.run_sync(_applied_revision)


async def require_current_schema(engine: AsyncEngine) -> None:
    """Raise OutdatedSchema unless `is_schema_current`."""
    if not await is_schema_current(engine):
        raise OutdatedSchema


def _applied_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


async def _run(url: str, direction: Literal["upgrade", "downgrade"], revision: str) -> None:
    """Run all revisions in one transaction: a migration that fails leaves the database as it was."""
    # SQLite rebuilds a table to alter it, and must be let to drop the old one.
    engine = open_engine(url, foreign_keys=False)
    try:
        async with engine.begin() as connection:
            shared = engine.dialect.name == "postgresql"
            await connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK_ID) if shared else literal(1)))
            await connection.run_sync(_migrate, direction, revision)
    finally:
        await engine.dispose()


def _migrate(connection: Connection, direction: Literal["upgrade", "downgrade"], revision: str) -> None:
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - likewise

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    getattr(command, direction)(config, revision)
    _check_foreign_keys(connection)


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise BrokenForeignKeys("a migration left rows that refer to nothing")
