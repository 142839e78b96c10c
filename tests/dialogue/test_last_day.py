"""The last day of a span: not before its first, and the same day by one press."""

from dataclasses import dataclass
from datetime import date

from bot.dialogue.form import Form
from bot.dialogue.questions.last_day import LastDayQuestion
from bot.dialogue.questions.pickers import DateQuestion
from tests.dialogue.conftest import Begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    since: date
    until: date


SPAN = Form(Span, DateQuestion("since", future=True), LastDayQuestion("until", future=True), name="story")


def test_a_span_of_one_day_is_one_press(talk: Begin) -> None:
    t = talk(SPAN)
    t.type("۱۴ آبان")
    assert t.buttons[:2] == [["همان روز، ۱۴ آبان"], ["روز دیگر"]]
    t.tap("همان روز، ۱۴ آبان")
    t.tap("ثبت")
    assert t.built == Span(since=date(2025, 11, 5), until=date(2025, 11, 5))


def test_a_day_before_the_first_is_not_offered_and_not_taken(talk: Begin) -> None:
    t = talk(SPAN)
    t.type("فردا")
    assert "روز آخر نمی‌تواند پیش از ۱۳ آبان ۱۴۰۴ باشد" in t.type("امروز")
    t.tap("روز دیگر")
    days = [label for row in t.buttons for label in row]
    assert ("۱۲" in days, "۱۳" in days) == (False, True)
    assert "روز آخر نمی‌تواند" in t.press("=2025-11-03")


def test_a_first_day_that_moves_past_the_last_asks_for_the_last_again(talk: Begin) -> None:
    t = talk(SPAN)
    t.type("فردا")
    t.type("۱۴ آبان")
    t.tap("ویرایش")
    t.tap("label since")
    assert "until?" in t.type("۲۰ آبان")
    assert "label until: یکشنبه ۲۵ آبان" in t.type("۲۵ آبان")
