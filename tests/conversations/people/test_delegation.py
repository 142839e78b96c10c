"""«نیستم»: a coordinator entrusts some days to another member of the unit or of its line, who acts in their stead until it ends."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.relief.access.caller import Caller
from bot.relief.units.lifecycle import move_unit
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import AuditEntry
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.world import NOW, member


async def test_days_to_come_are_lent_by_who_is_in_one_messenger_to_who_is_in_the_other(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        lebnan = cast.tree.lebnan
        await member(session, lebnan, Role.COORDINATOR, "پریسا امینی", messenger="bale", account=6000)
        await member(session, lebnan, Role.VOLUNTEER, "امید نوری", messenger="telegram", account=6001)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        parisa, omid = theatre.phone("bale", 6000, "پریسا"), theatre.phone("telegram", 6001, "امید")
        await omid.say("/menu")
        assert "فراخوان تازه" not in await omid.buttons()
        await parisa.say("/menu")
        await parisa.tap("مشخصات من")
        await parisa.tap("چند روز نیستم")
        await parisa.tap("تعیین جانشین")
        await parisa.say("امید")
        await parisa.tap("امید نوری")
        await parisa.tap("فردا")
        await parisa.say("۱۴ آبان")
        assert "سپرده شد" in await parisa.tap("سپردن کار")
        await omid.until("به شما سپرده است")
        await omid.say("/menu")
        assert "فراخوان تازه" not in await omid.buttons()
        clock.move(timedelta(days=1))
        assert "هم با شماست" in await omid.say("/menu")
        assert "فراخوان تازه" in await omid.buttons()
        assert "پس گرفته شد" in await parisa.tap("پس گرفتن از امید نوری")
        await omid.until("ممنون که جای ایشان را پر کردید")
        await omid.say("/menu")
        assert "فراخوان تازه" not in await omid.buttons()


async def entrusts(phone: Phone, searched: str, name: str) -> str:
    """From today to 14 Aban."""
    await phone.say("/menu")
    await phone.tap("مشخصات من")
    await phone.tap("چند روز نیستم")
    await phone.tap("تعیین جانشین")
    await phone.say(searched)
    await phone.tap(name)
    await phone.tap("امروز")
    await phone.say("۱۴ آبان")
    return await phone.tap("سپردن کار")


@pytest.mark.parametrize(
    ("messenger", "account", "first", "name"),
    [("telegram", 1001, "مریم", "مریم احمدی"), ("bale", 2001, "نرگس", "نرگس رستمی")],
    ids=["telegram", "bale"],
)
async def test_the_only_one_of_a_unit_entrusts_it_to_somebody_of_a_unit_below_until_that_moves_away(
    database: Database,
    clock: FixedClock,
    tmp_path: Path,
    golden: Golden,
    messenger: str,
    account: int,
    first: str,
    name: str,
) -> None:
    cast = await peopled(database)
    theirs = {"telegram": cast.tree.sadat, "bale": cast.tree.lebnan}[messenger]
    async with stage(database, clock, tmp_path) as theatre:
        hossein, borrower = theatre.phone("telegram", 1002, "حسین"), theatre.phone(messenger, account, first)
        other = theatre.phone(*{"telegram": ("bale", 2001, "نرگس"), "bale": ("telegram", 1001, "مریم")}[messenger])
        for phone in (other, borrower):
            await phone.say("/menu")
            assert "فراخوان تازه" not in await phone.buttons()
        theatre.transcript.clear()
        assert f"به {name} سپرده شده است" in await entrusts(hossein, "امداد", name)
        await borrower.until("به شما سپرده است")
        await borrower.tap("فهرست اصلی")
        await borrower.tap("واحد و اعضا")
        await borrower.tap("صفحهٔ «گچساران»")
        await borrower.tap("فهرست اصلی")
        await borrower.tap("فراخوان تازه")
        await borrower.tap("همهٔ اعضای گچساران")
        await borrower.say("فردا ساعت ۱۰، حسینیهٔ سادات، برای بسته‌بندی کمک لازم داریم.")
        await borrower.touch("ارسال به ۲ نفر")
        await borrower.until("پایان یافت")
        await hossein.until("برای بسته‌بندی کمک لازم داریم")
        golden(f"delegation.{messenger}", theatre.transcript)
        async with database.write_session() as session:
            await move_unit(Caller(session, cast.mina, NOW), theirs, cast.tree.dishmook)
            await session.commit()
        assert "هم با شماست" not in await borrower.say("/menu")
        assert "فراخوان تازه" not in await borrower.buttons()
        said = await borrower.press((await borrower.newest())["id"], "b|form||inviting")
        assert said.startswith("شما به این کار دسترسی ندارید")
        await hossein.say("/menu")
        await hossein.tap("مشخصات من")
        assert "ولی الان اثری ندارد" in await hossein.tap("چند روز نیستم")
        assert "پس گرفته شد" in await hossein.tap(f"پس گرفتن از {name}")
    async with database.read_session() as session:
        noted = (
            select(AuditEntry.action)
            .where(AuditEntry.action.in_(("delegate", "revoke-delegation")))
            .order_by(AuditEntry.id)
        )
        assert list(await session.scalars(noted)) == ["delegate", "revoke-delegation"]


async def test_who_has_only_a_volunteers_role_has_nothing_to_entrust(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await maryam.say("/menu")
        await maryam.press((await maryam.newest())["id"], "b|delegation||")
        assert "تعیین جانشین" not in await maryam.buttons()
        said = await maryam.press((await maryam.newest())["id"], "b|form||delegating")
        assert said.startswith("شما به این کار دسترسی ندارید")
