"""Plan of recent days of the sample: services to the last day, fresh needs, campaigns.

Pure and repeatable: the same day gives the same plan. It never reaches into the half-year of `sample_half_year`, whose
totals are exact; before its end nothing is planned.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from bot.persian.jalali import Jalali
from bot.persian.periods import Period, PeriodName, period_of
from bot.relief.seed.sample_generator import (
    PlannedService,
    ServiceGenerator,
    WorkPattern,
    generate_services,
    load_work_patterns,
    mark_joint_work,
    sample_bodies,
)
from bot.relief.seed.starter_data import StarterFamily, StarterNeed, read_rows, sample_families
from bot.relief.vocabulary import Domain, Kind, Urgency

LATER_HALF_YEAR_COMMITMENT = 30_000_000_000
"""Commitment of the province for each later half-year (toman)."""

_MAX_DAYS = 400  # enough for a summary of any period; the sample stays small
_MAX_DAYS_PER_SERVICE, _MIN_DAYS_PER_SERVICE = 15, 9  # days between two services of a body
_JOINT_DIVISOR = 100  # 1/100 of the value is joint work
_ROUNDING = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedNeed:
    family_index: int
    need: StarterNeed
    stated_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCampaign:
    """A campaign of a plan. `opened_by` and `unit` are keys of the starter data."""

    title: str
    occasion: str
    unit: str
    opened_by: str
    opened_on: date
    since: date
    until: date
    places: int
    taken_places: int


def recent_since(year: int, today: date) -> date | None:
    """Return the first day after the half-year of `year`; None while that half-year goes on."""
    after = Jalali(year, 7, 1).to_date()
    return max(after, today - timedelta(days=_MAX_DAYS)) if today >= after else None


def half_years(since: date, today: date) -> Iterator[Period]:
    """Yield each half-year that has begun, from that of `since` on."""
    period = period_of(PeriodName.HALF_YEAR, since)
    while period.since <= today:
        yield period
        period = period_of(PeriodName.HALF_YEAR, period.until + timedelta(days=1))


def plan_recent_services(since: date, today: date, earlier: Iterable[PlannedService]) -> tuple[PlannedService, ...]:
    """Return the services of these days, by day; families helped `earlier` are not helped again too soon."""
    random = Random(today.toordinal())  # noqa: S311 - a sample to look at, no secret
    works = [work for work in load_work_patterns() if _is_all_year(work)]
    drawing = ServiceGenerator(random=random, patterns=works, window=lambda _: (since, today))
    scripted = [service for service in _scripted_services(today) if service.delivered_on >= since]
    for service in (*earlier, *scripted):
        drawing.record(service)
    days = (today - since).days + 1
    fewest, most = days // _MAX_DAYS_PER_SERVICE, days // _MIN_DAYS_PER_SERVICE + 1
    services = [
        _round_value(one)
        for unit in sample_bodies()
        for one in generate_services(drawing, unit, fewest=fewest, most=most)
    ]
    planned = [*scripted, *mark_joint_work(random, services, sum(one.value for one in services) // _JOINT_DIVISOR)]
    return tuple(sorted(planned, key=lambda service: service.delivered_on))


def _is_all_year(work: WorkPattern) -> bool:
    return (work.since, work.until) == ((1, 1), (6, 31))


def _round_value(service: PlannedService) -> PlannedService:
    return replace(service, value=max(1, round(service.value / _ROUNDING)) * _ROUNDING)


def _scripted_services(today: date) -> Iterator[PlannedService]:
    """Yield the last services of the people whom visitors play."""
    for row in read_rows("sample_lately.tsv"):
        index, family = _find_family(row["family"])
        yield PlannedService(
            unit=family.unit,
            family_index=index,
            activity=row["activity"],
            kind=Kind(row["kind"]),
            value=int(row["value"]),
            delivered_on=today - timedelta(days=int(row["days_ago"])),
            people=family.members,
            reporter_key=row["by"],
        )


def plan_fresh_needs(today: date) -> Iterator[PlannedNeed]:
    for row in read_rows("sample_needs.tsv"):
        yield PlannedNeed(
            family_index=_find_family(row["family"])[0],
            need=StarterNeed(domain=Domain(row["domain"]), urgency=Urgency(row["urgency"])),
            stated_on=today - timedelta(days=int(row["days_ago"])),
        )


def _find_family(key: str) -> tuple[int, StarterFamily]:
    return next((index, family) for index, family in enumerate(sample_families()) if family.key == key)


def plan_campaigns(today: date) -> Iterator[PlannedCampaign]:
    for row in read_rows("sample_campaigns.tsv"):
        opened, since, until = (today + timedelta(days=int(row[day])) for day in ("opened", "since", "until"))
        yield PlannedCampaign(
            title=row["title"],
            occasion=row["occasion"],
            unit=row["unit"],
            opened_by=row["by"],
            opened_on=opened,
            since=since,
            until=until,
            places=int(row["places"]),
            taken_places=int(row["taken"]),
        )
