"""Picking a unit or whatever else a button has named already. It knows rights and units; no form is its own."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.dialogue.questions.pickers import Look, Option, Options, Pick, Query, picked
from bot.dialogue.state import Answers, Json
from bot.i18n.messages import Said, said_of, text, word
from bot.relief.access.policy import Action
from bot.relief.errors import Forbidden
from bot.relief.hierarchy import BODIES, UnitView
from bot.relief.ids import UnitId
from bot.relief.units.directory import find_units
from bot.relief.vocabulary import UnitKind
from bot.turn.context import Turn

Fills: TypeAlias = Callable[[Turn, UnitView], Awaitable[Answers]]


@dataclass(frozen=True, slots=True)
class Told(Pick):
    """Not asked where `start` has told the answer, as `told_<key>`: then it only stands on the last page."""

    def settled(self, answers: Answers) -> Json:
        return answers.get(f"told_{self.key}")


def as_told(key: str) -> Look:
    """What was told is all that there is to choose."""

    async def look(_: Turn, query: Query) -> Options:
        told = query.answers[f"told_{key}"]
        return Options(items=(Option(id=told["id"], label=said_of(told["label"])),))

    return look


async def _nothing(_: Turn, __: UnitView) -> Answers:
    return {}


def unit_named(unit: UnitView) -> Said:
    """A body's name says what it is; a county, its city and a neighbourhood may bear one name."""
    return unit.name if unit.kind in BODIES else text("unit-named", name=unit.name, kind=word(unit.kind))


def units_where(action: Action, fills: Fills = _nothing, *, among: Collection[UnitKind] = tuple(UnitKind)) -> Look:
    """The units where the person may do it, their own first, searched by typing; `fills` answers more of each."""

    async def look(turn: Turn, query: Query) -> Options:
        found = await find_units(
            turn.session,
            turn.known(),
            action,
            search=query.search,
            today=turn.today,
            offset=query.offset,
            limit=query.limit,
            among=among,
        )
        rows = [Option(id=str(unit.id), label=unit_named(unit), said=unit.name) for unit in found.items]
        filled = [replace(row, fills=await fills(turn, unit)) for row, unit in zip(rows, found.items, strict=True)]
        return Options(items=tuple(filled), more=found.more)

    return look


async def only_unit(
    turn: Turn, action: Action, fills: Fills = _nothing, *, among: Collection[UnitKind] = tuple(UnitKind)
) -> Answers:
    """The answers to begin with where there is one unit to choose; Forbidden where there is none."""
    found = await find_units(
        turn.session, turn.known(), action, search="", today=turn.today, offset=0, limit=1, among=among
    )
    if not found.items:
        raise Forbidden
    if found.more:
        return {}
    (unit,) = found.items
    return {"told_unit": picked(unit.id, unit.name), **await fills(turn, unit)}


def unit_id(kept: str) -> UnitId:
    return UnitId(int(kept))
