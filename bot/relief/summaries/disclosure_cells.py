"""The cells of a settled month: what each unit under another delivered then, by column, and which families stand in few.

It reads services as they stood when their month settled; what of it may be told, `suppression` decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import CTE, ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.clock import TEHRAN
from bot.relief.hierarchy import BODIES, below, standing
from bot.relief.ids import UnitId
from bot.relief.summaries.disclosure_control import FEWEST, Cell, Column, Place, Told, told
from bot.relief.vocabulary import Domain, Kind, UnitKind
from bot.storage.tables import Service, Unit, UnitAncestor

SETTLES = timedelta(days=10)
"""So long after its end a month takes in what is reported of it; what comes later counts in the month that is open then."""
DAY = timedelta(days=1)

_IN_GROUPS = case((Service.family_id.is_(None), 1), else_=0)
_KEY = (Service.unit_id, Service.domain, Service.kind, _IN_GROUPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A Jalali month by its first and last day."""

    since: date
    until: date

    @property
    def settles_at(self) -> datetime:
        return _settles_at(self.until)

    def of(self, unit: UnitId) -> ColumnElement[bool]:
        """What was done in it under the unit, by the tree of its last day: of its own days what was reported before it
        settled, of earlier days what was reported since those had; voided later is not voided here, and what corrects a
        service that an earlier month has told is not told again.
        """
        before = _settles_at(self.since - DAY)
        own = and_(Service.booked_on >= self.since, Service.booked_on <= self.until)
        late = and_(Service.booked_on < self.since, Service.reported_at >= before)
        return and_(
            Service.unit_id.in_(below((unit,), self.until)),
            or_(own, late),
            Service.reported_at < self.settles_at,
            or_(Service.voided_at.is_(None), Service.voided_at >= self.settles_at),
            or_(Service.replaces_id.is_(None), Service.id.not_in(_told_already(self.since, before))),
        )


def _corrections() -> CTE:
    """Every correction by what it corrects, and by what that corrects in its turn."""
    chain = (
        select(Service.id.label("id"), Service.replaces_id.label("of"))
        .where(Service.replaces_id.is_not(None))
        .cte("corrections", recursive=True)
    )
    older = aliased(Service)
    further = select(chain.c.id, older.replaces_id).join(older, older.id == chain.c.of)
    return chain.union(further.where(older.replaces_id.is_not(None)))


_CORRECTIONS = _corrections()


def _told_already(since: date, before: datetime) -> Select[int]:
    """The corrections of what stood when the month before settled."""
    older = aliased(Service)
    return (
        select(_CORRECTIONS.c.id)
        .join(older, older.id == _CORRECTIONS.c.of)
        .where(older.booked_on < since, older.reported_at < before, older.voided_at >= before)
    )


def _settles_at(last: date) -> datetime:
    return datetime.combine(last + SETTLES + DAY, time(), TEHRAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What is told of a month. `families` are those of the withheld cells."""

    month: Month
    told: Told
    families: frozenset[int]


async def settled_month(session: AsyncSession, unit: UnitId, month: Month) -> Settled:
    rows = await session.execute(
        select(UnitAncestor.unit_id, Unit.kind)
        .join(Unit, Unit.id == UnitAncestor.unit_id)
        .where(UnitAncestor.ancestor_id == unit, standing(month.until))
        .order_by(UnitAncestor.depth.desc(), UnitAncestor.unit_id)
    )
    kinds = {UnitId(one): UnitKind(kind) for one, kind in rows}
    over = await session.execute(
        select(UnitAncestor.unit_id, UnitAncestor.ancestor_id).where(
            UnitAncestor.depth == 1, standing(month.until), UnitAncestor.unit_id.in_(below((unit,), month.until))
        )
    )
    parents = {UnitId(one): UnitId(parent) for one, parent in over}
    places = [one for one, kind in kinds.items() if kind not in BODIES]
    cells = await _cells(session, month.of(unit))
    found = told(cells, tuple(kinds), parents, mixing=places)
    families = (cells[place].families for place in found.withheld)
    return Settled(month=month, told=found, families=frozenset[int]().union(*families))


async def _cells(session: AsyncSession, where: ColumnElement[bool]) -> Mapping[Place, Cell]:
    rows = await session.execute(
        select(
            *_KEY,
            func.count(),
            func.sum(Service.value),
            func.sum(case((Service.family_id.is_(None), Service.people), else_=0)),
            func.count(Service.family_id.distinct()),
        )
        .where(where)
        .group_by(*_KEY)
    )
    found = {
        _place(unit, domain, kind, grouped): Cell(
            services=int(services), value=int(value), people=int(people), many=families >= FEWEST
        )
        for unit, domain, kind, grouped, services, value, people, families in rows
    }
    for place, families in (await _few(session, where)).items():
        found[place] = replace(found[place], families=frozenset(families))
    return found


async def _few(session: AsyncSession, where: ColumnElement[bool]) -> Mapping[Place, set[int]]:
    """The families of the small cells."""
    key = (Service.unit_id, Service.domain, Service.kind)
    named = and_(where, Service.family_id.is_not(None))
    small = (
        select(*key).where(named).group_by(*key).having(func.count(Service.family_id.distinct()) < FEWEST).subquery()
    )
    same = and_(*(column == small.c[column.key] for column in key))
    rows = await session.execute(select(*key, Service.family_id).join(small, same).where(named).distinct())
    found: dict[Place, set[int]] = {}
    for unit, domain, kind, family in rows:
        found.setdefault(_place(unit, domain, kind, 0), set()).add(int(family or 0))
    return found


def _place(unit: int, domain: str, kind: str, grouped: int) -> Place:
    return UnitId(unit), Column(domain=Domain(domain), kind=Kind(kind), in_groups=bool(grouped))


async def families_told(session: AsyncSession, unit: UnitId, months: Sequence[Settled]) -> int:
    """Distinct families of what is told: all, but those who stand in withheld cells alone."""
    everything = or_(*(one.month.of(unit) for one in months))
    every = await session.scalar(select(func.count(Service.family_id.distinct())).where(everything)) or 0
    withheld = frozenset[int]().union(*(one.families for one in months))
    seen: set[int] = set()
    for one in months:
        rows = await session.execute(
            select(Service.unit_id, Service.domain, Service.kind, Service.family_id)
            .where(one.month.of(unit), Service.family_id.in_(withheld))
            .distinct()
        )
        seen |= {int(f or 0) for of, d, k, f in rows if _place(of, d, k, 0) not in one.told.withheld}
    return every - len(withheld - seen)
