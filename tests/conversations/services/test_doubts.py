"""A report far from what is usual, or of a day long past, is asked about once more, and shown to its reviewer."""

from pathlib import Path

from sqlalchemy import func, select

from bot.clock import FixedClock
from bot.relief.access.caller import Caller
from bot.relief.services.verification import verify_report
from bot.storage.database import Database
from bot.storage.tables import Service
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.builders import done
from tests.relief.world import NOW, Cast, registered


async def known(database: Database, cast: Cast) -> None:
    """Twenty verified baskets of about a million, and a family to report for."""
    async with database.write_session() as session:
        family = await registered(session, cast.narges, cast.tree.lebnan, "علی رستمی")
        await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        for number in range(20):
            one = await done(session, cast.narges, cast.tree.lebnan, family.id, value=1_000_000 + number)
            await verify_report(Caller(session, cast.zahra, NOW), one.id)
        await session.commit()


async def basket(maryam: Phone, amount: str) -> str:
    await maryam.say("/menu")
    await maryam.tap("ثبت خدمت")
    await maryam.tap("زهرا موسوی")
    await maryam.say("سبد کالا")
    await maryam.say(amount)
    if amount in await maryam.buttons():  # it has two readings
        await maryam.tap(amount)
    return await maryam.tap("فعلاً بدون عکس")


async def reports(database: Database) -> list[tuple[int, str | None]]:
    async with database.read_session() as session:
        rows = await session.execute(select(Service.value, Service.doubts).order_by(Service.id).offset(20))
        return [(value, doubts) for value, doubts in rows]


async def test_an_amount_far_from_usual_is_asked_once_more_and_flagged_to_who_verifies(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    await known(database, cast)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, zahra = theatre.phone("telegram", 1001, "مریم"), theatre.phone("telegram", 1003, "زهرا")
        await basket(maryam, "۳۳ میلیارد تومان")
        assert "۳۳ میلیارد تومان برای «سبد کالا»؟" in await maryam.tap("ثبت")
        assert await reports(database) == []
        assert "۳۳ میلیارد تومان برای «سبد کالا»؟" in await maryam.say("بله")
        await maryam.tap("اصلاح ارزش")
        await maryam.say("۳ میلیارد تومان")
        assert "۳ میلیارد تومان برای «سبد کالا»؟" in await maryam.tap("ثبت")
        assert "ثبت شد" in await maryam.tap("بله، درست است")
        assert await reports(database) == [(3_000_000_000, "high")]
        await zahra.say("/menu")
        await zahra.tap("تأیید خدمت‌ها")
        await zahra.tap("⚠ سبد کالا")
    golden("doubts.fa", theatre.transcript)


async def test_a_usual_report_is_asked_nothing_more(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    await known(database, cast)
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await basket(maryam, "۹ میلیون تومان")
        assert "ثبت شد" in await maryam.tap("ثبت")
    assert await reports(database) == [(9_000_000, None)]


async def test_a_day_long_past_and_an_amount_too_small_are_asked_one_after_the_other_and_each_once(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await known(database, cast)
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await basket(maryam, "۵۰۰ تومان")
        await maryam.tap("ویرایش")
        await maryam.tap("تاریخ")
        await maryam.say("۱۵ مرداد ۱۴۰۴")
        assert "۸۹ روز پیش" in await maryam.tap("ثبت")
        assert "۵۰۰ تومان برای" in await maryam.tap("بله، درست است")
        await maryam.tap("اصلاح ارزش")
        await maryam.say("یک میلیون تومان")
        assert "ثبت شد" in await maryam.tap("ثبت")
        assert await reports(database) == [(1_000_000, "late")]
        await maryam.say("/menu")
        await maryam.tap("گزارش‌ها")
        await maryam.tap("منتظر: سبد کالا")
        await maryam.tap("اصلاح")
        await maryam.tap("ویرایش")
        await maryam.tap("ارزش")
        await maryam.say("دو میلیون تومان")
        assert "اصلاح شد" in await maryam.tap("ثبت")
        assert (await reports(database))[-1] == (2_000_000, "late")


async def test_without_enough_known_services_the_bounds_of_the_domain_hold(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await basket(maryam, "۵۰ میلیارد تومان")
        assert "۵۰ میلیارد تومان برای «سبد کالا»؟" in await maryam.tap("ثبت")
    async with database.read_session() as session:
        assert await session.scalar(select(func.count()).select_from(Service)) == 0
