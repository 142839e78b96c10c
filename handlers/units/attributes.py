"""Changing what is known of a unit: its attributes, and the phone of those who answer for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.inputs import GeoPoint, TextInput
from bot.dialogue.layout import button_rows
from bot.dialogue.question import Accepted, AnswerResult, Input, Moment, Pending, QuestionContext
from bot.dialogue.questions.basic import PhoneQuestion, TextQuestion
from bot.dialogue.questions.pickers import (
    PickAnswer,
    Preset,
    pick_answer,
)
from bot.dialogue.screen import Button, RequestKind, Screen
from bot.dialogue.state import FormValues
from bot.i18n.messages import Localizable, Text, enum_text, text
from bot.relief.ids import UnitId
from bot.relief.units.attributes import (
    EDITABLE_ATTRIBUTES,
    InvalidAttribute,
    LicenceState,
    UnitAttribute,
    parse_attribute,
    set_attribute,
    set_unit_phone,
)
from bot.turn.context import TurnContext
from handlers.questions import parse_unit_id
from handlers.units.administration import (
    UnitChangeContext,
    result_page,
    start_unit_change,
)
from handlers.units.unit import attribute_name, attribute_text


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAttributeChange:
    """A new value of an attribute; an empty one removes it."""

    unit: UnitId
    fact: UnitAttribute
    value: str = ""


@dataclass(frozen=True, slots=True)
class AttributeQuestion(TextQuestion):
    """The value of an attribute, parsed by its kind: a state of a licence, a day, an account number."""

    def render(self, scope: QuestionContext) -> Screen:
        fact = _attribute(scope.values)
        if fact is not UnitAttribute.LICENCE_STATE:
            return Screen(request=RequestKind.LOCATION if fact is UnitAttribute.LOCATION else None)
        return Screen(buttons=button_rows([Button(enum_text(state), state.value) for state in LicenceState], 2))

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        return Accepted(LicenceState(payload).value)

    def accept(self, given: Input, scope: QuestionContext) -> AnswerResult:
        if isinstance(given, GeoPoint):
            given = TextInput(text=f"{given.latitude},{given.longitude}")
        return TextQuestion.accept(self, given, scope)

    def accept_text(self, typed: str, scope: QuestionContext) -> AnswerResult:
        read = parse_attribute(_attribute(scope.values), typed, scope.moment.today)
        return (
            Pending(note=Text(f"unit-fact-wrong-{read.reason}"))
            if isinstance(read, InvalidAttribute)
            else Accepted(read)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAttributeContext(UnitChangeContext):
    """The unit and the attribute; the id of `fact` is the attribute's name."""

    fact: PickAnswer | None = None


def _attribute(values: FormValues[UnitAttributeContext]) -> UnitAttribute:
    return UnitAttribute(values.answers["fact"]["id"])


def attribute_args(_: Moment, values: FormValues[UnitAttributeContext]) -> Mapping[str, Localizable]:
    fact = _attribute(values)
    return {"question": Text(f"unit-fact-ask-{fact.value}".replace("_", "-"))}


async def start_unit_telling(turn: TurnContext, args: tuple[str, ...]) -> FormValues[UnitAttributeContext]:
    fact = next((one for one in EDITABLE_ATTRIBUTES if one.value == "".join(args[1:2])), UnitAttribute.ADDRESS)
    context = (await start_unit_change(turn, args)).context
    return FormValues(
        context=UnitAttributeContext(
            unit=context.unit,
            is_serving=context.is_serving,
            fact=pick_answer(fact.value, attribute_name(fact)),
        )
    )


async def submit_unit_attribute(turn: TurnContext, telling: UnitAttributeChange) -> Screen:
    await set_attribute(turn.caller(), telling.unit, telling.fact, telling.value)
    message = attribute_text(telling.fact, telling.value) if telling.value else text("unit-fact-none")
    return await result_page(
        turn, text("unit-telling-done", what=attribute_name(telling.fact), value=message), telling.unit
    )


unit_telling_form = Form(
    UnitAttributeChange,
    Preset("unit", parse_id=parse_unit_id),
    Preset("fact", parse_id=UnitAttribute),
    AttributeQuestion("value", optional=True, args=attribute_args),
    name="unit-telling",
    submit=submit_unit_attribute,
    start=start_unit_telling,
    context=UnitAttributeContext,
    confirm=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPhoneChange:
    unit: UnitId
    phone: str = ""


async def submit_unit_phone(turn: TurnContext, phoning: UnitPhoneChange) -> Screen:
    await set_unit_phone(turn.caller(), phoning.unit, phoning.phone)
    return await result_page(turn, text("unit-phoning-done"), phoning.unit)


unit_phoning_form = Form(
    UnitPhoneChange,
    Preset("unit", parse_id=parse_unit_id),
    PhoneQuestion("phone", optional=True),
    name="unit-phoning",
    submit=submit_unit_phone,
    start=start_unit_change,
    context=UnitChangeContext,
    confirm=False,
)

FORMS = (unit_telling_form, unit_phoning_form)
