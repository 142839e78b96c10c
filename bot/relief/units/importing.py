"""Import of units from a sheet: every row is checked, and either all are written or none.

An existing unit is updated; a new one is opened. Knows rows of text, no file.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.answer_parsers import DateParser, Parsed
from bot.persian.names import InvalidName, parse_name
from bot.persian.normalisation import match_key, normalise
from bot.persian.phones import parse_phone
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import permitted_unit_ids
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.hierarchy import CHILD_KINDS, SERVING_KINDS
from bot.relief.ids import UnitId
from bot.relief.units.attributes import (
    EDITABLE_ATTRIBUTES,
    InvalidAttribute,
    UnitAttribute,
    insert_first_attribute,
    parse_attribute,
    upsert_attribute,
)
from bot.relief.units.directory import current_lineage, insert_unit
from bot.relief.units.import_result import NAME_PREFIX, ImportResult, InvalidRow
from bot.relief.units.sheets import PATH_SEPARATOR, REQUIRED_COLUMNS, SheetRow, UnitColumn, Wording
from bot.relief.vocabulary import UnitKind
from bot.storage.tables import Unit, UnitAttributeValue

MAX_IMPORT_ROWS = 1000
_FAILED_FORMULA = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _ExistingUnit:
    id: UnitId
    kind: UnitKind
    is_open: bool
    phone: str


@dataclass(slots=True, kw_only=True)
class _UnitIndex:
    """All units by parent and name, with their attributes, and the lineages of parents used so far.

    `manageable` are the units where the actor may keep units, None for all.
    """

    by_parent: dict[tuple[UnitId | None, str], list[_ExistingUnit]] = field(default_factory=dict)
    by_name: dict[str, list[_ExistingUnit]] = field(default_factory=dict)
    attributes: dict[tuple[UnitId, UnitAttribute], str] = field(default_factory=dict)
    lineages: dict[UnitId, tuple[date, list[tuple[int, int]]]] = field(default_factory=dict)
    manageable: set[UnitId] | None = None

    def add(self, parent: UnitId | None, name: str, unit: _ExistingUnit) -> None:
        self.by_parent.setdefault((parent, match_key(name)), []).append(unit)
        self.by_name.setdefault(match_key(name), []).append(unit)

    def resolve_path(self, path: str) -> list[_ExistingUnit]:
        """Return the open units at the end of the path. It begins at any unit of its first name."""
        first, *rest = [match_key(name) for name in path.split(PATH_SEPARATOR) if name.strip()] or [""]
        units = [unit for unit in self.by_name.get(first, []) if unit.is_open]
        for name in rest:
            units = [child for unit in units for child in self.by_parent.get((unit.id, name), []) if child.is_open]
        return units


@dataclass(frozen=True, slots=True, kw_only=True)
class _ParsedRow:
    """A row, parsed and valid."""

    number: int
    parent: UnitId
    parent_kind: UnitKind
    kind: UnitKind
    name: str
    opened_on: date | None
    phone: str
    attributes: Mapping[UnitAttribute, str]


async def import_units(
    session: AsyncSession,
    actor: Actor | None,
    rows: Sequence[SheetRow],
    words: Wording,
    now: datetime,
    today: date,
    *,
    preview: bool = False,
) -> ImportResult:
    """Import all rows, or none if one is invalid. The caller commits.

    `actor` is None for the command line, which has no limit of rows. A `preview` writes nothing and returns what would be.
    """
    if len(rows) > MAX_IMPORT_ROWS and actor is not None:
        return ImportResult(invalid_rows=(InvalidRow(number=MAX_IMPORT_ROWS + 2, column=None, reason="many"),))
    index = await _load_index(session, actor, today)
    importer = _Importer(session=session, index=index, wording=words, actor=actor, today=today)
    savepoint = await session.begin_nested()
    for row in rows:
        await importer.process(row)
    if importer.invalid_rows or preview:
        await savepoint.rollback()
        session.expunge_all()
        return importer.result()
    await savepoint.commit()
    result = importer.result()
    if actor is not None and result.writes:
        subject = f"units:{len(result.opened)}+{len(result.changed)}"
        await audit_log.record(Caller(session, actor, now), AuditAction.IMPORT_UNITS, unit=None, subject=subject)
    return result


async def _load_index(session: AsyncSession, actor: Actor | None, today: date) -> _UnitIndex:
    index = _UnitIndex()
    if actor is not None:
        index.manageable = {
            UnitId(unit) for unit in await session.scalars(permitted_unit_ids(actor, Action.KEEP_UNITS, today))
        }
    query = select(UnitAttributeValue.unit_id, UnitAttributeValue.attribute, UnitAttributeValue.value).where(
        UnitAttributeValue.until.is_(None)
    )
    values = await session.execute(query)
    index.attributes = {(UnitId(unit), UnitAttribute(attribute)): value for unit, attribute, value in values}
    rows = await session.execute(
        select(Unit.id, Unit.parent_id, Unit.kind, Unit.name, Unit.closed_on.is_(None), Unit.phone)
    )
    for unit, parent, kind, name, is_open, phone in rows:
        existing = _ExistingUnit(id=UnitId(unit), kind=UnitKind(kind), is_open=is_open, phone=phone or "")
        index.add(None if parent is None else UnitId(parent), name, existing)
    return index


@dataclass(slots=True, kw_only=True)
class _Importer:
    session: AsyncSession
    index: _UnitIndex
    wording: Wording
    actor: Actor | None
    today: date
    invalid_rows: list[InvalidRow] = field(default_factory=list)
    unit_keys: set[tuple[UnitId, UnitKind, str]] = field(default_factory=set)
    opened: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged_count: int = 0

    def result(self) -> ImportResult:
        """Return what has become of the rows; of none if one is invalid."""
        if self.invalid_rows:
            return ImportResult(invalid_rows=tuple(self.invalid_rows))
        return ImportResult(
            opened=tuple(self.opened), changed=tuple(self.changed), unchanged_count=self.unchanged_count
        )

    async def process(self, line: SheetRow) -> None:
        """Write the unit of one row, or note why the row is invalid."""
        errors_before = len(self.invalid_rows)
        parsed = self._parse(line)
        if parsed is None or len(self.invalid_rows) > errors_before:
            return
        unit_key = (parsed.parent, parsed.kind, match_key(parsed.name))
        if unit_key in self.unit_keys:
            self._add_error(line, UnitColumn.NAME, "twice")
            return
        self.unit_keys.add(unit_key)
        namesakes = self.index.by_parent.get((parsed.parent, match_key(parsed.name)), [])
        existing = next((unit for unit in namesakes if unit.kind is parsed.kind and unit.is_open), None)
        if existing is None and parsed.kind not in CHILD_KINDS[parsed.parent_kind]:
            self._add_error(line, UnitColumn.KIND, "kind-under")
            return
        changed = await self._update(existing or await self._create(parsed), parsed)
        if existing is None:
            self.opened.append(parsed.name)
        elif changed:
            self.changed.append(parsed.name)
        else:
            self.unchanged_count += 1

    def _parse(self, line: SheetRow) -> _ParsedRow | None:
        cells = line.cells
        for column in cells:
            if _FAILED_FORMULA.fullmatch(cells[column]):
                self._add_error(line, column, "formula")
                return None
        for column in REQUIRED_COLUMNS:
            if column not in cells:
                self._add_error(line, column, "missing")
                return None
        parent = self._parent(line)
        kind = self.wording.kinds.get(match_key(cells[UnitColumn.KIND]))
        if kind is None or kind is UnitKind.COUNTRY:
            self._add_error(line, UnitColumn.KIND, "kind")
        name = self._name(line)
        phone = self._phone(line)
        opened_on = self._opened_on(line)
        attributes: dict[UnitAttribute, str] = {
            attribute: value for attribute in EDITABLE_ATTRIBUTES if (value := self._attribute(line, attribute))
        }
        if parent is None or kind is None:
            return None
        return _ParsedRow(
            number=line.number,
            parent=parent.id,
            parent_kind=parent.kind,
            kind=kind,
            name=name,
            opened_on=opened_on,
            phone=phone,
            attributes=attributes,
        )

    def _parent(self, line: SheetRow) -> _ExistingUnit | None:
        units = self.index.resolve_path(line.cells[UnitColumn.UNDER])
        places = [unit for unit in units if unit.kind not in SERVING_KINDS]
        reason = "parent" if not units else "body" if not places else "parents" if len(places) > 1 else ""
        if not reason and self.index.manageable is not None and places[0].id not in self.index.manageable:
            reason = "not-yours"
        if reason:
            self._add_error(line, UnitColumn.UNDER, reason)
            return None
        return places[0]

    def _name(self, line: SheetRow) -> str:
        name = parse_name(line.cells[UnitColumn.NAME], "thing")
        if isinstance(name, InvalidName):
            self._add_error(line, UnitColumn.NAME, f"{NAME_PREFIX}{name.reason}")
            return ""
        if PATH_SEPARATOR in name:
            self._add_error(line, UnitColumn.NAME, "name")
        return name

    def _phone(self, line: SheetRow) -> str:
        cell = line.cells.get(UnitColumn.PHONE, "")
        phone = parse_phone(cell) if cell else ""
        if isinstance(phone, str):
            return phone
        self._add_error(line, UnitColumn.PHONE, "phone")
        return ""

    def _opened_on(self, line: SheetRow) -> date | None:
        cell = line.cells.get(UnitColumn.OPENED_ON, "")
        if not cell:
            return None
        answer = DateParser(past=True).parse(normalise(cell), self.today)
        if isinstance(answer, Parsed):
            return date.fromisoformat(str(answer.value))
        self._add_error(line, UnitColumn.OPENED_ON, "date")
        return None

    def _attribute(self, line: SheetRow, attribute: UnitAttribute) -> str:
        column = UnitColumn(attribute.value)
        cell = line.cells.get(column, "")
        if cell and attribute is UnitAttribute.LICENCE_STATE:
            state = self.wording.states.get(match_key(cell))
            cell = state.value if state else cell
        value = parse_attribute(attribute, cell, self.today) if cell else ""
        if isinstance(value, InvalidAttribute):
            self._add_error(line, column, value.reason)
            return ""
        return value

    def _add_error(self, line: SheetRow, column: UnitColumn | None, reason: str) -> None:
        self.invalid_rows.append(InvalidRow(number=line.number, column=column, reason=reason))

    async def _create(self, parsed: _ParsedRow) -> _ExistingUnit:
        """Open the unit, not before its parent's current lineage began."""
        lineages = self.index.lineages
        if parsed.parent not in lineages:
            lineages[parsed.parent] = await current_lineage(self.session, parsed.parent)
        since, parent_lineage = lineages[parsed.parent]
        first_day = max(parsed.opened_on or self.today, since)
        row = insert_unit(
            self.session,
            kind=parsed.kind,
            name=parsed.name,
            parent=parsed.parent,
            parent_lineage=parent_lineage,
            opened_on=first_day,
            phone=parsed.phone,
        )
        unit = _ExistingUnit(id=UnitId(row.id), kind=parsed.kind, is_open=True, phone=parsed.phone)
        lineages[unit.id] = (first_day, [(row.id, 0), *((over, depth + 1) for over, depth in parent_lineage)])
        self.index.add(parsed.parent, parsed.name, unit)
        if self.index.manageable is not None:
            self.index.manageable.add(unit.id)
        return unit

    async def _update(self, unit: _ExistingUnit, parsed: _ParsedRow) -> bool:
        """Write the row's attributes and phone, and return True if one changed. An empty cell changes nothing."""
        by = None if self.actor is None else self.actor.person
        current = self.index.attributes
        changes = {
            attribute: value
            for attribute, value in parsed.attributes.items()
            if current.get((unit.id, attribute)) != normalise(value)
        }
        for attribute, value in changes.items():
            if (unit.id, attribute) in current:
                await upsert_attribute(self.session, unit.id, attribute, value, self.today, by=by)
            else:
                insert_first_attribute(self.session, unit.id, attribute, value, self.today, by=by)
        phone_changed = parsed.phone and parsed.phone != unit.phone
        if phone_changed:
            await self.session.execute(update(Unit).where(Unit.id == unit.id).values(phone=parsed.phone))
        return bool(changes or phone_changed)
