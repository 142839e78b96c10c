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


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("کارت 6037-9911-2233-4455 است", "کارت \u200e6037-9911-2233-4455 است"),
        ("تلفن ۰۹۱۷ ۱۱۱ ۲۲۳۳", "تلفن \u200e۰۹۱۷ ۱۱۱ ۲۲۳۳"),
        ("تلفن +989171112233", "تلفن \u200e+989171112233"),
        ("٠٩١٧ ١١١ ٢٢٣٣ تلفن", "\u200f\u200e۰۹۱۷ ۱۱۱ ۲۲۳۳ تلفن"),
        ("واریز به\n6037 9911 2233 4455", "واریز به\n\u200e6037 9911 2233 4455"),
        ("۱۰-۱۲ نفر، ساعت ۱۵-۱۹", "۱۰-۱۲ نفر، ساعت ۱۵-۱۹"),
        ("۰۹۱۷۱۱۱۲۲۳۳ ۰۹۱۸۲۲۲۳۳۴۴", "۰۹۱۷۱۱۱۲۲۳۳ ۰۹۱۸۲۲۲۳۳۴۴"),
    ],
)
def test_a_long_number_in_people_s_words_keeps_its_order(words: str, shown: str) -> None:
    """In a message and on a button; a span of two small numbers stands as it is read."""
    assert texts("fa").format_message(words) == f"{RIGHT_TO_LEFT}\u2068{shown}\u2069"
    assert texts("fa").format_button_label(words).removeprefix(RIGHT_TO_LEFT) == shown.removeprefix(RIGHT_TO_LEFT)
