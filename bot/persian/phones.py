"""Telephone numbers: from what people type or share to E.164, and back to the national form.

Knows whether a number is well formed, never whether it answers.
"""

import re
from dataclasses import dataclass
from typing import Literal

import phonenumbers

from bot.persian.digits import to_persian_digits
from bot.persian.normalisation import fold, mark_ltr, without_pictures


@dataclass(frozen=True, slots=True)
class InvalidPhone:
    """Reason for which a number was refused, as the end of a text key.

    `several`: more digits than any one number has; `area-code`: a landline without the code of its city.
    """

    reason: Literal["letters", "several", "length", "area-code", "not-a-phone"]


_IRAN = "+98"
_NATIONAL_LENGTH = 10
_LOCAL_LENGTH = 8
_MAX_DIGITS = 15
_HIDDEN = "•"
_MIN_HIDDEN_DIGITS = 3
_BETWEEN_FIGURES = re.compile(r"[\s\-_.()/]+")
_IRANIAN_CARD = re.compile(r"98\d{10}|0\d+|9\d{9}")
_ABROAD = re.compile(r"(?:\+|00)(?!98)")
# The country code in each form, and the 0 that some leave before or after it.
_COUNTRY = re.compile(r"(?:\+98|0098|098|98)0?(?=\d{10}$)|0(?=\d{10}$)")


def parse_phone(text: str) -> str | InvalidPhone:
    """Parse a mobile or landline number to E.164; Iran's without another country code."""
    figures = _BETWEEN_FIGURES.sub("", fold(without_pictures(text)).removeprefix("tel:"))
    if sum(map(str.isdecimal, figures)) > _MAX_DIGITS:
        return InvalidPhone("several")
    if not figures.removeprefix("+").isdecimal():
        return InvalidPhone("letters" if figures.removeprefix("+") else "length")
    if _ABROAD.match(figures):
        return _foreign(_ABROAD.sub("+", figures))
    return _iranian(_COUNTRY.sub("", figures))


def parse_shared_phone(text: str) -> str | InvalidPhone:
    """Parse the number of a contact card, which messengers write with its country code, often without «+».

    Iran's own forms (98…, 09…, 9…) are Iranian; what no country has is read as if it were typed.
    """
    figures = _BETWEEN_FIGURES.sub("", fold(text).removeprefix("tel:"))
    if figures.isdecimal() and not _IRANIAN_CARD.fullmatch(figures):
        abroad = _foreign(f"+{figures}")
        if isinstance(abroad, str):
            return abroad
    return parse_phone(text)


def format_phone(e164: str, locale: str) -> str:
    """Format in national form, «‎۰۹۱۷۰۰۰۱۲۳۴»; a foreign number keeps its country code."""
    return _shown(_local(e164), locale)


def mask_phone(e164: str, locale: str) -> str:
    """Hide the middle digits, «‎۰۹۱۷•••۱۲۳۴»: enough to recognise a number, too little to call it."""
    local = _local(e164)
    ends = min(4, (len(local) - _MIN_HIDDEN_DIGITS) // 2)
    return _shown(local[:ends] + _HIDDEN * (len(local) - 2 * ends) + local[-ends:], locale)


def _iranian(national: str) -> str | InvalidPhone:
    if len(national) == _LOCAL_LENGTH and national[0] not in "09":
        return InvalidPhone("area-code")
    if len(national) != _NATIONAL_LENGTH or national[0] == "0":
        return InvalidPhone("length")
    # Operators open mobile ranges faster than any list follows; area codes stand still.
    if national[0] == "9" or _valid(_IRAN + national):
        return _IRAN + national
    return InvalidPhone("not-a-phone")


def _foreign(e164: str) -> str | InvalidPhone:
    if len(e164) <= _LOCAL_LENGTH:
        return InvalidPhone("length")
    return e164 if _valid(e164) else InvalidPhone("not-a-phone")


def _valid(e164: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(e164))
    except phonenumbers.NumberParseException:
        return False


def _local(e164: str) -> str:
    return "0" + e164.removeprefix(_IRAN) if e164.startswith(_IRAN) else e164


def _shown(number: str, locale: str) -> str:
    return mark_ltr(to_persian_digits(number) if locale == "fa" else number)
