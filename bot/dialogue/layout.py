"""Layout of buttons: rows of a width, and the two that turn the pages of a list."""

from collections.abc import Callable, Sequence

from bot.dialogue.screen import Button, ButtonRows
from bot.i18n.messages import text


def button_rows(buttons: Sequence[Button], width: int) -> ButtonRows:
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


def paging_buttons(page: int, *, more: bool, data: Callable[[int], str]) -> ButtonRows:
    """Return the buttons to the pages before and after, if any; `data(page)` is a button's data."""
    turn = [Button(text("dialogue-page-before"), data(page - 1))] if page else []
    turn += [Button(text("dialogue-page-after"), data(page + 1))] if more else []
    return (tuple(turn),) if turn else ()
