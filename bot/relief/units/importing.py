"""Units brought in from a list: each row is checked, and either all of them are written or none.

A unit that is there is told more of; one that is not is opened. It knows rows of text, no file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.answer_parsers import DayReader, Says
from bot.persian.normalisation import fold, normalise
from bot.persian.phones import read_phone
from bot.relief.access.policy import Action, Actor, visible_units
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.hierarchy import BODIES
from bot.relief.ids import UnitId
from bot.relief.units import directory as units
from bot.relief.units import facts as unit_facts
from bot.relief.units.facts import TOLD, Fact, WrongFact, read_fact
from bot.relief.units.sheets import BETWEEN, NEEDED, Line, UnitColumn, Wording
from bot.relief.vocabulary import UnitKind
from bot.storage.tables import Unit, UnitFact

MOST_ROWS = 1000
LONGEST_NAME = 80
OF_ROWS = frozenset(
    ("missing", "kind", "name", "phone", "parent", "parents", "body", "not-yours", "twice", "many", "state")
)
"""Why a row is bad; any other reason is one of `unit_facts.WrongFact`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """`column` is None where the row as a whole is at fault; `why` is the end of a text key."""

    number: int
    column: UnitColumn | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """Nothing was written where there are bad rows."""

    opened: int = 0
    changed: int = 0
    same: int = 0
    bad: tuple[BadRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    id: UnitId
    kind: UnitKind
    open: bool
    phone: str


@dataclass(slots=True, kw_only=True)
class _Tree:
    """All units by what a row says of them, what is known of them, and the lines of those that something is put under.
    `mine` are those where the actor keeps units, None for all.
    """

    by_parent: dict[tuple[UnitId | None, str], list[_Known]] = field(default_factory=dict)
    by_name: dict[str, list[_Known]] = field(default_factory=dict)
    facts: dict[tuple[UnitId, Fact], str] = field(default_factory=dict)
    lines: dict[UnitId, tuple[date, list[tuple[int, int]]]] = field(default_factory=dict)
    mine: set[UnitId] | None = None

    def add(self, parent: UnitId | None, name: str, unit: _Known) -> None:
        self.by_parent.setdefault((parent, fold(name)), []).append(unit)
        self.by_name.setdefault(fold(name), []).append(unit)

    def under(self, path: str) -> list[_Known]:
        """The open units that the path leads to: from the top, or from any unit that its first name is of."""
        first, *rest = [fold(name) for name in path.split(BETWEEN) if name.strip()] or [""]
        found = [one for one in self.by_name.get(first, []) if one.open]
        for name in rest:
            found = [one for above in found for one in self.by_parent.get((above.id, name), []) if one.open]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What a row says, read."""

    number: int
    parent: UnitId
    kind: UnitKind
    name: str
    opened_on: date | None
    phone: str
    facts: Mapping[Fact, str]


async def bring_in(
    session: AsyncSession, actor: Actor | None, lines: Sequence[Line], words: Wording, now: datetime, today: date
) -> BroughtIn:
    """`actor` None is the command line. Whoever calls commits; with bad rows there is nothing to commit."""
    if len(lines) > MOST_ROWS and actor is not None:
        return BroughtIn(bad=(BadRow(number=MOST_ROWS + 2, column=None, why="many"),))
    tree = await _tree(session, actor, today)
    work = _Work(session=session, tree=tree, words=words, by=actor, today=today)
    inside = await session.begin_nested()
    for line in lines:
        await work.take(line)
    if work.bad:
        await inside.rollback()
        session.expunge_all()
        return BroughtIn(bad=tuple(work.bad))
    await inside.commit()
    if actor is not None and (work.opened or work.changed):
        subject = f"units:{work.opened}+{work.changed}"
        await audit.note(session, actor, AuditAction.IMPORT_UNITS, unit=None, subject=subject, now=now)
    return BroughtIn(opened=work.opened, changed=work.changed, same=work.same)


async def _tree(session: AsyncSession, actor: Actor | None, today: date) -> _Tree:
    tree = _Tree()
    if actor is not None:
        tree.mine = {UnitId(one) for one in await session.scalars(visible_units(actor, Action.KEEP_UNITS, today))}
    told = select(UnitFact.unit_id, UnitFact.fact, UnitFact.value).where(UnitFact.until.is_(None))
    tree.facts = {(UnitId(unit), Fact(fact)): value for unit, fact, value in await session.execute(told)}
    rows = await session.execute(
        select(Unit.id, Unit.parent_id, Unit.kind, Unit.name, Unit.closed_on.is_(None), Unit.phone)
    )
    for unit, parent, kind, name, is_open, phone in rows:
        known = _Known(id=UnitId(unit), kind=UnitKind(kind), open=is_open, phone=phone or "")
        tree.add(None if parent is None else UnitId(parent), name, known)
    return tree


@dataclass(slots=True, kw_only=True)
class _Work:
    session: AsyncSession
    tree: _Tree
    words: Wording
    by: Actor | None
    today: date
    bad: list[BadRow] = field(default_factory=list)
    seen: set[tuple[UnitId, UnitKind, str]] = field(default_factory=set)
    opened: int = 0
    changed: int = 0
    same: int = 0

    async def take(self, line: Line) -> None:
        before = len(self.bad)
        wish = self._read(line)
        if wish is None or len(self.bad) > before:
            return
        where = (wish.parent, wish.kind, fold(wish.name))
        if where in self.seen:
            self._fault(line, UnitColumn.NAME, "twice")
            return
        self.seen.add(where)
        there = self.tree.by_parent.get((wish.parent, fold(wish.name)), [])
        same = next((one for one in there if one.kind is wish.kind and one.open), None)
        new = await self._tell(same or await self._open(wish), wish)
        self.opened += same is None
        self.changed += new and same is not None
        self.same += not new and same is not None

    def _read(self, line: Line) -> _Wish | None:
        cells = line.cells
        for column in NEEDED:
            if column not in cells:
                self._fault(line, column, "missing")
                return None
        parent = self._parent(line)
        kind = self.words.kinds.get(fold(cells[UnitColumn.KIND]))
        if kind is None or kind is UnitKind.COUNTRY:
            self._fault(line, UnitColumn.KIND, "kind")
        name = normalise(cells[UnitColumn.NAME])
        if len(name) > LONGEST_NAME or BETWEEN in name:
            self._fault(line, UnitColumn.NAME, "name")
        phone = self._phone(line)
        opened_on = self._opened_on(line)
        facts: dict[Fact, str] = {fact: value for fact in TOLD if (value := self._fact(line, fact))}
        if parent is None or kind is None:
            return None
        return _Wish(
            number=line.number,
            parent=parent,
            kind=kind,
            name=name,
            opened_on=opened_on,
            phone=phone,
            facts=facts,
        )

    def _parent(self, line: Line) -> UnitId | None:
        found = self.tree.under(line.cells[UnitColumn.UNDER])
        places = [one for one in found if one.kind not in BODIES]
        why = "parent" if not found else "body" if not places else "parents" if len(places) > 1 else ""
        if not why and self.tree.mine is not None and places[0].id not in self.tree.mine:
            why = "not-yours"
        if why:
            self._fault(line, UnitColumn.UNDER, why)
            return None
        return places[0].id

    def _phone(self, line: Line) -> str:
        said = line.cells.get(UnitColumn.PHONE, "")
        read = read_phone(said) if said else ""
        if isinstance(read, str):
            return read
        self._fault(line, UnitColumn.PHONE, "phone")
        return ""

    def _opened_on(self, line: Line) -> date | None:
        said = line.cells.get(UnitColumn.OPENED_ON, "")
        if not said:
            return None
        read = DayReader(past=True).read(normalise(said), self.today)
        if isinstance(read, Says):
            return date.fromisoformat(str(read.value))
        self._fault(line, UnitColumn.OPENED_ON, "date")
        return None

    def _fact(self, line: Line, fact: Fact) -> str:
        column = UnitColumn(fact.value)
        said = line.cells.get(column, "")
        if said and fact is Fact.LICENCE_STATE:
            state = self.words.states.get(fold(said))
            said = state.value if state else said
        read = read_fact(fact, said, self.today) if said else ""
        if isinstance(read, WrongFact):
            self._fault(line, column, read.why)
            return ""
        return read

    def _fault(self, line: Line, column: UnitColumn | None, why: str) -> None:
        self.bad.append(BadRow(number=line.number, column=column, why=why))

    async def _open(self, wish: _Wish) -> _Known:
        """Not before what it stands under: its parent's line must hold on its first day."""
        lines = self.tree.lines
        if wish.parent not in lines:
            lines[wish.parent] = await units.present_line(self.session, wish.parent)
        since, line = lines[wish.parent]
        first = max(wish.opened_on or self.today, since)
        row = units.planted(
            self.session,
            kind=wish.kind,
            name=wish.name,
            parent=wish.parent,
            line=line,
            opened_on=first,
            phone=wish.phone,
        )
        known = _Known(id=UnitId(row.id), kind=wish.kind, open=True, phone=wish.phone)
        lines[known.id] = (first, [(row.id, 0), *((over, depth + 1) for over, depth in line)])
        self.tree.add(wish.parent, wish.name, known)
        if self.tree.mine is not None:
            self.tree.mine.add(known.id)
        return known

    async def _tell(self, unit: _Known, wish: _Wish) -> bool:
        """Whether anything was new. An empty cell says nothing: what is known stays."""
        by = None if self.by is None else self.by.person
        known = self.tree.facts
        new = {fact: said for fact, said in wish.facts.items() if known.get((unit.id, fact)) != normalise(said)}
        for fact, said in new.items():
            if (unit.id, fact) in known:
                await unit_facts.put(self.session, unit.id, fact, said, self.today, by=by)
            else:
                unit_facts.begin(self.session, unit.id, fact, said, self.today, by=by)
        called = wish.phone and wish.phone != unit.phone
        if called:
            await self.session.execute(update(Unit).where(Unit.id == unit.id).values(phone=wish.phone))
        return bool(new or called)
