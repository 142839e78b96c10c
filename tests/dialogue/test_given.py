"""What a person gave is never dropped: by a way past a question, by going back, by another version of the form."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.form import Form
from bot.dialogue.question import Question
from bot.dialogue.questions.basic import Choice, NumberQuestion, PhoneQuestion, TextQuestion
from bot.dialogue.questions.multiples import FileUpload, MultiChoice, Repeat
from bot.dialogue.screen import FileRef
from bot.dialogue.state import Answers
from bot.i18n.messages import Text, enum_text
from bot.relief.vocabulary import Domain, Kind
from tests.dialogue.conftest import Begin
from tests.dialogue.form_driver import Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    first: object = None
    it: object = None
    then: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    domain: Domain
    people: int


LACK = Form(Lack, Choice("domain", Domain), NumberQuestion("people"), name="lack")


def lack_line(item: Answers) -> Text:
    return enum_text(Domain(item["domain"]))


FILES = FileUpload("it", optional=True)
MARKS = MultiChoice("it", Kind, optional=True)
ITEMS = Repeat("it", form=LACK, format_item=lack_line, optional=True)
PHONE = PhoneQuestion("it", optional=True)


def give_files(t: Talk) -> None:
    t.file(11)
    t.file(12)


def give_marks(t: Talk) -> None:
    t.tap("نقدی")
    t.tap("کار داوطلبانه")


def give_items(t: Talk) -> None:
    t.tap("بله، یکی دیگر")
    t.tap("معیشت")
    t.type("۴")


GIVEN: tuple[Any, ...] = (
    pytest.param(FILES, give_files, (FileRef(id=11), FileRef(id=12)), id="files"),
    pytest.param(MARKS, give_marks, (Kind.CASH, Kind.VOLUNTEER_WORK), id="marks"),
    pytest.param(ITEMS, give_items, (Lack(domain=Domain.LIVELIHOOD, people=4),), id="items"),
)


def story(question: Question) -> Form[Story]:
    return Form(Story, TextQuestion("first"), question, TextQuestion("then"), name="story")


def at_the_question(talk: Begin, question: Question) -> Talk:
    t = talk(story(question))
    t.type("مریم")
    return t


@pytest.mark.parametrize(("question", "give", "kept"), GIVEN)
@pytest.mark.parametrize("way", ["skip", "keep"])
def test_a_way_past_a_question_never_drops_its_answer(
    talk: Begin, question: Question, give: Any, kept: object, way: str
) -> None:
    t = at_the_question(talk, question)
    assert ["skip it"] in t.buttons
    give(t)
    assert not any("skip it" in row for row in t.buttons)
    assert "then?" in t.press(way)
    t.type("بعد")
    t.tap("ثبت")
    assert t.built.it == kept


@pytest.mark.parametrize(("question", "give", "kept"), GIVEN)
def test_what_was_given_is_there_after_going_back_and_coming_again(
    talk: Begin, question: Question, give: Any, kept: object
) -> None:
    t = at_the_question(talk, question)
    give(t)
    assert "first?" in t.tap("بازگشت")
    t.type("زهرا")
    t.type("بعد")
    t.tap("ثبت")
    assert (t.built.first, t.built.it) == ("زهرا", kept)


@pytest.mark.parametrize(("question", "give", "kept"), GIVEN)
def test_what_was_given_survives_another_version_of_the_form(
    talk: Begin, tmp_path: Path, question: Question, give: Any, kept: object
) -> None:
    t = at_the_question(talk, question)
    give(t)
    newer = Form(Story, TextQuestion("first"), question, TextQuestion("then"), name="story", version=2)
    t.resume(newer, tmp_path / "newer")
    t.type("بعد")
    t.tap("ثبت")
    assert t.built.it == kept


@pytest.mark.parametrize("way", ["skip", "keep"])
def test_an_answer_that_stands_is_cleared_only_by_the_button_that_says_so(talk: Begin, way: str) -> None:
    t = at_the_question(talk, PHONE)
    t.type("09171234567")
    t.tap("بازگشت")
    assert t.buttons == [["بدون تغییر", "پاک کردن پاسخ"]]
    t.press(way)
    assert t.state.answers["it"]
    t.tap("بازگشت")
    t.tap("پاک کردن پاسخ")
    assert t.state.answers["it"] is None
    t.tap("بازگشت")
    assert t.buttons == [["skip it"]]


def test_one_press_that_removes_all_files_can_be_undone(talk: Begin) -> None:
    t = at_the_question(talk, FILES)
    give_files(t)
    assert "۲ عکس یا فایل کنار گذاشته شد" in t.tap("فرستادن از اول")
    t.tap("برگرداندن ۲ مورد")
    t.tap("همین ۲ تا کافی است")
    assert t.state.answers["it"] == [11, 12]


def test_a_removed_item_can_be_put_back(talk: Begin) -> None:
    t = at_the_question(talk, ITEMS)
    give_items(t)
    t.tap("حذف: معیشت")
    t.tap("برگرداندن: معیشت")
    t.tap("ادامه با همین‌ها")
    assert t.state.answers["it"] == [{"domain": "livelihood", "people": 4}]


def test_backing_out_of_a_half_made_item_keeps_the_others(talk: Begin) -> None:
    t = at_the_question(talk, ITEMS)
    give_items(t)
    t.tap("بله، یکی دیگر")
    t.tap("مسکن")
    t.tap("بازگشت")
    t.tap("بازگشت")
    assert t.buttons[0] == ["حذف: معیشت"]
    t.press("skip")
    assert [item["domain"] for item in t.state.answers["it"]] == ["livelihood"]


def test_more_is_added_to_what_stands_when_it_is_edited_from_the_last_page(talk: Begin) -> None:
    t = at_the_question(talk, FILES)
    give_files(t)
    t.tap("همین ۲ تا کافی است")
    t.type("بعد")
    t.tap("ویرایش")
    t.tap("label it")
    t.file(13)
    t.tap("بازگشت")
    t.tap("بدون تغییر")
    t.tap("ثبت")
    assert t.built.it == (FileRef(id=11), FileRef(id=12), FileRef(id=13))


def test_a_caption_is_kept_with_its_file(talk: Begin) -> None:
    t = at_the_question(talk, FILES)
    t.give(FileRef(id=11, caption="رسید سبد"))
    t.tap("همین ۱ تا کافی است")
    t.type("بعد")
    t.tap("ثبت")
    assert t.built.it == (FileRef(id=11, caption="رسید سبد"),)
