"""«خانوار خودم است»: what it means is said first, the file is gone for oneself, and a coordinator takes a mistake back."""

from pathlib import Path

from bot.clock import FixedClock
from bot.storage.database import Database
from tests.conversations.app import stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.world import registered


async def test_ones_own_household_is_for_others_until_a_mistake_is_taken_back(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        known = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        maryam, hossein = theatre.phone("telegram", 1001, "مریم"), theatre.phone("telegram", 1002, "حسین")
        await maryam.say("/menu")
        await maryam.tap("خانوارها")
        await maryam.tap("زهرا موسوی")
        await maryam.tap("خانوار خودم است")
        await maryam.tap("بله، خانوار خودم است")
        await maryam.tap("خانوارها")
        assert "خانواری پیدا نشد" in await maryam.say("زهرا موسوی")
        newest = (await maryam.newest())["id"]
        assert "زهرا" not in await maryam.press(newest, f"b|family||{known.id}")
        await hossein.say("/menu")
        await hossein.tap("خانوارها")
        assert "خانوارِ خودِ مریم احمدی است" in await hossein.tap("زهرا موسوی")
        await hossein.tap("اشتباه است، خانوار مریم احمدی نیست")
        await maryam.say("/menu")
        await maryam.tap("خانوارها")
        assert any(label.startswith("زهرا موسوی") for label in await maryam.buttons())
    golden("own-household.fa", [line.replace(str(known.id), "…") for line in theatre.transcript])
