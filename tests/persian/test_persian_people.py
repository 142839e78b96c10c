"""Identity numbers and telephones: made with a right check, read in every form, shown masked."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.persian.digits import to_persian_digits
from bot.persian.identity_numbers import (
    InvalidIdentity,
    mask_identity,
    parse_foreigner_id,
    parse_national_id,
    parse_passport,
)
from bot.persian.phones import InvalidPhone, format_phone, mask_phone, parse_phone, parse_shared_phone


def checked(nine: str) -> str:
    rest = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return nine + str(rest if rest < 2 else 11 - rest)


NATIONAL_IDS = st.from_regex("[0-9]{9}", fullmatch=True).map(checked).filter(lambda number: len(set(number)) > 1)
MOBILES = st.from_regex("9[0-9]{9}", fullmatch=True).map("+98{}".format)


@given(NATIONAL_IDS)
def test_a_national_id_in_any_digits(number: str) -> None:
    assert parse_national_id(number) == number
    assert parse_national_id(to_persian_digits(number)) == number
    assert parse_national_id(f" {number[:3]} {number[3:9]}-{number[9]}") == number


@given(NATIONAL_IDS, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number: str, place: int, more: int) -> None:
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assume(wrong[:9] != number[:9] or wrong[9] != number[9])
    read = parse_national_id(wrong)
    # Remainders 0 and 1 … 10 share the check digits 0 and 1, so that a few slips in the first nine stay unseen.
    assert read == wrong if checked(wrong[:9]) == wrong else isinstance(read, InvalidIdentity)


@given(NATIONAL_IDS, st.integers(0, 8))
def test_two_neighbours_exchanged_are_noticed_and_named(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assume(checked(swapped[:9]) != swapped)
    assert parse_national_id(swapped) == InvalidIdentity("checksum", likely_transposition=True)


@given(st.from_regex("0{1,2}[1-9][0-9]{7}", fullmatch=True).filter(lambda nine: len(nine) == 9).map(checked))
def test_leading_zeros_that_a_spreadsheet_dropped(number: str) -> None:
    assume(len(set(number.lstrip("0"))) > 1)
    assert parse_national_id(number.lstrip("0")) == number


def test_ten_equal_digits_are_refused() -> None:
    for digit in "0123456789":
        assert parse_national_id(digit * 10) == InvalidIdentity("repeated")


@given(NATIONAL_IDS, st.sampled_from(["fa", "en"]))
def test_a_mask_hides_the_middle(number: str, locale: str) -> None:
    masked = mask_identity(number, locale)
    shown = number[:3] + "•••••" + number[-2:]
    assert masked == "\u200e" + (to_persian_digits(shown) if locale == "fa" else shown)


def test_masks() -> None:
    assert mask_identity("4220000119", "fa") == "\u200e۴۲۲•••••۱۹"
    assert mask_identity("123456789012", "fa") == "\u200e۱۲۳•••••••۱۲"
    assert mask_identity("A12345678", "en") == "\u200eA••••••78"
    assert mask_phone("+989170001234", "fa") == "\u200e۰۹۱۷•••۱۲۳۴"
    assert mask_phone("+4915112345678", "en") == "\u200e+491••••••5678"
    assert format_phone("+989170001234", "fa") == "\u200e۰۹۱۷۰۰۰۱۲۳۴"
    assert format_phone("+989170001234", "en") == "\u200e09170001234"
    assert format_phone("+4915112345678", "fa") == "\u200e+۴۹۱۵۱۱۲۳۴۵۶۷۸"


@given(MOBILES, st.sampled_from(["{}", "+98{}", "98{}", "0098{}", "0{}", "+98 0{}", "۹۸{}"]))
def test_a_mobile_in_any_form(e164: str, form: str) -> None:
    national = e164.removeprefix("+98")
    typed = form.format(national)
    assert parse_phone(typed) == e164
    assert parse_phone(to_persian_digits(typed)) == e164
    assert parse_phone(form.format(f"{national[:3]} {national[3:6]}-{national[6:]}")) == e164


@given(MOBILES, st.sampled_from(["fa", "en"]))
def test_a_phone_as_it_is_shown_is_read_back(e164: str, locale: str) -> None:
    assert parse_phone(format_phone(e164, locale)) == e164
    assert isinstance(parse_phone(mask_phone(e164, locale)), InvalidPhone)


@given(st.text(max_size=40) | st.text(alphabet="+0۹8٩-() ", max_size=20))
def test_any_text_gets_an_answer(text: str) -> None:
    phone = parse_phone(text)
    assert isinstance(phone, InvalidPhone) or phone.startswith("+")
    for read in (parse_national_id(text), parse_foreigner_id(text), parse_passport(text)):
        assert isinstance(read, InvalidIdentity) or (read.isascii() and read.isalnum())


@pytest.mark.parametrize(
    ("card", "e164"),
    [
        ("93701234567", "+93701234567"),
        ("+93701234567", "+93701234567"),
        ("9647701234567", "+9647701234567"),
        ("971501234567", "+971501234567"),
        ("4915112345678", "+4915112345678"),
        ("989171112233", "+989171112233"),
        ("+98 917 111 2233", "+989171112233"),
        ("09171112233", "+989171112233"),
        ("9171112233", "+989171112233"),
        ("07433221100", "+987433221100"),
    ],
)
def test_a_contact_card_is_read_as_an_international_number(card: str, e164: str) -> None:
    assert parse_shared_phone(card) == e164


@given(MOBILES)
def test_a_mobile_of_iran_is_one_on_a_card_too(e164: str) -> None:
    assert parse_shared_phone(e164.removeprefix("+")) == e164
    assert parse_shared_phone("0" + e164.removeprefix("+98")) == e164


def test_a_typed_number_without_its_plus_is_not_guessed_to_be_from_abroad() -> None:
    assert parse_phone("93701234567") == InvalidPhone("length")
