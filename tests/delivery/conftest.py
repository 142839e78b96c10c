"""Fixtures of the delivery: a town to send calls to, on both databases."""

import pytest

from bot.storage.database import Database
from tests.delivery.fakes import Town, settled


@pytest.fixture
async def town(database: Database) -> Town:
    return await settled(database)
