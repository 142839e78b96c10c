"""Summaries: services of a unit and all under it, beside its commitment and the period before.

Sums come from the daily totals by the tree of each booked day; families are counted distinct. Percentages are left to
the screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

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
from bot.relief.vocabulary import ServiceState, UnitKind
from bot.storage.tables import Service, Total, Unit


class Count(NamedTuple):
    """A number of services and their value."""

    services: int
    value: Toman

    def merge(self, other: "Count") -> "Count":
        return Count(self.services + other.services, Toman(self.value + other.value))


NONE = Count(0, Toman(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The summary of one unit and period.

    `period` is the part that has come so far, and `is_over` true if nothing of it is to come; `commitment` is for the
    whole of it. `families` are distinct; `people` is how many the services to groups reached, a person who came twice
    counted twice. `cuts` has the loaded cuts by name. `joint` is the part of `total` that was done with partners.
    `previous_total` is that of `previous`, a period of the same length. `centres` are open on the last day of the
    period; `active_centres` delivered a service in it. `unverified` wait for verification; they are part of all other
    figures unless `verified_only`. `previous_unverified` are those of the period before. `returned` wait for their
    reporters, and are part of no other figure.
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
    previous_total: Toman
    previous_unverified: Count
    commitment: Toman | None
    centres: int
    active_centres: int
    cities_without_centre: tuple[str, ...]
    unverified: Count
    returned: Count
    verified_only: bool
    is_over: bool

    def by(self, cut: Cut[KeyT]) -> CutRows[KeyT]:
        """Return the parts of `total` by one of the cuts that were loaded."""
        return self.cuts[cut.name]

    @property
    def is_comparable(self) -> bool:
        """True if `total` and `previous_total` count alike.

        The verified part of a period says little while another part waits.
        """
        return not self.verified_only or not (self.unverified.services or self.previous_unverified.services)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    whole: Count
    unverified: Count
    returned: Count


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
        services=sums.whole.services,
        families=families,
        people=people,
        total=sums.whole.value,
        cuts={cut.name: await load_cut(caller.session, cut, unit, so_far, verified_only=verified_only) for cut in cuts},
        joint=joint,
        previous=previous,
        previous_total=previous_sums.whole.value,
        previous_unverified=previous_sums.unverified,
        commitment=await commitments.load_commitment(caller.session, unit, whole.since, whole.until),
        centres=await _count_centres(caller.session, unit, so_far.until),
        active_centres=await _count_active_centres(caller.session, unit, so_far, verified_only=verified_only),
        cities_without_centre=await list_cities_without_centre(caller.session, unit, so_far.until),
        unverified=sums.unverified,
        returned=sums.returned,
        verified_only=verified_only,
        is_over=whole.until < caller.today,
    )


def _canonical_period(period: Period) -> Period:
    """Return the named period with exactly these custom days, to be shown as it; else `period`."""
    names = PeriodName if period.name is PeriodName.CUSTOM else ()
    named = (period_of(name, period.since) for name in names)
    exact = (one for one in named if (one.since, one.until) == (period.since, period.until))
    return next(exact, period)


async def _load_sums(session: AsyncSession, unit: UnitId, period: Period, *, verified_only: bool) -> _Sums:
    """Load the sums of each state; those that wait are part of the whole unless `verified_only`."""
    query = select(Total.state, func.sum(Total.services), func.sum(Total.value))
    rows = await session.execute(booked_under(query, Total, unit, period).group_by(Total.state))
    sums = {state: Count(int(services), Toman(int(value))) for state, services, value in rows}
    waiting, verified = sums.get(ServiceState.WAITING, NONE), sums.get(ServiceState.VERIFIED, NONE)
    return _Sums(
        whole=verified if verified_only else verified.merge(waiting),
        unverified=waiting,
        returned=sums.get(ServiceState.RETURNED, NONE),
    )


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


async def _count_active_centres(session: AsyncSession, unit: UnitId, period: Period, *, verified_only: bool) -> int:
    """Return the number of charity centres that delivered a service in the period.

    They are those under the unit, itself included.
    """
    query = select(func.count(Total.unit_id.distinct())).join(Unit, Unit.id == Total.unit_id)
    centres = await session.scalar(
        booked_under(query, Total, unit, period).where(
            counted(Total, verified_only=verified_only), Total.services > 0, Unit.kind == UnitKind.CHARITY_CENTRE
        )
    )
    return centres or 0
