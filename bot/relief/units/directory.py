"""The directory of units: adding, finding and listing them in the tree. `access` decides the rights."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, SQLColumnExpression, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.persian.normalisation import fold, sort_key
from bot.relief import pages
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action, Scope
from bot.relief.access.rights import permitted_unit_ids
from bot.relief.errors import NotFound
from bot.relief.hierarchy import SERVING_KINDS, UnitView, ancestry_valid, descendants, open_on, unit_view
from bot.relief.ids import UnitId
from bot.relief.names import require_name
from bot.relief.pages import Page
from bot.relief.vocabulary import UnitKind
from bot.storage.tables import Unit, UnitAncestor


async def add_unit(
    session: AsyncSession, *, kind: UnitKind, name: str, parent: UnitId | None, opened_on: date, phone: str = ""
) -> UnitView:
    """Add a unit under its parent, and so under all units over the parent, from its first day on.

    Raises NotFound if the parent is not in the tree that day.
    """
    rows = await session.execute(
        select(UnitAncestor.ancestor_id, UnitAncestor.depth).where(
            UnitAncestor.unit_id == parent, ancestry_valid(opened_on)
        )
    )
    line = [(ancestor, depth) for ancestor, depth in rows]
    if parent is not None and not line:
        raise NotFound(field="parent")
    row = insert_unit(
        session, kind=kind, name=name, parent=parent, parent_lineage=line, opened_on=opened_on, phone=phone
    )
    await session.flush()
    return unit_view(row)


def insert_unit(
    session: AsyncSession,
    *,
    kind: UnitKind,
    name: str,
    parent: UnitId | None,
    parent_lineage: Sequence[tuple[int, int]],
    opened_on: date,
    phone: str,
) -> Unit:
    """Add the rows of a unit and its ancestry to the session, unflushed.

    `parent_lineage` holds the ancestors of the parent and their depths, the parent itself at 0.
    """
    shown_name = require_name(name, "thing", field="name")
    row = Unit(
        parent_id=parent,
        kind=kind,
        name=shown_name,
        sort_key=sort_key(shown_name),
        phone=phone or None,
        opened_on=opened_on,
    )
    session.add(row)
    session.add_all(
        UnitAncestor(unit_id=row.id, ancestor_id=ancestor, since=opened_on, depth=depth)
        for ancestor, depth in [(row.id, 0), *((ancestor, depth + 1) for ancestor, depth in parent_lineage)]
    )
    return row


async def load_unit(session: AsyncSession, unit_id: UnitId) -> UnitView:
    row = await session.get(Unit, unit_id)
    if row is None:
        raise NotFound
    return unit_view(row)


async def find_child(session: AsyncSession, kind: UnitKind, name: str, parent: UnitId, today: date) -> UnitView | None:
    """Find the open unit of that kind and name directly under the parent, in any spelling."""
    row = await session.scalar(
        select(Unit).where(
            Unit.parent_id == parent,
            Unit.kind == kind,
            open_on(today),
            is_named(name),
        )
    )
    return None if row is None else unit_view(row)


async def list_children(session: AsyncSession, parent: UnitId, today: date, offset: int, limit: int) -> Page[UnitView]:
    """Return a page of the open units directly under the parent, in Persian order."""
    children = select(UnitAncestor.unit_id).where(
        UnitAncestor.ancestor_id == parent, UnitAncestor.depth == 1, ancestry_valid(today)
    )
    query = select(Unit).where(Unit.id.in_(children), open_on(today)).order_by(Unit.sort_key, Unit.id)
    return await pages.fetch(session, query, unit_view, offset=offset, limit=limit)


async def find_below(
    session: AsyncSession, above: UnitId, today: date, *, search: str, offset: int, limit: int
) -> Page[UnitView]:
    """Return a page of the open units at any depth under one, whose names match the search."""
    below = descendants((above,), today)
    query = (
        select(Unit)
        .where(Unit.id.in_(below), Unit.id != above, open_on(today), *name_matches(search))
        .order_by(_begins_with(search), Unit.sort_key, Unit.id)
    )
    return await pages.fetch(session, query, unit_view, offset=offset, limit=limit)


async def find_units(
    caller: Caller,
    action: Action,
    *,
    search: str,
    offset: int,
    limit: int,
    kinds: Collection[UnitKind] = tuple(UnitKind),
) -> Page[UnitView]:
    """Return a page of the units where the actor may do the action.

    The actor's own units come first, of any kind. Others are of `kinds`: names that begin with the search, then the
    rest.
    """
    own = Unit.id.in_(caller.actor.units(action, tuple(Scope)))
    first = case((own, 0), else_=1)
    query = (
        select(Unit)
        .where(
            Unit.id.in_(permitted_unit_ids(caller.actor, action, caller.today)),
            or_(own, Unit.kind.in_(kinds)),
            open_on(caller.today),
            *name_matches(search),
        )
        .order_by(first, _begins_with(search), Unit.sort_key, Unit.id)
    )
    return await pages.fetch(caller.session, query, unit_view, offset=offset, limit=limit)


async def find_serving_units(
    session: AsyncSession, *, search: str, today: date, offset: int, limit: int
) -> Page[tuple[UnitView, tuple[str, ...]]]:
    """Return a page of the open serving units, visible to strangers too.

    Each comes with the names of the units over it, the nearest first. Every word of the search is in one of these names
    or in its own.
    """
    query = (
        select(Unit)
        .where(
            Unit.kind.in_(SERVING_KINDS),
            open_on(today),
            *(_word_in_lineage(word, today) for word in fold(search).split()),
        )
        .order_by(Unit.sort_key, Unit.id)
    )
    page = await pages.fetch(session, query, unit_view, offset=offset, limit=limit)
    items = [(unit, await _load_names_over(session, unit.id)) for unit in page.items]
    return Page(items=tuple(items), has_more=page.has_more)


async def _load_names_over(session: AsyncSession, unit_id: UnitId) -> tuple[str, ...]:
    *over, _ = await load_path(session, unit_id)
    return tuple(unit.name for unit in reversed(over))


def _word_in_lineage(word: str, today: date) -> ColumnElement[bool]:
    over = aliased(Unit)
    return exists().where(
        UnitAncestor.unit_id == Unit.id,
        UnitAncestor.ancestor_id == over.id,
        ancestry_valid(today),
        _search_column(over.sort_key).contains(_search_key(word), autoescape=True),
    )


def name_matches(search: str) -> list[ColumnElement[bool]]:
    """Return the conditions that a unit's name contains every word of the search, in any spelling."""
    return [_search_column(Unit.sort_key).contains(_search_key(word), autoescape=True) for word in fold(search).split()]


def _begins_with(search: str) -> ColumnElement[int]:
    """Return a rank: 0 for names that begin with the search, 1 for others."""
    return case((_search_column(Unit.sort_key).startswith(_search_key(search), autoescape=True), 0), else_=1)


def is_named(name: str) -> ColumnElement[bool]:
    """Return the condition that a unit has this name, in any spelling."""
    return _search_column(Unit.sort_key) == _search_key(name)


def _search_column(key: SQLColumnExpression[str]) -> ColumnElement[str]:
    """Fold what a sort key distinguishes and typed words do not: آ and ا, a space and a half-space."""
    return func.replace(func.replace(key, sort_key("آ"), sort_key("ا")), " ", "")


def _search_key(search: str) -> str:
    return sort_key(search).replace(sort_key("آ"), sort_key("ا")).replace(" ", "")


async def load_path(session: AsyncSession, unit_id: UnitId) -> tuple[UnitView, ...]:
    """Return the path from the top of the current tree to the unit itself."""
    rows = await session.scalars(
        select(Unit)
        .join(UnitAncestor, UnitAncestor.ancestor_id == Unit.id)
        .where(UnitAncestor.unit_id == unit_id, UnitAncestor.until.is_(None))
        .order_by(UnitAncestor.depth.desc())
    )
    return tuple(unit_view(row) for row in rows)


async def current_lineage(session: AsyncSession, unit_id: UnitId) -> tuple[date, list[tuple[int, int]]]:
    """Return the first day of the unit's lineage, and its ancestors with their depths, itself at 0."""
    rows = await session.execute(
        select(UnitAncestor.since, UnitAncestor.ancestor_id, UnitAncestor.depth).where(
            UnitAncestor.unit_id == unit_id, UnitAncestor.until.is_(None)
        )
    )
    lineage = [(since, ancestor, depth) for since, ancestor, depth in rows]
    return max(since for since, _, _ in lineage), [(ancestor, depth) for _, ancestor, depth in lineage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A parent that the unit had, with the first and last day. `until` is None for the current one."""

    parent: str
    since: date
    until: date | None


async def list_placements(session: AsyncSession, unit_id: UnitId) -> tuple[Placement, ...]:
    """List all placements of the unit in the tree, the oldest first."""
    rows = await session.execute(
        select(Unit.name, UnitAncestor.since, UnitAncestor.until)
        .join(Unit, Unit.id == UnitAncestor.ancestor_id)
        .where(UnitAncestor.unit_id == unit_id, UnitAncestor.depth == 1)
        .order_by(UnitAncestor.since)
    )
    return tuple(Placement(parent=name, since=since, until=until) for name, since, until in rows)


async def list_cities_without_centre(session: AsyncSession, unit_id: UnitId, today: date) -> tuple[str, ...]:
    """List the names of the cities under the unit that have no open charity centre, in Persian order."""
    city, centre = aliased(Unit), aliased(Unit)
    served = exists().where(
        UnitAncestor.ancestor_id == city.id,
        UnitAncestor.unit_id == centre.id,
        ancestry_valid(today),
        centre.kind == UnitKind.CHARITY_CENTRE,
        open_on(today, centre),
    )
    rows = await session.scalars(
        select(city.name)
        .where(city.kind == UnitKind.CITY, city.id.in_(descendants((unit_id,), today)), open_on(today, city), ~served)
        .order_by(city.sort_key, city.id)
    )
    return tuple(rows)
