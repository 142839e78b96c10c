"""Count of the letters that a text shows, and its cut to fewer, for a narrow key or a line of a list."""

import unicodedata

ELLIPSIS = "…"
_WIDTHLESS = frozenset({"Mn", "Me", "Cf"})  # marks above and below, half-spaces, marks of direction
_STRAY_ENDS = " ،,\u200c"


def count_letters(text: str) -> int:
    """Return the letters of a text that take room; a picture sign counts as two."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in _WIDTHLESS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def shorten(text: str, max_letters: int) -> str:
    """Cut a text of more letters with «…».

    The cut is between two words where that loses little, and never between a letter and its marks.
    """
    if count_letters(text) <= max_letters:
        return text
    end, room = 0, max_letters - 1
    while (room := room - _width(text[end])) >= 0:
        end += 1
    whole, space, _ = text[:end].rpartition(" ")
    inside_a_word = text[end] != " " and bool(space)
    kept = whole if inside_a_word and count_letters(whole) * 2 >= max_letters else text[:end]
    return kept.rstrip(_STRAY_ENDS) + ELLIPSIS
