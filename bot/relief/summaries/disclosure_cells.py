"""Cells of a closed month: services by unit and column, and the families of small cells.

It reads services as they stood at the cut-off. Which cells are published is decided in `disclosure_control`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import CTE, ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.relief.hierarchy import SERVING_KINDS, ancestry_valid, descendants
from bot.relief.ids import UnitId
from bot.relief.ledger.publication import ONE_DAY, cutoff_of
from bot.relief.summaries.disclosure_control import MIN_GROUP, Cell, CellKey, Column, PublishedCells, aggregate
from bot.relief.vocabulary import Domain, Kind, UnitKind
from bot.storage.tables import Service, ServiceReturn, Unit, UnitAncestor

_IN_GROUPS = case((Service.family_id.is_(None), 1), else_=0)
_CELL_COLUMNS = (Service.unit_id, Service.domain, Service.kind, _IN_GROUPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingMonth:
    """A Jalali month by its first and last day."""

    since: date
    until: date

    @property
    def cutoff(self) -> datetime:
        return cutoff_of(self.until)

    def services_under(self, unit: UnitId) -> ColumnElement[bool]:
        """Return the condition for the services that count in this month under the unit.

        The tree is that of the last day of the month. Services of its own days count if reported before its cut-off.
        Services of earlier days count if reported after the previous cut-off and before this one. A service that was
        returned before any month had published it counts as if reported when it was verified after all. A later void or
        return is ignored. A correction of a service that an earlier month has published is not published again.
        """
        before = cutoff_of(self.since - ONE_DAY)
        own = and_(Service.booked_on >= self.since, Service.booked_on <= self.until)
        late = and_(
            Service.booked_on < self.since,
            or_(Service.reported_at >= before, and_(Service.verified_at >= before, _is_withheld(Service))),
        )
        return and_(
            Service.unit_id.in_(descendants((unit,), self.until)),
            or_(own, late),
            Service.reported_at < self.cutoff,
            or_(Service.verified_at < self.cutoff, ~_is_withheld(Service)),
            or_(Service.voided_at.is_(None), Service.voided_at >= self.cutoff),
            or_(Service.replaces_id.is_(None), Service.id.not_in(_published_corrections(self.since, before))),
        )


def _corrections() -> CTE:
    """Return pairs (correction, corrected service), also through chains of corrections (recursive CTE)."""
    chain = (
        select(Service.id.label("id"), Service.replaces_id.label("of"))
        .where(Service.replaces_id.is_not(None))
        .cte("corrections", recursive=True)
    )
    older = aliased(Service)
    further = select(chain.c.id, older.replaces_id).join(older, older.id == chain.c.of)
    return chain.union(further.where(older.replaces_id.is_not(None)))


_CORRECTIONS = _corrections()


def _published_corrections(since: date, cutoff_before: datetime) -> Select[int]:
    """Select the corrections of services that stood at the previous cut-off."""
    older = aliased(Service)
    return (
        select(_CORRECTIONS.c.id)
        .join(older, older.id == _CORRECTIONS.c.of)
        .where(
            older.booked_on < since,
            older.reported_at < cutoff_before,
            older.voided_at >= cutoff_before,
            ~_is_withheld(older),
        )
    )


def _is_withheld(service: type[Service]) -> ColumnElement[bool]:
    """Return the condition for services that were returned before any month had published them."""
    return exists().where(ServiceReturn.service_id == service.id, ServiceReturn.before_publication)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMonth:
    """A closed month with what is published of it. `withheld_families` are those of the withheld cells."""

    month: ReportingMonth
    cells: PublishedCells
    withheld_families: frozenset[int]


async def load_published_month(session: AsyncSession, unit: UnitId, month: ReportingMonth) -> PublishedMonth:
    rows = await session.execute(
        select(UnitAncestor.unit_id, Unit.kind)
        .join(Unit, Unit.id == UnitAncestor.unit_id)
        .where(UnitAncestor.ancestor_id == unit, ancestry_valid(month.until))
        .order_by(UnitAncestor.depth.desc(), UnitAncestor.unit_id)
    )
    kinds = {UnitId(one): UnitKind(kind) for one, kind in rows}
    over = await session.execute(
        select(UnitAncestor.unit_id, UnitAncestor.ancestor_id).where(
            UnitAncestor.depth == 1,
            ancestry_valid(month.until),
            UnitAncestor.unit_id.in_(descendants((unit,), month.until)),
        )
    )
    parents = {UnitId(one): UnitId(parent) for one, parent in over}
    places = [one for one, kind in kinds.items() if kind not in SERVING_KINDS]
    cells = await _load_cells(session, month.services_under(unit))
    published = aggregate(cells, tuple(kinds), parents, mixing_units=places)
    families = (cells[place].families for place in published.withheld_keys)
    return PublishedMonth(month=month, cells=published, withheld_families=frozenset[int]().union(*families))


async def _load_cells(session: AsyncSession, condition: ColumnElement[bool]) -> Mapping[CellKey, Cell]:
    rows = await session.execute(
        select(
            *_CELL_COLUMNS,
            func.count(),
            func.sum(Service.value),
            func.sum(case((Service.family_id.is_(None), Service.people), else_=0)),
            func.count(Service.family_id.distinct()),
        )
        .where(condition)
        .group_by(*_CELL_COLUMNS)
    )
    cells = {
        _cell_key(unit, domain, kind, grouped): Cell(
            services=int(services), value=int(value), people=int(people), meets_threshold=families >= MIN_GROUP
        )
        for unit, domain, kind, grouped, services, value, people, families in rows
    }
    for place, families in (await _families_of_small_cells(session, condition)).items():
        cells[place] = replace(cells[place], families=frozenset(families))
    return cells


async def _families_of_small_cells(session: AsyncSession, condition: ColumnElement[bool]) -> Mapping[CellKey, set[int]]:
    """Return the families of cells that have fewer than MIN_GROUP."""
    key = (Service.unit_id, Service.domain, Service.kind)
    named = and_(condition, Service.family_id.is_not(None))
    small = (
        select(*key).where(named).group_by(*key).having(func.count(Service.family_id.distinct()) < MIN_GROUP).subquery()
    )
    same = and_(*(column == small.c[column.key] for column in key))
    rows = await session.execute(select(*key, Service.family_id).join(small, same).where(named).distinct())
    families: dict[CellKey, set[int]] = {}
    for unit, domain, kind, family in rows:
        families.setdefault(_cell_key(unit, domain, kind, 0), set()).add(int(family or 0))
    return families


def _cell_key(unit: int, domain: str, kind: str, grouped: int) -> CellKey:
    return UnitId(unit), Column(domain=Domain(domain), kind=Kind(kind), in_groups=bool(grouped))


async def count_published_families(session: AsyncSession, unit: UnitId, months: Sequence[PublishedMonth]) -> int:
    """Return the number of distinct families in what is published.

    A family that is only in withheld cells does not count.
    """
    everything = or_(*(one.month.services_under(unit) for one in months))
    every = await session.scalar(select(func.count(Service.family_id.distinct())).where(everything)) or 0
    withheld = frozenset[int]().union(*(one.withheld_families for one in months))
    published: set[int] = set()
    for one in months:
        rows = await session.execute(
            select(Service.unit_id, Service.domain, Service.kind, Service.family_id)
            .where(one.month.services_under(unit), Service.family_id.in_(withheld))
            .distinct()
        )
        published |= {int(f or 0) for of, d, k, f in rows if _cell_key(of, d, k, 0) not in one.cells.withheld_keys}
    return every - len(withheld - published)
