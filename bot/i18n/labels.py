"""Room for labels: how many letters a key shows, and the cut of people's words that do not fit. Knows no language."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.i18n.messages import Localizable, map_words, person_words
from bot.persian.letters import count_letters, shorten

MAX_LETTERS_BY_KEYS = (32, 16, 10, 7, 5, 4, 4, 3)
"""Letters that a label shows on a phone of 375 points, by the number of keys in its row, one to eight."""
MIN_CUT_LETTERS = 5  # words are not cut to fewer letters: two that differ would look alike
LONG_WORDS_LETTERS = 20  # words beyond this are cut first, wherever they stand


def max_letters(keys: int) -> int:
    """Return how many letters each label of a row of that many keys may have."""
    return MAX_LETTERS_BY_KEYS[min(keys, len(MAX_LETTERS_BY_KEYS)) - 1]


def fit_label(message: Localizable, letters: int, write: Callable[[Localizable], str]) -> str:
    """Format a label in at most that many letters.

    Only people's own words (a name, a title, the gist of a call) are cut: state, day and amount stay whole. Very long
    words are cut first, then the last ones: a label begins with what it is about. Words are not cut for a label that does
    not fit even so, but for those that are very long.
    """
    words = tuple(dict.fromkeys(person_words(message)))
    limits = {word: count_letters(word) for word in words}
    label = write(message)
    for limit in _cuts(words):
        if count_letters(label) <= letters:
            return label
        limits |= limit
        label = write(_shorten_words(message, limits))
    if count_letters(label) <= letters:
        return label
    return write(_shorten_words(message, dict.fromkeys(words, LONG_WORDS_LETTERS)))


def _cuts(words: Sequence[str]) -> Iterator[Mapping[str, int]]:
    """Yield the cuts to try one after the other, each on top of those before."""
    longest = max(map(count_letters, words), default=0)
    for limit in range(longest - 1, LONG_WORDS_LETTERS - 1, -1):
        yield {word: limit for word in words if count_letters(word) > limit}
    for word in reversed(words):
        for limit in range(min(count_letters(word), LONG_WORDS_LETTERS) - 1, MIN_CUT_LETTERS - 1, -1):
            yield {word: limit}


def _shorten_words(message: Localizable, limits: Mapping[str, int]) -> Localizable:
    """Cut people's words in a message, each to its number of letters in `limits`; others stay whole."""
    return map_words(message, lambda words: shorten(words, limits[words]) if words in limits else words)
