"""Lists of units as tables: what the columns are called, units as rows, and rows read back into what they say.

Bringing them in is next door. It knows the words of a language only as it is handed them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.messages import Term, Text, word
from bot.persian.jalali import Jalali
from bot.persian.normalisation import LEFT_TO_RIGHT, fold
from bot.persian.phones import say_phone
from bot.relief.hierarchy import below, open_on
from bot.relief.ids import UnitId
from bot.relief.units.facts import TOLD, Fact, LicenceState
from bot.relief.vocabulary import UnitKind
from bot.storage.tables import Unit, UnitFact

BETWEEN = "/"


class UnitColumn(Term, text_key="unit-column"):
    """`UNDER` is the way down from the top, «ایران/کهگیلویه و بویراحمد/…»; the others are as in the unit and its facts."""

    UNDER = "under"
    KIND = "kind"
    NAME = "name"
    OPENED_ON = "opened_on"
    PHONE = "phone"
    ADDRESS = "address"
    LICENCE = "licence"
    LICENCE_STATE = "licence_state"
    LICENSED_ON = "licensed_on"
    LICENSED_UNTIL = "licensed_until"
    IBAN = "iban"
    CARD_READER = "card_reader"
    USSD = "ussd"
    LOCATION = "location"


NEEDED = (UnitColumn.UNDER, UnitColumn.KIND, UnitColumn.NAME)
Cells = Mapping[UnitColumn, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What columns, kinds and states are called, folded; `say` writes them."""

    say: Callable[[Text], str]
    columns: Mapping[str, UnitColumn]
    kinds: Mapping[str, UnitKind]
    states: Mapping[str, LicenceState]


def wording(say: Callable[[Text], str]) -> Wording:
    """In the language of `say`; the words of the code are understood in every language."""

    def known(members: Iterable[Term]) -> dict[str, Term]:
        pairs = [(word(one), one) for one in members]
        return {fold(said): one for key, one in pairs for said in (say(key), one.value)}

    return Wording(
        say=say,
        columns={said: UnitColumn(one) for said, one in known(UnitColumn).items()},
        kinds={said: UnitKind(one) for said, one in known(UnitKind).items()},
        states={said: LicenceState(one) for said, one in known(LicenceState).items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a file; `number` is the one that a spreadsheet shows beside it."""

    number: int
    cells: Cells = field(default_factory=dict)


class NoHeading(Exception):
    """The first row does not name what a unit must have: `missing`."""

    def __init__(self, missing: tuple[UnitColumn, ...]) -> None:
        super().__init__("no heading")
        self.missing = missing


def lines_of(rows: Sequence[Sequence[str]], words: Wording) -> list[Line]:
    """Empty rows are passed over, and columns that nobody knows. Raises NoHeading."""
    heading = [words.columns.get(fold(cell)) for cell in rows[0]] if rows else []
    missing = tuple(column for column in NEEDED if column not in heading)
    if missing:
        raise NoHeading(missing)
    found = (
        Line(number=number, cells={column: cell for column, cell in zip(heading, row, strict=False) if column and cell})
        for number, row in enumerate(rows[1:], 2)
    )
    return [line for line in found if line.cells]


async def rows_of(session: AsyncSession, under: UnitId, today: date, words: Wording) -> list[list[str]]:
    """The heading, then every open unit under that one, a parent always before its children."""
    listed = await session.scalars(select(Unit).where(Unit.id.in_(below((under,), today)), open_on(today)))
    units = {unit.id: unit for unit in listed}
    parents = await session.execute(select(Unit.id, Unit.parent_id, Unit.name))
    tree = {unit: (parent, name) for unit, parent, name in parents}
    facts: dict[int, dict[Fact, str]] = {}
    told = select(UnitFact).where(UnitFact.until.is_(None), UnitFact.fact.in_(TOLD))
    for fact in await session.scalars(told):
        facts.setdefault(fact.unit_id, {})[Fact(fact.fact)] = fact.value
    lines = sorted(
        (_path(tree, unit.parent_id), unit.sort_key, unit.id) for unit in units.values() if unit.parent_id is not None
    )
    heading = [words.say(word(column)) for column in UnitColumn]
    return [heading, *(_row(units[unit], path, facts.get(unit, {}), words) for path, _, unit in lines)]


def _path(tree: Mapping[int, tuple[int | None, str]], unit: int | None) -> str:
    names: list[str] = []
    while unit is not None:
        unit, name = tree[unit]
        names.append(name)
    return BETWEEN.join(reversed(names))


def _row(unit: Unit, path: str, facts: Mapping[Fact, str], words: Wording) -> list[str]:
    cells = {
        UnitColumn.UNDER: path,
        UnitColumn.KIND: words.say(word(UnitKind(unit.kind))),
        UnitColumn.NAME: unit.name,
        UnitColumn.OPENED_ON: _jalali(unit.opened_on),
        UnitColumn.PHONE: say_phone(unit.phone, "en").removeprefix(LEFT_TO_RIGHT) if unit.phone else "",
    }
    cells |= {UnitColumn(fact.value): _shown(fact, value, words) for fact, value in facts.items()}
    return [cells.get(column, "") for column in UnitColumn]


def _shown(fact: Fact, value: str, words: Wording) -> str:
    match fact:
        case Fact.LICENSED_ON | Fact.LICENSED_UNTIL:
            return _jalali(date.fromisoformat(value))
        case Fact.LICENCE_STATE:
            return words.say(word(LicenceState(value)))
        case _:
            return value


def _jalali(day: date) -> str:
    there = Jalali.of(day)
    return f"{there.year}/{there.month:02}/{there.day:02}"
