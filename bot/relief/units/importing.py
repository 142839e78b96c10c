"""Units brought in from a list: each row is checked, and either all of them are written or none.

A unit that is there is told more of; one that is not is opened. It knows rows of text, no file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.answer_parsers import DateParser, Parsed
from bot.persian.normalisation import fold, normalise
from bot.persian.phones import parse_phone
from bot.relief.access.policy import Action, Actor, permitted_unit_ids
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.hierarchy import SERVING_KINDS
from bot.relief.ids import UnitId
from bot.relief.units.directory import current_lineage, insert_unit
from bot.relief.units.facts import (
    EDITABLE_ATTRIBUTES,
    InvalidAttribute,
    UnitAttribute,
    insert_first_attribute,
    parse_attribute,
    upsert_attribute,
)
from bot.relief.units.sheets import PATH_SEPARATOR, REQUIRED_COLUMNS, SheetRow, UnitColumn, Wording
from bot.relief.vocabulary import UnitKind
from bot.storage.tables import Unit, UnitAttributeValue

MAX_IMPORT_ROWS = 1000
MAX_UNIT_NAME_LENGTH = 80
ROW_ERRORS = frozenset(
    ("missing", "kind", "name", "phone", "parent", "parents", "body", "not-yours", "twice", "many", "state")
)
"""Why a row is bad; any other reason is one of `unit_facts.WrongFact`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidRow:
    """`column` is None where the row as a whole is at fault; `reason` is the end of a text key."""

    number: int
    column: UnitColumn | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """Nothing was written where there are bad rows."""

    opened_count: int = 0
    changed_count: int = 0
    unchanged_count: int = 0
    invalid_rows: tuple[InvalidRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _ExistingUnit:
    id: UnitId
    kind: UnitKind
    is_open: bool
    phone: str


@dataclass(slots=True, kw_only=True)
class _UnitIndex:
    """All units by what a row says of them, what is known of them, and the lines of those that something is put under.
    `manageable` are those where the actor keeps units, None for all.
    """

    by_parent: dict[tuple[UnitId | None, str], list[_ExistingUnit]] = field(default_factory=dict)
    by_name: dict[str, list[_ExistingUnit]] = field(default_factory=dict)
    attributes: dict[tuple[UnitId, UnitAttribute], str] = field(default_factory=dict)
    lineages: dict[UnitId, tuple[date, list[tuple[int, int]]]] = field(default_factory=dict)
    manageable: set[UnitId] | None = None

    def add(self, parent: UnitId | None, name: str, unit: _ExistingUnit) -> None:
        self.by_parent.setdefault((parent, fold(name)), []).append(unit)
        self.by_name.setdefault(fold(name), []).append(unit)

    def resolve_path(self, path: str) -> list[_ExistingUnit]:
        """The open units that the path leads to: from the top, or from any unit that its first name is of."""
        first, *rest = [fold(name) for name in path.split(PATH_SEPARATOR) if name.strip()] or [""]
        found = [one for one in self.by_name.get(first, []) if one.is_open]
        for name in rest:
            found = [one for above in found for one in self.by_parent.get((above.id, name), []) if one.is_open]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _ParsedRow:
    """What a row says, read."""

    number: int
    parent: UnitId
    kind: UnitKind
    name: str
    opened_on: date | None
    phone: str
    attributes: Mapping[UnitAttribute, str]


async def import_units(
    session: AsyncSession, actor: Actor | None, rows: Sequence[SheetRow], words: Wording, now: datetime, today: date
) -> ImportResult:
    """`actor` None is the command line. Whoever calls commits; with bad rows there is nothing to commit."""
    if len(rows) > MAX_IMPORT_ROWS and actor is not None:
        return ImportResult(invalid_rows=(InvalidRow(number=MAX_IMPORT_ROWS + 2, column=None, reason="many"),))
    tree = await _load_index(session, actor, today)
    work = _Importer(session=session, index=tree, wording=words, actor=actor, today=today)
    inside = await session.begin_nested()
    for line in rows:
        await work.process(line)
    if work.invalid_rows:
        await inside.rollback()
        session.expunge_all()
        return ImportResult(invalid_rows=tuple(work.invalid_rows))
    await inside.commit()
    if actor is not None and (work.opened_count or work.changed_count):
        subject = f"units:{work.opened_count}+{work.changed_count}"
        await audit_log.record(session, actor, AuditAction.IMPORT_UNITS, unit=None, subject=subject, now=now)
    return ImportResult(
        opened_count=work.opened_count, changed_count=work.changed_count, unchanged_count=work.unchanged_count
    )


async def _load_index(session: AsyncSession, actor: Actor | None, today: date) -> _UnitIndex:
    tree = _UnitIndex()
    if actor is not None:
        tree.manageable = {
            UnitId(one) for one in await session.scalars(permitted_unit_ids(actor, Action.KEEP_UNITS, today))
        }
    told = select(UnitAttributeValue.unit_id, UnitAttributeValue.attribute, UnitAttributeValue.value).where(
        UnitAttributeValue.until.is_(None)
    )
    tree.attributes = {(UnitId(unit), UnitAttribute(fact)): value for unit, fact, value in await session.execute(told)}
    rows = await session.execute(
        select(Unit.id, Unit.parent_id, Unit.kind, Unit.name, Unit.closed_on.is_(None), Unit.phone)
    )
    for unit, parent, kind, name, is_open, phone in rows:
        known = _ExistingUnit(id=UnitId(unit), kind=UnitKind(kind), is_open=is_open, phone=phone or "")
        tree.add(None if parent is None else UnitId(parent), name, known)
    return tree


@dataclass(slots=True, kw_only=True)
class _Importer:
    session: AsyncSession
    index: _UnitIndex
    wording: Wording
    actor: Actor | None
    today: date
    invalid_rows: list[InvalidRow] = field(default_factory=list)
    unit_keys: set[tuple[UnitId, UnitKind, str]] = field(default_factory=set)
    opened_count: int = 0
    changed_count: int = 0
    unchanged_count: int = 0

    async def process(self, line: SheetRow) -> None:
        before = len(self.invalid_rows)
        wish = self._parse(line)
        if wish is None or len(self.invalid_rows) > before:
            return
        where = (wish.parent, wish.kind, fold(wish.name))
        if where in self.unit_keys:
            self._add_error(line, UnitColumn.NAME, "twice")
            return
        self.unit_keys.add(where)
        there = self.index.by_parent.get((wish.parent, fold(wish.name)), [])
        same = next((one for one in there if one.kind is wish.kind and one.is_open), None)
        new = await self._update(same or await self._create(wish), wish)
        self.opened_count += same is None
        self.changed_count += new and same is not None
        self.unchanged_count += not new and same is not None

    def _parse(self, line: SheetRow) -> _ParsedRow | None:
        cells = line.cells
        for column in REQUIRED_COLUMNS:
            if column not in cells:
                self._add_error(line, column, "missing")
                return None
        parent = self._parent(line)
        kind = self.wording.kinds.get(fold(cells[UnitColumn.KIND]))
        if kind is None or kind is UnitKind.COUNTRY:
            self._add_error(line, UnitColumn.KIND, "kind")
        name = normalise(cells[UnitColumn.NAME])
        if len(name) > MAX_UNIT_NAME_LENGTH or PATH_SEPARATOR in name:
            self._add_error(line, UnitColumn.NAME, "name")
        phone = self._phone(line)
        opened_on = self._opened_on(line)
        facts: dict[UnitAttribute, str] = {
            fact: value for fact in EDITABLE_ATTRIBUTES if (value := self._attribute(line, fact))
        }
        if parent is None or kind is None:
            return None
        return _ParsedRow(
            number=line.number,
            parent=parent,
            kind=kind,
            name=name,
            opened_on=opened_on,
            phone=phone,
            attributes=facts,
        )

    def _parent(self, line: SheetRow) -> UnitId | None:
        found = self.index.resolve_path(line.cells[UnitColumn.UNDER])
        places = [one for one in found if one.kind not in SERVING_KINDS]
        why = "parent" if not found else "body" if not places else "parents" if len(places) > 1 else ""
        if not why and self.index.manageable is not None and places[0].id not in self.index.manageable:
            why = "not-yours"
        if why:
            self._add_error(line, UnitColumn.UNDER, why)
            return None
        return places[0].id

    def _phone(self, line: SheetRow) -> str:
        said = line.cells.get(UnitColumn.PHONE, "")
        read = parse_phone(said) if said else ""
        if isinstance(read, str):
            return read
        self._add_error(line, UnitColumn.PHONE, "phone")
        return ""

    def _opened_on(self, line: SheetRow) -> date | None:
        said = line.cells.get(UnitColumn.OPENED_ON, "")
        if not said:
            return None
        read = DateParser(past=True).parse(normalise(said), self.today)
        if isinstance(read, Parsed):
            return date.fromisoformat(str(read.value))
        self._add_error(line, UnitColumn.OPENED_ON, "date")
        return None

    def _attribute(self, line: SheetRow, fact: UnitAttribute) -> str:
        column = UnitColumn(fact.value)
        said = line.cells.get(column, "")
        if said and fact is UnitAttribute.LICENCE_STATE:
            state = self.wording.states.get(fold(said))
            said = state.value if state else said
        read = parse_attribute(fact, said, self.today) if said else ""
        if isinstance(read, InvalidAttribute):
            self._add_error(line, column, read.reason)
            return ""
        return read

    def _add_error(self, line: SheetRow, column: UnitColumn | None, why: str) -> None:
        self.invalid_rows.append(InvalidRow(number=line.number, column=column, reason=why))

    async def _create(self, wish: _ParsedRow) -> _ExistingUnit:
        """Not before what it stands under: its parent's line must hold on its first day."""
        lines = self.index.lineages
        if wish.parent not in lines:
            lines[wish.parent] = await current_lineage(self.session, wish.parent)
        since, line = lines[wish.parent]
        first = max(wish.opened_on or self.today, since)
        row = insert_unit(
            self.session,
            kind=wish.kind,
            name=wish.name,
            parent=wish.parent,
            parent_lineage=line,
            opened_on=first,
            phone=wish.phone,
        )
        known = _ExistingUnit(id=UnitId(row.id), kind=wish.kind, is_open=True, phone=wish.phone)
        lines[known.id] = (first, [(row.id, 0), *((over, depth + 1) for over, depth in line)])
        self.index.add(wish.parent, wish.name, known)
        if self.index.manageable is not None:
            self.index.manageable.add(known.id)
        return known

    async def _update(self, unit: _ExistingUnit, wish: _ParsedRow) -> bool:
        """Whether anything was new. An empty cell says nothing: what is known stays."""
        by = None if self.actor is None else self.actor.person
        known = self.index.attributes
        new = {fact: said for fact, said in wish.attributes.items() if known.get((unit.id, fact)) != normalise(said)}
        for fact, said in new.items():
            if (unit.id, fact) in known:
                await upsert_attribute(self.session, unit.id, fact, said, self.today, by=by)
            else:
                insert_first_attribute(self.session, unit.id, fact, said, self.today, by=by)
        called = wish.phone and wish.phone != unit.phone
        if called:
            await self.session.execute(update(Unit).where(Unit.id == unit.id).values(phone=wish.phone))
        return bool(new or called)
