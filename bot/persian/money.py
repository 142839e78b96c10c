"""Toman, the one unit of account, and how amounts are formatted.

Knows nothing of how people write amounts; that is amounts.py.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NewType, TypeAlias

from persiantools import digits as persian_words

from bot.persian.digits import format_grouped, localize_digits

Toman = NewType("Toman", int)

MAX_TOMAN = Toman(999_999_999_999_999)
"""Just under 1000 همت: more than any centre counts, and as far as amounts are said in words."""

InvalidAmountReason: TypeAlias = Literal["not-an-amount", "several", "too-large", "negative", "zero", "not-whole"]


class Currency(StrEnum):
    TOMAN = "toman"
    RIAL = "rial"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in toman, with the text that it was parsed from and the currency meant there."""

    value: Toman
    text: str
    currency: Currency


@dataclass(frozen=True, slots=True)
class AmbiguousAmount:
    """Possible meanings of a text, likeliest first; even a single reading is asked, never taken."""

    readings: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class InvalidAmount:
    """Reason for which no amount was parsed, as the end of a text key.

    `several`: more than one amount, or an amount for each without how many; `not-whole`: not a whole number of toman.
    """

    reason: InvalidAmountReason


_ROUND_SCALES = (
    (1_000_000_000, "میلیارد", "billion"),
    (1_000_000, "میلیون", "million"),
)
_ONE_THOUSAND = re.compile(r"(^|(?:میلیون|میلیارد|تریلیون) و )یک هزار")
_THOUSAND = 1000
_HUNDRED = 100
_TEENS = 20
_ONES_EN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS_EN = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES_EN = ("", " thousand", " million", " billion", " trillion")


def format_toman(value: Toman, locale: str) -> str:
    """Format with grouped digits: «۱٬۵۰۰٬۰۰۰ تومان»."""
    return f"{format_grouped(value, locale)} {_unit(locale)}"


def format_toman_compact(value: Toman, locale: str) -> str:
    """Format with a scale word: «۶۴ میلیارد تومان», «۲٫۵ میلیون تومان», «۳۰۰ هزار تومان».

    Falls back to `format_toman` where that would lose a toman or take more than two decimals.
    """
    for scale, fa, en in _ROUND_SCALES:
        if abs(value) >= scale:
            if value * _HUNDRED % scale:
                return format_toman(value, locale)
            return f"{_decimal(value * _HUNDRED // scale, locale)} {fa if locale == 'fa' else en} {_unit(locale)}"
    if value and value % _THOUSAND == 0:
        return (
            f"{format_grouped(value // _THOUSAND, locale)} {'هزار' if locale == 'fa' else 'thousand'} {_unit(locale)}"
        )
    return format_toman(value, locale)


def spell_out(value: Toman, locale: str) -> str:
    """Spell out an amount from 0 to `MAX_TOMAN`: «یک میلیون و پانصد هزار تومان»."""
    if locale != "fa":
        return f"{_english(value)} {_unit(locale)}"
    words = _ONE_THOUSAND.sub(r"\1هزار", persian_words.to_word(value).replace("یکصد", "صد"))
    return f"{words} {_unit(locale)}"


def _unit(locale: str) -> str:
    return "تومان" if locale == "fa" else "toman"


def _decimal(hundredths: int, locale: str) -> str:
    whole, part = divmod(abs(hundredths), _HUNDRED)
    decimal = f".{part:02}".rstrip("0").rstrip(".")
    return localize_digits(f"{'-' if hundredths < 0 else ''}{whole:,}{decimal}", locale)


def _english(value: int) -> str:
    if value < _THOUSAND:
        return _english_below_thousand(value)
    groups: list[str] = []
    for scale in _SCALES_EN:
        value, group = divmod(value, _THOUSAND)
        if group:
            groups.insert(0, _english_below_thousand(group) + scale)
    return " ".join(groups)


def _english_below_thousand(value: int) -> str:
    if value < _TEENS:
        return _ONES_EN[value]
    if value < _HUNDRED:
        tens, ones = divmod(value, 10)
        return _TENS_EN[tens] + (f"-{_ONES_EN[ones]}" if ones else "")
    hundreds, rest = divmod(value, _HUNDRED)
    return f"{_ONES_EN[hundreds]} hundred" + (f" and {_english_below_thousand(rest)}" if rest else "")
