"""Layout of keys: rows that fit the width of a phone, in the order in which its language is read.

Telegram and Bale show a label in one line and cut what is longer, and lay every row from left to right, also in a
right-to-left language. Screens name the keys of a row in reading order; here alone it becomes the order on the wire.
"""

from collections.abc import Iterator, Sequence

from bot.dialogue.screen import Button, ButtonRows
from bot.i18n.catalog import Texts
from bot.i18n.labels import max_letters
from bot.messengers.port import Key, Keys
from bot.persian.letters import count_letters


def lay_out_keys(rows: ButtonRows, texts: Texts) -> Keys:
    """Render rows of buttons: a row that does not fit is broken into more, a label alone is cut to fit."""
    return tuple(_in_wire_order(_render_row(part, texts), texts) for row in rows for part in _break_row(row, texts))


def _break_row(row: Sequence[Button], texts: Texts) -> Iterator[Sequence[Button]]:
    """Yield the row in as few parts as its labels need."""
    letters = [count_letters(texts.format_button_label(button.label)) for button in row]
    first = 0
    for after in range(1, len(row) + 1):
        if after < len(row) and max(letters[first : after + 1]) <= max_letters(after + 1 - first):
            continue
        yield row[first:after]
        first = after


def _render_row(row: Sequence[Button], texts: Texts) -> tuple[Key, ...]:
    return tuple(_render_key(button, max_letters(len(row)), texts) for button in row)


def _render_key(button: Button, letters: int, texts: Texts) -> Key:
    label = texts.format_button_label(button.label, letters)
    return Key(label=label, data=button.data, url=button.url, copy=button.copy)


def _in_wire_order(row: tuple[Key, ...], texts: Texts) -> tuple[Key, ...]:
    return row[::-1] if texts.reads_leftward else row
