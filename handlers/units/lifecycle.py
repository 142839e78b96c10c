"""Moving, merging and closing a unit."""

from dataclasses import dataclass

from bot.dialogue.form import Form
from bot.dialogue.questions.basic import TextQuestion
from bot.dialogue.questions.pickers import (
    Pick,
    Preset,
)
from bot.dialogue.screen import Screen
from bot.i18n.messages import text
from bot.relief.ids import AccountRef, UnitId
from bot.relief.outbound.notices import NoticeKind
from bot.relief.units.lifecycle import close_unit, merge_units, move_unit
from bot.turn.context import TurnContext
from handlers.people.join_request_review import refusal_text
from handlers.questions import parse_unit_id
from handlers.units.administration import (
    UnitChangeContext,
    managed_units_query,
    result_page,
    start_unit_change,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMove:
    unit: UnitId
    to: UnitId


async def submit_unit_move(turn: TurnContext, moving: UnitMove) -> Screen:
    unit, above = await move_unit(turn.caller(), moving.unit, moving.to)
    return await result_page(turn, text("unit-moving-done", name=unit.name, parent=above.name), unit.id)


unit_moving_form = Form(
    UnitMove,
    Preset("unit", parse_id=parse_unit_id),
    Pick("to", source=managed_units_query(alike=False), parse_id=parse_unit_id),
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
    return await result_page(turn, text("unit-merging-done", name=unit.name, into=into.name), into.id)


unit_merging_form = Form(
    UnitMerge,
    Preset("unit", parse_id=parse_unit_id),
    Pick("into", source=managed_units_query(alike=True), parse_id=parse_unit_id),
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
    return await result_page(turn, text("unit-closing-done", name=unit.name), unit.id)


unit_closing_form = Form(
    UnitClosure,
    Preset("unit", parse_id=parse_unit_id),
    TextQuestion("reason", min_length=3, max_length=200),
    name="unit-closing",
    submit=submit_unit_closing,
    start=start_unit_change,
    context=UnitChangeContext,
)

FORMS = (unit_moving_form, unit_merging_form, unit_closing_form)
