"""Identifiers for giving to a unit: IBAN (شبا), number of a card reader, USSD code.

Knows shapes and checks, and no bank: a number that passes is well formed, not proven.
"""

import re
from dataclasses import dataclass
from typing import Literal

from bot.persian.digits import to_latin_digits
from bot.persian.normalisation import fold


@dataclass(frozen=True, slots=True)
class InvalidPaymentId:
    """Reason for which a number was refused, as the end of a text key."""

    reason: Literal["iban-length", "iban-check", "reader", "ussd"]


_IBAN_DIGITS = 24
_COUNTRY_FIGURES = "1827"  # «IR» as the check counts it
_READER = re.compile(r"\d{6,12}")
_USSD = re.compile(r"\*\d{1,6}(?:\*\d{1,12})*#")
_BETWEEN = re.compile(r"[\s\-_.]+")


def parse_iban(text: str) -> str | InvalidPaymentId:
    """Parse a شبا: IR, which may be left out, and 24 digits; the first two check the others."""
    figures = _BETWEEN.sub("", to_latin_digits(text)).upper().removeprefix("IR")
    if len(figures) != _IBAN_DIGITS or not figures.isdecimal():
        return InvalidPaymentId("iban-length")
    check_digits, account = figures[:2], figures[2:]
    if int(account + _COUNTRY_FIGURES + check_digits) % 97 != 1:
        return InvalidPaymentId("iban-check")
    return f"IR{figures}"


def parse_terminal_number(text: str) -> str | InvalidPaymentId:
    """Parse the number of a card reader, with its leading zeros."""
    number = _BETWEEN.sub("", fold(text))
    return number if _READER.fullmatch(number) else InvalidPaymentId("reader")


def parse_ussd(text: str) -> str | InvalidPaymentId:
    """Parse «*780*123#», also where right-to-left writing has reversed it: #123*780*."""
    code = _BETWEEN.sub("", to_latin_digits(text))
    if code.startswith("#"):
        code = "*".join(reversed(code.strip("#*").split("*")))
        code = f"*{code}#"
    return code if _USSD.fullmatch(code) else InvalidPaymentId("ussd")
