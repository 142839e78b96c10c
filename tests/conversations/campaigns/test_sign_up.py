"""Campaigns as people see them: opened by a coordinator, entered and left by volunteers, closed for good."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.clock import FixedClock
from bot.relief.access.caller import Caller
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import CampaignView, NewCampaign
from bot.storage.database import Database
from bot.storage.tables import Campaign
from tests.conversations.app import Phone, Stage, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.world import NOW, TODAY, Cast

MEALS = "پخت و پخش ۲۰۰ پرس غذای گرم"
ROW = "پخت و پخش ۲۰۰ پرس"  # a list cuts long names


async def opened(database: Database, cast: Cast, places: int | None = None) -> CampaignView:
    """In Gachsaran, for today."""
    new = NewCampaign(unit=cast.tree.gachsaran, title=MEALS, occasion="", since=TODAY, until=TODAY, places=places)
    async with database.write_session() as session:
        view = await campaigns.open_campaign(Caller(session, cast.hossein, NOW), new)
        await session.commit()
    return view


def both(theatre: Stage) -> tuple[Phone, Phone]:
    return theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 2001, "نرگس")


async def card(phone: Phone) -> str:
    await phone.say("/menu")
    await phone.tap("پویش‌ها")
    return await phone.tap(ROW)


async def test_a_campaign_from_its_opening_to_its_end_reads_like_this(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, (maryam, _) = theatre.phone("telegram", 1002, "حسین"), both(theatre)
        await hossein.say("/menu")
        await hossein.tap("پویش و فراخوان")
        await hossein.tap("پویش تازه")
        await hossein.say(MEALS)
        await hossein.tap("چهارشنبه‌های کرامت")
        await hossein.say("۱۴ آبان")
        await hossein.say("۱۶ آبان")
        await hossein.say("2")
        await hossein.tap("ثبت پویش")
        await card(maryam)
        await maryam.tap("ثبت‌نام")
        assert "به دیگری برسد؟" in await maryam.tap("نمی‌توانم بیایم")
        await maryam.tap("بازگشت")
        await maryam.tap("نمی‌توانم بیایم")
        await maryam.tap("بله، نمی‌توانم بیایم")
        await maryam.tap("ثبت‌نام")
        await hossein.tap("صفحهٔ پویش")
        await hossein.tap("چه کسانی می‌آیند؟")
        await hossein.tap("بازگشت")
        await hossein.tap("بستن ثبت‌نام")
        await hossein.tap("بله، بسته شود")
        await hossein.tap("پویش‌ها")
        await hossein.tap("پایان‌یافته‌ها")
        await card_is_gone(maryam)
    golden("campaign.fa", theatre.transcript)


async def card_is_gone(phone: Phone) -> None:
    await phone.say("/menu")
    await phone.tap("پویش‌ها")


async def test_english_reads_like_this(database: Database, clock: FixedClock, tmp_path: Path, golden: Golden) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein = theatre.phone("telegram", 1002, "Hossein")
        await hossein.say("/language")
        await hossein.tap("English")
        await hossein.tap("Campaigns, calls")
        await hossein.tap("New campaign")
        await hossein.say("A caravan to Karbala")
        await hossein.tap("All occasions")
        await hossein.tap("Arbaeen")
        await hossein.tap("Today")
        await hossein.say("tomorrow")
        await hossein.tap("No limit")
        await hossein.tap("Open the campaign")
        await hossein.tap("Campaign page")
        await hossein.tap("Sign up")
        await hossein.tap("Who’s coming?")
        await hossein.tap("Back")
        await hossein.tap("Campaigns")
    golden("campaign.en", theatre.transcript)


async def test_an_occasion_in_ones_own_words_and_another_unit_are_kept(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein = theatre.phone("telegram", 1002, "حسین")
        await hossein.say("/menu")
        await hossein.tap("پویش و فراخوان")
        await hossein.tap("پویش تازه")
        await hossein.say(MEALS)
        few = await hossein.buttons()
        assert (few[:4], few[4]) == (["ایام فاطمیه", "چهارشنبه‌های کرامت", "روز مادر", "شب یلدا"], "همهٔ مناسبت‌ها")
        await hossein.tap("همهٔ مناسبت‌ها")
        assert {"جشن عاطفه‌ها", "دههٔ فجر", "عید مبعث", "ماه مبارک رمضان"} < set(await hossein.buttons())
        await hossein.say("سيل خوزستان")
        await hossein.tap("امروز")
        await hossein.say("فردا")
        await hossein.tap("بدون محدودیت")
        await hossein.tap("ویرایش")
        await hossein.tap("واحد")
        await hossein.say("لبنان")
        assert "واحد: امداد محلهٔ لبنان" in await hossein.tap("امداد محلهٔ لبنان")
        assert "مناسبت: سیل خوزستان" in await hossein.tap("ثبت پویش")
        maryam, narges = both(theatre)
        assert await narges.say("/menu")
        await narges.tap("پویش‌ها")
        assert [label for label in await narges.buttons() if label.startswith(ROW)]
        await maryam.say("/menu")
        assert "الان پویش فعالی نیست" in await maryam.tap("پویش‌ها")
    async with database.read_session() as session:
        kept = (await session.scalars(select(Campaign))).one()
    assert (kept.occasion, kept.unit_id, kept.places) == ("سیل خوزستان", cast.tree.lebnan, None)


async def test_a_period_that_ends_before_it_begins_is_asked_again(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein = theatre.phone("telegram", 1002, "حسین")
        await hossein.say("/menu")
        await hossein.tap("پویش و فراخوان")
        await hossein.tap("پویش تازه")
        await hossein.say(MEALS)
        await hossein.tap("بدون مناسبت")
        assert "این روز گذشته است" in await hossein.say("۱۴۰۴/۸/۱۱")
        await hossein.say("۲۰ آبان")
        assert "روز آخر نمی‌تواند پیش از ۲۰ آبان ۱۴۰۴ باشد" in await hossein.say("۱۸ آبان")
        assert await hossein.buttons() == ["همان روز، ۲۰ آبان", "روز دیگر", "بازگشت", "راهنما", "بعداً"]
        await hossein.tap("روز دیگر")
        assert "۱۹" not in await hossein.buttons()
        await hossein.tap("۲۲")
        await hossein.tap("۱۰")
        await hossein.tap("ویرایش")
        await hossein.tap("از")
        assert "تا چه روزی؟" in await hossein.say("۲۳ آبان")
        await hossein.tap("همان روز، ۲۳ آبان")
        assert "پویش باز شد" in await hossein.tap("ثبت پویش")


async def test_the_last_place_is_given_once(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    await opened(database, cast, places=1)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, narges = both(theatre)
        assert "۱ جای خالی از ۱ جا" in await card(maryam)
        await card(narges)
        assert "جای شما ثبت شد" in await maryam.tap("ثبت‌نام")
        assert f"جای پویش «{MEALS}» همین حالا پر شد" in await narges.tap("ثبت‌نام")
        await narges.say("/menu")
        await narges.tap("پویش‌ها")
        assert [label for label in await narges.buttons() if label.endswith("، جا پر است")]
        assert "تنها جای آن پر شده است" in await narges.tap(ROW)
        assert await narges.buttons() == ["پویش‌ها", "فهرست اصلی"]
        await maryam.tap("نمی‌توانم بیایم")
        await maryam.tap("بله، نمی‌توانم بیایم")
        await card(narges)
        assert "جای شما ثبت شد" in await narges.tap("ثبت‌نام")


async def test_a_volunteer_reads_no_names_and_closes_nothing(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    seen = await opened(database, cast)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, narges = both(theatre)
        await card(narges)
        await narges.tap("ثبت‌نام")
        await card(maryam)
        assert await maryam.buttons() == ["ثبت‌نام", "پویش‌ها", "فهرست اصلی"]
        for data in (f"b|sign-ups||{seen.id}", f"b|campaign|!close|{seen.id}"):
            await card(maryam)
            said = await maryam.press((await maryam.newest())["id"], data)
            assert "شما به این کار دسترسی ندارید" in said
            assert "نرگس" not in said
    async with database.read_session() as session:
        assert (await session.scalars(select(Campaign))).one().state == "open"


async def test_one_that_is_over_only_says_who_came(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    await opened(database, cast, places=5)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, (maryam, _) = theatre.phone("telegram", 1002, "حسین"), both(theatre)
        await card(maryam)
        await maryam.tap("ثبت‌نام")
        clock.move(timedelta(days=1))
        await hossein.say("/menu")
        await hossein.tap("پویش و فراخوان")
        await hossein.tap("پایان‌یافته‌ها")
        said = await hossein.tap(ROW)
        assert said.endswith("۱ نفر ثبت‌نام کرده است.\nاین پویش تمام شده است.")
        assert await hossein.buttons() == ["چه کسانی ثبت‌نام کرده بودند؟", "پویش‌ها", "فهرست اصلی"]
        old = await maryam.buttons()
        assert "نمی‌توانم بیایم" in old
        await maryam.tap("نمی‌توانم بیایم")
        assert "تمام شده است" in await maryam.tap("بله، نمی‌توانم بیایم")
