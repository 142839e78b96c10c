from hypothesis import given
from hypothesis import strategies as st

from bot.persian.amounts import parse_amount
from bot.persian.money import (
    MAX_TOMAN,
    AmbiguousAmount,
    Amount,
    Currency,
    InvalidAmount,
    Toman,
    format_toman,
    format_toman_compact,
    spell_out,
)

LOCALES = st.sampled_from(["fa", "en"])
AMOUNTS = st.one_of(
    st.integers(1000, MAX_TOMAN),
    st.integers(1, 999).map(lambda n: n * 10**6),
    st.integers(1, 9999).map(lambda n: n * 10**5),
).map(Toman)


@given(AMOUNTS, LOCALES)
def test_what_is_said_is_read_back(value: Toman, locale: str) -> None:
    said = format_toman(value, locale)
    assert parse_amount(said) == Amount(value, said, Currency.TOMAN)


@given(AMOUNTS, LOCALES)
def test_what_is_said_shortly_loses_nothing(value: Toman, locale: str) -> None:
    said = format_toman_compact(value, locale)
    assert parse_amount(said) == Amount(value, said, Currency.TOMAN)


@given(AMOUNTS, LOCALES)
def test_words_are_read_back_or_asked(value: Toman, locale: str) -> None:
    read = parse_amount(spell_out(value, locale))
    match read:
        case Amount():
            assert read.value == value
        case AmbiguousAmount(readings):
            assert value in {amount.value for amount in readings}
            assert 0 < value % 1000 < 1000, "only a remainder without «هزار» is asked"
        case InvalidAmount():
            raise AssertionError(read)


@given(AMOUNTS)
def test_figures_and_words_together_are_plain(value: Toman) -> None:
    read = parse_amount(f"{format_toman(value, 'fa')} ({spell_out(value, 'fa')})")
    assert isinstance(read, Amount)
    assert read.value == value


@given(st.integers(1, MAX_TOMAN // 10).map(lambda n: n * 10))
def test_rials_are_a_tenth(value: int) -> None:
    said = f"{value:,} ریال"
    assert parse_amount(said) == Amount(Toman(value // 10), said, Currency.RIAL)


@given(st.integers(1, MAX_TOMAN))
def test_a_bare_number_is_never_taken(value: int) -> None:
    assert isinstance(parse_amount(str(value)), AmbiguousAmount)


@given(st.text(max_size=60) | st.text(alphabet="۰۱۲۵ ,./٫٬-+×()وهزارمیلیونتومانریالصدپنجنفر،", max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    match parse_amount(text):
        case Amount(value):
            assert 0 < value <= MAX_TOMAN
        case AmbiguousAmount(readings):
            assert readings
            assert all(0 < amount.value <= MAX_TOMAN for amount in readings)
            assert len({amount.value for amount in readings}) == len(readings)
        case InvalidAmount(why):
            assert why


def test_long_texts_are_refused() -> None:
    assert parse_amount("-" * 4000 + "5") == InvalidAmount("negative") or parse_amount("-" * 4000) == InvalidAmount(
        "not-an-amount"
    )
    assert parse_amount("1.234 " * 700) == InvalidAmount("not-an-amount")
    assert parse_amount("هزار و " * 700) == InvalidAmount("not-an-amount")


def test_the_words_of_an_amount_are_kept() -> None:
    read = parse_amount("  ۱۲ ميليون ريال ")
    assert read == Amount(Toman(1_200_000), "۱۲ میلیون ریال", Currency.RIAL)


def test_in_words() -> None:
    assert spell_out(Toman(1_500_000), "fa") == "یک میلیون و پانصد هزار تومان"
    assert spell_out(Toman(1000), "fa") == "هزار تومان"
    assert spell_out(Toman(101_001_100), "fa") == "صد و یک میلیون و هزار و صد تومان"
    assert spell_out(Toman(0), "fa") == "صفر تومان"
    assert spell_out(Toman(25_300_105), "en") == "twenty-five million three hundred thousand one hundred and five toman"
    assert spell_out(Toman(0), "en") == "zero toman"


def test_say() -> None:
    assert format_toman(Toman(1_500_000), "fa") == "۱٬۵۰۰٬۰۰۰ تومان"
    assert format_toman(Toman(1_500_000), "en") == "1,500,000 toman"


def test_say_round() -> None:
    shortly = {
        64_000_000_000: "۶۴ میلیارد تومان",
        623_000_000: "۶۲۳ میلیون تومان",
        2_500_000: "۲ میلیون و ۵۰۰ هزار تومان",
        207_900_000: "۲۰۷ میلیون و ۹۰۰ هزار تومان",
        22_505_110_000: "۲۲ میلیارد و ۵۰۵ میلیون و ۱۱۰ هزار تومان",
        1_200_000_000_000: "۱٬۲۰۰ میلیارد تومان",
        500_000: "۵۰۰ هزار تومان",
        500: "۵۰۰ تومان",
        1_234_567: "۱٬۲۳۴٬۵۶۷ تومان",
        64_000_000_001: "۶۴٬۰۰۰٬۰۰۰٬۰۰۱ تومان",
        0: "۰ تومان",
    }
    assert {value: format_toman_compact(Toman(value), "fa") for value in shortly} == shortly
    assert format_toman_compact(Toman(64_000_000_000), "en") == "64 billion toman"
    assert format_toman_compact(Toman(207_900_000), "en") == "207.9 million toman"
    assert format_toman_compact(Toman(22_505_110_000), "en") == "22.50511 billion toman"
    assert format_toman_compact(Toman(-2_500_000), "fa") == "منفی ۲ میلیون و ۵۰۰ هزار تومان"
