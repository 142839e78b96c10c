"""Accounts, card readers and codes to dial, as people write them."""

import pytest

from bot.persian.payment_ids import WrongGiving, read_card_reader, read_iban, read_ussd


@pytest.mark.parametrize(
    "said", ["IR062960000000100324200001", "ir06 2960 0000 0010 0324 2000 01", "۰۶۲۹۶۰۰۰۰۰۰۰۱۰۰۳۲۴۲۰۰۰۰۱"]
)
def test_an_account_is_read_in_every_form(said: str) -> None:
    assert read_iban(said) == "IR062960000000100324200001"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("IR062960000000100324200002", WrongGiving("iban-check")),
        ("IR06296000000010032420000", WrongGiving("iban-length")),
        ("", WrongGiving("iban-length")),
    ],
)
def test_an_account_that_does_not_check_is_refused(said: str, why: WrongGiving) -> None:
    assert read_iban(said) == why


def test_a_code_to_dial_is_read_also_where_writing_turned_it_round() -> None:
    assert read_ussd("*780*123#") == read_ussd("*۷۸۰*۱۲۳#") == read_ussd("#123*780*") == "*780*123#"
    assert read_ussd("780") == WrongGiving("ussd")


def test_a_card_reader_keeps_its_zeros() -> None:
    assert read_card_reader("۰۰۱۲۳۴۵۶") == "00123456"
    assert read_card_reader("۱۲") == WrongGiving("reader")
