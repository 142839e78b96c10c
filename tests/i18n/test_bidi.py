"""What stands alone runs in the direction of its language, whatever letters it begins with."""

import pytest

from bot.dialogue.screen import Button, Screen
from bot.i18n.catalog import texts
from bot.i18n.messages import Joined
from bot.turn.outgoing.message_rendering import render_screen

RIGHT_TO_LEFT, LEFT_TO_RIGHT = "\u200f", "\u200e"


@pytest.mark.parametrize(
    ("locale", "words", "marked"),
    [
        ("fa", ["Sara Miller", "امداد محلهٔ سادات"], RIGHT_TO_LEFT),
        ("fa", ["۱۲", "Sara Miller", "سادات"], RIGHT_TO_LEFT),
        ("fa", ["مریم احمدی", "Sadat"], ""),
        ("fa", ["Excel (CSV)"], ""),
        ("fa", ["۰۹۱۷"], ""),
        ("en", ["مریم احمدی", "Sadat"], LEFT_TO_RIGHT),
        ("en", ["Sara Miller", "سادات"], ""),
        ("en", ["مریم احمدی"], ""),
    ],
)
def test_a_button(locale: str, words: list[str], marked: str) -> None:
    label = Joined(tuple(words), separator="، ")
    drawn = render_screen(Screen(text="؟", buttons=((Button(label, "on"),),)), 1, texts(locale))
    assert [key.label for row in drawn.outgoing.keys for key in row] == [marked + "، ".join(words)]
