"""Published summaries as supervisors hand them on, and the public profile of other units."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from bot.clock import FixedClock
from bot.relief.audit.actions import AuditAction
from bot.relief.ids import UnitId
from bot.relief.seed.sample import load_sample
from bot.relief.vocabulary import Role
from bot.reports.cards import CardImage
from bot.storage.database import Database
from bot.storage.tables import AuditEntry, Unit
from tests.conversations.app import Phone, plain, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.builders import DOWRY
from tests.relief.summaries.test_disclosure import did, families, month
from tests.relief.world import member


async def asked(phone: Phone, period: str) -> str:
    await phone.say("/menu")
    await phone.tap("خلاصهٔ عملکرد")
    await phone.tap(period)
    await phone.tap("جزئیات")
    return await phone.tap("نسخهٔ قابل انتشار")


async def table(phone: Phone) -> list[list[Any]]:
    """Return the cells of the newest document as a spreadsheet reads them."""
    async with phone.http.get((await phone.newest())["document"]["url"]) as answer:
        sheet = CalamineWorkbook.from_filelike(BytesIO(await answer.read())).get_sheet_by_index(0)
    return [[plain(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.to_python()]


async def test_the_half_year_of_the_sample_province_as_a_message_a_card_and_a_table(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, cards: list[CardImage]
) -> None:
    await load_sample(database, clock)
    async with database.write_session() as session:
        province = await session.scalar(select(Unit.id).where(Unit.name == "کهگیلویه و بویراحمد"))
        assert province is not None
        role = Role.SUPERVISOR
        await member(session, UnitId(province), role, "رها آزمونی", messenger="bale", account=2050)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        raha, zahra = theatre.phone("bale", 2050, "رها"), theatre.phone("telegram", 1003, "زهرا")
        said = await asked(raha, "شش‌ماههٔ اول")
        await raha.tap("کارت تصویری")
        await raha.tap("اکسل")
        rows, name = await table(raha), (await raha.newest())["document"]["name"]
        await asked(zahra, "این ماه")
        await zahra.tap("دورهٔ قبل")
        await zahra.tap("بازگشت به خلاصه")
        forged = f"b|disclosure||{province},m20250923{'9' * 20}"
        assert "مهر ۱۴۰۴" in await zahra.press((await zahra.newest())["id"], forged)
        zahra.transcript[-2:] = []
    _, total, *lines, settled, note = said.split("\n")
    assert total == f"جمع: {cards[0].figure}"
    assert list(cards[0].lines) == lines
    assert cards[0].note == f"{settled} {note}"
    assert rows[0] == ["حوزه", "نقدی (تومان)", "غیرنقدی (تومان)", "کار داوطلبانه (تومان)", "جمع (تومان)"]
    assert {row[0] for row in rows if "محرمانه" in row} > {"مسکن"}
    *parts, whole = rows[1:]
    assert whole[4] == 63_999_490_000
    assert sum(row[4] for row in parts if isinstance(row[4], float)) == whole[4]
    assert name == "خلاصهٔ عملکرد کهگیلویه و بویراحمد - شش‌ماههٔ نخست ۱۴۰۴ (فروردین تا شهریور).xlsx"
    async with database.read_session() as session:
        looked = list(await session.scalars(select(AuditEntry).where(AuditEntry.action == AuditAction.PUBLISH_SUMMARY)))
    assert [entry.subject for entry in looked] == ["summary:20250321-20250922"] * 3 + ["summary:20250923-20251022"] * 2
    golden("disclosure", theatre.transcript)


async def test_a_member_of_another_unit_reads_its_record_and_no_few_families(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    sadat = cast.tree.sadat
    async with database.write_session() as session:
        known = await families(session, cast.maryam, sadat, 6)
        for at, family in enumerate(known):
            await did(session, cast.maryam, sadat, family, month(7).since)
            await did(
                session, cast.maryam, sadat, family, month(7 if at < 4 else 6).since, code=DOWRY, value=90_000_000
            )
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        narges = theatre.phone("bale", 2001, "نرگس")
        await narges.say("/menu")
        await narges.press((await narges.newest())["id"], f"b|unit||{sadat}")
        said = await narges.tap("کارنامه")
        assert "جمع: ۶ میلیون تومان" in said
        assert "خدمت به دست‌کم ۵ خانوار" in said
        await narges.tap("بازگشت به واحد")
        await narges.say("/language")
        await narges.tap("English")
        await narges.press((await narges.newest())["id"], f"b|public-profile||{sadat}")
        stranger = theatre.phone("telegram", 7001, "رهگذر")
        await stranger.say("/start")
        await stranger.press((await stranger.newest())["id"], f"b|public-profile||{sadat}")
        await narges.press((await narges.newest())["id"], f"b|disclosure||{sadat},m20250923")
    golden("unit-record", [re.sub(r"b\|[^ ]*", "(صفحه)", line) for line in theatre.transcript])
