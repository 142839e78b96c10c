"""Everyday errands take no more presses, typed messages and files than they may, in either messenger."""

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.storage.database import Database
from tests.taps.errands import ERRANDS, Errand
from tests.taps.scene import scene


@pytest.mark.parametrize("messenger", ["telegram", "bale"])
@pytest.mark.parametrize("errand", ERRANDS, ids=lambda errand: errand.name)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_an_errand_takes_no_more_than_it_may(
    database: Database, clock: FixedClock, tmp_path: Path, errand: Errand, messenger: str
) -> None:
    async with scene(database, clock, tmp_path, messenger) as walked:
        phone = await errand.walk(walked)
    assert phone.effort.is_within(errand.limit), phone.effort
