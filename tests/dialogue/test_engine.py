"""Going through a form: back, skip, keep, help, editing on the last page, what is not asked, what ends it, what resumes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.dialogue import engine
from bot.dialogue.form import CONFIRM_PAGE, Form
from bot.dialogue.question import Moment, Question
from bot.dialogue.questions.basic import Choice, NumberQuestion, TextQuestion, YesNoQuestion
from bot.dialogue.questions.pickers import DateQuestion, begun_day_default
from bot.dialogue.state import FormValues
from bot.i18n.messages import Day, Localizable, text
from bot.relief.vocabulary import Coverage, Kind, Support
from tests.dialogue.conftest import Begin
from tests.dialogue.form_driver import through_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    name: str = ""
    age: int | None = None
    city: str = ""
    on: date | None = None


THREE: tuple[Question, ...] = (TextQuestion("name"), NumberQuestion("age", optional=True), TextQuestion("city"))
FORM = Form(Story, *THREE, DateQuestion("on", default=begun_day_default, past=True), name="story")


def test_a_form_is_asked_in_order_and_confirmed_once(talk: Begin) -> None:
    t = talk(FORM)
    assert t.lines == ["۱ از ۳   name?"]
    assert t.type("مریم") == "۲ از ۳   age?"
    assert t.type("۳۲") == "۳ از ۳   city?"
    assert t.type("یاسوج").split("\n") == [
        "این‌ها درست است؟",
        "label name: مریم",
        "label age: ۳۲",
        "label city: یاسوج",
        "label on: دوشنبه ۱۲ آبان ۱۴۰۴",
    ]
    t.tap("ثبت")
    assert t.built == Story(name="مریم", age=32, city="یاسوج", on=date(2025, 11, 3))


def test_a_total_that_an_answer_still_decides_is_not_promised(talk: Begin) -> None:
    """It is said to be about so much, until it is known."""
    city = TextQuestion("city", when=lambda values: values.answers.get("age") == 32)
    t = talk(Form(Story, TextQuestion("name"), NumberQuestion("age"), city, name="story"))
    assert t.lines == ["۱ از حدود ۲   name?"]
    assert t.type("مریم") == "۲ از حدود ۲   age?"
    assert t.type("۳۲") == "۳ از ۳   city?"


def test_the_first_question_has_no_way_back(talk: Begin) -> None:
    t = talk(FORM)
    assert [t.texts.format_label(b.label) for b in t.screen.buttons[-1]] == ["راهنما", "بعداً"]
    assert t.press("back") == "۱ از ۳   name?"
    t.type("مریم")
    assert [t.texts.format_label(b.label) for b in t.screen.buttons[-1]] == ["بازگشت", "راهنما", "بعداً"]


def test_what_was_answered_stands_and_is_kept_by_one_tap(talk: Begin) -> None:
    t = talk(FORM)
    t.type("مریم")
    assert t.tap("بازگشت").split("\n") == ["۱ از ۳   name?", "پاسخ فعلی: مریم"]
    assert t.tap("بدون تغییر") == "۲ از ۳   age?"
    t.tap("بازگشت")
    assert t.type("زهرا") == "۲ از ۳   age?"


def test_what_is_optional_is_skipped_and_left_out(talk: Begin) -> None:
    t = talk(FORM)
    t.type("مریم")
    t.tap("skip age")
    assert "label age" not in t.type("یاسوج")
    t.tap("ثبت")
    assert t.built.age is None


def test_what_was_given_can_be_left_out_again(talk: Begin) -> None:
    t = talk(FORM)
    t.type("مریم")
    t.type("۳۲")
    t.tap("بازگشت")
    assert t.buttons == [["بدون تغییر", "پاک کردن پاسخ"]]
    t.tap("پاک کردن پاسخ")
    assert "label age" not in t.type("یاسوج")


def test_only_what_is_optional_can_be_skipped(talk: Begin) -> None:
    t = talk(FORM)
    assert "\n\nلطفاً" in t.press("skip")
    assert "name?" in t.press("keep")
    assert t.state.at == "name"


def test_help_says_more_and_asks_again(talk: Begin) -> None:
    t = talk(FORM)
    assert t.tap("راهنما").split("\n\n") == ["۱ از ۳   name?", "help name"]


def test_any_answer_is_edited_in_place_with_two_taps(talk: Begin) -> None:
    t = talk(FORM)
    for said in ("مریم", "۳۲", "یاسوج"):
        t.type(said)
    assert t.tap("ویرایش") == "کدام پاسخ را عوض کنیم؟"
    assert t.buttons == [["label name"], ["label age"], ["label city"], ["label on"], ["بازگشت", "حذف پیش‌نویس"]]
    assert "پاسخ فعلی: یاسوج" in t.tap("label city")
    assert "label city: گچساران" in t.type("گچساران")
    t.tap("ویرایش")
    assert "این‌ها درست است؟" in t.tap("بازگشت")
    t.tap("ویرایش")
    t.tap("label on")
    assert "این‌ها درست است؟" in t.tap("بازگشت")
    t.tap("ویرایش")
    t.tap("label on")
    t.tap("دیروز، ۱۱ آبان")
    t.tap("ثبت")
    assert t.built == Story(name="مریم", age=32, city="گچساران", on=date(2025, 11, 2))


def test_only_what_was_answered_can_be_edited(talk: Begin) -> None:
    """Whatever a press says: a question may look at the answers to those before it."""
    t = talk(FORM)
    said = t.press("e:city").split("\n\n")
    assert said == ["۱ از ۳   name?", t.texts.format_message(text("dialogue-press-a-button"))]
    t.type("مریم")
    assert t.press("e:name").startswith("۱ از ۳   name?")


def test_nothing_is_submitted_before_the_last_page(talk: Begin) -> None:
    t = talk(FORM)
    for action in ("ok", "edit", "e:nothing", "=", "what"):
        assert "name?" in t.press(action)
    assert t.built is None


def test_words_on_the_last_page_are_no_answer(talk: Begin) -> None:
    t = talk(Form(Story, TextQuestion("name"), name="story"))
    t.type("مریم")
    assert "\n\nلطفاً یکی از دکمه‌های پایین" in t.type("بله")
    assert "\n\nلطفاً یکی از دکمه‌های پایین" in t.press("help")


def test_the_last_page_goes_back_to_the_last_question(talk: Begin) -> None:
    t = talk(FORM)
    for said in ("مریم", "۳۲", "یاسوج"):
        t.type(said)
    assert "city?" in t.tap("بازگشت")


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    coverage: Coverage
    support: Support | None = None


COVERED = Form(
    Covered,
    Choice("coverage", Coverage),
    Choice("support", Support, when=lambda values: values.answers.get("coverage") != Coverage.NONE),
    name="covered",
)


def test_a_question_that_does_not_apply_is_not_asked(talk: Begin) -> None:
    t = talk(COVERED)
    assert "support" not in t.tap("هیچ‌کدام")
    t.tap("ویرایش")
    t.tap("label coverage")
    assert "support?" in t.tap("بهزیستی")
    t.tap("مستمری ماهانه")
    t.tap("ویرایش")
    t.tap("label coverage")
    t.tap("هیچ‌کدام")
    t.tap("ثبت")
    assert t.built == Covered(coverage=Coverage.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    name: str
    kind: Kind


def kinds(values: FormValues[Any]) -> list[Kind]:
    return [Kind.CASH] if values.answers.get("name") == "نقد" else [Kind.IN_KIND, Kind.VOLUNTEER_WORK]


GIVEN = Form(Given, TextQuestion("name"), Choice("kind", Kind, options_for=kinds), name="given")


def test_what_the_other_answers_settle_is_not_asked(talk: Begin) -> None:
    t = talk(GIVEN)
    assert "label kind: نقدی" in t.type("نقد")
    t.tap("ثبت")
    assert t.built == Given(name="نقد", kind=Kind.CASH)


def test_an_answer_that_fits_no_more_is_asked_again(talk: Begin) -> None:
    t = talk(GIVEN)
    t.type("نقد")
    t.tap("ویرایش")
    t.tap("label name")
    assert "kind?" in t.type("کالا")
    assert t.buttons == [["غیرنقدی", "کار داوطلبانه"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentContext:
    who: str = ""


def consent_text(moment: Moment, values: FormValues[ConsentContext]) -> Mapping[str, Localizable]:
    return {"who": values.context.who, "today": Day(moment.today)}


CONSENT = Form(
    Story,
    YesNoQuestion("agreed", required_answer="yes", args=consent_text),
    TextQuestion("name"),
    TextQuestion("city"),
    name="story",
    context=ConsentContext,
)


def test_the_one_answer_that_goes_on_is_neither_counted_nor_shown(talk: Begin) -> None:
    t = talk(CONSENT, context=ConsentContext(who="مریم"), agreed="من { $who } هستم، { $today }.")
    assert t.text == "من مریم هستم، ۱۲ آبان ۱۴۰۴."
    assert t.tap("yes agreed") == "۱ از ۲   name?"
    t.type("زهرا")
    assert "agreed" not in t.type("یاسوج")


def test_any_other_answer_ends_the_form(talk: Begin) -> None:
    said = {"agreed.stop": "{ $who } چیزی ننوشت."}
    t = talk(CONSENT, context=ConsentContext(who="مریم"), **said)
    assert "مریم" in t.tap("no agreed")
    assert t.stopped is not None
    assert t.stopped.key == "story-agreed.stop"
    assert t.built is None


def test_a_form_without_a_last_page_is_submitted_by_its_last_answer(talk: Begin) -> None:
    t = talk(Form(Story, TextQuestion("name"), TextQuestion("city"), name="story", confirm=False))
    t.type("مریم")
    t.type("یاسوج")
    assert t.built == Story(name="مریم", city="یاسوج")


def test_a_form_that_starts_filled_in_asks_only_the_rest(talk: Begin) -> None:
    t = talk(FORM, {"name": "مریم", "city": "یاسوج"})
    assert t.lines == ["۲ از ۳   age?"]
    assert "label city: یاسوج" in t.tap("skip age")


def test_a_draft_goes_on_in_a_form_that_asks_more_and_less(talk: Begin, tmp_path: Path) -> None:
    t = talk(FORM)
    t.type("مریم")
    t.type("۳۲")
    later = Form(Story, TextQuestion("name"), TextQuestion("village"), TextQuestion("city"), name="story", version=2)
    assert t.resume(later, tmp_path) == "۲ از ۳   village?"
    t.type("تنگ سرخ")
    assert "label city: یاسوج" in t.type("یاسوج")
    assert "label age" not in t.text


def test_a_draft_of_the_same_version_goes_on_where_it_was(talk: Begin, tmp_path: Path) -> None:
    t = talk(FORM)
    t.type("مریم")
    assert t.resume(FORM, tmp_path) == "۲ از ۳   age?"


def test_a_question_that_went_without_a_new_version_strands_nobody(talk: Begin, tmp_path: Path) -> None:
    t = talk(FORM)
    t.type("مریم")
    shorter = Form(Story, TextQuestion("name"), TextQuestion("city"), name="story")
    assert t.resume(shorter, tmp_path) == "۲ از ۲   city?"


def test_a_use_case_that_refuses_leads_to_the_answer_it_is_about(talk: Begin) -> None:
    t = talk(FORM)
    for said in ("مریم", "۳۲", "یاسوج"):
        t.type(said)
    assert FORM.goto(t.state, "city").at == "city"
    assert FORM.goto(t.state, "").at == CONFIRM_PAGE
    assert engine.current_question(FORM, through_json(FORM.goto(t.state, "nothing")))[0] is None


def test_a_question_may_have_the_texts_of_another_form() -> None:
    keys = [NumberQuestion("people", texts_of=form).text_key("correction") for form in ("", "report")]
    assert keys == ["correction-people", "report-people"]
