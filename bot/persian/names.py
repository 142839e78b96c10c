"""Names of people, units and campaigns: what is a name, in one spelling without invisible characters.

Knows writing only: no question, no table, and not whether anybody bears the name.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.persian.normalisation import ZWNJ, fold, normalise

MIN_NAME_LETTERS = 2
MAX_NAME_LENGTH = 80
MAX_LISTED_NAME_LENGTH = 40  # of a name among others, in a message or on a card
MAX_SAME_LETTERS = 3  # in a row: no language of ours writes four
MIN_PHONE_DIGITS = 7  # a landline without its area code

NameKind: TypeAlias = Literal["person", "thing"]
"""Kind of the bearer. A thing is a unit or a campaign; a title alone («حاج آقا») names no person."""
NameFault: TypeAlias = Literal["no-letter", "number", "phone", "link", "scripts", "repeated", "title", "short", "long"]


@dataclass(frozen=True, slots=True)
class InvalidName:
    """Reason for which a name was refused, as the end of a text key."""

    reason: NameFault


# Said before a name, and no name themselves.
_TITLES = frozenset(
    fold(title)
    for title in (
        "خانم", "خانوم", "آقا", "آقای", "حاج", "حاجی", "حاجیه", "حاج‌آقا", "حاجی‌آقا", "حاج‌خانم", "حاج‌خانوم", "جناب", "سرکار",
        "مشهدی", "مش", "مشتی", "کربلایی", "کربلائی", "دکتر", "مهندس", "استاد", "mr", "mrs", "ms", "miss", "dr",
    )
)  # fmt: skip
_AROUND_WORDS = ".,،()[]«»\"'-"
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters by their class, and nothing is seen
_HIDDEN_MARKS = frozenset(
    map(chr, (0x34F, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
_TATWEEL = "\u0640"
_MAX_MARKS = 2  # in a row: a doubled letter with its vowel
_LINK = re.compile(
    r"://|\bwww\.|\b(?:t\.me|ble\.ir)\b|[a-z0-9]\.(?:com|net|org|ir|info|link|xyz)\b|(?:^|\s)@[a-z0-9_]{3}",
    re.IGNORECASE,
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\-_.()/]+(?=\d)")
_DIGIT_RUN = re.compile(rf"\d{{{MIN_PHONE_DIGITS}}}")
_SAME_LETTERS = re.compile(rf"([^\W\d_])\1{{{MAX_SAME_LETTERS}}}")
_MIN_SAME_ALONE = 3  # «ااا», «xxx»
_LOOKALIKE_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})


def parse_name(text: str, kind: NameKind, *, max_length: int = MAX_NAME_LENGTH) -> str | InvalidName:
    """Parse a name to one line of letters, digits and punctuation.

    Pictures, control and invisible characters are left out. A name has a letter that can be seen, no telephone number and no
    link; letters of two scripts that look alike pose as another name. Idempotent.
    """
    name = _clean(text)
    letters = [letter for letter in name if _is_visible_letter(letter)]
    if _DIGIT_RUN.search(_BETWEEN_DIGITS.sub("", name)):
        return InvalidName("phone")
    if not letters:
        return InvalidName("number" if any(map(str.isdigit, name)) else "no-letter")
    if _LINK.search(name):
        return InvalidName("link")
    if len(_LOOKALIKE_SCRIPTS.intersection(map(_script, letters))) > 1:
        return InvalidName("scripts")
    if _SAME_LETTERS.search(name) or (len(letters) >= _MIN_SAME_ALONE and len({*map(str.lower, letters)}) == 1):
        return InvalidName("repeated")
    if kind == "person" and not _words_of_name(name):
        return InvalidName("title")
    if len(letters) < MIN_NAME_LETTERS:
        return InvalidName("short")
    return InvalidName("long") if len(name) > max_length else name


def is_single_word(name: str) -> bool:
    """Return True if a person's name has one word beside its titles: «رضا», «خانم رضایی»."""
    return len(_words_of_name(name)) == 1


def _words_of_name(name: str) -> list[str]:
    words = (word.strip(_AROUND_WORDS) for word in name.split())
    return [word for word in words if any(map(_is_visible_letter, word)) and fold(word) not in _TITLES]


def _clean(text: str) -> str:
    kept: list[str] = []
    marks = _MAX_MARKS  # a mark needs a letter before it
    for character in normalise(text).replace("\n", " "):
        shown = _plain_letter(character)
        is_mark = unicodedata.category(character)[0] == "M"
        if (is_mark and marks >= _MAX_MARKS) or not _is_kept(character):
            continue
        marks = marks + 1 if is_mark else 0 if unicodedata.category(character)[0] == "L" else _MAX_MARKS
        kept.append(shown)
    return " ".join(normalise("".join(kept)).split())


def _plain_letter(character: str) -> str:
    """Return the ordinary letter for a styled one («𝐌», «Ｍ»). Arabic forms are plain already."""
    styled = unicodedata.category(character)[0] == "L" and unicodedata.decomposition(character).startswith("<")
    return unicodedata.normalize("NFKC", character) if styled else character


def _is_kept(character: str) -> bool:
    if character in _FILLERS or character in _HIDDEN_MARKS:
        return False
    return character in (" ", ZWNJ) or unicodedata.category(character)[0] in "LMNP"


def _is_visible_letter(character: str) -> bool:
    return character != _TATWEEL and unicodedata.category(character) in {"Lu", "Ll", "Lt", "Lo"}


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
