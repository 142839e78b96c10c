"""Rows of keys on a phone: what does not fit goes into more rows, and a row is read from the right in Persian."""

import pytest

from bot.dialogue.screen import Button, ButtonRows, RequestKind, Screen
from bot.i18n.catalog import Texts, texts
from bot.i18n.messages import text
from bot.persian.letters import ELLIPSIS, count_letters, shorten
from bot.turn.outgoing.message_rendering import render_screen


def laid_out(rows: list[list[str]], locale: str = "en") -> list[list[str]]:
    return drawn(tuple(tuple(Button(label, label[:9]) for label in row) for row in rows), texts(locale))


def drawn(rows: ButtonRows, said: Texts) -> list[list[str]]:
    outgoing = render_screen(Screen(text="؟", buttons=rows), 1, said).outgoing
    return [[key.label for key in row] for row in outgoing.keys]


def test_a_row_that_does_not_fit_is_broken_into_rows_that_do() -> None:
    assert laid_out([["a" * 16, "b" * 16]]) == [["a" * 16, "b" * 16]]
    assert laid_out([["a" * 17, "b" * 3]]) == [["a" * 17], ["b" * 3]]
    assert laid_out([["a" * 3, "b" * 12, "c" * 3]]) == [["a" * 3, "b" * 12], ["c" * 3]]
    assert laid_out([["a" * 17, "b" * 17, "c" * 17]]) == [["a" * 17], ["b" * 17], ["c" * 17]]
    assert laid_out([["1", "2", "3", "4", "5", "6"]]) == [["1", "2", "3", "4", "5", "6"]]


def test_a_row_of_persian_is_sent_so_that_it_is_read_from_the_right() -> None:
    """The messengers lay a row from left to right in every language."""
    week = ["ش", "ی", "د", "س", "چ", "پ", "ج"]
    assert laid_out([week, ["ثبت", "ویرایش"]], "fa") == [week[::-1], ["ویرایش", "ثبت"]]
    assert laid_out([["Save", "Edit"]]) == [["Save", "Edit"]]


def test_the_keys_of_a_reply_keyboard_are_laid_out_alike() -> None:
    screen = Screen(text="؟", buttons=((Button("بازگشت", "a"), Button("بعداً", "b")),), request=RequestKind.CONTACT)
    rows = render_screen(screen, 1, texts("fa")).outgoing.keyboard
    assert [key.label for key in rows[1]] == ["بعداً", "بازگشت"]


def test_half_spaces_and_marks_take_no_room() -> None:
    assert count_letters("می‌نویسم") == 7
    assert count_letters("خانهٔ") == 4
    assert count_letters("\u200fالف\u2069") == 3


@pytest.mark.parametrize(
    ("words", "letters", "cut"),
    [
        ("امداد محلهٔ سادات", 20, "امداد محلهٔ سادات"),
        ("امداد محلهٔ سادات", 13, "امداد محلهٔ…"),
        ("کهگیلویه و بویراحمد", 10, "کهگیلویه…"),
        ("مریم احمدی", 6, "مریم…"),
        ("نیکوکاری‌ها", 6, "نیکوک…"),
    ],
)
def test_words_are_cut_between_words_where_that_loses_little(words: str, letters: int, cut: str) -> None:
    assert shorten(words, letters) == cut
    assert count_letters(cut) <= letters


def test_a_label_alone_is_cut_in_the_words_of_a_person_never_in_state_day_or_amount() -> None:
    said = Texts("fa")
    said.add_resource("story-row = { $number }: { $gist } | { $state }، { $value }\nstory-over = پایان یافت\n")
    label = text(
        "story-row",
        number=17,
        gist="شنبه ۱۴ آذر کلاس کمک‌های اولیه در حسینیهٔ سادات",
        state=text("story-over"),
        value=500,
    )
    ((row,),) = drawn(((Button(label, "x"),),), said)
    assert row.startswith("۱۷: ")
    assert ELLIPSIS in row
    assert row.endswith("| پایان یافت، ۵۰۰")
    assert count_letters(row) <= 32
