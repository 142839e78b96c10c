"""Summaries: services of a unit and all under it, beside its commitment and the period before.

Sums come from the daily totals by the tree of each booked day; families are counted distinct. Percentages are left to
the screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Toman
from bot.persian.periods import Period, PeriodName, period_of, previous_period
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.commitments import commitments
from bot.relief.errors import Conflict
from bot.relief.hierarchy import UnitView, descendants, open_on
from bot.relief.ids import UnitId
from bot.relief.summaries.cuts import LINE_CUTS, Cut, CutRows, KeyT, load_cut
from bot.relief.summaries.scope import booked_under, counted
from bot.relief.units.directory import list_cities_without_centre, load_unit
from bot.relief.vocabulary import UnitKind
from bot.storage.tables import Service, Total, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The summary of one unit and period.

    `period` is the part that has come so far; `commitment` is for the whole of it. `families` are distinct; `people` is
    how many the services to groups reached, a person who came twice counted twice. `cuts` has the loaded cuts by name.
    `joint` is the part of `total` that was done with partners. `previous_total` is that of `previous`, a period of the
    same length; None if nothing was done in it. The centres are those of the last day of the period. `unverified` is
    the number and the value of services that wait for verification; they are part of all other figures unless
    `verified_only`.
    """

    unit: UnitView
    period: Period
    services: int
    families: int
    people: int
    total: Toman
    cuts: Mapping[str, CutRows[Any]]
    joint: Toman
    previous: Period
    previous_total: Toman | None
    commitment: Toman | None
    centres: int
    cities_without_centre: tuple[str, ...]
    unverified: tuple[int, Toman]
    verified_only: bool

    def by(self, cut: Cut[KeyT]) -> CutRows[KeyT]:
        """Return the parts of `total` by one of the cuts that were loaded."""
        return self.cuts[cut.name]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    services: int
    total: Toman
    unverified: tuple[int, Toman]


async def summarise(
    caller: Caller,
    unit: UnitId,
    period: Period,
    *,
    verified_only: bool = False,
    cuts: Sequence[Cut[Any]] = LINE_CUTS,
) -> Summary:
    """Return the summary of a unit and all under it, with these cuts. Raises Conflict for a period to come."""
    await require(caller, Action.ASK_SUMMARY, unit)
    if period.since > caller.today:
        raise Conflict("error-summary-future", field="since")
    canonical = _canonical_period(period)
    so_far = canonical.elapsed_part(caller.today)
    previous = previous_period(so_far)
    whole = canonical if canonical.name is PeriodName.CUSTOM else period_of(canonical.name, canonical.since)
    sums = await _load_sums(caller.session, unit, so_far, verified_only=verified_only)
    families, people, joint = await _count_served(caller.session, unit, so_far, verified_only=verified_only)
    previous_sums = await _load_sums(caller.session, unit, previous, verified_only=verified_only)
    return Summary(
        unit=await load_unit(caller.session, unit),
        period=so_far,
        services=sums.services,
        families=families,
        people=people,
        total=sums.total,
        cuts={cut.name: await load_cut(caller.session, cut, unit, so_far, verified_only=verified_only) for cut in cuts},
        joint=joint,
        previous=previous,
        previous_total=previous_sums.total or None,
        commitment=await commitments.load_commitment(caller.session, unit, whole.since, whole.until),
        centres=await _count_centres(caller.session, unit, so_far.until),
        cities_without_centre=await list_cities_without_centre(caller.session, unit, so_far.until),
        unverified=sums.unverified,
        verified_only=verified_only,
    )


def _canonical_period(period: Period) -> Period:
    """Return the named period with exactly these custom days, to be shown as it; else `period`."""
    names = PeriodName if period.name is PeriodName.CUSTOM else ()
    named = (period_of(name, period.since) for name in names)
    exact = (one for one in named if (one.since, one.until) == (period.since, period.until))
    return next(exact, period)


async def _load_sums(session: AsyncSession, unit: UnitId, period: Period, *, verified_only: bool) -> _Sums:
    query = select(Total.verified, func.sum(Total.services), func.sum(Total.value))
    rows = await session.execute(booked_under(query, Total, unit, period).group_by(Total.verified))
    sums = {verified: (int(services), int(value)) for verified, services, value in rows}
    services, value = sums.get(True, (0, 0))
    waiting, waiting_value = sums.get(False, (0, 0))
    if not verified_only:
        services, value = services + waiting, value + waiting_value
    return _Sums(services=services, total=Toman(value), unverified=(waiting, Toman(waiting_value)))


async def _count_served(
    session: AsyncSession, unit: UnitId, period: Period, *, verified_only: bool
) -> tuple[int, int, Toman]:
    """Count distinct families, people in groups, and the joint value: the totals do not have them."""
    in_groups = case((Service.family_id.is_(None), Service.people), else_=0)
    joint = case((Service.joint, Service.value), else_=0)
    query = select(func.count(Service.family_id.distinct()), func.sum(in_groups), func.sum(joint))
    rows = await session.execute(
        booked_under(query, Service, unit, period).where(counted(Service, verified_only=verified_only))
    )
    families, people, value = rows.one()
    return int(families), int(people or 0), Toman(int(value or 0))


async def _count_centres(session: AsyncSession, unit: UnitId, day: date) -> int:
    """Return the number of charity centres open that day under the unit, itself included."""
    centres = await session.scalar(
        select(func.count())
        .select_from(Unit)
        .where(Unit.kind == UnitKind.CHARITY_CENTRE, Unit.id.in_(descendants((unit,), day)), open_on(day))
    )
    return centres or 0
