"""Toman, the one unit of account, and how amounts are formatted.

Knows nothing of how people write amounts; that is amounts.py.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NewType, TypeAlias

from persiantools import digits as persian_words

from bot.persian.digits import format_grouped

Toman = NewType("Toman", int)

MAX_TOMAN = Toman(999_999_999_999_999)
"""Just under 1000 همت: more than any centre counts, and as far as amounts are said in words."""

RIAL_IN_TOMAN = 10
InvalidAmountReason: TypeAlias = Literal[
    "not-an-amount", "several", "count", "too-large", "negative", "zero", "not-whole"
]


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

    `several`: more than one amount, or an amount for each without how many; `count`: hours or pieces and no money; `not-whole`: not a whole number of toman.
    """

    reason: InvalidAmountReason


_SCALES = (
    (1_000_000_000, "میلیارد", "billion"),
    (1_000_000, "میلیون", "million"),
    (1_000, "هزار", "thousand"),
)
_ONE_THOUSAND = re.compile(r"(^|(?:میلیون|میلیارد|تریلیون) و )یک هزار")
_THOUSAND = 1000
_BILLIONTHS = 1_000_000_000
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
    """Format exactly, with scale words: «۲۰۷ میلیون و ۹۰۰ هزار تومان», 207.9 million toman.

    Falls back to `format_toman` for an amount that has no whole thousands.
    """
    if not value or value % _THOUSAND:
        return format_toman(value, locale)
    return f"{_scaled_fa(value) if locale == 'fa' else _scaled_en(value)} {_unit(locale)}"


def _scaled_fa(value: int) -> str:
    """Format each group with its scale word, as it is said; decimals of a million are misread."""
    groups: list[str] = []
    rest = abs(value)
    for scale, word, _ in _SCALES:
        count, rest = divmod(rest, scale)
        if count:
            groups.append(f"{format_grouped(count, 'fa')} {word}")
    return f"{'منفی ' if value < 0 else ''}{' و '.join(groups)}"


def _scaled_en(value: int) -> str:
    scale, _, word = next(one for one in _SCALES if abs(value) >= one[0])
    whole, rest = divmod(abs(value), scale)
    decimal = f".{rest * _BILLIONTHS // scale:09}".rstrip("0").rstrip(".")
    return f"{'-' if value < 0 else ''}{whole:,}{decimal} {word}"


def spell_out(value: Toman, locale: str) -> str:
    """Spell out an amount from 0 to `MAX_TOMAN`: «یک میلیون و پانصد هزار تومان»."""
    if locale != "fa":
        return f"{_english(value)} {_unit(locale)}"
    words = _ONE_THOUSAND.sub(r"\1هزار", persian_words.to_word(value).replace("یکصد", "صد"))
    return f"{words} {_unit(locale)}"


def _unit(locale: str) -> str:
    return "تومان" if locale == "fa" else "toman"


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
