"""Who a person is on paper: the shapes of identity numbers, their checks and their masks.

Knows no register: a number that passes is well formed, not proven.
"""

import re
from dataclasses import dataclass
from typing import Literal

from bot.persian.digits import to_persian_digits
from bot.persian.normalisation import fold, mark_ltr


@dataclass(frozen=True, slots=True)
class InvalidIdentity:
    """Why a number was refused, as the end of a text key.

    `likely_transposition`: two neighbouring digits the other way round would pass, so they may have changed places.
    """

    reason: Literal["length", "checksum", "repeated", "letters"]
    likely_transposition: bool = False


_NATIONAL_LENGTH = 10
_FOREIGNER_LENGTH = 12
_MIN_LENGTH_WITHOUT_ZEROS = 8
_BETWEEN_FIGURES = re.compile(r"[\s\-_.,/،٬٫]+")
_PASSPORT = re.compile(r"[A-Z0-9]{6,9}")
_SHORT = 9
_HIDDEN = "•"


def parse_national_id(text: str) -> str | InvalidIdentity:
    """کد ملی: ten Latin digits whose last one checks the others.

    Eight or nine digits are taken for one whose leading zeros a spreadsheet dropped, where the check then holds.
    Ten equal digits pass the check and belong to nobody.
    """
    number = _figures(text)
    if not number.isdecimal():
        return InvalidIdentity("letters" if number else "length")
    padded = number.zfill(_NATIONAL_LENGTH)
    if len(padded) != _NATIONAL_LENGTH or len(number) < _MIN_LENGTH_WITHOUT_ZEROS:
        return InvalidIdentity("length")
    if len(set(number)) == 1:
        return InvalidIdentity("repeated")
    if _has_valid_check_digit(padded):
        return padded
    if len(number) < _NATIONAL_LENGTH:
        return InvalidIdentity("length")
    return InvalidIdentity("checksum", likely_transposition=_has_valid_transposition(padded))


def parse_foreigner_id(text: str) -> str | InvalidIdentity:
    """شناسهٔ فراگیر اتباع: twelve digits; no check digit is known of it."""
    number = _figures(text)
    if not number.isdecimal():
        return InvalidIdentity("letters" if number else "length")
    if len(number) != _FOREIGNER_LENGTH:
        return InvalidIdentity("length")
    return InvalidIdentity("repeated") if len(set(number)) == 1 else number


def parse_passport(text: str) -> str | InvalidIdentity:
    """A letter and eight digits where Iran issued it, elsewhere six to nine Latin letters and digits, one digit at
    least; capitals.
    """
    number = _figures(text).upper()
    if not number.isascii() or not number.isalnum():
        return InvalidIdentity("letters" if number else "length")
    if not _PASSPORT.fullmatch(number):
        return InvalidIdentity("length")
    if number.isalpha():
        return InvalidIdentity("letters")
    return InvalidIdentity("repeated") if len(set(number)) == 1 else number


def mask_identity(value: str, locale: str) -> str:
    """«‎۴۲۲•••••۱۹»: the first three and last two; of a short one, a passport, the first and last two."""
    shown = 1 if len(value) <= _SHORT else 3
    masked = value[:shown] + _HIDDEN * (len(value) - shown - 2) + value[-2:]
    return mark_ltr(to_persian_digits(masked) if locale == "fa" else masked)


def _figures(text: str) -> str:
    return _BETWEEN_FIGURES.sub("", fold(text))


def _has_valid_check_digit(number: str) -> bool:
    """The last digit is the weighted sum of the others modulo 11, or what is missing to 11 where that is 2 or more."""
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(number[:-1])) % 11
    return int(number[-1]) == (rest if rest in (0, 1) else 11 - rest)


def _has_valid_transposition(number: str) -> bool:
    swaps = (number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(len(number) - 1))
    return any(swap != number and _has_valid_check_digit(swap) for swap in swaps)
