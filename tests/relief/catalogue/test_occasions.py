"""Occasions in the order in which they come, and activities of a season."""

from datetime import date, timedelta

import pytest

from bot.persian.lunar import Lunar
from bot.relief.catalogue.occasions import next_days, upcoming_occasions
from bot.relief.catalogue.seasons import out_of_season
from bot.relief.vocabulary import Occasion


def test_a_lunar_day_and_its_date_belong_together() -> None:
    days = [date(1950, 1, 1) + timedelta(n) for n in range(40_000)]
    assert [day for day in days if Lunar.from_date(day).to_date() != day] == []


@pytest.mark.parametrize(
    ("occasion", "today", "since"),
    [
        (Occasion.RAMADAN, date(2025, 3, 10), date(2025, 3, 1)),
        (Occasion.RAMADAN, date(2025, 11, 3), date(2026, 2, 18)),
        (Occasion.YALDA, date(2025, 11, 3), date(2025, 12, 21)),
        (Occasion.NOWRUZ, date(2026, 3, 30), date(2026, 3, 21)),
        (Occasion.KARAMAT_WEDNESDAYS, date(2025, 11, 3), date(2025, 11, 5)),
    ],
)
def test_the_days_of_an_occasion_are_those_under_way_or_next(occasion: Occasion, today: date, since: date) -> None:
    assert next_days(occasion, today).since == since


def test_the_next_occasions_come_first_and_none_is_missing() -> None:
    order = upcoming_occasions(date(2025, 11, 3))
    assert order[:4] == (
        Occasion.FATIMIYYA,
        Occasion.KARAMAT_WEDNESDAYS,
        Occasion.MOTHERS_DAY,
        Occasion.YALDA,
    )
    assert sorted(order) == sorted(Occasion)


@pytest.mark.parametrize(
    ("today", "near"),
    [
        (date(2025, 11, 3), set[str]()),
        (date(2025, 12, 10), {"104"}),
        (date(2026, 3, 1), {"102", "103", "111", "113", "714"}),
    ],
)
def test_a_basket_of_a_season_is_offered_around_it(today: date, near: set[str]) -> None:
    assert {"102", "103", "104", "111", "113", "714"} - out_of_season(today) == near
