"""Summary screens of a supervisor: periods, units, percentages explained, rights."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import FixedClock
from bot.dialogue.views import ViewRequest
from bot.persian.periods import Period, PeriodName, period_of
from bot.relief.seed.sample import load_sample
from bot.storage.database import Database
from handlers.summaries.periods import decode_period, encode_period, next_period
from handlers.summaries.summary import VERIFIED_MARK, VIEWS
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.builders import DOWRY, done
from tests.relief.world import Cast

DAYS = st.dates(date(2021, 3, 21), date(2060, 1, 1))


async def asked(phone: Phone, period: str) -> str:
    await phone.say("/menu")
    await phone.tap("خلاصهٔ عملکرد")
    return await phone.tap(period)


async def test_the_half_year_of_the_sample_province_reads_like_this(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    await load_sample(database, clock)
    async with stage(database, clock, tmp_path) as theatre:
        zahra = theatre.phone("telegram", 1003, "زهرا")
        said = await asked(zahra, "شش‌ماههٔ اول")
        assert "خدمت‌رسانی: ۶۴ میلیارد تومان\n" in said
        assert "تعهد: ۲۴ میلیارد تومان\nتحقق: ۲۶۶٫۷٪ تعهد\nرشد نسبت به تعهد: ۱۶۶٫۷٪ " in said
        await zahra.tap("جزئیات")
        await zahra.tap("معنی درصدها")
        await zahra.tap("بازگشت")
        await zahra.tap("به تفکیک حوزه")
        await zahra.tap("بازگشت")
        await zahra.tap("بازگشت")
        await zahra.tap("واحد دیگر")
        await zahra.say("سادات")
        await zahra.tap("امداد محلهٔ سادات")
        await zahra.say("/language")
        await zahra.tap("English")
        await zahra.tap("Summary")
        await zahra.tap("First half")
        await zahra.tap("Details")
        await zahra.tap("About the figures")
        await zahra.tap("Back")
        await zahra.tap("By domain")
    golden("summary", theatre.transcript)


async def delivered(database: Database, cast: Cast) -> None:
    """In the two days of Aban 40 million, in Mehr 32; on the last day of Shahrivar one."""
    async with database.write_session() as session:
        maryam, narges = cast.maryam, cast.narges
        await done(session, maryam, cast.tree.sadat, value=30_000_000, day=date(2025, 10, 25))
        await done(session, narges, cast.tree.lebnan, value=10_000_000, day=date(2025, 11, 3), code=DOWRY, joint=True)
        await done(session, maryam, cast.tree.sadat, value=32_000_000, day=date(2025, 9, 25))
        await done(session, maryam, cast.tree.sadat, value=1_000_000, day=date(2025, 9, 22))
        await session.commit()


async def test_this_month_is_two_taps_away_and_compared_to_the_same_days_before(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    await delivered(database, cast)
    async with stage(database, clock, tmp_path) as theatre:
        zahra = theatre.phone("telegram", 1003, "زهرا")
        await asked(zahra, "این ماه")
        await zahra.tap("جزئیات")
        await zahra.tap("معنی درصدها")
        await zahra.tap("بازگشت")
        await zahra.tap("بازگشت")
        await zahra.tap("دورهٔ قبل")
        await zahra.tap("جزئیات")
        await zahra.tap("معنی درصدها")
        await zahra.tap("بازگشت")
        await zahra.tap("بازگشت")
        await zahra.tap("دورهٔ بعد")
        await zahra.tap("بازهٔ دیگر")
        await zahra.tap("تاریخ دلخواه")
        await zahra.say("۳۱ شهریور")
        await zahra.say("۳۰ شهریور")
        await zahra.say("۳ مهر")
        await zahra.tap("واحد دیگر")
        await zahra.say("لبنان")
        await zahra.tap("امداد محلهٔ لبنان")
    golden("summary.month.fa", theatre.transcript)


async def test_a_unit_is_searched_by_name_page_after_page(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await load_sample(database, clock)
    async with stage(database, clock, tmp_path) as theatre:
        zahra = theatre.phone("telegram", 1003, "زهرا")
        await zahra.say("/menu")
        await zahra.tap("خلاصهٔ عملکرد")
        await zahra.tap("واحد دیگر")
        every = await zahra.buttons()
        await zahra.say("مرکز")
        first = await zahra.buttons()
        await zahra.tap("صفحهٔ بعد")
        centres = [label for label in await zahra.buttons() if label.startswith("مرکز نیکوکاری")]
        assert len(centres) == 6
        assert not set(centres) & set(first)
        await zahra.tap("صفحهٔ قبل")
        assert await zahra.buttons() == first
        assert "برای «تهران» چیزی پیدا نشد" in await zahra.say("تهران")
        await zahra.tap("همهٔ واحدها")
        assert await zahra.buttons() == every


@pytest.mark.parametrize("who", [("telegram", 1001, "مریم"), ("telegram", 1002, "حسین")])
async def test_only_supervisors_are_told(
    database: Database, clock: FixedClock, tmp_path: Path, who: tuple[str, int, str]
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        phone = theatre.phone(*who)
        await phone.say("/menu")
        assert "خلاصهٔ عملکرد" not in await phone.buttons()
        for data in ("b|choose-period||", f"b|summary||{cast.tree.sadat},m20251023", "b|form||summary-dates"):
            await phone.say("/menu")
            said = await phone.press((await phone.newest())["id"], data)
            assert "شما به این کار دسترسی ندارید" in said


def periods() -> st.SearchStrategy[Period]:
    named = st.sampled_from([name for name in PeriodName if name is not PeriodName.CUSTOM])
    own = st.tuples(DAYS, DAYS).map(lambda pair: Period(PeriodName.CUSTOM, min(pair), max(pair)))
    return st.one_of(own, st.builds(period_of, named, DAYS))


@given(periods())
def test_a_period_goes_through_a_press_and_comes_back(period: Period) -> None:
    assert decode_period(encode_period(period)) == period
    for view in VIEWS:
        ViewRequest(view=view.name, args=("9" * 19, encode_period(period), VERIFIED_MARK), page=99).encode()


@given(periods())
def test_the_period_after_begins_later_and_leaves_no_day_out_but_the_rest_of_a_year(period: Period) -> None:
    after = next_period(period)
    assert after.name is period.name
    assert after.since > period.until
    if period.name is not PeriodName.NINE_MONTHS:
        assert (after.since - period.until).days == 1
