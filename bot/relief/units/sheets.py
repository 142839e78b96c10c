"""Lists of units as tables: what the columns are called, units as rows, and rows read back into what they say.

Bringing them in is next door. It knows the words of a language only as it is handed them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.messages import Term, Text, enum_text
from bot.persian.jalali import Jalali
from bot.persian.normalisation import LRM, fold
from bot.persian.phones import format_phone
from bot.relief.hierarchy import descendants, open_on
from bot.relief.ids import UnitId
from bot.relief.units.facts import EDITABLE_ATTRIBUTES, LicenceState, UnitAttribute
from bot.relief.vocabulary import UnitKind
from bot.storage.tables import Unit, UnitAttributeValue

PATH_SEPARATOR = "/"


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


REQUIRED_COLUMNS = (UnitColumn.UNDER, UnitColumn.KIND, UnitColumn.NAME)
Cells = Mapping[UnitColumn, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What columns, kinds and states are called, folded; `localize` writes them."""

    localize: Callable[[Text], str]
    columns: Mapping[str, UnitColumn]
    kinds: Mapping[str, UnitKind]
    states: Mapping[str, LicenceState]


def build_wording(localize: Callable[[Text], str]) -> Wording:
    """In the language of `localize`; the words of the code are understood in every language."""

    def known(members: Iterable[Term]) -> dict[str, Term]:
        pairs = [(enum_text(one), one) for one in members]
        return {fold(said): one for key, one in pairs for said in (localize(key), one.value)}

    return Wording(
        localize=localize,
        columns={said: UnitColumn(one) for said, one in known(UnitColumn).items()},
        kinds={said: UnitKind(one) for said, one in known(UnitKind).items()},
        states={said: LicenceState(one) for said, one in known(LicenceState).items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row of a file; `number` is the one that a spreadsheet shows beside it."""

    number: int
    cells: Cells = field(default_factory=dict)


class MissingColumns(Exception):
    """The first row does not name what a unit must have: `columns`."""

    def __init__(self, columns: tuple[UnitColumn, ...]) -> None:
        super().__init__("no heading")
        self.columns = columns


def parse_unit_rows(rows: Sequence[Sequence[str]], wording: Wording) -> list[SheetRow]:
    """Empty rows are passed over, and columns that nobody knows. Raises MissingColumns."""
    heading = [wording.columns.get(fold(cell)) for cell in rows[0]] if rows else []
    missing = tuple(column for column in REQUIRED_COLUMNS if column not in heading)
    if missing:
        raise MissingColumns(missing)
    found = (
        SheetRow(
            number=number, cells={column: cell for column, cell in zip(heading, row, strict=False) if column and cell}
        )
        for number, row in enumerate(rows[1:], 2)
    )
    return [line for line in found if line.cells]


async def build_unit_rows(session: AsyncSession, under: UnitId, today: date, wording: Wording) -> list[list[str]]:
    """The heading, then every open unit under that one, a parent always before its children."""
    listed = await session.scalars(select(Unit).where(Unit.id.in_(descendants((under,), today)), open_on(today)))
    units = {unit.id: unit for unit in listed}
    parents = await session.execute(select(Unit.id, Unit.parent_id, Unit.name))
    tree = {unit: (parent, name) for unit, parent, name in parents}
    facts: dict[int, dict[UnitAttribute, str]] = {}
    told = select(UnitAttributeValue).where(
        UnitAttributeValue.until.is_(None), UnitAttributeValue.attribute.in_(EDITABLE_ATTRIBUTES)
    )
    for fact in await session.scalars(told):
        facts.setdefault(fact.unit_id, {})[UnitAttribute(fact.attribute)] = fact.value
    lines = sorted(
        (_path(tree, unit.parent_id), unit.sort_key, unit.id) for unit in units.values() if unit.parent_id is not None
    )
    heading = [wording.localize(enum_text(column)) for column in UnitColumn]
    return [heading, *(_build_row(units[unit], path, facts.get(unit, {}), wording) for path, _, unit in lines)]


def _path(tree: Mapping[int, tuple[int | None, str]], unit: int | None) -> str:
    names: list[str] = []
    while unit is not None:
        unit, name = tree[unit]
        names.append(name)
    return PATH_SEPARATOR.join(reversed(names))


def _build_row(unit: Unit, path: str, facts: Mapping[UnitAttribute, str], words: Wording) -> list[str]:
    cells = {
        UnitColumn.UNDER: path,
        UnitColumn.KIND: words.localize(enum_text(UnitKind(unit.kind))),
        UnitColumn.NAME: unit.name,
        UnitColumn.OPENED_ON: _format_jalali(unit.opened_on),
        UnitColumn.PHONE: format_phone(unit.phone, "en").removeprefix(LRM) if unit.phone else "",
    }
    cells |= {UnitColumn(fact.value): _format_value(fact, value, words) for fact, value in facts.items()}
    return [cells.get(column, "") for column in UnitColumn]


def _format_value(fact: UnitAttribute, value: str, words: Wording) -> str:
    match fact:
        case UnitAttribute.LICENSED_ON | UnitAttribute.LICENSED_UNTIL:
            return _format_jalali(date.fromisoformat(value))
        case UnitAttribute.LICENCE_STATE:
            return words.localize(enum_text(LicenceState(value)))
        case _:
            return value


def _format_jalali(day: date) -> str:
    there = Jalali.from_date(day)
    return f"{there.year}/{there.month:02}/{there.day:02}"
