"""Calls of a campaign as people see them: opened from its page, answered to the last place, changed from elsewhere."""

from pathlib import Path

import pytest
from sqlalchemy import update

from bot.clock import FixedClock
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import Account
from tests.conversations.app import Phone, Stage, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.world import NOW, member

TITLE = "حمل بار با وانت"
PLACES = "۱ جای خالی از ۱ جا"


async def opened(coordinator: Phone, places: str = "1") -> None:
    """Open a campaign of one day, tomorrow, and stay on the page that says so."""
    await coordinator.say("/menu")
    await coordinator.tap("پویش و فراخوان")
    await coordinator.tap("پویش تازه")
    await coordinator.say(TITLE)
    await coordinator.tap("بدون مناسبت")
    await coordinator.say("فردا")
    await coordinator.tap("همان روز، ۱۳ آبان")
    await coordinator.say(places)
    await coordinator.tap("ثبت پویش")


async def page(phone: Phone, menu: str = "پویش‌ها", *, signed_up: bool = False) -> str:
    await phone.say("/menu")
    await phone.tap(menu)
    return await phone.tap(f"✓ {TITLE}" if signed_up else TITLE)


async def called(coordinator: Phone, people: int = 2) -> None:
    """Send a call from the page of the campaign: only its text is asked."""
    await coordinator.tap("فراخوان این پویش")
    await coordinator.say("ساعت ۸ جلوی حسینیه")
    await coordinator.touch(f"ارسال به {'۰۱۲۳۴'[people]} نفر")


def volunteers(theatre: Stage) -> tuple[Phone, Phone]:
    return theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 2001, "نرگس")


@pytest.mark.parametrize("messenger", ["telegram", "bale"])
async def test_a_call_of_a_campaign_from_its_page_to_the_last_place_reads_like_this(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, messenger: str
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        await session.execute(
            update(Account).where(Account.person_id == cast.hossein.person).values(unreachable_since=NOW)
        )
        await member(session, cast.tree.gachsaran, Role.COORDINATOR, "پریسا امینی", messenger=messenger, account=6000)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        parisa, (maryam, narges) = theatre.phone(messenger, 6000, "پریسا"), volunteers(theatre)
        for phone in (maryam, narges):
            await phone.say("/menu")
        theatre.transcript.clear()
        await opened(parisa)
        await parisa.tap("صفحهٔ پویش")
        await called(parisa)
        await parisa.until("پایان یافت")
        await maryam.until(PLACES)
        await maryam.tap("می‌آیم")
        await narges.until(PLACES)
        await narges.tap("می‌آیم")
        await parisa.until("می‌خواستند بیایند و جا نبود: ۱ نفر")
        await page(maryam, signed_up=True)
        await maryam.tap("نمی‌توانم بیایم")
        await maryam.tap("بله، نمی‌توانم بیایم")
        await narges.say("/menu")
        await narges.tap("پویش‌ها")
        await narges.tap("فراخوان‌های من")
        await narges.tap("می‌خواست بیاید، جا نبود")
        await narges.tap("می‌آیم")
        await parisa.until("می‌آیند: ۱ نفر، نمی‌توانند: ۱ نفر")
        await parisa.tap("پاسخ‌ها")
        await page(parisa, "پویش و فراخوان")
        await parisa.tap("چه کسانی می‌آیند؟")
    golden(f"campaign-call.{messenger}.fa", theatre.transcript)


async def test_english_reads_like_this(database: Database, clock: FixedClock, tmp_path: Path, golden: Golden) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, (maryam, narges) = theatre.phone("telegram", 1002, "حسین"), volunteers(theatre)
        await opened(hossein)
        for phone in (hossein, maryam, narges):
            await phone.say("/language")
            await phone.tap("English")
        theatre.transcript.clear()
        await hossein.tap("Campaigns, calls")
        await hossein.tap(TITLE)
        await hossein.tap("Send a call")
        await hossein.say("At 8 in front of the hall")
        await hossein.touch("Send to 2 people")
        await hossein.until("finished")
        for phone in (maryam, narges):
            await phone.until("1 of 1 places left")
            await phone.tap("I’m coming")
        await hossein.until("Wanted to come, no place left: 1")
        await maryam.tap("I can’t come")
        await narges.tap("I’m coming")
        await hossein.until("Coming: 1, not coming: 1")
    golden("campaign-call.en", theatre.transcript)


async def test_what_is_done_on_the_page_shows_in_the_call_and_the_other_way_round(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, (maryam, narges) = theatre.phone("telegram", 1002, "حسین"), volunteers(theatre)
        for phone in (maryam, narges):
            await phone.say("/menu")
        await opened(hossein, "۵")
        await called(hossein)
        await hossein.until("پایان یافت")
        await maryam.find("۵ جای خالی از ۵ جا")
        await page(maryam)
        assert "جای شما ثبت شد" in await maryam.tap("ثبت‌نام")
        await hossein.find("می‌آیند: ۱ نفر")
        await narges.find("۵ جای خالی از ۵ جا")
        assert "۳ جای خالی از ۵ جا" in await narges.tap("می‌آیم")
        assert "۳ جای خالی از ۵ جا\nشما ثبت‌نام کرده‌اید" in await page(narges, signed_up=True)
        await maryam.say("/menu")
        await maryam.tap("پویش‌ها")
        assert "✓ حمل بار با وانت" in await maryam.tap("فراخوان‌های من") + str(await maryam.buttons())


async def test_a_call_opened_for_a_campaign_asks_for_its_text_alone_and_may_go_to_others_of_its_unit(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, (maryam, _) = theatre.phone("telegram", 1002, "حسین"), volunteers(theatre)
        await maryam.say("/menu")
        await opened(hossein)
        await page(hossein, "پویش و فراخوان")
        assert "متن فراخوان را بنویسید" in await hossein.tap("فراخوان این پویش")
        assert f"پویش «{TITLE}»، " in await hossein.say("ساعت ۸ جلوی حسینیه")
        await hossein.tap("بازگشت")
        await hossein.tap("بازگشت")
        said = await hossein.tap("همهٔ اعضای امداد محلهٔ سادات")
        assert f"پویش «{TITLE}»، " in said
        assert PLACES in said
        await hossein.tap("ارسال به ۱ نفر")
        assert await maryam.find(PLACES)


async def test_the_result_of_sending_says_when_the_audience_has_changed_since_the_preview(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, _ = theatre.phone("telegram", 1002, "حسین"), volunteers(theatre)
        await opened(hossein)
        await hossein.tap("فراخوان این پویش")
        assert "به ۲ نفر فرستاده می‌شود" in await hossein.say("ساعت ۸ جلوی حسینیه")
        async with database.write_session() as session:
            await member(session, cast.tree.sadat, Role.VOLUNTEER, "علی", account=2003)
            await session.commit()
        assert "حالا ۳ نفرند، پیش از این ۲ نفر بودند" in await hossein.tap("ارسال به ۲ نفر")


async def test_a_volunteer_calls_nobody_to_a_campaign(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, (maryam, _) = theatre.phone("telegram", 1002, "حسین"), volunteers(theatre)
        await opened(hossein)
        await page(maryam)
        assert await maryam.buttons() == ["ثبت‌نام", "پویش‌ها", "فهرست اصلی"]
        campaign = next(one for one in (await hossein.newest())["buttons"][0] if "فراخوان" in one["text"])
        said = await maryam.press((await maryam.newest())["id"], campaign["data"])
        assert "متن فراخوان" not in said
