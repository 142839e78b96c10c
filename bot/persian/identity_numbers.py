"""Identity numbers of a person: their shapes, checks and masks.

Knows no register: a number that passes is well formed, not proven.
"""

import re
from dataclasses import dataclass
from typing import Literal

from bot.persian.digits import to_persian_digits
from bot.persian.normalisation import fold, mark_ltr, without_pictures


@dataclass(frozen=True, slots=True)
class InvalidIdentity:
    """Reason for which a number was refused, as the end of a text key.

    `likely_transposition`: with two neighbouring digits swapped the number would pass.
    """

    reason: Literal["length", "checksum", "repeated", "letters"]
    likely_transposition: bool = False


_NATIONAL_LENGTH = 10
_FOREIGNER_LENGTH = 12
_MIN_LENGTH_WITHOUT_ZEROS = 8
_BETWEEN_FIGURES = re.compile(r"[\s\-_.,/،٬٫]+")
_PASSPORT = re.compile(r"[A-Z0-9]{6,9}")
_SHORT = 9
_GROUP = 3
MAX_SHOWN_LENGTH = 15
_HIDDEN = "•"


def parse_national_id(text: str) -> str | InvalidIdentity:
    """Parse a کد ملی: ten Latin digits, the last of which checks the others.

    Eight or nine digits are accepted if the check holds with leading zeros: spreadsheets drop them. Ten equal digits
    pass the check, but are no one's number.
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
    """Parse a شناسهٔ فراگیر اتباع: twelve digits; no check digit is known for it."""
    number = _figures(text)
    if not number.isdecimal():
        return InvalidIdentity("letters" if number else "length")
    if len(number) != _FOREIGNER_LENGTH:
        return InvalidIdentity("length")
    return InvalidIdentity("repeated") if len(set(number)) == 1 else number


def parse_passport(text: str) -> str | InvalidIdentity:
    """Parse a passport number: six to nine Latin letters and digits, at least one digit; in capitals.

    Iran issues a letter and eight digits.
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
    """Mask all but the first three and last two characters; of a short number the first and last two.

    «‎۴۲۲•••••۱۹»
    """
    shown = 1 if len(value) <= _SHORT else 3
    masked = value[:shown] + _HIDDEN * (len(value) - shown - 2) + value[-2:]
    return mark_ltr(to_persian_digits(masked) if locale == "fa" else masked)


def group_identity(value: str, locale: str) -> str:
    """Group the figures of a number that was refused, «‎۴۲۲ ۰۰۰ ۰۱۹۱», to be compared with the paper."""
    figures = _figures(value).upper()
    groups = [figures[at : at + _GROUP] for at in range(0, len(figures), _GROUP)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = ["".join(groups[-2:])]
    grouped = " ".join(groups)
    return mark_ltr(to_persian_digits(grouped) if locale == "fa" else grouped)


def _figures(text: str) -> str:
    return _BETWEEN_FIGURES.sub("", fold(without_pictures(text)))


def _has_valid_check_digit(number: str) -> bool:
    """Return True if the last digit matches the weighted sum of the others modulo 11.

    Remainders of 0 and 1 are the check digit itself, others are subtracted from 11.
    """
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(number[:-1])) % 11
    return int(number[-1]) == (rest if rest in (0, 1) else 11 - rest)


def _has_valid_transposition(number: str) -> bool:
    swaps = (number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(len(number) - 1))
    return any(swap != number and _has_valid_check_digit(swap) for swap in swaps)
