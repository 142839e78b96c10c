"""Fixtures of the turn: maryam (telegram 1001) is a member of Sadat, where two families are registered."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.storage.database import Database
from tests.conversations.world import peopled
from tests.relief.world import Cast, registered
from tests.turn.harness import Street, open_street


@pytest.fixture
async def street(clock: FixedClock, tmp_path: Path) -> AsyncIterator[Street]:
    async with open_street(clock, tmp_path / "files") as opened:
        yield opened


@pytest.fixture
async def cast(database: Database) -> Cast:
    cast = await peopled(database)
    async with database.write_session() as session:
        await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        await registered(session, cast.maryam, cast.tree.sadat, "علی رستمی")
        await session.commit()
    return cast


@pytest.fixture
def abrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give runtimes no grace on leaving, as if their process had died."""
    monkeypatch.setattr("bot.app.runtime.SHUTDOWN_GRACE_SECONDS", 0.0)
