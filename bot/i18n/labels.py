"""Width of labels: how many letters a key shows, and the cut of the words that do not fit. Knows no language."""

import unicodedata
from collections.abc import Callable, Iterator

from bot.i18n.messages import Joined, Localizable, Text

MAX_LETTERS_BY_KEYS = (32, 16, 10, 7, 5, 4, 4, 3)
"""Letters that a label shows on a phone of 375 points, by the number of keys in its row, one to eight."""
MIN_CUT_LETTERS = 6  # words are not cut to fewer letters: two that differ would look alike
ELLIPSIS = "…"
_WIDTHLESS = frozenset({"Mn", "Me", "Cf"})  # marks above and below, half-spaces, marks of direction


def count_letters(label: str) -> int:
    """Return the letters of a label that take room; a picture sign counts as two."""
    return sum(_width(character) for character in label)


def _width(character: str) -> int:
    if unicodedata.category(character) in _WIDTHLESS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def max_letters(keys: int) -> int:
    """Return how many letters each label of a row of that many keys may have."""
    return MAX_LETTERS_BY_KEYS[min(keys, len(MAX_LETTERS_BY_KEYS)) - 1]


def cut_words(words: str, letters: int) -> str:
    """Return the words in at most that many letters, cut between two words where that loses little, with an ellipsis."""
    if count_letters(words) <= letters:
        return words
    kept, room = "", letters - 1
    for character in words:
        room -= _width(character)
        if room < 0:
            break
        kept += character
    whole, space, _ = kept.rpartition(" ")
    kept = whole if space and count_letters(whole) * 2 >= letters and words[len(kept)] != " " else kept
    return kept.rstrip(" ،,\u200c") + ELLIPSIS


def fit_label(message: Localizable, letters: int, write: Callable[[Localizable], str]) -> str:
    """Format a label in at most that many letters.

    Only a person's own words (a name, a title, the gist of a call) are cut, the longest first: state, day and amount stay
    whole. A label that has no such words stays as long as it is.
    """
    label = write(message)
    while (excess := count_letters(label) - letters) > 0:
        longest = max(_words(message), key=count_letters, default="")
        shorter = cut_words(longest, max(MIN_CUT_LETTERS, count_letters(longest) - excess))
        if shorter == longest:
            break
        message = _replace_words(message, longest, shorter)
        label = write(message)
    return label


def _words(message: Localizable) -> Iterator[str]:
    """Yield the person's own words in a message."""
    match message:
        case str():
            yield message
        case Text(args=args):
            for argument in args.values():
                yield from _words(argument)
        case Joined(items=items):
            for item in items:
                yield from _words(item)
        case _:
            return


def _replace_words(message: Localizable, words: str, shorter: str) -> Localizable:
    match message:
        case str():
            return shorter if message == words else message
        case Text(key=key, args=args):
            return Text(key, {name: _replace_words(argument, words, shorter) for name, argument in args.items()})
        case Joined(items=items, separator=separator):
            return Joined(tuple(_replace_words(item, words, shorter) for item in items), separator)
        case _:
            return message
