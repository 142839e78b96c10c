"""Accounts, card readers and codes to dial, as people write them."""

import pytest

from bot.persian.payment_ids import InvalidPaymentId, parse_iban, parse_terminal_number, parse_ussd


@pytest.mark.parametrize(
    "said", ["IR062960000000100324200001", "ir06 2960 0000 0010 0324 2000 01", "۰۶۲۹۶۰۰۰۰۰۰۰۱۰۰۳۲۴۲۰۰۰۰۱"]
)
def test_an_account_is_read_in_every_form(said: str) -> None:
    assert parse_iban(said) == "IR062960000000100324200001"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("IR062960000000100324200002", InvalidPaymentId("iban-check")),
        ("IR06296000000010032420000", InvalidPaymentId("iban-length")),
        ("", InvalidPaymentId("iban-length")),
    ],
)
def test_an_account_that_does_not_check_is_refused(said: str, why: InvalidPaymentId) -> None:
    assert parse_iban(said) == why


def test_a_code_to_dial_is_read_also_where_writing_turned_it_round() -> None:
    assert parse_ussd("*780*123#") == parse_ussd("*۷۸۰*۱۲۳#") == parse_ussd("#123*780*") == "*780*123#"
    assert parse_ussd("780") == InvalidPaymentId("ussd")


def test_a_card_reader_keeps_its_zeros() -> None:
    assert parse_terminal_number("۰۰۱۲۳۴۵۶") == "00123456"
    assert parse_terminal_number("۱۲") == InvalidPaymentId("reader")
