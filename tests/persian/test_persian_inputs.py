"""inputs.tsv: what people write and what is made of it, one line each.

The expected value is what is read; `? a | b` asks between readings, `! why` refuses. Today is 12 Aban 1404.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from bot.persian.amounts import parse_amount
from bot.persian.dates.parser import parse_date
from bot.persian.dates.resolution import AmbiguousDate, InvalidDate
from bot.persian.identity_numbers import InvalidIdentity, parse_foreigner_id, parse_national_id, parse_passport
from bot.persian.jalali import DateStyle, format_date
from bot.persian.money import AmbiguousAmount, Amount, InvalidAmount
from bot.persian.normalisation import fold, normalise
from bot.persian.phones import InvalidPhone, parse_phone

TODAY = date(2025, 11, 3)
ESCAPE = re.compile(r"\\u[0-9a-f]{4}|\\[nrt]")
INPUTS = Path(__file__).with_name("inputs.tsv")


def _rows() -> list[tuple[str, str, str]]:
    lines = INPUTS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(reader, _plain(typed), _plain(expected)) for reader, typed, expected in rows]


def _plain(text: str) -> str:
    return ESCAPE.sub(lambda escape: escape[0].encode().decode("unicode_escape"), text)


def _amount(text: str) -> str:
    match parse_amount(text):
        case Amount() as amount:
            return _said(amount)
        case AmbiguousAmount(readings):
            return "? " + " | ".join(map(_said, readings))
        case InvalidAmount(why):
            return f"! {why}"


def _said(amount: Amount) -> str:
    return f"{amount.value:,} {amount.currency}"


def _date(text: str, *, future: bool = False) -> str:
    match parse_date(text, TODAY, future=future):
        case date() as day:
            return _numeric(day)
        case AmbiguousDate(readings):
            return "? " + " | ".join(map(_numeric, readings))
        case InvalidDate(why):
            return f"! {why}"


def _numeric(day: date) -> str:
    return format_date(day, "en", style=DateStyle.NUMERIC)


def _identity(read: str | InvalidIdentity) -> str:
    match read:
        case InvalidIdentity(why, swapped):
            return f"! {why} swapped" if swapped else f"! {why}"
        case str():
            return read


def _phone(text: str) -> str:
    match parse_phone(text):
        case InvalidPhone(why):
            return f"! {why}"
        case str() as number:
            return number


READERS = {
    "amount": _amount,
    "date": _date,
    "date-ahead": lambda text: _date(text, future=True),
    "national-id": lambda text: _identity(parse_national_id(text)),
    "foreigner-id": lambda text: _identity(parse_foreigner_id(text)),
    "passport": lambda text: _identity(parse_passport(text)),
    "phone": _phone,
    "name": normalise,
    "key": fold,
}


@pytest.mark.parametrize(("reader", "typed", "expected"), _rows())
def test_what_people_write(reader: str, typed: str, expected: str) -> None:
    assert READERS[reader](typed) == expected


def test_the_table_is_broad() -> None:
    rows = _rows()
    assert len(rows) >= 170
    assert {reader for reader, _, _ in rows} == set(READERS)
    assert len(rows) == len({(reader, typed) for reader, typed, _ in rows})
