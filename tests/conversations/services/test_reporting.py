"""Reporting a service as a volunteer does it: like last time, taking it back, and pictures that come later."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.clock import FixedClock
from bot.sandbox.core.files import sample_picture
from bot.storage.database import Database
from bot.storage.tables import Evidence, Service
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.world import NOW, Cast, registered, reported


async def served(database: Database, cast: Cast) -> None:
    """Maryam's family got a basket three weeks ago."""
    async with database.write_session() as session:
        family = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        await reported(session, cast.maryam, cast.tree.sadat, family.id, now=NOW - timedelta(days=21))
        await session.commit()


async def like_last_time(maryam: Phone) -> str:
    await maryam.say("/menu")
    await maryam.tap("ثبت خدمت")
    await maryam.tap("زهرا موسوی")
    await maryam.tap("مثل دفعهٔ قبل")
    return await maryam.tap("ثبت")


async def kept(database: Database) -> int:
    async with database.read_session() as session:
        return await session.scalar(select(func.count()).select_from(Evidence)) or 0


async def test_the_same_as_last_time_takes_four_taps_and_its_pictures_come_later(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    await served(database, cast)
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await like_last_time(maryam)
        await maryam.tap("افزودن عکس")
        await maryam.say("عکس ندارم")
        await maryam.share_file(sample_picture(1))
        await maryam.share_file(sample_picture(2))
        await maryam.tap("همین ۲ تا کافی است")
    golden("reporting.fa", theatre.transcript)
    async with database.read_session() as session:
        days = list(await session.scalars(select(Service.delivered_on).order_by(Service.id)))
    assert days[-1] == clock.today()
    assert await kept(database) == 2


async def test_pictures_are_taken_from_the_reporter_alone_and_for_a_report_that_stands(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await served(database, cast)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, narges = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 2001, "نرگس")
        await like_last_time(maryam)
        buttons = [button for row in (await maryam.newest())["buttons"] for button in row]
        (adding,) = [button["data"] for button in buttons if "evidence-adding" in button["data"]]
        await narges.say("/menu")
        assert "این خدمت پیدا نشد" in await narges.press((await narges.newest())["id"], adding)
        await maryam.tap("لغو ثبت")
        assert "لغو شد" in await maryam.tap("بله، لغو شود")
        await maryam.press((await maryam.newest())["id"], adding)
        await maryam.share_file(sample_picture(1))
        assert "ثبت این خدمت لغو شده است" in await maryam.tap("همین ۱ تا کافی است")
    assert await kept(database) == 0


async def test_a_coordinator_reports_in_the_name_of_the_group_that_keeps_the_file(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await served(database, cast)
    async with stage(database, clock, tmp_path) as theatre:
        hossein = theatre.phone("telegram", 1002, "حسین")
        await hossein.say("/menu")
        await hossein.tap("ثبت خدمت")
        await hossein.tap("زهرا موسوی")
        await hossein.tap("سبد کالا")
        await hossein.say("یک و نیم میلیون")
        assert "واحد: امداد محلهٔ سادات" in await hossein.tap("فعلاً بدون عکس")
        await hossein.tap("ثبت")
    async with database.read_session() as session:
        units = list(await session.scalars(select(Service.unit_id).order_by(Service.id)))
    assert units == [cast.tree.sadat, cast.tree.sadat]
