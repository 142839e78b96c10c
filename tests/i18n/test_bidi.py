"""Labels stand alone: in the direction of their language, and no longer than a phone shows."""

import pytest

from bot.dialogue.screen import Button, Screen
from bot.i18n.catalog import texts
from bot.i18n.messages import Joined, text
from bot.persian.letters import count_letters
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


LONG_NAME = "سیده‌فاطمه‌سادات " * 4 + "موسوی زادهٔ گچسارانی"


@pytest.mark.parametrize("locale", ["fa", "en"])
@pytest.mark.parametrize("beside", [1, 2])
def test_a_long_name_is_cut_in_a_label_and_the_rest_of_it_stays(locale: str, beside: int) -> None:
    assert len(LONG_NAME) > 80
    buttons = (Button(text("dialogue-marked", what=LONG_NAME), "on"), Button(LONG_NAME, "off"))[:beside]
    drawn = render_screen(Screen(text="؟", buttons=(buttons,)), 1, texts(locale))
    for label in (key.label for row in drawn.outgoing.keys for key in row):
        assert label.endswith("…")
        assert count_letters(label) <= 32
    state = Joined(("۱۲", LONG_NAME, text("dialogue-edit")), separator=" | ")
    drawn = render_screen(Screen(text="؟", buttons=((Button(state, "on"),),)), 1, texts(locale))
    assert texts(locale).format_label(text("dialogue-edit")) in drawn.outgoing.keys[0][0].label


def test_a_short_name_is_never_cut_to_make_room_for_our_words() -> None:
    label = Joined(("امداد محلهٔ سادات", text("turn-nothing-asked")), separator=" ")
    drawn = render_screen(Screen(text="؟", buttons=((Button(label, "on"),),)), 1, texts("fa"))
    assert drawn.outgoing.keys[0][0].label.startswith("امداد محلهٔ سادات ")
