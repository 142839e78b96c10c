"""Questions that are answered in words: what is taken, what is asked again, and how it reads on the last page."""

from dataclasses import dataclass
from datetime import date

import pytest

from bot.dialogue.form import Form
from bot.dialogue.question import Question
from bot.dialogue.questions.basic import (
    IdentityQuestion,
    MoneyQuestion,
    NameQuestion,
    NumberQuestion,
    PhoneQuestion,
    TextQuestion,
)
from bot.dialogue.questions.month_grid import BLANK
from bot.dialogue.questions.pickers import DateQuestion
from bot.dialogue.screen import RequestKind
from bot.i18n.answer_parsers import IdentityKind
from bot.persian.money import Amount, Currency, Toman
from tests.dialogue.conftest import Begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    it: object


def ask(question: Question) -> Form[Story]:
    return Form(Story, question, name="story")


def test_words_are_kept_in_one_spelling(talk: Begin) -> None:
    t = talk(ask(TextQuestion("it")))
    assert t.lines == ["it?"]
    assert t.type("  مريم   احمدي ").split("\n") == ["این‌ها درست است؟", "label it: مریم احمدی"]
    t.tap("ثبت")
    assert t.built == Story(it="مریم احمدی")


def test_words_too_short_and_too_long_are_asked_again(talk: Begin) -> None:
    t = talk(ask(TextQuestion("it", min_length=3, max_length=5)))
    assert "دست‌کم ۳ حرف" in t.type("آب")
    assert "پاسخ شما ۶ حرف است؛ حداکثر ۵" in t.type("آبادان")
    assert "لطفاً پاسخ را بنویسید" in t.file(1)
    assert "it?" in t.text
    assert "label it: آبان" in t.type("آبان")


@pytest.mark.parametrize("again", ["رضا", "رضایی", "=0"])
def test_a_name_of_one_word_is_asked_about_once_and_then_taken(talk: Begin, again: str) -> None:
    t = talk(ask(NameQuestion("it")))
    assert "فقط «رضا»؟" in t.type("رضا")
    assert t.buttons == [["همین: رضا"]]
    assert "label it:" in (t.press(again) if again == "=0" else t.type(again))
    t.tap("ثبت")
    assert t.built == Story(it="رضا" if again == "=0" else again)


def test_a_whole_name_is_taken_at_once_and_no_name_never(talk: Begin) -> None:
    t = talk(ask(NameQuestion("it")))
    assert "جای شماره نیست" in t.type("۰۹۱۷۱۱۱۲۲۳۳")
    assert "عنوان است" in t.type("خانم")
    assert "فقط «رضا»؟" in t.type("رضا")
    assert "حرفی دیده نمی‌شود" in t.type("...")
    assert "label it: رضا قنبری" in t.type("رضا قنبري")


@pytest.mark.parametrize(("said", "kept"), [("۴", 4), ("٤", 4), ("چهار نفر", 4), ("بیست و پنج", 25), ("۴ تا", 4)])
def test_a_number_is_read_as_people_write_it(talk: Begin, said: str, kept: int) -> None:
    t = talk(ask(NumberQuestion("it", minimum=1, maximum=30)))
    t.type(said)
    t.tap("ثبت")
    assert t.built == Story(it=kept)


def test_a_number_may_be_one_of_the_usual_and_must_be_in_its_range(talk: Begin) -> None:
    t = talk(ask(NumberQuestion("it", minimum=1, maximum=30, suggestions=(1, 2, 3, 4, 5, 6, 10))))
    assert t.buttons == [["۱", "۲", "۳", "۴", "۵", "۶"], ["۱۰"]]
    assert "از ۱ تا ۳۰" in t.type("۳۱")
    assert "لطفاً یک عدد بنویسید" in t.type("چند")
    assert "لطفاً یک عدد بنویسید" in t.type("9" * 400)
    assert "label it: ۱۰" in t.tap("۱۰")


def test_a_plain_amount_is_read_back_in_words(talk: Begin) -> None:
    t = talk(ask(MoneyQuestion("it")))
    assert "label it: ۱٬۵۰۰٬۰۰۰ تومان (یک میلیون و پانصد هزار تومان)" in t.type("یک و نیم میلیون")
    t.tap("ثبت")
    assert t.built == Story(it=Amount(Toman(1_500_000), "یک و نیم میلیون", Currency.TOMAN))


def test_an_unclear_amount_is_asked_with_its_readings(talk: Begin) -> None:
    t = talk(ask(MoneyQuestion("it")))
    assert "منظورتان از «۵۰۰ تومن» کدام است؟" in t.type("۵۰۰ تومن")
    assert t.buttons == [["۵۰۰ هزار تومان"], ["۵۰۰ تومان"]]
    assert "پانصد هزار تومان" in t.tap("۵۰۰ هزار تومان")


def test_readings_go_when_something_else_is_written(talk: Begin) -> None:
    t = talk(ask(MoneyQuestion("it")))
    t.type("۵۰۰ تومن")
    assert "متوجه این مبلغ نشدم" in t.type("زیاد")
    assert t.buttons == []
    assert "دکمه" in t.press("=0")
    assert "مبلغ منفی نمی‌شود" in t.type("-۵ هزار")


@pytest.mark.parametrize("said", ["0917 123 45 67", "۰۹۱۷۱۲۳۴۵۶۷", "+98 917 123 4567", "9171234567"])
def test_a_phone_in_any_form_is_shown_masked(talk: Begin, said: str) -> None:
    t = talk(ask(PhoneQuestion("it")))
    assert "label it: ۰۹۱۷•••۴۵۶۷" in t.type(said)
    t.tap("ثبت")
    assert t.built == Story(it="+989171234567")


@pytest.mark.parametrize(
    ("said", "why"),
    [("مریم", "فقط رقم دارد"), ("0917123", "کامل نیست"), ("33221100", "کد شهر"), ("0" * 20, "چند شماره")],
)
def test_a_wrong_phone_says_what_is_wrong(talk: Begin, said: str, why: str) -> None:
    t = talk(ask(PhoneQuestion("it")))
    assert why in t.type(said)


@pytest.mark.parametrize("said", ["ندارن", "تلفن ندارند", "نه", "فعلا نداره!", "نمی‌دونم"])
def test_a_person_who_has_no_phone_may_say_so(talk: Begin, said: str) -> None:
    t = talk(ask(PhoneQuestion("it", optional=True)))
    assert "درست است؟" in t.type(said)
    assert "فقط رقم" in talk(ask(PhoneQuestion("it"))).type(said)


@pytest.mark.parametrize("own", [True, False])
def test_a_contact_from_abroad_is_taken(talk: Begin, *, own: bool) -> None:
    t = talk(ask(PhoneQuestion("it", own=own)))
    t.contact("93701234567", own=own)
    t.tap("ثبت")
    assert t.built == Story(it="+93701234567")


@pytest.mark.parametrize(
    ("question", "said", "kept"),
    [
        (MoneyQuestion("it"), "۵۰۰ هزار تومن 🙏", "۵۰۰٬۰۰۰"),
        (NumberQuestion("it"), "۴ نفر 👨‍👩‍👧‍👦", "۴"),
        (PhoneQuestion("it"), "☎️ ۰۹۱۷۱۲۳۴۵۶۷", "۰۹۱۷•••۴۵۶۷"),
        (DateQuestion("it", past=True), "دیروز ✅", "۱۱ آبان"),
    ],
)
def test_a_picture_beside_an_answer_is_no_part_of_it(talk: Begin, question: Question, said: str, kept: str) -> None:
    assert kept in talk(ask(question)).type(said)


@pytest.mark.parametrize("said", ["۲ ساعت", "۳ نفر", "۵ بسته"])
def test_a_count_is_no_amount_and_is_told_so(talk: Begin, said: str) -> None:
    assert "تعداد است، نه مبلغ" in talk(ask(MoneyQuestion("it"))).type(said)


def test_a_phone_may_be_somebody_elses_card(talk: Begin) -> None:
    t = talk(ask(PhoneQuestion("it")))
    assert t.screen.request is None
    assert "label it: ۰۹۱۷•••۴۵۶۷" in t.contact("989171234567", own=False)


def test_ones_own_phone_is_only_taken_as_ones_own_card(talk: Begin) -> None:
    t = talk(ask(PhoneQuestion("it", own=True)))
    assert t.screen.request is RequestKind.CONTACT
    assert "شمارهٔ خودتان نیست" in t.contact("989171234567", own=False)
    assert "با دکمهٔ «فرستادن شمارهٔ من»" in t.type("09171234567")
    assert "label it: ۰۹۱۷•••۴۵۶۷" in t.contact("989171234567", own=True)


def test_a_national_id_is_checked_and_shown_masked(talk: Begin) -> None:
    t = talk(ask(IdentityQuestion("it", IdentityKind.NATIONAL_ID, private=True)))
    assert "۱۰ رقم است" in t.type("۴۲۲")
    assert "فقط رقم" in t.type("ندارد")
    assert "همهٔ رقم‌هایش یکی است" in t.type("1111111111")
    assert "۴۲۲ ۰۰۰ ۰۱۹۱" in t.type("4220000191"), "the message is deleted: what was read is shown"
    assert "شاید دو رقم جابه‌جا" in t.type("4220000191")
    assert "جابه‌جا" not in t.type("4220000111")
    assert "label it: ۴۲۲•••••۱۹" in t.type("۴۲۲۰۰۰۰۱۱۹")


def test_other_papers_have_their_own_shapes(talk: Begin) -> None:
    t = talk(ask(IdentityQuestion("it", IdentityKind.FOREIGNER_ID)))
    assert "۱۲ رقم" in t.type("12345")
    assert "label it: ۱۲۳•••••••۱۲" in t.type("123456789012")
    t = talk(ask(IdentityQuestion("it", IdentityKind.PASSPORT)))
    assert "۶ تا ۹" in t.type("A12")
    assert "label it: A••••••۷۸" in t.type("a12345678")


def test_a_day_by_a_button_near_today(talk: Begin) -> None:
    t = talk(ask(DateQuestion("it", past=True)))
    assert t.buttons == [["امروز، ۱۲ آبان", "دیروز، ۱۱ آبان"], ["روز دیگر"]]
    assert "label it: یکشنبه ۱۱ آبان ۱۴۰۴" in t.tap("دیروز، ۱۱ آبان")
    t.tap("ثبت")
    assert t.built == Story(it=date(2025, 11, 2))


def test_a_day_to_come_is_near_in_the_other_direction(talk: Begin) -> None:
    assert talk(ask(DateQuestion("it", future=True))).buttons[0] == ["امروز، ۱۲ آبان", "فردا، ۱۳ آبان"]
    assert len(talk(ask(DateQuestion("it"))).buttons[0]) == 3


def test_a_day_by_the_calendar(talk: Begin) -> None:
    t = talk(ask(DateQuestion("it", past=True)))
    t.tap("روز دیگر")
    assert "آبان ۱۴۰۴" in t.text
    assert t.buttons[0] == ["ش", "ی", "د", "س", "چ", "پ", "ج"]
    assert t.buttons[1] == [BLANK, BLANK, BLANK, BLANK, BLANK, "۱", "۲"]  # 1 Aban 1404 is a Thursday
    assert t.buttons[-2] == ["۱۰", "۱۱", "۱۲", BLANK, BLANK, BLANK, BLANK]
    assert t.buttons[-1] == ["ماه قبل"]  # no day of Azar has come
    assert "مهر ۱۴۰۴" in t.tap("ماه قبل")
    assert t.buttons[-1] == ["ماه قبل", "ماه بعد"]
    assert t.buttons[-2][-1] == BLANK  # Mehr has 30 days
    assert "label it: جمعه ۲۵ مهر ۱۴۰۴" in t.tap("۲۵")


def test_the_calendar_stays_where_nothing_was_meant(talk: Begin) -> None:
    t = talk(ask(DateQuestion("it", future=True)))
    t.tap("روز دیگر")
    assert "آبان ۱۴۰۴" in t.press("=.")
    for _ in range(5):
        t.tap("ماه بعد")
    assert "فروردین ۱۴۰۵" in t.text


def test_a_day_in_words(talk: Begin) -> None:
    t = talk(ask(DateQuestion("it", past=True)))
    assert "هنوز نیامده است. امروز ۱۲ آبان ۱۴۰۴" in t.type("فردا")
    assert "متوجه این" in t.type("یک روزی")
    assert "چنین روزی" in t.type("۳۱ آبان ۱۴۰۳")
    assert "سال" in t.type("۱۲۵۰/۸/۱۲")
    assert "label it: پنجشنبه ۳ مهر ۱۴۰۴" in t.type("۱۴۰۴/۷/۳")


def test_a_day_that_may_be_two_is_asked(talk: Begin) -> None:
    t = talk(ask(DateQuestion("it", past=True)))
    assert "«12/8» کدام روز است؟" in t.type("12/8")
    assert t.buttons == [["۱۲ آبان ۱۴۰۴"], ["۸ اسفند ۱۴۰۳"]]
    assert "label it: چهارشنبه ۸ اسفند ۱۴۰۳" in t.tap("۸ اسفند ۱۴۰۳")


def test_of_two_days_the_only_one_that_may_be_is_taken(talk: Begin) -> None:
    t = talk(ask(DateQuestion("it", past=True)))
    assert "label it: شنبه ۱۹ مهر ۱۴۰۴" in t.type("10/11/2025")


def test_one_doubtful_day_is_asked_too(talk: Begin) -> None:
    t = talk(ask(DateQuestion("it", past=True)))
    assert "«سیزدهم» کدام روز است؟" in t.type("سیزدهم")
    assert t.buttons == [["۱۳ مهر ۱۴۰۴"]]
    assert "label it: پنجشنبه ۳ مهر ۱۴۰۴" in t.type("۳ مهر")
