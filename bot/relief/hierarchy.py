"""The tree of units as it stood on a day. It knows units and their ancestry, not people and not rights."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, Subquery, and_, literal, or_, select, union_all

from bot.relief.ids import UnitId
from bot.relief.vocabulary import UnitKind
from bot.storage.tables import Unit, UnitAncestor

SERVING_KINDS = (UnitKind.CHARITY_CENTRE, UnitKind.RELIEF_GROUP, UnitKind.RELIEF_HOUSE)
"""What serves families and keeps their files; other units are places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """`phone` (E.164) may be given to families; None where the unit has none. `closed_on` is the last day of one that is
    closed.
    """

    id: UnitId
    kind: UnitKind
    name: str
    parent: UnitId | None
    phone: str | None
    opened_on: date
    closed_on: date | None


def unit_view(row: Unit) -> UnitView:
    parent = None if row.parent_id is None else UnitId(row.parent_id)
    return UnitView(
        id=UnitId(row.id),
        kind=UnitKind(row.kind),
        name=row.name,
        parent=parent,
        phone=row.phone,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
    )


def ancestry_valid(day: date) -> ColumnElement[bool]:
    """The ancestry rows that held that day; `since` and `until` both belong to it."""
    return and_(UnitAncestor.since <= day, or_(UnitAncestor.until.is_(None), UnitAncestor.until >= day))


def open_on(day: date, row: type[Unit] = Unit) -> ColumnElement[bool]:
    """Both the first and the last day of a unit count as open. `row` is an alias, where the query has several."""
    return and_(row.opened_on <= day, or_(row.closed_on.is_(None), row.closed_on >= day))


def descendants(units: Collection[int], day: date) -> Select[int]:
    """The ids of these units and of all that stood under them that day."""
    return select(UnitAncestor.unit_id).where(UnitAncestor.ancestor_id.in_(units), ancestry_valid(day))


def ancestors(units: Collection[int], day: date) -> Select[int]:
    """The ids of these units and of all that stood over them that day."""
    return select(UnitAncestor.ancestor_id).where(UnitAncestor.unit_id.in_(units), ancestry_valid(day))


def lineage(unit: int, day: date) -> Subquery:
    """Columns parse_unit_id, depth, under: that unit and all that stood over and under it that day, how many steps away, and
    whether under it.
    """
    over = select(UnitAncestor.ancestor_id.label("unit_id"), UnitAncestor.depth, literal(0).label("under")).where(
        UnitAncestor.unit_id == unit, ancestry_valid(day)
    )
    under = select(UnitAncestor.unit_id, UnitAncestor.depth, literal(1)).where(
        UnitAncestor.ancestor_id == unit, UnitAncestor.depth > 0, ancestry_valid(day)
    )
    return union_all(over, under).subquery()
