"""Sheets of units: the names of columns, units as rows, and rows parsed back into cells.

`units.importing` writes them. The words of a language come in as a `Wording`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.messages import Term, Text, enum_text, text
from bot.persian.jalali import Jalali
from bot.persian.normalisation import LRM, match_key
from bot.persian.phones import format_phone
from bot.relief.hierarchy import descendants, open_on
from bot.relief.ids import UnitId
from bot.relief.units.attributes import EDITABLE_ATTRIBUTES, LicenceState, UnitAttribute
from bot.relief.vocabulary import UnitKind
from bot.storage.tables import Unit, UnitAttributeValue

PATH_SEPARATOR = "/"
MAX_TITLE_ROWS = 6  # among which the heading is looked for


class UnitColumn(Term, text_key="unit-column"):
    """A column of a sheet. `UNDER` is the path from the top of the tree, «ایران/کهگیلویه و بویراحمد/…»."""

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


DATE_COLUMNS = (UnitColumn.OPENED_ON, UnitColumn.LICENSED_ON, UnitColumn.LICENSED_UNTIL)
REQUIRED_COLUMNS = (UnitColumn.UNDER, UnitColumn.KIND, UnitColumn.NAME)
Cells = Mapping[UnitColumn, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The names of columns, kinds and states, by their match keys. `localize` renders a text.

    `written_only` are headings that an export has beside the columns, and an import passes over.
    """

    localize: Callable[[Text], str]
    columns: Mapping[str, UnitColumn]
    kinds: Mapping[str, UnitKind]
    states: Mapping[str, LicenceState]
    written_only: frozenset[str] = frozenset()


def build_wording(localize: Callable[[Text], str]) -> Wording:
    """Build the wording of the language of `localize`. The codes themselves are understood in every language."""

    def by_name(members: Iterable[Term]) -> dict[str, Term]:
        return {match_key(name): term for term in members for name in (localize(enum_text(term)), term.value)}

    return Wording(
        localize=localize,
        columns={name: UnitColumn(term) for name, term in by_name(UnitColumn).items()},
        kinds={name: UnitKind(term) for name, term in by_name(UnitKind).items()},
        states={name: LicenceState(term) for name, term in by_name(LicenceState).items()},
        written_only=frozenset(match_key(_gregorian_heading(column, localize)) for column in DATE_COLUMNS),
    )


def _gregorian_heading(column: UnitColumn, localize: Callable[[Text], str]) -> str:
    return localize(text("unit-column-gregorian", column=enum_text(column)))


def add_gregorian_dates(rows: Sequence[Sequence[str]], wording: Wording) -> list[list[str]]:
    """Return exported rows with their dates once more behind the last column, in ISO 8601.

    A spreadsheet can sort and count by those; people read the Jalali ones.
    """
    places = [list(UnitColumn).index(column) for column in DATE_COLUMNS]
    heading = [*rows[0], *(_gregorian_heading(column, wording.localize) for column in DATE_COLUMNS)]
    return [heading, *([*row, *(_to_iso(row[place]) for place in places)] for row in rows[1:])]


def _to_iso(jalali: str) -> str:
    return Jalali(*map(int, jalali.split("/"))).to_date().isoformat() if jalali else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row of a sheet. `number` is its row number in a spreadsheet."""

    number: int
    cells: Cells = field(default_factory=dict)


class MissingColumns(Exception):
    """The heading lacks required columns, listed in `columns`."""

    def __init__(self, columns: tuple[UnitColumn, ...]) -> None:
        super().__init__("no heading")
        self.columns = columns


class DoubledColumns(Exception):
    """The heading names columns twice, listed in `columns`: which one counts cannot be known."""

    def __init__(self, columns: tuple[UnitColumn, ...]) -> None:
        super().__init__("a column twice")
        self.columns = columns


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSheet:
    """A parsed sheet: its rows, and what of it is not read.

    `unknown_columns` are headings without a meaning over cells that are not empty. `skipped_rows` stand above the heading.
    """

    rows: tuple[SheetRow, ...]
    unknown_columns: tuple[str, ...] = ()
    skipped_rows: int = 0


def parse_unit_rows(rows: Sequence[Sequence[str]], wording: Wording) -> UnitSheet:
    """Parse the rows under the heading, without empty ones. Raises MissingColumns or DoubledColumns.

    The heading is the first row, or the first of a few that names all required columns: titles often stand above it.
    """
    headings = [[wording.columns.get(match_key(cell)) for cell in row] for row in rows[:MAX_TITLE_ROWS]]
    at = next((number for number, heading in enumerate(headings) if set(REQUIRED_COLUMNS) <= set(heading)), None)
    if at is None:
        known = max(headings, key=lambda heading: len(set(heading)), default=[])
        raise MissingColumns(tuple(column for column in REQUIRED_COLUMNS if column not in known))
    heading = headings[at]
    if doubled := tuple(column for column in UnitColumn if heading.count(column) > 1):
        raise DoubledColumns(doubled)
    lines = (
        SheetRow(
            number=number, cells={column: cell for column, cell in zip(heading, row, strict=False) if column and cell}
        )
        for number, row in enumerate(rows[at + 1 :], at + 2)
    )
    return UnitSheet(
        rows=tuple(line for line in lines if line.cells),
        unknown_columns=tuple(
            name for name in _unknown_columns(rows[at:], heading) if match_key(name) not in wording.written_only
        ),
        skipped_rows=sum(any(row) for row in rows[:at]),
    )


def _unknown_columns(rows: Sequence[Sequence[str]], heading: Sequence[UnitColumn | None]) -> tuple[str, ...]:
    """Return the headings without a meaning under which something stands; one without words by its letter."""
    width = max(map(len, rows), default=0)
    known = [*heading, *[None] * (width - len(heading))]
    filled = (at for at in range(width) if known[at] is None and any(len(row) > at and row[at] for row in rows[1:]))
    return tuple((rows[0][at] if at < len(rows[0]) else "") or _column_letters(at) for at in filled)


def _column_letters(at: int) -> str:
    """Return the name that spreadsheets give a column: A, B, … Z, AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


async def build_unit_rows(session: AsyncSession, under: UnitId, today: date, wording: Wording) -> list[list[str]]:
    """Build the heading and a row for every open unit under this one. A parent precedes its children."""
    subtree = await session.scalars(select(Unit).where(Unit.id.in_(descendants((under,), today)), open_on(today)))
    units = {unit.id: unit for unit in subtree}
    parents = await session.execute(select(Unit.id, Unit.parent_id, Unit.name))
    tree = {unit: (parent, name) for unit, parent, name in parents}
    attributes: dict[int, dict[UnitAttribute, str]] = {}
    query = select(UnitAttributeValue).where(
        UnitAttributeValue.until.is_(None), UnitAttributeValue.attribute.in_(EDITABLE_ATTRIBUTES)
    )
    for row in await session.scalars(query):
        attributes.setdefault(row.unit_id, {})[UnitAttribute(row.attribute)] = row.value
    lines = sorted(
        (_path(tree, unit.parent_id), unit.sort_key, unit.id) for unit in units.values() if unit.parent_id is not None
    )
    heading = [wording.localize(enum_text(column)) for column in UnitColumn]
    return [heading, *(_build_row(units[unit], path, attributes.get(unit, {}), wording) for path, _, unit in lines)]


def _path(tree: Mapping[int, tuple[int | None, str]], unit: int | None) -> str:
    names: list[str] = []
    while unit is not None:
        unit, name = tree[unit]
        names.append(name)
    return PATH_SEPARATOR.join(reversed(names))


def _build_row(unit: Unit, path: str, attributes: Mapping[UnitAttribute, str], words: Wording) -> list[str]:
    cells = {
        UnitColumn.UNDER: path,
        UnitColumn.KIND: words.localize(enum_text(UnitKind(unit.kind))),
        UnitColumn.NAME: unit.name,
        UnitColumn.OPENED_ON: _format_jalali(unit.opened_on),
        UnitColumn.PHONE: format_phone(unit.phone, "en").removeprefix(LRM) if unit.phone else "",
    }
    cells |= {
        UnitColumn(attribute.value): _format_value(attribute, value, words) for attribute, value in attributes.items()
    }
    return [cells.get(column, "") for column in UnitColumn]


def _format_value(attribute: UnitAttribute, value: str, words: Wording) -> str:
    match attribute:
        case UnitAttribute.LICENSED_ON | UnitAttribute.LICENSED_UNTIL:
            return _format_jalali(date.fromisoformat(value))
        case UnitAttribute.LICENCE_STATE:
            return words.localize(enum_text(LicenceState(value)))
        case _:
            return value


def _format_jalali(day: date) -> str:
    jalali = Jalali.from_date(day)
    return f"{jalali.year}/{jalali.month:02}/{jalali.day:02}"
