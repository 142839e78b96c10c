"""Questions that are answered by choosing, by sending and by gathering: choices, picks, files, places, nested forms."""

from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.inputs import GeoPoint
from bot.dialogue.question import Question
from bot.dialogue.questions.basic import Choice, LocationQuestion, NumberQuestion, TextQuestion, YesNoQuestion
from bot.dialogue.questions.multiples import FileUpload, MultiChoice, Repeat
from bot.dialogue.questions.pickers import Option, Pick, pick_answer
from bot.dialogue.screen import FileRef, RequestKind
from bot.dialogue.state import Answers
from bot.i18n.messages import Day, Text, enum_text, text
from bot.relief.vocabulary import Domain, Kind, Urgency
from tests.dialogue.conftest import Begin
from tests.dialogue.form_driver import MOMENT, among


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    it: object = None
    then: object = None


def ask(question: Question) -> Form[Story]:
    return Form(Story, question, name="story")


def test_a_choice_is_one_of_the_vocabulary(talk: Begin) -> None:
    t = talk(ask(Choice("it", Kind)))
    assert t.buttons == [["نقدی", "غیرنقدی"], ["کار داوطلبانه"]]
    assert "یکی از گزینه‌ها" in t.type("یک چیزی")
    assert "label it: غیرنقدی" in t.tap("غیرنقدی")
    t.tap("ثبت")
    assert t.built == Story(it=Kind.IN_KIND)


def test_several_choices_are_marked_and_unmarked(talk: Begin) -> None:
    t = talk(ask(MultiChoice("it", Kind)))
    t.tap("نقدی")
    t.tap("کار داوطلبانه")
    assert t.buttons == [["✓ نقدی", "غیرنقدی"], ["✓ کار داوطلبانه"], ["ادامه با همین‌ها"]]
    t.tap("✓ نقدی")
    t.tap("غیرنقدی")
    assert "گزینه‌ها" in t.type("چه کنم")
    assert t.buttons[0] == ["نقدی", "✓ غیرنقدی"]
    assert "label it: کار داوطلبانه، غیرنقدی" in t.tap("ادامه با همین‌ها")
    t.tap("ثبت")
    assert t.built == Story(it=(Kind.VOLUNTEER_WORK, Kind.IN_KIND))


def test_marks_stand_when_one_comes_back_to_them(talk: Begin) -> None:
    t = talk(ask(MultiChoice("it", Kind)))
    t.tap("نقدی")
    t.tap("ادامه با همین‌ها")
    t.tap("بازگشت")
    assert t.buttons[0] == ["✓ نقدی", "غیرنقدی"]


def test_yes_and_no_read_as_the_form_says_them(talk: Begin) -> None:
    t = talk(ask(YesNoQuestion("it")))
    assert t.buttons == [["yes it", "no it"]]
    assert "label it: خیر" in t.tap("no it") or "label it: نه" in t.text
    t.tap("ثبت")
    assert t.built == Story(it=False)


MANY = tuple(Option(id=str(n), label=f"خانوار {'سادات' if n % 2 else 'لبنان'} {n}") for n in range(1, 16))


def test_a_pick_is_paged(talk: Begin) -> None:
    t = talk(ask(Pick("it", source=among(*MANY))))
    assert [row[0] for row in t.buttons[:-1]] == [one.label for one in MANY[:6]]
    assert t.buttons[-1] == ["صفحهٔ بعد"]
    t.tap("صفحهٔ بعد")
    assert t.buttons[0] == ["خانوار سادات 7"]
    assert t.buttons[-1] == ["صفحهٔ قبل", "صفحهٔ بعد"]
    t.tap("صفحهٔ بعد")
    assert t.buttons[-1] == ["صفحهٔ قبل"]
    assert "label it: خانوار سادات 13" in t.tap("خانوار سادات 13")
    t.tap("ثبت")
    assert t.built == Story(it=13)


def test_a_pick_is_searched_by_typing_and_says_what_for(talk: Begin) -> None:
    t = talk(ask(Pick("it", source=among(*MANY))))
    assert "نتیجهٔ جست‌وجوی «لبنان»" in t.type(" لبنان ")
    assert t.buttons[0] == ["خانوار لبنان 2"]
    assert t.buttons[-2:] == [["صفحهٔ بعد"], ["نمایش همه"]]
    t.tap("صفحهٔ بعد")
    assert "نتیجهٔ جست‌وجوی «لبنان»" in t.text
    assert t.buttons[0] == ["خانوار لبنان 14"]
    t.tap("نمایش همه")
    assert t.buttons[0] == ["خانوار سادات 1"]


def test_a_search_that_finds_nothing_says_so(talk: Begin) -> None:
    t = talk(ask(Pick("it", source=among(*MANY))))
    assert "برای «سرداب» چیزی پیدا نشد" in t.type("سرداب")
    assert t.buttons == [["نمایش همه"]]
    assert "لطفاً یکی را انتخاب کنید" in t.file(1)
    assert "برای «سرداب»" in t.text
    assert "هنوز چیزی نیست" in talk(ask(Pick("it", source=among()))).text


def test_a_press_is_read_against_what_the_page_offered(talk: Begin) -> None:
    t = talk(ask(Pick("it", source=among(*MANY))))
    t.tap("صفحهٔ بعد")
    assert "label it: خانوار لبنان 8" in t.press("=1")


def test_pages_that_are_not_there_are_not_turned_to(talk: Begin) -> None:
    t = talk(ask(Pick("it", source=among(*MANY))))
    for payload in ("p7", "p-1", "p", "pp", "99", "p99999999999999999999", "x", ""):
        assert "دکمه" in t.press(f"={payload}")
    assert t.buttons[0] == ["خانوار سادات 1"]


def test_a_pick_answers_other_questions_with_it(talk: Begin) -> None:
    same = Option(
        id="7", label=text("dialogue-today", day=Day(MOMENT.today)), answer_label="سبد کالا", also_answers={"then": 3}
    )
    t = talk(Form(Story, Pick("it", source=among(same)), NumberQuestion("then"), name="story"))
    assert t.tap("امروز، ۱۲ آبان ۱۴۰۴").split("\n")[1:] == ["label it: سبد کالا", "label then: ۳"]
    t.tap("ثبت")
    assert t.built == Story(it=7, then=3)


def test_a_pick_that_is_answered_from_the_start_is_said_in_words(talk: Begin) -> None:
    t = talk(
        Form(Story, Pick("it", source=among(*MANY)), TextQuestion("then"), name="story"),
        {"it": pick_answer(4, enum_text(Kind.CASH))},
    )
    assert t.lines[0].endswith("then?")
    t.tap("بازگشت")
    assert "پاسخ فعلی: نقدی" in t.text


def test_files_come_one_after_the_other_until_that_is_all(talk: Begin) -> None:
    t = talk(ask(FileUpload("it", max_count=3)))
    assert t.buttons == []
    assert "عکس یا فایل بفرستید" in t.type("نمی‌شود")
    assert "۱ عکس یا فایل رسید" in t.file(11)
    t.file(12)
    assert "۲ عکس یا فایل رسید" in t.file(11)  # the same again
    assert "عکس یا فایل بفرستید" in t.type("تمام")
    t.file(13)
    assert "حداکثر ۳ عکس یا فایل" in t.file(14)
    assert t.buttons == [["همین ۳ تا کافی است", "فرستادن از اول"]]
    assert "label it: ۳ مورد" in t.tap("همین ۳ تا کافی است")
    t.tap("ثبت")
    assert t.built == Story(it=(FileRef(id=12), FileRef(id=11), FileRef(id=13)))


def test_files_can_be_sent_anew(talk: Begin) -> None:
    t = talk(ask(FileUpload("it", optional=True)))
    t.file(11)
    t.tap("همین ۱ تا کافی است")
    t.tap("بازگشت")
    t.tap("فرستادن از اول")
    t.file(21)
    t.tap("همین ۱ تا کافی است")
    t.tap("ثبت")
    assert t.built == Story(it=(FileRef(id=21),))


def test_a_location_is_shared(talk: Begin) -> None:
    t = talk(ask(LocationQuestion("it")))
    assert t.screen.request is RequestKind.LOCATION
    assert "«فرستادن موقعیت من»" in t.type("سادات، کوچهٔ ۴")
    assert "label it: روی نقشه" in t.place(30.66, 51.58)
    t.tap("ثبت")
    assert t.built == Story(it=GeoPoint(latitude=30.66, longitude=51.58))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    domain: Domain
    urgency: Urgency
    people: int = 0


def lack_line(item: Answers) -> Text:
    return text("dialogue-line", label=enum_text(Domain(item["domain"])), answer=enum_text(Urgency(item["urgency"])))


LACK = Form(
    Lack,
    Choice("domain", Domain),
    Choice("urgency", Urgency),
    NumberQuestion("people", default=lambda _, __: 1),
    name="lack",
)


def test_a_nested_form_begins_its_first_item_and_asks_for_more(talk: Begin) -> None:
    t = talk(ask(Repeat("it", form=LACK, format_item=lack_line)))
    assert "domain?" in t.text
    t.tap("معیشت")
    assert "۲ از ۲" in t.text
    t.tap("فوری")
    assert t.buttons == [["حذف: معیشت: فوری"], ["بله، یکی دیگر", "ادامه با همین‌ها"]]
    t.tap("بله، یکی دیگر")
    t.tap("مسکن")
    t.tap("سر فرصت")
    assert "label it: معیشت: فوری، مسکن: سر فرصت" in t.tap("ادامه با همین‌ها")
    t.tap("ثبت")
    first, second = Domain.LIVELIHOOD, Domain.HOUSING
    assert t.built == Story(
        it=(
            Lack(domain=first, urgency=Urgency.URGENT, people=1),
            Lack(domain=second, urgency=Urgency.LATER, people=1),
        )
    )


def test_one_goes_back_through_an_item_to_the_list_and_out(talk: Begin) -> None:
    t = talk(Form(Story, TextQuestion("then"), Repeat("it", form=LACK, format_item=lack_line), name="story"))
    t.type("مریم")
    t.tap("معیشت")
    t.tap("بازگشت")
    assert "domain?" in t.text
    t.tap("بازگشت")
    assert t.buttons == [["بله، یکی دیگر"]]
    assert "then?" in t.tap("بازگشت")


def test_an_item_is_removed_and_the_last_one_leaves_nothing_to_confirm(talk: Begin) -> None:
    t = talk(ask(Repeat("it", form=LACK, format_item=lack_line)))
    t.tap("معیشت")
    t.tap("فوری")
    t.tap("حذف: معیشت: فوری")
    assert t.buttons == [["برگرداندن: معیشت: فوری"], ["بله، یکی دیگر"]]
    assert "دکمه" in t.press("=!")
    assert t.state.at == "it"


def test_an_optional_list_begins_empty_and_a_full_one_takes_no_more(talk: Begin) -> None:
    t = talk(ask(Repeat("it", form=LACK, format_item=lack_line, optional=True, max_count=1)))
    assert t.buttons == [["بله، یکی دیگر"], ["skip it"]]
    t.tap("بله، یکی دیگر")
    t.tap("معیشت")
    t.tap("فوری")
    assert t.buttons == [["حذف: معیشت: فوری"], ["ادامه با همین‌ها"]]
    t.press("=+")
    assert t.state.sub is None


def test_help_within_an_item_is_that_of_its_question(talk: Begin) -> None:
    t = talk(ask(Repeat("it", form=LACK, format_item=lack_line)))
    t.tap("معیشت")
    assert "help urgency" in t.tap("راهنما")
    assert "۲ از ۲" in t.text
