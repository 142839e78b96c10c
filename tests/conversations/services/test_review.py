"""A supervisor verifies what was reported, or returns it; the reporter corrects it, and it comes back. In both messengers."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import AuditEntry, Membership, Service
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.builders import done
from tests.relief.world import TODAY, Cast, member, registered, reported

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


async def families(database: Database, cast: Cast) -> None:
    async with database.write_session() as session:
        await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        await registered(session, cast.narges, cast.tree.lebnan, "علی رستمی")
        await session.commit()


async def basket(phone: Phone, family: str, value: str, *, picture: bool = False) -> None:
    await phone.say("/menu")
    await phone.tap("ثبت خدمت")
    await phone.tap(family)
    await phone.tap("سبد کالا")
    await phone.say(value)
    if picture:
        await phone.share_file(JPEG)
        await phone.tap("همین ")
    else:
        await phone.tap("فعلاً بدون عکس")
    await phone.tap("ثبت")


@pytest.mark.parametrize(
    ("messenger", "account", "name", "family"),
    [("telegram", 1001, "مریم", "زهرا موسوی"), ("bale", 2001, "نرگس", "علی رستمی")],
    ids=["telegram", "bale"],
)
async def test_a_report_is_returned_corrected_and_verified(
    database: Database,
    clock: FixedClock,
    tmp_path: Path,
    golden: Golden,
    messenger: str,
    account: int,
    name: str,
    family: str,
) -> None:
    cast = await peopled(database)
    await families(database, cast)
    async with database.write_session() as session:
        await member(session, cast.tree.province, Role.SUPERVISOR, "رضا بهرامی", messenger=messenger, account=6100)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        reporter, reza = theatre.phone(messenger, account, name), theatre.phone(messenger, 6100, "رضا")
        await basket(reporter, family, "۱۵ میلیون", picture=True)
        theatre.transcript.clear()
        await reza.say("/menu")
        await reza.tap("تأیید خدمت‌ها")
        await reza.tap("سبد کالا")
        await reza.tap("دیدن عکس")
        await reza.tap("بازگشت")
        await reza.tap("نیاز به اصلاح")
        await reza.tap("مبلغ درست نیست")
        await reza.say("روی رسید یک و نیم میلیون نوشته است")
        await reza.tap("نیازمند اصلاح")
        await reporter.until("را برای اصلاح برگرداند")
        await reporter.tap("اصلاح")
        await reporter.tap("ویرایش")
        await reporter.tap("ارزش")
        await reporter.say("یک و نیم میلیون")
        await reporter.tap("ثبت")
        await reza.until("اصلاح شد")
        await reza.tap("دیدن خدمت")
        assert "تأیید شد" in await reza.tap("تأیید")
        await reporter.say("/menu")
        await reporter.tap("گزارش‌ها")
        await reporter.tap("✓ سبد کالا")
        await reza.say("/menu")
        await reza.tap("خلاصهٔ عملکرد")
        await reza.tap("این ماه")
    golden(f"review.{messenger}", theatre.transcript)


async def test_a_day_is_verified_at_once_and_the_summary_tells_what_waits(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    await families(database, cast)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, narges, zahra = (
            theatre.phone("telegram", 1001, "مریم"),
            theatre.phone("bale", 2001, "نرگس"),
            theatre.phone("telegram", 1003, "زهرا"),
        )
        for value in ("یک میلیون", "دو میلیون", "سه میلیون", "۵۰ میلیون"):
            await basket(maryam, "زهرا موسوی", value)
        await basket(narges, "علی رستمی", "چهار میلیون")
        theatre.transcript.clear()
        await zahra.say("/menu")
        await zahra.tap("تأیید خدمت‌ها")
        await zahra.tap("امداد محلهٔ سادات")
        await zahra.tap("سبد کالا، ۱٬۰۰۰٬۰۰۰")
        await zahra.tap("دیدن هر ۳ خدمت")
        await zahra.tap("تأیید هر ۳ خدمت")
        await zahra.tap("همهٔ واحدها")
        await zahra.say("/menu")
        await zahra.tap("خلاصهٔ عملکرد")
        await zahra.tap("این ماه")
        await zahra.tap("فقط تأییدشده")
        await zahra.tap("جزئیات")
        await zahra.tap("به تفکیک حوزه")
        await zahra.tap("بازگشت")
        await zahra.tap("بازگشت")
        await zahra.tap("همه با هم")
    golden("review.day", theatre.transcript)


async def test_english_reads_like_this(database: Database, clock: FixedClock, tmp_path: Path, golden: Golden) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        family = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        await reported(session, cast.maryam, cast.tree.sadat, family.id)
        await done(session, cast.narges, cast.tree.lebnan)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        maryam, zahra = theatre.phone("telegram", 1001, "مریم"), theatre.phone("telegram", 1003, "زهرا")
        for phone in (maryam, zahra):
            await phone.say("/language")
            await phone.tap("English")
        theatre.transcript.clear()
        await zahra.tap("Verify services")
        await zahra.tap("امداد محلهٔ سادات")
        await zahra.tap("سبد کالا")
        await zahra.tap("Needs correction")
        await zahra.tap("A picture or receipt is needed")
        await zahra.tap("No note")
        await maryam.until("back for correction")
        await maryam.tap("Correct")
        await maryam.tap("Edit")
        await maryam.tap("Picture")
        await maryam.share_file(JPEG)
        await maryam.tap("Done with this one")
        await maryam.tap("Save")
        await zahra.until("has been corrected")
        await zahra.tap("See the service")
        await zahra.tap("Verify")
    golden("review.en", theatre.transcript)


@pytest.mark.parametrize("messenger", ["telegram", "bale"])
async def test_ones_own_report_says_who_can_verify_it(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, messenger: str
) -> None:
    """Parisa supervises Gachsaran, and volunteers in Sadat."""
    cast = await peopled(database)
    async with database.write_session() as session:
        parisa = await member(
            session, cast.tree.sadat, Role.VOLUNTEER, "پریسا امینی", messenger=messenger, account=6000
        )
        session.add(Membership(person_id=parisa.person, unit_id=cast.tree.gachsaran, role=Role.SUPERVISOR, since=TODAY))
        one = await reported(session, parisa, cast.tree.sadat, None)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        phone = theatre.phone(messenger, 6000, "پریسا")
        await phone.say("/menu")
        theatre.transcript.clear()
        await phone.tap("گزارش‌ها")
        await phone.tap("تأیید خدمت‌ها")
        assert "کسانی که می‌توانند تأیید کنند: زهرا کاظمی" in await phone.tap("سبد کالا")
        assert "تأیید" not in await phone.buttons()
        said = await phone.press((await phone.newest())["id"], f"b|review|!verify|{one.id}")
        assert "کسانی که می‌توانند: زهرا کاظمی" in said
    golden(f"review.own.{messenger}", theatre.transcript[:-2])


async def test_a_press_that_was_decided_meanwhile_or_is_forged_decides_nothing(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        await member(session, cast.tree.gachsaran, Role.SUPERVISOR, "رضا بهرامی", account=1100)
        one = await reported(session, cast.maryam, cast.tree.sadat, None)
        two = await reported(session, cast.maryam, cast.tree.sadat, None)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        zahra, reza = theatre.phone("telegram", 1003, "زهرا"), theatre.phone("telegram", 1100, "رضا")
        maryam = theatre.phone("telegram", 1001, "مریم")
        for phone in (zahra, reza):
            await phone.say("/menu")
            await phone.press((await phone.newest())["id"], f"b|review||{one.id}")
        await zahra.tap("تأیید")
        assert "زهرا کاظمی همین خدمت را پیش از شما تأیید کرد" in await reza.tap("تأیید")
        for data in (
            f"b|review|!verify|{two.id}",
            f"b|review||{two.id}",
            f"b|review-batch|!verify|{two.id},0",
            f"b|evidence||{two.id}",
            f"b|form||service-returning,{two.id}",
            f"b|waiting||{cast.tree.sadat}",
            f"b|returned||{cast.tree.sadat}",
        ):
            await maryam.say("/menu")
            said = await maryam.press((await maryam.newest())["id"], data)
            assert "در دسترس شما نیست" in said or "دسترسی ندارید" in said
        await reza.say("/menu")
        said = await reza.press((await reza.newest())["id"], f"b|review-batch|!verify|{two.id},0")
        assert "هیچ‌کدام تأیید نشد" in said
    async with database.read_session() as session:
        marks = {row.id: row.verified_by for row in await session.scalars(select(Service))}
        assert marks == {one.id: cast.zahra.person, two.id: None}
        seen = list(await session.scalars(select(AuditEntry.person_id).where(AuditEntry.action == "see-service")))
        assert len(seen) == 2
