from hypothesis import given
from hypothesis import strategies as st

from bot.persian.digits import format_grouped, format_percent, to_latin_digits, to_persian_digits
from bot.persian.normalisation import fold, mark_ltr, normalise, sort_key

TRICKY = st.text(
    alphabet="یيىكکهةۀەآاأؤئء\u0654\u0653\u064e\u0640\u200c\u200d\u200e\u200b\u00ac \n\r\t12۳٤ABaßİﻻﷲ.-👩ێ_",
    max_size=20,
)
ANY = st.text(max_size=40) | TRICKY


@given(ANY)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(ANY)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_what_is_kept_is_found_as_what_was_typed(text: str) -> None:
    assert fold(normalise(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec=None), max_size=40))
def test_what_is_kept_can_be_stored_and_shows_nothing_hidden(text: str) -> None:
    kept = normalise(text)
    kept.encode("utf-8")
    assert not set(kept) & set("\x00\x1b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\r\t")


@given(ANY)
def test_half_spaces_and_spaces_do_not_pile_up(text: str) -> None:
    kept = normalise(text)
    assert "  " not in kept
    assert "\u200c\u200c" not in kept
    assert kept == kept.strip()


def test_persian_order() -> None:
    expected = [
        "آبان",
        "ابر",
        "بهار",
        "پارس",
        "تیر",
        "جهاد",
        "چرام",
        "ژاله",
        "قم",
        "کهگیلویه",
        "گچساران",
        "لنده",
        "هما",
        "یاسوج",
    ]
    assert sorted(sorted(expected), key=lambda name: sort_key(name).encode()) == expected


def test_order_takes_spellings_as_one_and_numbers_by_value() -> None:
    assert sort_key("خانه‌ی علی") == sort_key("خانهٔ علي")
    assert sorted(["منطقهٔ ۱۱", "منطقهٔ ۲", "منطقهٔ ۱"], key=sort_key) == ["منطقهٔ ۱", "منطقهٔ ۲", "منطقهٔ ۱۱"]
    assert sort_key("علی رضایی") < sort_key("علیرضا")


def test_left_to_right_comes_first() -> None:
    assert mark_ltr("۴۲۲") == "\u200e۴۲۲"


@given(st.integers(min_value=0, max_value=10**18))
def test_digits_there_and_back(number: int) -> None:
    assert int(to_latin_digits(to_persian_digits(str(number)))) == number
    assert to_latin_digits(format_grouped(number, "fa")) == format_grouped(number, "en") == f"{number:,}"


def test_digits_of_every_script() -> None:
    assert to_latin_digits("۱٬۲۰۰٫۵ و ٤٥٦") == "1,200.5 و 456"
    assert to_persian_digits("12 و ٤٥٦") == "۱۲ و ۴۵۶"


def test_grouped() -> None:
    assert format_grouped(1_200_000, "fa") == "۱٬۲۰۰٬۰۰۰"
    assert format_grouped(1_200_000, "en") == "1,200,000"
    assert format_grouped(-1_200, "fa") == "منفی ۱٬۲۰۰"
    assert format_grouped(-1_200, "en") == "-1,200"


def test_percent_is_exact_and_rounds_half_up() -> None:
    assert format_percent(64, 24, "fa") == "۲۶۶٫۷٪"
    assert format_percent(64, 24, "en") == "266.7%"
    assert format_percent(40, 24, "fa") == "۱۶۶٫۷٪"
    assert format_percent(1, 5, "fa") == "۲۰٪"
    assert format_percent(1, 2000, "en") == "0.1%"
    assert format_percent(1, 2001, "en") == "less than 0.1%"
    assert format_percent(1, 2001, "fa") == "کمتر از ۰٫۱٪"
    assert format_percent(0, 2001, "fa") == "۰٪"
    assert format_percent(1, 201, "fa", decimals=0) == "کمتر از ۱٪"
    assert format_percent(99_997, 100_000, "fa") == "۹۹٫۹٪"
    assert format_percent(-1, 3, "fa") == "منفی ۳۳٫۳٪"
    assert format_percent(10**30 + 5 * 10**26, 10**30, "en") == "100.1%"
    assert format_percent(2, 3, "fa", decimals=0) == "۶۷٪"


@given(st.integers(0, 10**15), st.integers(1, 10**15))
def test_percent_is_never_off_by_more_than_half_its_last_digit(numerator: int, denominator: int) -> None:
    shown = format_percent(numerator, denominator, "en").removesuffix("%").replace(",", "")
    if shown.startswith("less than"):
        assert 0 < numerator * 2000 < denominator
        return
    if shown == "99.9" and numerator < denominator:
        assert denominator * 9985 <= numerator * 10000
        return
    whole, _, part = shown.partition(".")
    tenths = int(whole) * 10 + int(part or 0)
    assert -denominator < 2 * (numerator * 1000 - tenths * denominator) <= denominator or (
        2 * (numerator * 1000 - tenths * denominator) == -denominator
    )
