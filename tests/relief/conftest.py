"""Fixtures of the domain: the people of the stories, in a database of their own."""

import pytest

from bot.storage.database import Database
from tests.relief.world import Cast, gather


@pytest.fixture
async def cast(database: Database) -> Cast:
    """Create and commit the people: each test opens its own transactions."""
    async with database.write_session() as session:
        gathered = await gather(session)
        await session.commit()
    return gathered
