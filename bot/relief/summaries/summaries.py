"""Summaries: what a unit and all under it did in a period, beside what was promised and what was done before.

Sums come from the totals by the tree of each booked day; families are counted, they do not add up. Percentages are left
to the screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Toman
from bot.persian.periods import Period, PeriodName, period_of, previous_period
from bot.relief.access.policy import Action, Actor, require
from bot.relief.commitments import commitments
from bot.relief.errors import Conflict
from bot.relief.hierarchy import UnitView, descendants, open_on
from bot.relief.ids import UnitId
from bot.relief.units.directory import list_cities_without_centre, load_unit
from bot.relief.vocabulary import Domain, Kind, UnitKind
from bot.storage.tables import Service, Total, Unit, UnitAncestor


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`period` is the part that has come so far; `commitment` is for the whole of it.

    `families` are distinct; `people` is how many the services to groups reached, whoever came twice counted twice.
    `by_kind` has every kind, `by_domain` those with a value, the largest first. `joint` is the part of `total` that was done
    with partners. `previous_total` is that of `previous`, a period of the same length; None where it came to nothing.
    The centres are those of the period's last day. `unverified` is how many services of the period nobody has verified yet, and
    their value: part of all that is told, unless it is of the `verified_only`.
    """

    unit: UnitView
    period: Period
    services: int
    families: int
    people: int
    total: Toman
    by_kind: tuple[tuple[Kind, Toman], ...]
    by_domain: tuple[tuple[Domain, Toman], ...]
    joint: Toman
    previous: Period
    previous_total: Toman | None
    commitment: Toman | None
    centres: int
    cities_without_centre: tuple[str, ...]
    unverified: tuple[int, Toman]
    verified_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    services: int
    unverified: tuple[int, Toman]
    by_kind: Mapping[Kind, int]
    by_domain: Mapping[Domain, int]

    @property
    def value(self) -> Toman:
        return Toman(sum(self.by_kind.values()))


async def summarise(
    session: AsyncSession, actor: Actor, unit: UnitId, period: Period, today: date, *, verified_only: bool = False
) -> Summary:
    await require(session, actor, Action.ASK_SUMMARY, unit, today)
    if period.since > today:
        raise Conflict("error-summary-future", field="since")
    asked = _canonical_period(period)
    so_far = asked.elapsed_part(today)
    before = previous_period(so_far)
    whole = asked if asked.name is PeriodName.CUSTOM else period_of(asked.name, asked.since)
    sums = await _sums(session, unit, so_far, verified_only=verified_only)
    families, people, joint = await _count_served(session, unit, so_far, verified_only=verified_only)
    then = await _sums(session, unit, before, verified_only=verified_only)
    return Summary(
        unit=await load_unit(session, unit),
        period=so_far,
        services=sums.services,
        families=families,
        people=people,
        total=sums.value,
        by_kind=tuple((kind, Toman(sums.by_kind.get(kind, 0))) for kind in Kind),
        by_domain=_largest_first(sums.by_domain),
        joint=joint,
        previous=before,
        previous_total=then.value or None,
        commitment=await commitments.load_commitment(session, unit, whole.since, whole.until),
        centres=await _count_centres(session, unit, so_far.until),
        cities_without_centre=await list_cities_without_centre(session, unit, so_far.until),
        unverified=sums.unverified,
        verified_only=verified_only,
    )


def _canonical_period(period: Period) -> Period:
    """Days of one's own that are exactly a month, a season, a half-year… are that: so they are said, and compared."""
    names = PeriodName if period.name is PeriodName.CUSTOM else ()
    named = (period_of(name, period.since) for name in names)
    exact = (one for one in named if (one.since, one.until) == (period.since, period.until))
    return next(exact, period)


def _largest_first(values: Mapping[Domain, int]) -> tuple[tuple[Domain, Toman], ...]:
    found = [(domain, Toman(values[domain])) for domain in Domain if values.get(domain)]
    return tuple(sorted(found, key=lambda pair: -pair[1]))


async def _sums(session: AsyncSession, unit: UnitId, period: Period, *, verified_only: bool) -> _Sums:
    sums = func.sum(Total.services), func.sum(Total.value)
    asked = select(Total.domain, Total.kind, Total.verified, *sums)
    rows = await session.execute(
        _booked_under(asked, Total, unit, period).group_by(Total.domain, Total.kind, Total.verified)
    )
    services = waiting = waiting_value = 0
    by_kind: dict[Kind, int] = {}
    by_domain: dict[Domain, int] = {}
    for domain, kind, verified, count, value in rows:
        if not verified:
            waiting, waiting_value = waiting + int(count), waiting_value + int(value)
        if verified or not verified_only:
            services += int(count)
            by_kind[Kind(kind)] = by_kind.get(Kind(kind), 0) + int(value)
            by_domain[Domain(domain)] = by_domain.get(Domain(domain), 0) + int(value)
    return _Sums(services=services, unverified=(waiting, Toman(waiting_value)), by_kind=by_kind, by_domain=by_domain)


async def _count_served(
    session: AsyncSession, unit: UnitId, period: Period, *, verified_only: bool
) -> tuple[int, int, Toman]:
    """What the totals cannot say: distinct families, people in groups, and the value done with partners."""
    in_groups = case((Service.family_id.is_(None), Service.people), else_=0)
    joint = case((Service.joint, Service.value), else_=0)
    asked = select(func.count(Service.family_id.distinct()), func.sum(in_groups), func.sum(joint))
    stands = _booked_under(asked, Service, unit, period).where(Service.voided_at.is_(None))
    found = await session.execute(stands.where(Service.verified_at.is_not(None)) if verified_only else stands)
    families, people, value = found.one()
    return int(families), int(people or 0), Toman(int(value or 0))


def _booked_under(
    query: Select[*tuple[Any, ...]], table: type[Service] | type[Total], unit: UnitId, period: Period
) -> Select[*tuple[Any, ...]]:
    """Rows booked in the period by what stood under the unit on the day they are booked on."""
    held = and_(
        UnitAncestor.since <= table.booked_on,
        or_(UnitAncestor.until.is_(None), UnitAncestor.until >= table.booked_on),
    )
    return query.join(UnitAncestor, UnitAncestor.unit_id == table.unit_id).where(
        UnitAncestor.ancestor_id == unit, held, table.booked_on.between(period.since, period.until)
    )


async def _count_centres(session: AsyncSession, unit: UnitId, day: date) -> int:
    """The charity centres that were open that day, the unit itself where it is one."""
    counted = await session.scalar(
        select(func.count())
        .select_from(Unit)
        .where(Unit.kind == UnitKind.CHARITY_CENTRE, Unit.id.in_(descendants((unit,), day)), open_on(day))
    )
    return counted or 0
