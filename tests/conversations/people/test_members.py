"""Those who look after members, and the members: suspended in the middle of a form, back again, leaving; a lost phone."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.clock import FixedClock
from bot.storage.database import Database
from bot.storage.tables import Draft
from tests.conversations.app import Phone, stage
from tests.conversations.world import peopled
from tests.relief.world import registered


async def opens_member(phone: Phone, unit: str, name: str) -> str:
    await phone.say("/menu")
    await phone.tap("واحد و اعضا")
    await phone.tap("اعضای واحد")
    await phone.tap("واحد دیگر")
    await phone.say(unit)
    await phone.tap(f"امداد محلهٔ {unit}")
    return await phone.tap(name)


async def suspends(phone: Phone, unit: str, name: str) -> str:
    await opens_member(phone, unit, name)
    await phone.tap("توقف عضویت")
    await phone.say("کارت شناسایی‌اش باطل شده است")
    await phone.tap("تا اطلاع بعدی")
    return await phone.tap("توقف عضویت")


async def test_a_last_answer_that_meets_the_suspension_saves_nothing(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        maryam, hossein = theatre.phone("telegram", 1001, "مریم"), theatre.phone("telegram", 1002, "حسین")
        await maryam.say("/menu")
        await maryam.tap("ثبت خدمت")
        await maryam.tap("زهرا موسوی")
        await maryam.tap("سبد کالا")
        await maryam.say("یک و نیم میلیون")
        await maryam.tap("فعلاً بدون عکس")
        await suspends(hossein, "سادات", "مریم")
        await maryam.until("متوقف شده است. اگر پرسشی دارید")
        assert "دسترسی شما همین حالا تغییر کرد" in await maryam.tap("ثبت")
        said = await maryam.press((await maryam.newest())["id"], "b|form||service-report")
        assert said.startswith("شما به این کار دسترسی ندارید")
        assert "نوشته‌های نیمه‌تمامتان مانده است" in await maryam.say("/help")
        await hossein.tap("پایان عضویت")
        await hossein.tap("بله، تمام شود")
        await maryam.until("تمام شد. از همهٔ زحمت‌ها")
        assert "الان عضو هیچ واحدی نیستید" in await maryam.say("/menu")
    async with database.read_session() as session:
        assert list(await session.scalars(select(Draft.form))) == ["service-report"]


async def test_a_suspension_of_some_days_says_until_when_and_ends_by_itself(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, hossein = theatre.phone("telegram", 1001, "مریم"), theatre.phone("telegram", 1002, "حسین")
        await maryam.say("/menu")
        await opens_member(hossein, "سادات", "مریم")
        await hossein.tap("توقف عضویت")
        await hossein.say("نوبت استراحت")
        await hossein.say("فردا")
        assert "تا پایان ۱۳ آبان ۱۴۰۴ متوقف است" in await hossein.tap("توقف عضویت")
        await maryam.until("متوقف شده است. اگر پرسشی دارید")
        assert "تا پایان ۱۳ آبان ۱۴۰۴ متوقف است" in await maryam.say("/menu")
        clock.move(timedelta(days=2))
        assert "از کجا شروع کنیم؟" in await maryam.say("/menu")


async def test_leaving_is_asked_once_more_and_the_last_administrator_stays(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, mina = theatre.phone("telegram", 1001, "مریم"), theatre.phone("telegram", 1004, "مینا")
        await maryam.say("/menu")
        await maryam.tap("مشخصات من")
        await maryam.tap("خروج از واحد")
        assert "عضویت شما در «امداد محلهٔ سادات» تمام شد" in await maryam.tap("بله، تمام شود")
        assert "الان عضو هیچ واحدی نیستید" in await maryam.say("/menu")
        await mina.say("/menu")
        await mina.tap("مشخصات من")
        await mina.tap("خروج از واحد")
        assert "آخرین مدیر سامانه" in await mina.tap("بله، تمام شود")


async def test_forged_presses_change_nobody_elses_membership(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    """The buttons of hossein's screen, pressed by who may not."""
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, narges = theatre.phone("telegram", 1002, "حسین"), theatre.phone("bale", 2001, "نرگس")
        await opens_member(hossein, "سادات", "مریم")
        shown = (await hossein.newest())["buttons"]
        presses = [button["data"] for row in shown for button in row if "member" in button["data"]]
        maryams = presses[0].rsplit(",", 1)[-1]
        await narges.say("/menu")
        for data in (*presses, f"b|member|!end|{maryams}", f"b|member|!reinstate|{maryams}"):
            said = await narges.press((await narges.newest())["id"], data)
            assert "مریم" not in said
        assert len(presses) >= 4
        assert "مریم احمدی" in await opens_member(hossein, "سادات", "مریم")
