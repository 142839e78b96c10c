"""«نیستم»: a coordinator entrusts some days to another member of the unit, who acts in their stead until it ends."""

from datetime import timedelta
from pathlib import Path

from bot.clock import FixedClock
from bot.relief.words import Role
from bot.storage.engine import Database
from tests.conversations.province import peopled
from tests.conversations.stage import stage
from tests.relief.story import member


async def test_days_to_come_are_lent_by_who_is_in_one_messenger_to_who_is_in_the_other(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.writing() as session:
        lebnan = cast.tree.lebnan
        await member(session, lebnan, Role.COORDINATOR, "پریسا امینی", messenger="bale", account=6000)
        await member(session, lebnan, Role.VOLUNTEER, "امید نوری", messenger="telegram", account=6001)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        parisa, omid = theatre.phone("bale", 6000, "پریسا"), theatre.phone("telegram", 6001, "امید")
        await omid.say("/menu")
        assert "فراخوان" not in await omid.buttons()
        await parisa.say("/menu")
        await parisa.tap("من")
        await parisa.tap("چند روز نیستم")
        await parisa.tap("به کسی می‌سپارم")
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


async def test_who_has_only_a_volunteers_role_has_nothing_to_entrust(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await maryam.say("/menu")
        await maryam.press((await maryam.newest())["id"], "b|away||")
        assert "به کسی می‌سپارم" not in await maryam.buttons()
        said = await maryam.press((await maryam.newest())["id"], "b|form||delegating")
        assert said.startswith("این کار در اختیار شما نیست")
