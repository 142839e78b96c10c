"""Lines of a summary that the stories do not reach: below the commitment, exactly it, a decline."""

from dataclasses import replace
from datetime import date

import pytest

from bot.i18n.catalog import load_all_texts
from bot.i18n.messages import Joined, text
from bot.persian.money import Toman
from bot.persian.periods import PeriodName, period_of, previous_period
from bot.relief.hierarchy import unit_view
from bot.relief.summaries.cuts import SCREEN_CUTS
from bot.relief.summaries.summaries import Summary
from bot.relief.vocabulary import Domain, Kind, UnitKind
from bot.storage.tables import Unit
from handlers.summaries.lines import arithmetic_lines, format_ratio, summary_lines
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
    commitment=Toman(24_000_000),
    centres=0,
    cities_without_centre=(),
    unverified=(0, Toman(0)),
    verified_only=False,
)


def read(lines: Joined) -> list[str]:
    return plain(PERSIAN.format_message(lines)).split("\n")


def test_short_of_the_commitment_and_less_than_before() -> None:
    assert read(summary_lines(ONE)) == [
        "گچساران | مهر ۱۴۰۴",
        "۳ خدمت به ۲ خانوار",
        "خدمت‌رسانی: ۱۸ میلیون تومان",
        "نقدی ۱۸ میلیون تومان",
        "بهداشت و درمان ۱۰۰٪",
        "تعهد: ۲۴ میلیون تومان",
        "تحقق: ۷۵٪ تعهد",
        "کسری از تعهد: ۶ میلیون تومان (۲۵٪ تعهد)",
        "کاهش نسبت به «شهریور ۱۴۰۴»: ۲۵٪ (در آن دوره ۲۴ میلیون تومان)",
    ]
    attained, declined = read(arithmetic_lines(ONE, "fa"))[1:3]
    assert attained == "تحقق: ۱۸ میلیون تومان تقسیم بر ۲۴ میلیون تومان می‌شود ۰٫۷۵؛ یعنی ۷۵٪ تعهد انجام شده است."
    assert declined.startswith(
        "کاهش نسبت به «شهریور ۱۴۰۴»: ۲۴ میلیون تومان منهای ۱۸ میلیون تومان می‌شود ۶ میلیون تومان؛"
    )
    assert declined.endswith("۶ میلیون تومان تقسیم بر ۲۴ میلیون تومان می‌شود ۰٫۲۵؛ یعنی ۲۵٪ کمتر.")


def test_exactly_the_commitment_is_no_growth() -> None:
    said = read(summary_lines(replace(ONE, commitment=ONE.total, previous_total=None)))
    assert said[-2:] == ["تحقق: ۱۰۰٪ تعهد", "درست به اندازهٔ تعهد."]


def test_nothing_done_yet_stands_beside_the_commitment() -> None:
    idle = replace(ONE, services=0, families=0, total=Toman(0), cuts={}, cities_without_centre=("ممبی",))
    assert read(summary_lines(idle)) == [
        "گچساران | مهر ۱۴۰۴",
        "در این بازه خدمتی ثبت نشده است.",
        "تعهد: ۲۴ میلیون تومان",
        "تحقق: ۰٪ تعهد",
        "کسری از تعهد: ۲۴ میلیون تومان (۱۰۰٪ تعهد)",
        "مرکز نیکوکاری فعالی نیست.",
        "شهرهای بدون مرکز: ممبی",
    ]


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
    together = replace(ONE, unverified=(1, Toman(3_000_000)))
    said = "این عددها تأییدشده و در انتظار تأیید را با هم دارد. در انتظار تأیید: ۱ خدمت، ۳ میلیون تومان"
    assert read(summary_lines(together))[-1] == said
    alone = replace(together, verified_only=True)
    assert read(summary_lines(alone))[-1] == "فقط تأییدشده. در انتظار تأیید: ۱ خدمت، ۳ میلیون تومان"
    assert read(summary_lines(replace(ONE, verified_only=True)))[-1] == "فقط تأییدشده. چیزی در انتظار تأیید نیست."
    nothing = replace(alone, services=0, cuts={}, total=Toman(0), commitment=None)
    assert read(summary_lines(nothing))[1] == "در این بازه هنوز خدمتی تأیید نشده است."


def test_each_cut_with_a_screen_has_its_button_in_each_language() -> None:
    for cut in SCREEN_CUTS:
        assert all(catalogue.format_message(text(cut_view(cut))) for catalogue in TEXTS.values())
