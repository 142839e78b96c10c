"""«نیستم»: a coordinator entrusts some days to another member of the unit, who acts in their stead until it ends."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.relief.words import Role
from bot.storage.engine import Database
from tests.conversations.conftest import Golden
from tests.conversations.province import peopled
from tests.conversations.stage import stage
from tests.relief.story import member


@pytest.mark.parametrize("messenger", ["telegram", "bale"])
async def test_a_coordinator_entrusts_two_days_to_a_member_and_takes_them_back(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, messenger: str
) -> None:
    cast = await peopled(database)
    here = {"telegram": cast.tree.gachsaran, "bale": cast.tree.lebnan}[messenger]
    async with database.writing() as session:
        await member(session, here, Role.COORDINATOR, "پریسا امینی", messenger=messenger, account=6000)
        await member(session, here, Role.VOLUNTEER, "امید نوری", messenger=messenger, account=6001)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        parisa, omid = theatre.phone(messenger, 6000, "پریسا"), theatre.phone(messenger, 6001, "امید")
        await omid.say("/menu")
        assert "فراخوان" not in await omid.buttons()
        await parisa.say("/menu")
        await parisa.tap("من")
        await parisa.tap("نیستم")
        await parisa.tap("نیستم")
        await parisa.say("امید")
        await parisa.tap("امید نوری")
        await parisa.tap("فردا")
        await parisa.say("۱۴ آبان")
        assert "سپرده شد" in await parisa.tap("سپرده شود")
        await omid.until("به شما سپرده است")
        await omid.say("/menu")
        assert "فراخوان" not in await omid.buttons()
        clock.move(timedelta(days=1))
        assert "هم با شماست" in await omid.say("/menu")
        assert "فراخوان" in await omid.buttons()
        assert "پس گرفته شد" in await parisa.tap("پس گرفتن از امید نوری")
        await omid.until("سپاس که جایش بودید")
        await omid.say("/menu")
        assert "فراخوان" not in await omid.buttons()
    golden(f"away.{messenger}", theatre.transcript)


async def test_who_has_only_a_volunteers_role_has_nothing_to_entrust(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await maryam.say("/menu")
        await maryam.press((await maryam.newest())["id"], "b|away||")
        assert "نیستم" not in await maryam.buttons()
        said = await maryam.press((await maryam.newest())["id"], "b|form||delegating")
        assert said.startswith("این کار در اختیار شما نیست")
