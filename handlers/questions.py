"""Picking a unit or whatever else a button has named already. It knows rights and units; no form is its own."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.dialogue.question import Accepted, AnswerResult, Question, QuestionContext
from bot.dialogue.questions.pickers import Option, Options, OptionsQuery, OptionsRequest, Pick, pick_value
from bot.dialogue.screen import Button, Screen, button_rows
from bot.dialogue.state import Answers, JsonValue
from bot.i18n.messages import Localizable, Text, enum_text, from_json, text
from bot.relief.access.policy import Action
from bot.relief.errors import Forbidden
from bot.relief.hierarchy import SERVING_KINDS, UnitView
from bot.relief.ids import UnitId
from bot.relief.units.directory import find_units
from bot.relief.vocabulary import UnitKind
from bot.turn.context import TurnContext

UnitAnswers: TypeAlias = Callable[[TurnContext, UnitView], Awaitable[Answers]]


@dataclass(frozen=True, slots=True)
class MessengerQuestion(Question):
    """One of the messengers in which the person has an account: their names stand in the answer `linked`."""

    def still_valid(self, value: JsonValue, answers: Answers) -> bool:
        return value is None or value in answers.get("linked", ())

    def render(self, asked: QuestionContext) -> Screen:
        names = asked.state.answers.get("linked", ())
        return Screen(buttons=button_rows([Button(messenger_text(name), name) for name in names], 2))

    def press(self, payload: str, asked: QuestionContext) -> AnswerResult:
        if payload not in asked.state.answers.get("linked", ()):
            raise KeyError(payload)
        return Accepted(payload)

    def format_answer(self, value: JsonValue) -> Localizable:
        return messenger_text(value)


def messenger_text(name: str) -> Text:
    """Return the name of a messenger on screen."""
    return Text(f"messenger-{name}")


@dataclass(frozen=True, slots=True)
class Preset(Pick):
    """Not asked where `start` has told the answer, as `told_<key>`: then it only stands on the last page."""

    def implied(self, answers: Answers) -> JsonValue:
        return answers.get(f"told_{self.key}")


def preset_option(key: str) -> OptionsQuery:
    """What was told is all that there is to choose."""

    async def look(_: TurnContext, query: OptionsRequest) -> Options:
        told = query.answers[f"told_{key}"]
        return Options(items=(Option(id=told["id"], label=from_json(told["label"])),))

    return look


async def _no_answers(_: TurnContext, __: UnitView) -> Answers:
    return {}


def unit_label(unit: UnitView) -> Localizable:
    """A body's name says what it is; a county, its city and a neighbourhood may bear one name."""
    return unit.name if unit.kind in SERVING_KINDS else text("unit-named", name=unit.name, kind=enum_text(unit.kind))


def units_query(
    action: Action, fills: UnitAnswers = _no_answers, *, among: Collection[UnitKind] = tuple(UnitKind)
) -> OptionsQuery:
    """The units where the person may do it, their own first, searched by typing; `fills` answers more of each."""

    async def look(turn: TurnContext, query: OptionsRequest) -> Options:
        found = await find_units(
            turn.session,
            turn.require_actor(),
            action,
            search=query.search,
            today=turn.today,
            offset=query.offset,
            limit=query.limit,
            kinds=among,
        )
        rows = [Option(id=str(unit.id), label=unit_label(unit), answer_label=unit.name) for unit in found.items]
        filled = [
            replace(row, also_answers=await fills(turn, unit)) for row, unit in zip(rows, found.items, strict=True)
        ]
        return Options(items=tuple(filled), more=found.has_more)

    return look


async def single_unit(
    turn: TurnContext,
    action: Action,
    fills: UnitAnswers = _no_answers,
    *,
    among: Collection[UnitKind] = tuple(UnitKind),
) -> Answers:
    """The answers to begin with where there is one unit to choose; Forbidden where there is none."""
    found = await find_units(
        turn.session, turn.require_actor(), action, search="", today=turn.today, offset=0, limit=1, kinds=among
    )
    if not found.items:
        raise Forbidden
    if found.has_more:
        return {}
    (unit,) = found.items
    return {"told_unit": pick_value(unit.id, unit.name), **await fills(turn, unit)}


def parse_unit_id(kept: str) -> UnitId:
    return UnitId(int(kept))
