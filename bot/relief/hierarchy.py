"""Queries on the tree of units as of a day (temporal closure table). Knows no people and no rights."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, Subquery, and_, literal, or_, select, union_all

from bot.relief.ids import UnitId
from bot.relief.vocabulary import UnitKind
from bot.storage.tables import Unit, UnitAncestor

SERVING_KINDS = (UnitKind.CHARITY_CENTRE, UnitKind.RELIEF_GROUP, UnitKind.RELIEF_HOUSE)
"""Kinds that serve families and keep their files. Other units are places."""
CHILD_KINDS: Mapping[UnitKind, tuple[UnitKind, ...]] = {
    UnitKind.COUNTRY: (UnitKind.PROVINCE,),
    UnitKind.PROVINCE: (UnitKind.COUNTY, *SERVING_KINDS),
    UnitKind.COUNTY: (UnitKind.PART, UnitKind.CITY, UnitKind.NOMADS, *SERVING_KINDS),
    UnitKind.PART: (UnitKind.CITY, UnitKind.RURAL_DISTRICT, UnitKind.NOMADS, *SERVING_KINDS),
    UnitKind.RURAL_DISTRICT: (UnitKind.VILLAGE, UnitKind.NOMADS, *SERVING_KINDS),
    UnitKind.VILLAGE: (UnitKind.NEIGHBOURHOOD, *SERVING_KINDS),
    UnitKind.NOMADS: SERVING_KINDS,
    UnitKind.CITY: (UnitKind.DISTRICT, UnitKind.NEIGHBOURHOOD, *SERVING_KINDS),
    UnitKind.DISTRICT: (UnitKind.SUB_DISTRICT, UnitKind.NEIGHBOURHOOD, *SERVING_KINDS),
    UnitKind.SUB_DISTRICT: (UnitKind.NEIGHBOURHOOD, *SERVING_KINDS),
    UnitKind.NEIGHBOURHOOD: SERVING_KINDS,
    UnitKind.CHARITY_CENTRE: (),
    UnitKind.RELIEF_GROUP: (),
    UnitKind.RELIEF_HOUSE: (),
}
"""The kinds that may stand directly under a kind: the divisions of the country, and the bodies in them."""


def parent_kinds(kind: UnitKind) -> tuple[UnitKind, ...]:
    """Return the kinds under which a kind may stand directly."""
    return tuple(parent for parent, kinds in CHILD_KINDS.items() if kind in kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """A unit as shown. `phone` (E.164) may be given to families. `closed_on` is the last day of a closed unit."""

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
    """Return the condition that an ancestry row holds that day. `since` and `until` are both inclusive."""
    return and_(UnitAncestor.since <= day, or_(UnitAncestor.until.is_(None), UnitAncestor.until >= day))


def open_on(day: date, row: type[Unit] = Unit) -> ColumnElement[bool]:
    """Return the condition that a unit is open that day, its first and last day included.

    `row` is an alias where the query has several units.
    """
    return and_(row.opened_on <= day, or_(row.closed_on.is_(None), row.closed_on >= day))


def descendants(units: Collection[int], day: date) -> Select[int]:
    """Select the ids of these units and of all under them that day."""
    return select(UnitAncestor.unit_id).where(UnitAncestor.ancestor_id.in_(units), ancestry_valid(day))


def ancestors(units: Collection[int], day: date) -> Select[int]:
    """Select the ids of these units and of all over them that day."""
    return select(UnitAncestor.ancestor_id).where(UnitAncestor.unit_id.in_(units), ancestry_valid(day))


def lineage(unit: int, day: date) -> Subquery:
    """Select that unit and all over and under it that day.

    The columns are `unit_id`, `depth` and `under`. `depth` is the number of steps between them. `under` is 1 for a unit
    below, else 0.
    """
    over = select(UnitAncestor.ancestor_id.label("unit_id"), UnitAncestor.depth, literal(0).label("under")).where(
        UnitAncestor.unit_id == unit, ancestry_valid(day)
    )
    under = select(UnitAncestor.unit_id, UnitAncestor.depth, literal(1)).where(
        UnitAncestor.ancestor_id == unit, UnitAncestor.depth > 0, ancestry_valid(day)
    )
    return union_all(over, under).subquery()
