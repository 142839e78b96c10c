"""A believable half-year of the sample province: which services its centres and relief groups delivered, and when.

Pure and repeatable: the same year gives the same plan. It knows no database and no clock; prices and seasons stand in
`data/sample_work.tsv`, and its windows of lunar occasions (Ramadan, Muharram, Arbaeen) are those of 1404.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from bot.persian.calendar import Jalali
from bot.relief.starter import Row, Serves, StarterUnit, activities, read_rows, sample_families, sample_units
from bot.relief.words import Domain, Kind, UnitKind

HALF_YEAR_VALUE = 64_000_000_000
"""Toman: what the half-year's services sum to, exactly."""
HALF_YEAR_COMMITMENT = 24_000_000_000
"""Toman: what the province had committed itself to for the same half-year."""
JOINT_VALUE = 623_000_000
"""Toman: the part of the services that was done together with partners."""

_ROUND = 10_000
_JOINT_AT_MOST = 40_000_000
_JOINT_DOMAINS = {Domain.LIVELIHOOD, Domain.BRIDAL, Domain.HOUSING, Domain.CULTURE}
_BODIES = {UnitKind.CHARITY_CENTRE, UnitKind.RELIEF_GROUP}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedService:
    """`family_index` counts in `starter.sample_families()`; without one it went to a group of `people`. Value in toman."""

    unit: str
    family_index: int | None
    activity: str
    kind: Kind
    value: int
    delivered_on: date
    people: int
    joint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A way an activity is done: so many units of measure at such a price, in a window of Jalali (month, day)."""

    activity: str
    domain: Domain
    serves: Serves
    kind: Kind
    price: tuple[int, int]
    count: tuple[int, int]
    people: float
    weight: int
    only_centres: bool
    since: tuple[int, int]
    until: tuple[int, int]
    again_after: int


@dataclass(slots=True, kw_only=True)
class _Drawing:
    """What the plan holds so far, and on which days each family got each activity."""

    random: Random
    year: int
    families: dict[str, list[int]]
    works: tuple[_Work, ...]
    got: dict[tuple[int, str], list[date]] = field(default_factory=lambda: defaultdict(list))


def half_year_services(year: int = 1404) -> tuple[PlannedService, ...]:
    """Farvardin to Shahrivar of `year`, ordered by day; the values sum to HALF_YEAR_VALUE, the joint ones to JOINT_VALUE."""
    families: dict[str, list[int]] = defaultdict(list)
    for index, family in enumerate(sample_families()):
        families[family.unit].append(index)
    drawing = _Drawing(
        random=Random(year),  # noqa: S311 - a sample to look at, no secret
        year=year,
        families=families,
        works=tuple(_works()),
    )
    bodies = [unit for unit in sample_units() if unit.kind in _BODIES]
    drawn = [service for unit in bodies for service in _of_unit(drawing, unit)]
    planned = _with_exact_totals(_with_joint_work(drawing, drawn))
    return tuple(sorted(planned, key=lambda service: service.delivered_on))


def _works() -> Iterator[_Work]:
    catalogue = {activity.code: activity for activity in activities()}
    for row in read_rows("sample_work.tsv"):
        yield _Work(
            activity=row["code"],
            domain=catalogue[row["code"]].domain,
            serves=Serves(row["serves"]),
            kind=Kind(row["kind"]),
            price=(int(row["low"]), int(row["high"])),
            count=(int(row["fewest"]), int(row["most"])),
            people=float(row["people"] or 0),
            weight=int(row["weight"]),
            only_centres=row["by"] == "centre",
            since=_month_and_day(row, "since"),
            until=_month_and_day(row, "until"),
            again_after=catalogue[row["code"]].served_again_after_days,
        )


def _month_and_day(row: Row, column: str) -> tuple[int, int]:
    month, day = row[column].split("-")
    return int(month), int(day)


def _of_unit(drawing: _Drawing, unit: StarterUnit) -> Iterator[PlannedService]:
    """A unit's own 22 to 44 services; a draw that would serve a family again too soon is drawn anew."""
    families = drawing.families[unit.key]
    works = [work for work in drawing.works if _does(unit, work) and (families or work.serves is Serves.GROUP)]
    weights = [_weight(unit, work) for work in works]
    left = drawing.random.randint(22, 44)
    while left:
        (work,) = drawing.random.choices(works, weights)
        service = _drawn(drawing, unit, work)
        if service is not None:
            left -= 1
            yield service


def _does(unit: StarterUnit, work: _Work) -> bool:
    return unit.kind is UnitKind.CHARITY_CENTRE or not work.only_centres


def _weight(unit: StarterUnit, work: _Work) -> int:
    """A centre with a speciality keeps to it; a relief group lives by its members' own work, culture and sports."""
    if unit.kind is UnitKind.RELIEF_GROUP:
        return work.weight * (3 if work.kind is Kind.VOLUNTEER_WORK or work.domain is Domain.CULTURE else 1)
    return work.weight * (6 if unit.domain is work.domain else 1)


def _drawn(drawing: _Drawing, unit: StarterUnit, work: _Work) -> PlannedService | None:
    random = drawing.random
    day = _day_within(drawing, work)
    index: int | None = None
    people = _people(random, work, count := random.randint(*work.count))
    if work.serves is Serves.FAMILY:
        index = random.choice(drawing.families[unit.key])
        people = sample_families()[index].members
        days = drawing.got[index, work.activity]
        if any(abs((day - earlier).days) < work.again_after for earlier in days):
            return None
        days.append(day)
    return PlannedService(
        unit=unit.key,
        family_index=index,
        activity=work.activity,
        kind=work.kind,
        value=count * random.randint(*work.price),
        delivered_on=day,
        people=people,
    )


def _day_within(drawing: _Drawing, work: _Work) -> date:
    (month, day), (last_month, last_day) = work.since, work.until
    since = Jalali(drawing.year, month, day).to_date()
    until = Jalali(drawing.year, last_month, last_day).to_date()
    return date.fromordinal(drawing.random.randint(since.toordinal(), until.toordinal()))


def _people(random: Random, work: _Work, count: int) -> int:
    """So many people a unit of measure; a single event draws more or fewer than usual."""
    usual = count * work.people
    return max(1, round(usual * random.uniform(0.6, 1.5) if work.count == (1, 1) else usual))


def _with_joint_work(drawing: _Drawing, services: Sequence[PlannedService]) -> list[PlannedService]:
    """Partners joined in modest works of livelihood, culture, housing and bridal goods, until their sum is reached."""
    domains = {activity.code: activity.domain for activity in activities()}
    order = list(range(len(services)))
    drawing.random.shuffle(order)
    marked = list(services)
    joint = 0
    for place in order:
        service = services[place]
        modest = service.kind is not Kind.VOLUNTEER_WORK and service.value <= _JOINT_AT_MOST
        if joint < JOINT_VALUE and modest and domains[service.activity] in _JOINT_DOMAINS:
            marked[place] = replace(service, joint=True)
            joint += service.value
    return marked


def _with_exact_totals(services: Sequence[PlannedService]) -> list[PlannedService]:
    joint = [service for service in services if service.joint]
    alone = [service for service in services if not service.joint]
    return _fitted(joint, JOINT_VALUE) + _fitted(alone, HALF_YEAR_VALUE - JOINT_VALUE)


def _fitted(services: Sequence[PlannedService], total: int) -> list[PlannedService]:
    """All values moved by one ratio and rounded; the largest takes what the rounding left."""
    drawn = sum(service.value for service in services)
    values = [max(1, round(service.value * total / drawn / _ROUND)) * _ROUND for service in services]
    values[values.index(max(values))] += total - sum(values)
    return [replace(service, value=value) for service, value in zip(services, values, strict=True)]
