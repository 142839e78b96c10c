"""Ways of giving to a unit, as people write them: an account's شبا, a card reader's number, a code to dial.

Knows shapes and checks, and no bank: a number that passes is well formed, not proven.
"""

import re
from dataclasses import dataclass
from typing import Literal

from bot.persian.digits import to_latin_digits
from bot.persian.normalisation import fold


@dataclass(frozen=True, slots=True)
class InvalidPaymentId:
    """Why a number was refused, as the end of a text key."""

    reason: Literal["iban-length", "iban-check", "reader", "ussd"]


_IBAN_DIGITS = 24
_COUNTRY_FIGURES = "1827"  # «IR» as the check counts it
_READER = re.compile(r"\d{6,12}")
_USSD = re.compile(r"\*\d{1,6}(?:\*\d{1,12})*#")
_BETWEEN = re.compile(r"[\s\-_.]+")


def parse_iban(text: str) -> str | InvalidPaymentId:
    """شبا: IR and 24 digits whose first two check the others; who leaves IR out means it."""
    figures = _BETWEEN.sub("", to_latin_digits(text)).upper().removeprefix("IR")
    if len(figures) != _IBAN_DIGITS or not figures.isdecimal():
        return InvalidPaymentId("iban-length")
    checks, account = figures[:2], figures[2:]
    if int(account + _COUNTRY_FIGURES + checks) % 97 != 1:
        return InvalidPaymentId("iban-check")
    return f"IR{figures}"


def parse_terminal_number(text: str) -> str | InvalidPaymentId:
    """The terminal's number, with the zeros it begins with."""
    number = _BETWEEN.sub("", fold(text))
    return number if _READER.fullmatch(number) else InvalidPaymentId("reader")


def parse_ussd(text: str) -> str | InvalidPaymentId:
    """«*780*123#», also where right-to-left writing has turned it round: #123*780*."""
    code = _BETWEEN.sub("", to_latin_digits(text))
    if code.startswith("#"):
        code = "*".join(reversed(code.strip("#*").split("*")))
        code = f"*{code}#"
    return code if _USSD.fullmatch(code) else InvalidPaymentId("ussd")
