"""Managing units, for administrators: opening, changing attributes, moving, merging and closing."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.inputs import GeoPoint, TextInput
from bot.dialogue.question import Accepted, AnswerResult, Input, Moment, Pending, QuestionContext
from bot.dialogue.questions.basic import Choice, PhoneQuestion, TextQuestion
from bot.dialogue.questions.pickers import (
    Option,
    Options,
    OptionsQuery,
    OptionsRequest,
    Pick,
    PickAnswer,
    Preset,
    pick_answer,
)
from bot.dialogue.screen import Button, RequestKind, Screen, button_rows
from bot.dialogue.state import FormValues
from bot.dialogue.views import View, ViewRequest, form_button, view_button
from bot.i18n.messages import Joined, Localizable, Text, enum_text, text
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.hierarchy import SERVING_KINDS, UnitView
from bot.relief.ids import AccountRef, UnitId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.units.attributes import (
    EDITABLE_ATTRIBUTES,
    InvalidAttribute,
    LicenceState,
    UnitAttribute,
    parse_attribute,
    set_attribute,
    set_unit_phone,
)
from bot.relief.units.directory import find_units, load_unit
from bot.relief.units.lifecycle import close_unit, merge_units, move_unit, open_unit
from bot.relief.vocabulary import UnitKind
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.people.join_request_review import refusal_text
from handlers.questions import UnitContext, parse_unit_id, unit_answer, unit_label
from handlers.units.unit import attribute_name, attribute_text

OPENABLE_KINDS = tuple(kind for kind in UnitKind if kind is not UnitKind.COUNTRY)


async def show_unit_administration(turn: TurnContext, request: ViewRequest) -> Screen:
    here = await _load_managed_unit(turn, request.args)
    opened = () if here.kind in SERVING_KINDS else (form_button(text("unit-keeping-open"), "unit-opening", here.id),)
    moves = (
        form_button(text("unit-keeping-move"), "unit-moving", here.id),
        form_button(text("unit-keeping-merge"), "unit-merging", here.id),
        form_button(text("unit-keeping-close"), "unit-closing", here.id),
    )
    attributes = [
        form_button(attribute_name(fact), "unit-telling", here.id, fact.value) for fact in EDITABLE_ATTRIBUTES
    ]
    phone = form_button(text("unit-keeping-phone"), "unit-phoning", here.id)
    rows = () if here.closed_on else (*button_rows([phone, *attributes], 3), *button_rows([*opened, *moves], 2))
    return Screen(
        text=text("unit-keeping", name=here.name),
        buttons=(
            *rows,
            (view_button(text("unit-keeping-lists"), "unit-lists", here.id),),
            *home_row(view_button(text("unit-back"), "unit", here.id)),
        ),
    )


async def _load_managed_unit(turn: TurnContext, args: tuple[str, ...]) -> UnitView:
    unit_id = UnitId(parse_id(args))
    await require(turn.caller(), Action.KEEP_UNITS, unit_id)
    return await load_unit(turn.session, unit_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChangeContext(UnitContext):
    """`is_serving` is true for a unit that serves families, false for a place."""

    is_serving: bool = False


async def start_unit_change(turn: TurnContext, args: tuple[str, ...]) -> FormValues[UnitChangeContext]:
    unit = await _load_managed_unit(turn, args)
    return FormValues(context=UnitChangeContext(unit=unit_answer(unit), is_serving=unit.kind in SERVING_KINDS))


def _managed_units_query(*, serving: bool | None) -> OptionsQuery:
    """Return a query over the open units that the actor manages, without the form's own unit.

    `serving` None finds units like the form's own: serving ones, or places.
    """

    async def query_units(turn: TurnContext, query: OptionsRequest) -> Options:
        unit_id = query.answers["unit"]["id"]
        is_serving = query.context.is_serving if serving is None else serving
        among = SERVING_KINDS if is_serving else tuple(kind for kind in UnitKind if kind not in SERVING_KINDS)
        page = await find_units(turn.caller(), Action.KEEP_UNITS, search=query.search, offset=query.offset, limit=query.limit, kinds=among)  # fmt: skip
        others = (unit for unit in page.items if unit.kind in among and str(unit.id) != unit_id)
        options = (Option(id=str(unit.id), label=unit_label(unit), answer_label=unit.name) for unit in others)
        return Options(items=tuple(options), more=page.has_more)

    return query_units


async def _result_page(turn: TurnContext, message: Text, unit: UnitId) -> Screen:
    shown = await turn.show_view("unit", unit)
    return Screen(text=Joined((message, shown.text), separator="\n\n"), buttons=shown.buttons)


# ---- opening


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOpening:
    """A unit to be opened under `unit`; `phone` is E.164."""

    unit: UnitId
    kind: UnitKind
    name: str
    phone: str = ""


async def submit_unit_opening(turn: TurnContext, opening: UnitOpening) -> Screen:
    opened = await open_unit(turn.caller(), kind=opening.kind, name=opening.name, parent=opening.unit, phone=opening.phone)  # fmt: skip
    return await _result_page(turn, text("unit-opening-done", name=opened.name), opened.id)


unit_opening_form = Form(
    UnitOpening,
    Preset("unit", parse_id=parse_unit_id),
    Choice("kind", UnitKind, options_for=lambda _: OPENABLE_KINDS),
    TextQuestion("name", min_length=2, max_length=80),
    PhoneQuestion("phone", optional=True),
    name="unit-opening",
    submit=submit_unit_opening,
    start=start_unit_change,
    context=UnitChangeContext,
)

# ---- attributes


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
    return await _result_page(
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
    return await _result_page(turn, text("unit-phoning-done"), phoning.unit)


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

# ---- moving, merging, closing


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMove:
    unit: UnitId
    to: UnitId


async def submit_unit_move(turn: TurnContext, moving: UnitMove) -> Screen:
    unit, above = await move_unit(turn.caller(), moving.unit, moving.to)
    return await _result_page(turn, text("unit-moving-done", name=unit.name, parent=above.name), unit.id)


unit_moving_form = Form(
    UnitMove,
    Preset("unit", parse_id=parse_unit_id),
    Pick("to", source=_managed_units_query(serving=False), parse_id=parse_unit_id),
    name="unit-moving",
    submit=submit_unit_move,
    start=start_unit_change,
    context=UnitChangeContext,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMerge:
    unit: UnitId
    into: UnitId


async def submit_unit_merge(turn: TurnContext, merging: UnitMerge) -> Screen:
    unit, into = await merge_units(turn.caller(), merging.unit, merging.into, current_account=AccountRef(turn.messenger, turn.account))  # fmt: skip
    return await _result_page(turn, text("unit-merging-done", name=unit.name, into=into.name), into.id)


unit_merging_form = Form(
    UnitMerge,
    Preset("unit", parse_id=parse_unit_id),
    Pick("into", source=_managed_units_query(serving=None), parse_id=parse_unit_id),
    name="unit-merging",
    submit=submit_unit_merge,
    start=start_unit_change,
    context=UnitChangeContext,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitClosure:
    unit: UnitId
    reason: str


async def submit_unit_closing(turn: TurnContext, closing: UnitClosure) -> Screen:
    unit, waited = await close_unit(turn.caller(), closing.unit, closing.reason, current_account=AccountRef(turn.messenger, turn.account))  # fmt: skip
    for person in waited:
        await turn.notify(person, NoticeKind.UNIT_CLOSED.event(unit.id), refusal_text(unit.name, unit.phone))
    return await _result_page(turn, text("unit-closing-done", name=unit.name), unit.id)


unit_closing_form = Form(
    UnitClosure,
    Preset("unit", parse_id=parse_unit_id),
    TextQuestion("reason", min_length=3, max_length=200),
    name="unit-closing",
    submit=submit_unit_closing,
    start=start_unit_change,
    context=UnitChangeContext,
)

FORMS = (
    unit_opening_form,
    unit_telling_form,
    unit_phoning_form,
    unit_moving_form,
    unit_merging_form,
    unit_closing_form,
)
VIEWS = (View(name="unit-admin", render=show_unit_administration),)
