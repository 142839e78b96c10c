"""Picking a unit: the query over the units where the actor may do something. No form stands here."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.dialogue.layout import button_rows
from bot.dialogue.question import Accepted, AnswerResult, Question, QuestionContext
from bot.dialogue.questions.pickers import Option, Options, OptionsQuery, OptionsRequest, PickAnswer, pick_answer
from bot.dialogue.screen import Button, Screen
from bot.dialogue.state import FormValues, JsonValue
from bot.i18n.messages import Localizable, Text, enum_text, from_json, text
from bot.relief.access.policy import Action
from bot.relief.errors import Forbidden
from bot.relief.hierarchy import SERVING_KINDS, UnitView
from bot.relief.ids import UnitId
from bot.relief.units.directory import find_units
from bot.relief.vocabulary import UnitKind
from bot.turn.context import TurnContext

UnitContextQuery: TypeAlias = Callable[[TurnContext, UnitView, Any], Awaitable[object]]
"""From the context so far and a unit, the context that choosing this unit leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessengersContext:
    """Context of a form that lets a person choose a messenger: `linked` are those with an account."""

    linked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MessengerQuestion(Question):
    """One of the messengers of a MessengersContext."""

    def still_valid(self, value: JsonValue, values: FormValues[MessengersContext]) -> bool:
        return value is None or value in values.context.linked

    def render(self, scope: QuestionContext) -> Screen:
        return Screen(
            buttons=button_rows([Button(messenger_text(name), name) for name in scope.values.context.linked], 2)
        )

    def press(self, payload: str, scope: QuestionContext) -> AnswerResult:
        if payload not in scope.values.context.linked:
            raise KeyError(payload)
        return Accepted(payload)

    def format_answer(self, value: JsonValue) -> Localizable:
        return messenger_text(value)


def messenger_text(name: str) -> Text:
    """Return the name of a messenger on screen."""
    return Text(f"messenger-{name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitContext:
    """The context of a form about one unit."""

    unit: PickAnswer | None = None


def unit_label(unit: UnitView) -> Localizable:
    """Return the name, with the kind of a place: a county, its city and a neighbourhood may share one."""
    return unit.name if unit.kind in SERVING_KINDS else text("unit-named", name=unit.name, kind=enum_text(unit.kind))


def units_query(
    action: Action, context_for: UnitContextQuery | None = None, *, among: Collection[UnitKind] = tuple(UnitKind)
) -> OptionsQuery:
    """Return a query over the units where the actor may do `action`, their own first, searched by typing."""

    async def query_units(turn: TurnContext, query: OptionsRequest) -> Options:
        page = await find_units(
            turn.caller(), action, search=query.search, offset=query.offset, limit=query.limit, kinds=among
        )
        options = [
            Option(
                id=str(unit.id),
                label=unit_label(unit),
                answer_label=unit.name,
                context=await context_for(turn, unit, query.context) if context_for else None,
            )
            for unit in page.items
        ]
        return Options(items=tuple(options), more=page.has_more)

    return query_units


async def find_single_unit(
    turn: TurnContext, action: Action, *, among: Collection[UnitKind] = tuple(UnitKind)
) -> UnitView | None:
    """Return the only unit where the actor may do `action`, or None if there are several. Raises Forbidden."""
    page = await find_units(turn.caller(), action, search="", offset=0, limit=1, kinds=among)
    if not page.items:
        raise Forbidden
    return None if page.has_more else page.items[0]


def unit_answer(unit: UnitView) -> PickAnswer:
    return pick_answer(unit.id, unit.name)


def label_argument(answer: PickAnswer | None, name: str) -> Localizable | None:
    """Return an argument of an answer's label, or the whole label if it has none; None without an answer."""
    label = from_json(answer["label"]) if answer else None
    return label.args.get(name, label) if isinstance(label, Text) else label


def parse_unit_id(stored: str) -> UnitId:
    return UnitId(int(stored))
