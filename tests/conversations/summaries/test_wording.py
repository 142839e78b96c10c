"""Lines of a summary that the stories do not reach: below the commitment, exactly it, a decline."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.catalog import load_all_texts
from bot.i18n.messages import Joined, text
from bot.persian.money import Toman
from bot.persian.periods import PeriodName, period_of, previous_period
from bot.relief.hierarchy import unit_view
from bot.relief.summaries.cuts import DOMAIN, SCREEN_CUTS
from bot.relief.summaries.summaries import NONE, Count, Summary
from bot.relief.vocabulary import Domain, Kind, UnitKind
from bot.storage.tables import Unit
from handlers.summaries.arithmetic import arithmetic_lines, format_ratio
from handlers.summaries.figures import Notation, apportion, share_percents
from handlers.summaries.lines import cut_lines, detail_lines, summary_lines
from handlers.summaries.summary import cut_view
from tests.conversations.app import plain

TEXTS = load_all_texts(strict=True)
PERSIAN = TEXTS["fa"]
MEHR = period_of(PeriodName.MONTH, date(2025, 10, 1))
ONE = Summary(
    unit=unit_view(Unit(id=1, kind=UnitKind.COUNTY, name="گچساران", parent_id=None)),
    period=MEHR,
    services=3,
    families=2,
    people=0,
    total=Toman(18_000_000),
    cuts={
        "kind": ((Kind.CASH, Toman(18_000_000)), (Kind.IN_KIND, Toman(0)), (Kind.VOLUNTEER_WORK, Toman(0))),
        "domain": ((Domain.HEALTH, Toman(18_000_000)),),
    },
    joint=Toman(0),
    previous=previous_period(MEHR),
    previous_total=Toman(24_000_000),
    previous_unverified=NONE,
    commitment=Toman(24_000_000),
    centres=0,
    active_centres=0,
    cities_without_centre=(),
    unverified=NONE,
    returned=NONE,
    verified_only=False,
    is_over=False,
)


def read(lines: Joined) -> list[str]:
    return plain(PERSIAN.format_message(lines)).split("\n")


def test_short_of_the_commitment_and_less_than_before() -> None:
    assert read(summary_lines(ONE)) == [
        "گچساران | مهر ۱۴۰۴",
        "۳ خدمت به ۲ خانوار",
        "خدمت‌رسانی: ۱۸ میلیون تومان",
        "نقدی ۱۸ میلیون تومان",
        "تعهد: ۲۴ میلیون تومان",
        "تحقق: ۷۵٪ تعهد",
        "مانده تا تعهد: ۶ میلیون تومان (۲۵٪ تعهد)",
        "کاهش نسبت به «شهریور ۱۴۰۴»: ۲۵٪ (در آن دوره ۲۴ میلیون تومان)",
    ]
    assert read(detail_lines(ONE)) == ["گچساران | مهر ۱۴۰۴", "بهداشت و درمان ۱۰۰٪"]
    attained, left, declined = read(arithmetic_lines(ONE, "fa"))[1:4]
    assert left.startswith("مانده تا تعهد: ۲۴ میلیون تومان منهای ۱۸ میلیون تومان می‌شود ۶ میلیون تومان؛")
    assert attained == "تحقق: ۱۸ میلیون تومان تقسیم بر ۲۴ میلیون تومان می‌شود ۰٫۷۵؛ یعنی ۷۵٪ تعهد انجام شده است."
    assert declined.startswith(
        "کاهش نسبت به «شهریور ۱۴۰۴»: ۲۴ میلیون تومان منهای ۱۸ میلیون تومان می‌شود ۶ میلیون تومان؛"
    )
    assert declined.endswith("۶ میلیون تومان تقسیم بر ۲۴ میلیون تومان می‌شود ۰٫۲۵؛ یعنی ۲۵٪ کمتر.")


def test_exactly_the_commitment_is_no_growth() -> None:
    said = read(summary_lines(replace(ONE, commitment=ONE.total, previous_total=Toman(0))))
    assert said[-3:-1] == ["تحقق: ۱۰۰٪ تعهد", "درست به اندازهٔ تعهد"]


def test_nothing_done_yet_stands_beside_the_commitment() -> None:
    idle = replace(ONE, services=0, families=0, total=Toman(0), cuts={}, cities_without_centre=("ممبی",))
    assert read(summary_lines(idle)) == [
        "گچساران | مهر ۱۴۰۴",
        "در این بازه خدمتی ثبت نشده است.",
        "تعهد: ۲۴ میلیون تومان",
        "تحقق: ۰٪ تعهد",
        "مانده تا تعهد: ۲۴ میلیون تومان (۱۰۰٪ تعهد)",
        "کاهش نسبت به «شهریور ۱۴۰۴»: ۱۰۰٪ (در آن دوره ۲۴ میلیون تومان)",
    ]
    assert read(detail_lines(idle))[1:] == ["مرکز نیکوکاری دایری نیست", "شهرهای بدون مرکز: ممبی"]


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [
        (64, 24, "۲٫۶۶۷"),
        (40, 24, "۱٫۶۶۷"),
        (31, 1, "۳۱"),
        (8, 32, "۰٫۲۵"),
        (1, 3000, "۰"),
        (4_000_000, 3, "۱٬۳۳۳٬۳۳۳٫۳۳۳"),
    ],
)
def test_a_ratio_is_exact_to_three_decimals(numerator: int, denominator: int, said: str) -> None:
    assert format_ratio(numerator, denominator, "fa") == said


def test_what_waits_for_a_supervisor_is_told_apart() -> None:
    together = replace(ONE, unverified=Count(1, Toman(3_000_000)))
    said = "این عددها تأییدشده و در انتظار تأیید را با هم دارد. در انتظار تأیید: ۱ خدمت، ۳ میلیون تومان"
    assert read(summary_lines(together))[-1] == said
    alone = replace(together, verified_only=True)
    assert read(summary_lines(alone))[-1] == "فقط تأییدشده. در انتظار تأیید: ۱ خدمت، ۳ میلیون تومان"
    assert read(summary_lines(replace(ONE, verified_only=True)))[-1] == "فقط تأییدشده؛ چیزی در انتظار تأیید نیست"
    nothing = replace(alone, services=0, cuts={}, total=Toman(0), commitment=None)
    assert read(summary_lines(nothing))[1] == "در این بازه هنوز خدمتی تأیید نشده است."


def test_each_cut_with_a_screen_has_its_button_in_each_language() -> None:
    for cut in SCREEN_CUTS:
        assert all(catalogue.format_message(text(cut_view(cut))) for catalogue in TEXTS.values())


def test_a_period_that_is_over_fell_short_and_has_nothing_left() -> None:
    over = replace(ONE, is_over=True)
    assert "به تعهد نرسید: ۶ میلیون تومان کمتر (۲۵٪ تعهد)" in read(summary_lines(over))
    explained = "\n".join(read(arithmetic_lines(over, "fa")))
    assert "کمتر از تعهد: ۲۴ میلیون تومان منهای ۱۸ میلیون تومان می‌شود ۶ میلیون تومان" in explained
    assert "مانده" not in "\n".join(read(summary_lines(over))) + explained


def test_verified_only_is_compared_with_verified_only_or_says_why_not() -> None:
    waiting = Count(33, Toman(5_000_000))
    here = replace(ONE, verified_only=True, unverified=waiting)
    for summary, why in (
        (here, "۳۳ خدمت از این بازه"),
        (replace(here, previous_unverified=Count(2, Toman(1))), "۳۳ خدمت از این بازه و ۲ خدمت از آن بازه"),
        (replace(ONE, verified_only=True, previous_unverified=Count(2, Toman(1))), "۲ خدمت از آن بازه"),
    ):
        line = f"با «شهریور ۱۴۰۴» نمی‌شود مقایسه کرد، چون هنوز همه‌چیز تأیید نشده است: {why}"
        for lines in (read(summary_lines(summary)), read(arithmetic_lines(summary, "fa"))):
            assert line in lines
            assert not any("کاهش" in one or "رشد نسبت به «" in one for one in lines)
    for alike in (replace(ONE, verified_only=True), replace(ONE, unverified=waiting)):
        assert any(one.startswith("کاهش نسبت به «شهریور ۱۴۰۴»: ۲۵٪") for one in read(summary_lines(alike)))


def test_growth_from_zero_is_said_in_words_and_huge_growth_as_times() -> None:
    def growth(total: int, then: int) -> str:
        one = replace(ONE, total=Toman(total), previous_total=Toman(then), commitment=None)
        return next(line for line in read(summary_lines(one)) if "شهریور" in line)

    assert growth(18_000_000, 0) == "در «شهریور ۱۴۰۴» خدمتی در جمع نیست؛ رشد نسبت به صفر، درصد ندارد"
    assert growth(18_000_000, 500_000) == "۳۶ برابر «شهریور ۱۴۰۴» (در آن دوره ۵۰۰ هزار تومان)"
    assert growth(18_000_000, 18_000_000) == "بدون تغییر نسبت به «شهریور ۱۴۰۴»"
    beyond = read(summary_lines(replace(ONE, commitment=Toman(500_000), previous_total=Toman(0))))
    assert beyond[5:7] == ["تحقق: ۳۶ برابر تعهد", "۱۷ میلیون و ۵۰۰ هزار تومان بیشتر از تعهد"]


def test_active_centres_delivered_and_open_ones_are_another_word() -> None:
    def centres(of: int, active: int) -> str:
        lines = read(detail_lines(replace(ONE, centres=of, active_centres=active)))
        return next(line for line in lines if "مرکز" in line)

    assert centres(57, 22) == "۵۷ مرکز نیکوکاری دایر، ۲۲ مرکز در این بازه خدمت داشته‌اند"
    assert centres(57, 0) == "۵۷ مرکز نیکوکاری دایر، هیچ‌کدام در این بازه خدمتی نداشته است"
    assert centres(1, 1) == "۱ مرکز نیکوکاری دایر، ۱ مرکز در این بازه خدمت داشته است"


def test_returned_services_stand_beside_the_figures() -> None:
    for summary in (ONE, replace(ONE, services=0, total=Toman(0), cuts={})):
        said = read(summary_lines(replace(summary, returned=Count(2, Toman(200_000_000)))))
        assert said[-1] == "۲ خدمت برای اصلاح برگشته: ۲۰۰ میلیون تومان، در جمع نیست"


def test_one_screen_has_one_notation_and_its_parts_add_up_as_shown() -> None:
    parts = (
        (Kind.CASH, Toman(978_220_000)),
        (Kind.IN_KIND, Toman(1_672_440_000)),
        (Kind.VOLUNTEER_WORK, Toman(400_000)),
    )
    total = sum(value for _, value in parts)
    domains = ((Domain.HEALTH, Toman(total - 900_000)), (Domain.OTHER, Toman(900_000)))
    one = replace(ONE, total=Toman(total), cuts={"kind": parts, "domain": domains}, commitment=Toman(2_400_000_000))
    said = read(summary_lines(one))
    assert said[2:6] == [
        "خدمت‌رسانی: ۲ میلیارد و ۶۵۱ میلیون تومان",
        "نقدی ۹۷۸ میلیون تومان | غیرنقدی ۱ میلیارد و ۶۷۳ میلیون تومان | کار داوطلبانه کمتر از ۱ میلیون تومان",
        "تعهد: ۲ میلیارد و ۴۰۰ میلیون تومان",
        "تحقق: ۱۱۰٫۵٪ تعهد",
    ]
    assert read(detail_lines(one))[1] == "بهداشت و درمان ۹۹٫۹٪ | سایر مساعدت‌ها کمتر از ۰٫۱٪"
    assert said[6] == "رشد نسبت به تعهد: ۱۰٫۵٪ (۲۵۱ میلیون تومان بیشتر از تعهد)"
    assert "جمع، بدون گرد کردن: ۲٬۶۵۱٬۰۶۰٬۰۰۰ تومان" in read(arithmetic_lines(one, "fa"))[1]
    assert read(cut_lines(DOMAIN, one))[2] == "بهداشت و درمان: ۲ میلیارد و ۶۵۰ میلیون تومان (۹۹٫۹٪)"


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=9))
def test_shown_parts_and_shares_add_up(parts: list[int]) -> None:
    total = sum(parts)
    notation = Notation.rounded(total)
    units = notation.round(total) // notation.step
    shown = apportion(parts, units)
    assert sum(shown) == (units if total else 0)
    assert all(abs(part - unit * notation.step) < 2 * notation.step for part, unit in zip(parts, shown, strict=True))
    shares = [share for part, share in zip(parts, share_percents(parts), strict=True) if 2000 * part >= total > 0]
    tiny = any(0 < 2000 * part < total for part in parts)
    assert sum(share.numerator for share in shares) == (1000 - tiny if shares else 0)
