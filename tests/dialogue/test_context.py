"""The context of a form: stored as JSON beside the answers, read by another version, given to what the questions call."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.dialogue import engine
from bot.dialogue.context import began_alike, dump_context, load_context
from bot.dialogue.form import Form
from bot.dialogue.questions.basic import Choice, TextQuestion
from bot.dialogue.questions.pickers import Option, Options, OptionsRequest, Pick, PickAnswer, Preset, pick_answer
from bot.dialogue.state import FormState, FormValues
from bot.relief.vocabulary import Kind
from tests.dialogue.conftest import Begin
from tests.dialogue.form_driver import MOMENT, through_json

UNIT = pick_answer(7, "امداد محلهٔ سادات")


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftContext:
    unit: PickAnswer | None = None
    giver: str = ""
    kinds: tuple[Kind, ...] = ()
    usual: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    unit: int
    what: int
    kind: Kind
    note: str = ""


async def things_query(_: Any, query: OptionsRequest) -> Options:
    option = Option(id="4", label="پتو", context=replace(query.context, kinds=(Kind.IN_KIND, Kind.CASH)))
    return Options(items=(option,))


GIFT = Form(
    Gift,
    Preset("unit"),
    Pick("what", source=things_query),
    Choice("kind", Kind, options_for=lambda values: values.context.kinds or tuple(Kind)),
    TextQuestion("note", when=lambda values: values.context.giver == "مریم"),
    name="gift",
    context=GiftContext,
)


def begun(context: GiftContext, answers: dict[str, Any] | None = None) -> FormState:
    return GIFT.begin(FormValues(context=context, answers=answers or {}))


def test_a_context_comes_back_from_json_as_it_was() -> None:
    context = GiftContext(unit=UNIT, giver="مریم", kinds=(Kind.CASH,), usual=Kind.IN_KIND)
    assert load_context(GiftContext, dump_context(context)) == context
    assert load_context(None, None) is None


@pytest.mark.parametrize(
    "stored",
    [
        None,
        {},
        {"giver": 4, "of-a-newer-version": True},
        {"kinds": ["no-kind"], "usual": "no-kind", "unit": "not an answer"},
        {"kinds": 4, "unit": 4},
    ],
)
def test_what_another_version_wrote_takes_the_defaults(stored: Any) -> None:
    assert load_context(GiftContext, stored) == GiftContext()


def test_a_preset_is_never_asked_and_an_option_changes_the_context(talk: Begin) -> None:
    t = talk(GIFT, context=GiftContext(unit=UNIT, giver="زهرا"))
    assert t.lines[0] == "۱ از حدود ۲   what?"
    t.tap("پتو")
    assert t.buttons == [["غیرنقدی", "نقدی"]]
    assert "label unit: امداد محلهٔ سادات" in t.tap("نقدی")
    t.tap("ثبت")
    assert t.built == Gift(unit=7, what=4, kind=Kind.CASH)


def test_a_question_applies_by_the_context(talk: Begin) -> None:
    assert talk(GIFT, context=GiftContext(unit=UNIT, giver="مریم")).lines[0] == "۱ از حدود ۳   what?"


def test_a_draft_began_alike_whatever_was_chosen_or_renamed_since() -> None:
    renamed = dict(UNIT) | {"label": "امداد سادات"}
    draft = replace(begun(GiftContext(unit=UNIT)), context={"unit": renamed, "kinds": ["cash"], "giver": "زهرا"})
    assert began_alike(draft, FormValues(context=GiftContext(unit=UNIT)))
    other = pick_answer(8, "امداد دهدشت")
    assert not began_alike(draft, FormValues(context=GiftContext(unit=other)))
    assert not began_alike(draft, FormValues(context=GiftContext(), answers={"what": pick_answer(4, "پتو")}))
    assert not began_alike(replace(draft, context=None), FormValues(context=GiftContext(unit=UNIT)))


def test_a_draft_whose_context_is_lost_is_shown_all_the_same() -> None:
    lost = replace(begun(GiftContext(unit=UNIT)), context=None, answers={}, version=0)
    screen = engine.render_form(GIFT, engine.resume_form(GIFT, through_json(lost)), MOMENT, 1)
    assert screen.buttons
