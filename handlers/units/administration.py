"""The administration page of a unit, and opening a unit; what its other forms share."""

from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.layout import button_rows
from bot.dialogue.questions.basic import Choice, NameQuestion, PhoneQuestion
from bot.dialogue.questions.pickers import (
    Option,
    Options,
    OptionsQuery,
    OptionsRequest,
    Pick,
)
from bot.dialogue.screen import Screen
from bot.dialogue.state import FormValues
from bot.dialogue.views import View, ViewRequest, form_button, view_button
from bot.i18n.messages import Joined, Text, text
from bot.relief.access.caller import Actor
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.hierarchy import CHILD_KINDS, SERVING_KINDS, UnitView, parent_kinds
from bot.relief.ids import UnitId
from bot.relief.units.attributes import (
    EDITABLE_ATTRIBUTES,
)
from bot.relief.units.directory import find_units, load_unit
from bot.relief.units.lifecycle import open_unit
from bot.relief.vocabulary import UnitKind
from bot.turn.context import TurnContext
from handlers.button_args import parse_id
from handlers.navigation import home_row
from handlers.questions import UnitContext, parse_unit_id, unit_answer, unit_label
from handlers.units.unit import attribute_name


async def show_unit_administration(turn: TurnContext, request: ViewRequest) -> Screen:
    """Show what may be done with the given unit, or with the one that the actor manages."""
    here = await load_managed_unit(turn, request.args or _managed_unit(turn.require_actor()))
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


def _managed_unit(actor: Actor) -> tuple[str, ...]:
    return tuple(str(grant.unit) for grant in actor.grants if grant.scope(Action.KEEP_UNITS))[:1]


async def load_managed_unit(turn: TurnContext, args: tuple[str, ...]) -> UnitView:
    unit_id = UnitId(parse_id(args))
    await require(turn.caller(), Action.KEEP_UNITS, unit_id)
    return await load_unit(turn.session, unit_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChangeContext(UnitContext):
    """`is_serving` is true for a unit that serves families. `kinds` may stand under it, it may stand under `over`."""

    is_serving: bool = False
    kinds: tuple[UnitKind, ...] = ()
    over: tuple[UnitKind, ...] = ()


async def start_unit_change(turn: TurnContext, args: tuple[str, ...]) -> FormValues[UnitChangeContext]:
    return FormValues(context=_change_context(await load_managed_unit(turn, args)))


def _change_context(unit: UnitView) -> UnitChangeContext:
    return UnitChangeContext(
        unit=unit_answer(unit),
        is_serving=unit.kind in SERVING_KINDS,
        kinds=CHILD_KINDS[unit.kind],
        over=parent_kinds(unit.kind),
    )


def _kinds_alike(context: UnitChangeContext) -> tuple[UnitKind, ...]:
    """Return serving kinds for a serving unit, and kinds of places for a place."""
    return tuple(kind for kind in UnitKind if (kind in SERVING_KINDS) == context.is_serving)


def managed_units_query(*, alike: bool) -> OptionsQuery:
    """Return a query over the open units that the actor manages, without the form's own unit.

    With `alike` they are serving units or places like it, without it those under which it may stand.
    """

    async def query_units(turn: TurnContext, query: OptionsRequest) -> Options:
        unit_id = query.answers["unit"]["id"]
        among = _kinds_alike(query.context) if alike else query.context.over
        page = await find_units(turn.caller(), Action.KEEP_UNITS, search=query.search, offset=query.offset, limit=query.limit, kinds=among)  # fmt: skip
        others = (unit for unit in page.items if unit.kind in among and str(unit.id) != unit_id)
        options = (Option(id=str(unit.id), label=unit_label(unit), answer_label=unit.name) for unit in others)
        return Options(items=tuple(options), more=page.has_more)

    return query_units


async def _query_parents(turn: TurnContext, query: OptionsRequest) -> Options:
    """Find the open units that the actor manages and that may have units under them."""
    among = tuple(kind for kind in UnitKind if CHILD_KINDS[kind])
    page = await find_units(
        turn.caller(), Action.KEEP_UNITS, search=query.search, offset=query.offset, limit=query.limit, kinds=among
    )
    options = (
        Option(id=str(unit.id), label=unit_label(unit), answer_label=unit.name, context=_change_context(unit))
        for unit in page.items
        if unit.kind in among
    )
    return Options(items=tuple(options), more=page.has_more)


async def result_page(turn: TurnContext, message: Text, unit: UnitId) -> Screen:
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
    return await result_page(turn, text("unit-opening-done", name=opened.name), opened.id)


unit_opening_form = Form(
    UnitOpening,
    Pick("unit", source=_query_parents, parse_id=parse_unit_id, preset=True),
    Choice("kind", UnitKind, options_for=lambda values: values.context.kinds),
    NameQuestion("name", named="thing"),
    PhoneQuestion("phone", optional=True),
    name="unit-opening",
    submit=submit_unit_opening,
    start=start_unit_change,
    context=UnitChangeContext,
)

FORMS = (unit_opening_form,)
VIEWS = (View(name="unit-admin", render=show_unit_administration),)
