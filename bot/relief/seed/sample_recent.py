"""What the sample's people did lately, told back from a day: services to this very day, fresh needs, campaigns.

Pure and repeatable: the same day gives the same. It never reaches into the half-year of `sample_plan`, whose totals are
exact; until that is over, nothing is late enough to be told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from bot.persian.jalali import Jalali
from bot.persian.periods import Period, PeriodName, period_of
from bot.relief.seed.sample_generator import Drawing, PlannedService, Work, all_works, bodies, drawn, with_joint_work
from bot.relief.seed.starter_data import StarterFamily, StarterNeed, read_rows, sample_families
from bot.relief.vocabulary import Domain, Kind, Urgency

HALF_YEAR_PROMISED = 30_000_000_000
"""Toman: what the province has committed itself to for each half-year after the exact one."""

_LONGEST = 400  # days told back: this month, season, half-year and year all read alive, and the sample stays small
_FEWEST_EACH, _MOST_EACH = 15, 9  # a body serves somebody every so many days
_JOINT_PART = 100  # one part in so many is done together with partners
_ROUND = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedNeed:
    family_index: int
    need: StarterNeed
    stated_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCampaign:
    """`by` is the key of who opens it, `unit` of where; so many places are `taken`."""

    title: str
    occasion: str
    unit: str
    by: str
    opened_on: date
    since: date
    until: date
    places: int
    taken: int


def told_from(year: int, today: date) -> date | None:
    """The first day that is told, after the half-year of `year`; None while that goes on."""
    after = Jalali(year, 7, 1).to_date()
    return max(after, today - timedelta(days=_LONGEST)) if today >= after else None


def half_years(since: date, today: date) -> Iterator[Period]:
    """Each half-year that has begun, from that of `since` on."""
    period = period_of(PeriodName.HALF_YEAR, since)
    while period.since <= today:
        yield period
        period = period_of(PeriodName.HALF_YEAR, period.until + timedelta(days=1))


def lately(since: date, today: date, before: Iterable[PlannedService]) -> tuple[PlannedService, ...]:
    """Services of these days, ordered by day; who was helped `before` is not helped again too soon."""
    random = Random(today.toordinal())  # noqa: S311 - a sample to look at, no secret
    works = [work for work in all_works() if _all_year_round(work)]
    drawing = Drawing(random=random, works=works, days=lambda _: (since, today))
    told = [service for service in _told(today) if service.delivered_on >= since]
    for service in (*before, *told):
        drawing.given(service)
    days = (today - since).days + 1
    fewest, most = days // _FEWEST_EACH, days // _MOST_EACH + 1
    services = [_rounded(one) for unit in bodies() for one in drawn(drawing, unit, fewest=fewest, most=most)]
    planned = [*told, *with_joint_work(random, services, sum(one.value for one in services) // _JOINT_PART)]
    return tuple(sorted(planned, key=lambda service: service.delivered_on))


def _all_year_round(work: Work) -> bool:
    return (work.since, work.until) == ((1, 1), (6, 31))


def _rounded(service: PlannedService) -> PlannedService:
    return replace(service, value=max(1, round(service.value / _ROUND)) * _ROUND)


def _told(today: date) -> Iterator[PlannedService]:
    """What the people whom a visitor plays did last for their families."""
    for row in read_rows("sample_lately.tsv"):
        index, family = _family(row["family"])
        yield PlannedService(
            unit=family.unit,
            family_index=index,
            activity=row["activity"],
            kind=Kind(row["kind"]),
            value=int(row["value"]),
            delivered_on=today - timedelta(days=int(row["days_ago"])),
            people=family.members,
            by=row["by"],
        )


def fresh_needs(today: date) -> Iterator[PlannedNeed]:
    for row in read_rows("sample_needs.tsv"):
        yield PlannedNeed(
            family_index=_family(row["family"])[0],
            need=StarterNeed(domain=Domain(row["domain"]), urgency=Urgency(row["urgency"])),
            stated_on=today - timedelta(days=int(row["days_ago"])),
        )


def _family(key: str) -> tuple[int, StarterFamily]:
    return next((index, family) for index, family in enumerate(sample_families()) if family.key == key)


def planned_campaigns(today: date) -> Iterator[PlannedCampaign]:
    for row in read_rows("sample_campaigns.tsv"):
        opened, since, until = (today + timedelta(days=int(row[day])) for day in ("opened", "since", "until"))
        yield PlannedCampaign(
            title=row["title"],
            occasion=row["occasion"],
            unit=row["unit"],
            by=row["by"],
            opened_on=opened,
            since=since,
            until=until,
            places=int(row["places"]),
            taken=int(row["taken"]),
        )
