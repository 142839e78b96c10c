"""The town that the calls go to, on both databases."""

import pytest

from bot.storage.database import Database
from tests.delivery.fakes import Town, settled


@pytest.fixture
async def town(database: Database) -> Town:
    return await settled(database)
