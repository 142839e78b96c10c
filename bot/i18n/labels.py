"""Room for labels: how many letters a key shows, and the cut of people's words that do not fit. Knows no language."""

from collections.abc import Callable

from bot.i18n.messages import Localizable, map_words, person_words
from bot.persian.letters import count_letters, shorten

MAX_LETTERS_BY_KEYS = (32, 16, 10, 7, 5, 4, 4, 3)
"""Letters that a label shows on a phone of 375 points, by the number of keys in its row, one to eight."""
MIN_CUT_LETTERS = 5  # words are not cut to fewer letters: two that differ would look alike
MAX_UNFITTING_LETTERS = 20  # of words in a label that is too long even without them


def max_letters(keys: int) -> int:
    """Return how many letters each label of a row of that many keys may have."""
    return MAX_LETTERS_BY_KEYS[min(keys, len(MAX_LETTERS_BY_KEYS)) - 1]


def fit_label(message: Localizable, letters: int, write: Callable[[Localizable], str]) -> str:
    """Format a label in at most that many letters.

    Only people's own words (a name, a title, the gist of a call) are cut, the longest first: state, day and amount stay
    whole. Words are not cut for a label that does not fit even so, but for those that are very long.
    """
    longest = max(map(count_letters, person_words(message)), default=0)
    for limit in (None, *range(longest - 1, MIN_CUT_LETTERS - 1, -1)):
        label = write(message if limit is None else _shorten_words(message, limit))
        if count_letters(label) <= letters:
            return label
    return write(_shorten_words(message, MAX_UNFITTING_LETTERS))


def _shorten_words(message: Localizable, letters: int) -> Localizable:
    return map_words(message, lambda words: shorten(words, letters))
