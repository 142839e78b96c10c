"""One spelling for what people type, a key to find it by and a key to sort it by.

Knows letters only: nothing of the values of numbers, of names or of screens.
"""

import re
import unicodedata

ZWNJ = "\u200c"
LRM = "\u200e"

# Letters of neighbouring keyboards that stand for a Persian one. Kurdish and Pashto letters are a person's
# own spelling: they are kept, and only folded.
_LETTERS: dict[str, str | None] = {
    "ي": "ی",
    "ى": "ی",
    "ك": "ک",
    "ڪ": "ک",
    "ہ": "ه",
    "ھ": "ه",
    "ۀ": "ه\u0654",
    "ۂ": "ه\u0654",
}
_NEWLINES = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# «¬» is the half-space of old Windows keyboards, U+200B that of some web pages.
_HALF_SPACES = "\xac\u200b"
_MARKED_SCRIPTS = range(0x300, 0x3100)
_PRESENTATION_FORMS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFF))
_DROPPED = (
    range(0x20),
    range(0x7F, 0xA0),
    (0xAD, 0x61C, 0x180E, 0x200E, 0x200F, 0xFEFF),
    range(0x202A, 0x202F),
    range(0x2060, 0x2070),
    range(0xD800, 0xE000),
    range(0xFDD0, 0xFDF0),
    (*range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF),
    range(0xE0000, 0xE0080),
)


def _spelling() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: None for codes in _DROPPED for code in codes}
    table |= str.maketrans(_LETTERS)
    for block in _PRESENTATION_FORMS:
        for code in block:
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code):
                table[code] = plain.translate(table)
    table |= dict.fromkeys(map(ord, _NEWLINES), "\n")
    table |= dict.fromkeys(map(ord, _SPACES), " ")
    table |= dict.fromkeys(map(ord, _HALF_SPACES), ZWNJ)
    del table[ord("\n")]
    return table


_SPELLING = _spelling()
_TATWEEL = re.compile("(?<=[\u0620-\u063f\u0641-\u065f\u066e-\u06d3])\u0640+")
_JOINER = re.compile("(?<=[\u0600-\u06ff\u200c])\u200d+|\u200d+(?=[\u0600-\u06ff\u200c])")
_HALF_SPACE_RUN = re.compile("\u200c{2,}")
_STRAY_HALF_SPACE = re.compile("(?<![\\w\u064b-\u0655\u0670])\u200c|\u200c(?!\\w)")
_SPACE_RUN = re.compile(" *\n *| {2,}")
_ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_DIGITS: dict[int, str | None] = {
    ord(digit): str(value) for script in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩") for value, digit in enumerate(script)
}
# After canonical decomposition, so that آ أ إ ؤ ئ ۀ have already lost their marks.
_FOLDED = _SPELLING | _DIGITS | str.maketrans(dict(zip("ٱةۃەێېۍۆڕڵ", "اهههیییورل", strict=True)))
_FOLDED |= dict.fromkeys((0x621, 0x640, 0x674, 0x200D))
_FOLDED |= dict.fromkeys(code for code in _MARKED_SCRIPTS if unicodedata.combining(chr(code)))
# «خانهٔ ما», «خانه‌ی ما», «خانه ی ما» and «خانه ما» are one.
_LINKING_YE = re.compile(f"(?<=ه)(?:[{ZWNJ} ]ی(?!\\w))+")
_HALF_SPACE_BY_SPACE = re.compile(f"{ZWNJ}* +{ZWNJ}*")
_PICTURE_MARKS = "\ufe0e\ufe0f\u20e3"
_NUMBER = re.compile("[0-9]+")
# Ranks in the private area: their order by code point is the order of the alphabet.
_RANKS = {ord(letter): chr(0xE000 + rank) for rank, letter in enumerate(_ALPHABET)}


def normalise(text: str) -> str:
    """Return the same words in one spelling, to be stored and shown.

    Arabic forms of Persian letters become Persian, control and direction characters go, runs of spaces become one,
    lines stay, a half-space stays only inside a word. Digits stay as typed. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = text.replace("\r\n", "\n").translate(_SPELLING)
    if "\u200d" in text:
        text = _JOINER.sub("", text)
    if "\u0640" in text:
        text = _TATWEEL.sub("", text)
    if ZWNJ in text:
        text = _STRAY_HALF_SPACE.sub("", _HALF_SPACE_RUN.sub(ZWNJ, text))
    text = unicodedata.normalize("NFC", text.replace("ی\u0654", "ئ"))
    if "ۀ" in text:  # composed just now, of the Kurdish letter and a mark
        text = unicodedata.normalize("NFC", text.replace("ۀ", "ه\u0654"))
    return _trim(text)


def _trim(text: str) -> str:
    return _SPACE_RUN.sub(lambda run: "\n" if "\n" in run[0] else " ", text).strip(" \n")


def without_pictures(text: str) -> str:
    """Return the text without pictures and their marks: «۵۰۰ هزار تومن 🙏» says an amount."""
    if text.isascii():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in {"So", "Sk"} and c not in _PICTURE_MARKS).strip()


def fold(text: str) -> str:
    """Return a search key, equal for texts that a reader takes for the same; never shown.

    Half-spaces, marks and the linking «ی» after «ه» fall out, digits are Latin, case is one, a line is a space.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", normalise(text)).casefold())
    text = text.translate(_FOLDED).replace("\n", " ")
    if ZWNJ in text:
        text = _HALF_SPACE_BY_SPACE.sub(" ", text)
    return " ".join(_LINKING_YE.sub("", text).replace(ZWNJ, "").split())


def match_key(text: str) -> str:
    """Return the folded text without spaces, by which names, headings and labels are compared.

    «گل‌ها», «گل ها» and «گلها» are one: nobody remembers which was typed.
    """
    return fold(text).replace(" ", "")


def sort_key(text: str) -> str:
    """Return a key whose order by code point is Persian order.

    آ is before ا, پ چ ژ گ are in place, ک is before گ, ه before ی. It is made of the folded text, so that spellings
    of one word stand side by side; a number counts by its value.
    """
    ranked = fold(normalise(text).replace("آ", _RANKS[ord("آ")])).translate(_RANKS)
    return _NUMBER.sub(lambda number: number[0].lstrip("0").zfill(12), ranked)


def mark_ltr(text: str) -> str:
    """Keep figures, masks and codes in order from left to right within a Persian line."""
    return LRM + text
