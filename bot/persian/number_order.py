"""Order of digits in people's own words: numbers in groups read from left to right.

Without a mark the groups of «6037-9911-2233-4455» or «۰۹۱۷ ۱۱۱ ۲۲۳۳» stand in reverse within a Persian line (UAX 9: a hyphen
or a space between numbers takes the direction of the line).
"""

import re
import unicodedata

from bot.persian.normalisation import LRM

RLM = "\u200f"
MIN_DIGITS = 7  # «۱۰-۱۲ نفر» is a span, and stands as it is read
_DIGIT = "0-9۰-۹٠-٩"
_GROUPED = re.compile(f"(?<![{_DIGIT}{LRM}])\\+?[{_DIGIT}]{{1,7}}(?:[-–./ \u00a0][{_DIGIT}]{{1,7}})+(?![{_DIGIT}])")
_INTERNATIONAL = re.compile(f"(?<![{_DIGIT}{LRM}])\\+[{_DIGIT}]{{7,}}")
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")  # of another bidirectional class, which no mark turns


def keep_number_order(words: str) -> str:
    """Return the words with a mark before every long number in groups. A line keeps its own direction."""
    if not any(character.isdecimal() for character in words):
        return words
    return "\n".join(_mark_line(line) for line in words.split("\n"))


def _mark_line(line: str) -> str:
    marked = _INTERNATIONAL.sub(_mark, _GROUPED.sub(_mark, line))
    begins_marked = marked.startswith(LRM) and not line.startswith(LRM)
    return RLM + marked if begins_marked and _is_rightward(line) else marked


def _mark(found: re.Match[str]) -> str:
    digits = sum(character.isdecimal() for character in found[0])
    return LRM + found[0].translate(_ARABIC_DIGITS) if digits >= MIN_DIGITS else found[0]


def _is_rightward(line: str) -> bool:
    """Return True if the line has letters that are read from right to left."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in line)
