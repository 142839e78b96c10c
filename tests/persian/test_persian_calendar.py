from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.persian.dates.parser import parse_date
from bot.persian.dates.resolution import AmbiguousDate, InvalidDate
from bot.persian.jalali import MONTHS_FA, WEEKDAYS_FA, DateStyle, Jalali, add_months, format_date, month_length, weekday
from bot.persian.periods import Period, PeriodName, format_period, period_of, previous_period

LOCALES = st.sampled_from(["fa", "en"])
DAYS = st.dates(date(1925, 3, 22), date(2035, 12, 31))
NAMES = st.sampled_from([name for name in PeriodName if name is not PeriodName.CUSTOM])
MONDAY = date(2025, 11, 3)  # 12 Aban 1404


def j(year: int, month: int, day: int) -> date:
    return Jalali(year, month, day).to_date()


@given(DAYS)
def test_jalali_there_and_back(day: date) -> None:
    there = Jalali.from_date(day)
    assert there.to_date() == day
    assert Jalali.from_date(day + timedelta(days=1)) > there


def test_every_day_of_a_century_follows_the_one_before() -> None:
    day, expected = j(1310, 1, 1), (1310, 1, 1)
    while expected[0] < 1411:
        there = Jalali.from_date(day)
        assert (there.year, there.month, there.day) == expected
        year, month, number = expected
        last = number == month_length(year, month)
        expected = (*add_months(year, month, 1), 1) if last else (year, month, number + 1)
        day += timedelta(days=1)


def test_leap_years_are_those_of_the_official_calendar() -> None:
    leap = [year for year in range(1370, 1442) if month_length(year, 12) == 30]
    first = [1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403]
    assert leap == [*first, 1408, 1412, 1416, 1420, 1424, 1428, 1432, 1436, 1441]


def test_known_days() -> None:
    assert Jalali.from_date(MONDAY) == Jalali(1404, 8, 12)
    assert j(1403, 12, 30) == date(2025, 3, 20)
    assert j(1404, 1, 1) == date(2025, 3, 21)
    assert j(1357, 11, 22) == date(1979, 2, 11)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1404, 7, 31), (1404, 12, 30), (1404, 13, 1), (1404, 0, 1), (1404, 1, 0)]
)
def test_no_such_day(year: int, month: int, day: int) -> None:
    with pytest.raises(ValueError, match="no such"):
        Jalali(year, month, day)


def test_months_wrap() -> None:
    assert add_months(1404, 12, 1) == (1405, 1)
    assert add_months(1404, 1, -1) == (1403, 12)
    assert add_months(1404, 8, -20) == (1402, 12)


def test_weekday_begins_on_saturday() -> None:
    assert weekday(MONDAY) == 2
    assert WEEKDAYS_FA[weekday(MONDAY)] == "دوشنبه"


def test_say_date() -> None:
    said = {style: format_date(MONDAY, "fa", style=style) for style in DateStyle}
    assert said == {
        DateStyle.DAY: "۱۲ آبان",
        DateStyle.FULL: "۱۲ آبان ۱۴۰۴",
        DateStyle.LONG: "دوشنبه ۱۲ آبان ۱۴۰۴",
        DateStyle.NUMERIC: "۱۴۰۴/۰۸/۱۲",
    }
    assert format_date(MONDAY, "en", style=DateStyle.LONG) == "Monday 12 Aban 1404"


@given(DAYS, LOCALES, st.sampled_from([DateStyle.FULL, DateStyle.LONG, DateStyle.NUMERIC]), DAYS)
def test_a_day_in_full_is_read_back(day: date, locale: str, style: DateStyle, today: date) -> None:
    assert parse_date(format_date(day, locale, style=style), today) == day


@given(DAYS, LOCALES, st.integers(0, 364))
def test_a_day_without_its_year_is_the_last_or_the_next(today: date, locale: str, away: int) -> None:
    before, after = today - timedelta(days=away), today + timedelta(days=away)
    assert parse_date(format_date(before, locale, style=DateStyle.DAY), today) == before
    assert parse_date(format_date(after, locale, style=DateStyle.DAY), today, future=True) == after


@given(DAYS, st.integers(0, 90))
def test_days_ago(today: date, count: int) -> None:
    assert parse_date(f"{count} روز پیش", today) == today - timedelta(days=count)


@given(DAYS, st.integers(0, 6))
def test_a_bare_weekday_is_asked_only_on_that_day(today: date, number: int) -> None:
    read = parse_date(WEEKDAYS_FA[number], today)
    if number == weekday(today):
        assert read == AmbiguousDate((today, today - timedelta(days=7)))
    else:
        assert isinstance(read, date)
        assert weekday(read) == number
        assert today - timedelta(days=7) < read < today


@given(st.text(max_size=70) | st.text(alphabet="۰۱۲۳۴۵۹/-. روزپیشهفتهماهاولآبانمهرشنبه", max_size=20), DAYS)
def test_any_text_gets_an_answer(text: str, today: date) -> None:
    match parse_date(text, today):
        case date():
            pass
        case AmbiguousDate(readings):
            assert readings
            assert len(set(readings)) == len(readings)
        case InvalidDate(why):
            assert why


@given(NAMES, DAYS)
def test_a_period_holds_its_day_and_touches_its_neighbour(name: PeriodName, day: date) -> None:
    period = period_of(name, day)
    before = previous_period(period)
    assert before.name is name
    assert Jalali.from_date(period.since).day == 1
    assert before == period_of(name, before.since)
    if name is not PeriodName.NINE_MONTHS:
        assert period.since <= day <= period.until
        assert before.until + timedelta(days=1) == period.since


@given(NAMES, DAYS, st.integers(0, 400))
def test_a_cut_period_is_compared_with_one_cut_alike(name: PeriodName, day: date, later: int) -> None:
    period = period_of(name, day)
    cut = period.elapsed_part(period.since + timedelta(days=later))
    before = previous_period(cut)
    assert before.since == previous_period(period).since
    assert before.until <= previous_period(period).until
    assert abs((before.until - before.since) - (cut.until - cut.since)) <= timedelta(days=7)


def test_to_date() -> None:
    aban = period_of(PeriodName.MONTH, MONDAY)
    assert aban == Period(PeriodName.MONTH, j(1404, 8, 1), j(1404, 8, 30))
    assert aban.elapsed_part(j(1404, 8, 15)) == Period(PeriodName.MONTH, j(1404, 8, 1), j(1404, 8, 15))
    assert aban.elapsed_part(j(1404, 9, 1)) == aban
    assert aban.elapsed_part(j(1404, 7, 1)) == aban
    assert previous_period(aban.elapsed_part(j(1404, 8, 15))) == Period(PeriodName.MONTH, j(1404, 7, 1), j(1404, 7, 15))


def test_days_of_ones_own() -> None:
    own = Period(PeriodName.CUSTOM, j(1404, 7, 1), j(1404, 7, 10))
    assert previous_period(own) == Period(PeriodName.CUSTOM, j(1404, 6, 22), j(1404, 6, 31))
    assert format_period(own, "fa") == "از ۱ تا ۱۰ مهر ۱۴۰۴"
    across = Period(PeriodName.CUSTOM, j(1404, 7, 20), j(1404, 8, 10))
    assert format_period(across, "fa") == "از ۲۰ مهر تا ۱۰ آبان ۱۴۰۴"
    assert format_period(across, "en") == "20 Mehr to 10 Aban 1404"
    new_year = Period(PeriodName.CUSTOM, j(1404, 12, 20), j(1405, 1, 10))
    assert format_period(new_year, "fa") == "از ۲۰ اسفند ۱۴۰۴ تا ۱۰ فروردین ۱۴۰۵"
    assert format_period(new_year, "en") == "20 Esfand 1404 to 10 Farvardin 1405"
    assert format_period(period_of(PeriodName.CUSTOM, MONDAY), "fa") == "۱۲ آبان ۱۴۰۴"
    with pytest.raises(ValueError, match="ends before"):
        Period(PeriodName.CUSTOM, j(1404, 7, 2), j(1404, 7, 1))


def test_the_last_day_of_a_month_is_compared_with_the_last() -> None:
    mehr = period_of(PeriodName.SEASON, MONDAY).elapsed_part(j(1404, 7, 30))
    assert previous_period(mehr).until == j(1404, 4, 31)
    year = period_of(PeriodName.YEAR, MONDAY).elapsed_part(j(1404, 6, 31))
    assert previous_period(year).until == j(1403, 6, 31)


def test_say_period() -> None:
    said = {name: format_period(period_of(name, j(1404, 3, 1)), "fa") for name in PeriodName}
    assert said == {
        PeriodName.MONTH: "خرداد ۱۴۰۴",
        PeriodName.SEASON: "بهار ۱۴۰۴",
        PeriodName.HALF_YEAR: "شش‌ماههٔ نخست ۱۴۰۴ (فروردین تا شهریور)",
        PeriodName.NINE_MONTHS: "۹ ماههٔ ۱۴۰۴",
        PeriodName.YEAR: "سال ۱۴۰۴",
        PeriodName.CUSTOM: "۱ خرداد ۱۴۰۴",
    }
    assert format_period(period_of(PeriodName.HALF_YEAR, MONDAY), "fa") == "شش‌ماههٔ دوم ۱۴۰۴ (مهر تا اسفند)"
    assert format_period(period_of(PeriodName.HALF_YEAR, MONDAY), "en") == "second half of 1404 (Mehr to Esfand)"


def test_say_a_part_of_a_period() -> None:
    assert (
        format_period(period_of(PeriodName.MONTH, MONDAY).elapsed_part(j(1404, 8, 15)), "fa")
        == "آبان ۱۴۰۴، از ۱ تا ۱۵ آبان"
    )
    assert (
        format_period(period_of(PeriodName.SEASON, MONDAY).elapsed_part(MONDAY), "fa")
        == "پاییز ۱۴۰۴، از ۱ مهر تا ۱۲ آبان"
    )
    assert (
        format_period(period_of(PeriodName.YEAR, MONDAY).elapsed_part(MONDAY), "en")
        == "year 1404, 1 Farvardin to 12 Aban"
    )
    assert format_period(period_of(PeriodName.MONTH, MONDAY).elapsed_part(j(1404, 8, 1)), "fa") == "آبان ۱۴۰۴، ۱ آبان"


def test_month_names_are_those_of_the_calendar() -> None:
    assert MONTHS_FA[7] == "آبان"
    assert [month_length(1403, month) for month in range(1, 13)] == [31] * 6 + [30] * 6
    assert month_length(1404, 12) == 29
