"""What a form holds: answers and halves of answers of a person, and nothing that was there when it was opened."""

from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue.content import answer_content, content_digest, form_subject, is_untouched, no_subject
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice, TextQuestion, YesNoQuestion
from bot.dialogue.questions.multiples import FileUpload, Repeat
from bot.dialogue.questions.pickers import Pick, pick_answer
from bot.dialogue.state import FormState, FormValues
from bot.relief.vocabulary import Kind
from tests.dialogue.form_driver import among, through_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    consent: bool
    unit: int
    things: tuple[Thing, ...]
    name: str = ""
    pictures: tuple[int, ...] = ()


UNIT = pick_answer(7, "امداد محلهٔ سادات")
THING = Form(Thing, Choice("kind", Kind), name="thing")
PARCEL = Form(
    Parcel,
    Pick("unit", source=among()),
    YesNoQuestion("consent", required_answer="yes"),
    TextQuestion("name", optional=True),
    FileUpload("pictures", optional=True),
    Repeat("things", form=THING, format_item=str),
    name="parcel",
)


def opened(**answers: Any) -> FormState:
    begun = PARCEL.begin(FormValues(context=None, answers={"unit": UNIT, **answers}))
    return replace(begun, digest=content_digest(PARCEL, begun))


def touched(state: FormState) -> bool:
    return not is_untouched(PARCEL, through_json(state))


def test_an_opened_form_a_consent_and_a_skipped_answer_are_nothing_given() -> None:
    state = opened()
    assert not touched(state)
    consented = PARCEL.advance(replace(state, answers={**state.answers, "consent": "yes"}))
    assert not touched(consented)
    assert not touched(PARCEL.advance(replace(consented, answers={**consented.answers, "name": None})))


def test_an_answer_is_given_and_a_changed_or_removed_one_is_a_change() -> None:
    state = opened(name="زهرا")
    assert not touched(state)
    assert touched(replace(state, answers={**state.answers, "name": "علی"}))
    assert touched(replace(state, answers={**state.answers, "name": None}))
    assert not touched(PARCEL.goto(state, "name")), "a standing answer that is looked at is not changed"


def test_half_an_answer_is_given() -> None:
    pictures = PARCEL.goto(opened(), "pictures")
    assert not touched(pictures)
    assert touched(replace(pictures, answers={**pictures.answers, "pictures": [4, 9]}))
    assert answer_content(PARCEL, replace(pictures, draft=[4]))["pictures"] == [4], "as an older version kept them"
    things = PARCEL.goto(opened(), "things")
    assert things.sub is not None, "the first item is asked at once"
    assert not touched(things)
    assert touched(replace(things, answers={**things.answers, "things": [{"kind": "cash"}]}))
    assert touched(replace(things, sub=replace(things.sub, answers={"kind": "cash"})))


def test_a_page_of_a_list_or_a_search_is_no_answer() -> None:
    state = PARCEL.goto(opened(), "unit")
    assert not touched(replace(state, draft={"search": "سادات", "number": 3, "items": [{"label": "x"}], "more": True}))


def test_a_form_is_about_its_first_answer_or_what_it_says_itself() -> None:
    state = opened(name="زهرا", consent="yes")
    assert form_subject(PARCEL, state) == "امداد محلهٔ سادات"
    own = Form(Parcel, *PARCEL.questions, name="parcel", subject=lambda values: values.answers.get("name"))
    assert form_subject(own, state) == "زهرا"
    assert form_subject(own, opened()) is None
    assert form_subject(Form(Parcel, *PARCEL.questions, name="parcel", subject=no_subject), state) is None
