"""Generator of believable services: by which body, what, how much, when, for whom.

Pure: the same random numbers give the same services. Prices and seasons are in `data/sample_work.tsv`. The caller gives
the days to draw from.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from bot.relief.seed.starter_data import (
    Beneficiary,
    DataRow,
    StarterUnit,
    read_rows,
    sample_families,
    sample_units,
    starter_activities,
)
from bot.relief.vocabulary import Domain, Kind, UnitKind

_MAX_JOINT_VALUE = 40_000_000
_JOINT_DOMAINS = {Domain.LIVELIHOOD, Domain.BRIDAL, Domain.HOUSING, Domain.CULTURE}
_SAMPLE_BODY_KINDS = {UnitKind.CHARITY_CENTRE, UnitKind.RELIEF_GROUP}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedService:
    """A service of a plan. `value` is in toman.

    `family_index` is an index of `sample_families()`; None: a group of `people`. `reporter_key` is the key of the
    person who reports it; None: one of the staff.
    """

    unit: str
    family_index: int | None
    activity: str
    kind: Kind
    value: int
    delivered_on: date
    people: int
    joint: bool = False
    reporter_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPattern:
    """A way to do an activity: a number of units at a price, in a window of Jalali (month, day)."""

    activity: str
    domain: Domain
    beneficiary: Beneficiary
    kind: Kind
    price: tuple[int, int]
    count: tuple[int, int]
    people: float
    weight: int
    centres_only: bool
    since: tuple[int, int]
    until: tuple[int, int]
    min_days_between: int


def _families_by_unit() -> dict[str, list[int]]:
    families: dict[str, list[int]] = defaultdict(list)
    for index, family in enumerate(sample_families()):
        families[family.unit].append(index)
    return families


@dataclass(slots=True, kw_only=True)
class ServiceGenerator:
    """Draws services and remembers on which days each family got each activity.

    `window` gives the first and last day for a pattern.
    """

    random: Random
    patterns: Sequence[WorkPattern]
    window: Callable[[WorkPattern], tuple[date, date]]
    families: Mapping[str, Sequence[int]] = field(default_factory=_families_by_unit)
    service_days: dict[tuple[int, str], list[date]] = field(default_factory=lambda: defaultdict(list))

    def record(self, service: PlannedService) -> None:
        """Record a service from elsewhere, so that the same help is not drawn again too soon."""
        if service.family_index is not None:
            self.service_days[service.family_index, service.activity].append(service.delivered_on)


def sample_bodies() -> Iterator[StarterUnit]:
    """Return the bodies that deliver services: relief groups and charity centres."""
    return (unit for unit in sample_units() if unit.kind in _SAMPLE_BODY_KINDS)


def load_work_patterns() -> Iterator[WorkPattern]:
    catalogue = {activity.code: activity for activity in starter_activities()}
    for row in read_rows("sample_work.tsv"):
        yield WorkPattern(
            activity=row["code"],
            domain=catalogue[row["code"]].domain,
            beneficiary=Beneficiary(row["serves"]),
            kind=Kind(row["kind"]),
            price=(int(row["low"]), int(row["high"])),
            count=(int(row["fewest"]), int(row["most"])),
            people=float(row["people"] or 0),
            weight=int(row["weight"]),
            centres_only=row["by"] == "centre",
            since=_month_and_day(row, "since"),
            until=_month_and_day(row, "until"),
            min_days_between=catalogue[row["code"]].served_again_after_days,
        )


def _month_and_day(row: DataRow, column: str) -> tuple[int, int]:
    month, day = row[column].split("-")
    return int(month), int(day)


def generate_services(
    generator: ServiceGenerator, unit: StarterUnit, *, fewest: int, most: int
) -> Iterator[PlannedService]:
    """Yield between `fewest` and `most` services of a unit; repeats that come too soon are redrawn."""
    families = generator.families.get(unit.key)
    works = [
        work
        for work in generator.patterns
        if _can_do(unit, work) and (families or work.beneficiary is Beneficiary.GROUP)
    ]
    weights = [_weight(unit, work) for work in works]
    left = generator.random.randint(fewest, most)
    while left:
        (work,) = generator.random.choices(works, weights)
        service = _generate_service(generator, unit, work)
        if service is not None:
            left -= 1
            yield service


def _can_do(unit: StarterUnit, pattern: WorkPattern) -> bool:
    return unit.kind is UnitKind.CHARITY_CENTRE or not pattern.centres_only


def _weight(unit: StarterUnit, pattern: WorkPattern) -> int:
    """Return the weight of a pattern for a unit: centres prefer their speciality, groups volunteer work."""
    if unit.kind is UnitKind.RELIEF_GROUP:
        return pattern.weight * (3 if pattern.kind is Kind.VOLUNTEER_WORK or pattern.domain is Domain.CULTURE else 1)
    return pattern.weight * (6 if unit.domain is pattern.domain else 1)


def _generate_service(generator: ServiceGenerator, unit: StarterUnit, pattern: WorkPattern) -> PlannedService | None:
    random = generator.random
    day = _random_day(generator, pattern)
    index: int | None = None
    people = _random_people_count(random, pattern, count := random.randint(*pattern.count))
    if pattern.beneficiary is Beneficiary.FAMILY:
        index = random.choice(generator.families[unit.key])
        people = sample_families()[index].members
        days = generator.service_days[index, pattern.activity]
        if any(abs((day - earlier).days) < pattern.min_days_between for earlier in days):
            return None
        days.append(day)
    return PlannedService(
        unit=unit.key,
        family_index=index,
        activity=pattern.activity,
        kind=pattern.kind,
        value=count * random.randint(*pattern.price),
        delivered_on=day,
        people=people,
    )


def _random_day(generator: ServiceGenerator, pattern: WorkPattern) -> date:
    since, until = generator.window(pattern)
    return date.fromordinal(generator.random.randint(since.toordinal(), until.toordinal()))


def _random_people_count(random: Random, pattern: WorkPattern, count: int) -> int:
    """Return how many people are reached; a single event varies around its usual number."""
    usual = count * pattern.people
    return max(1, round(usual * random.uniform(0.6, 1.5) if pattern.count == (1, 1) else usual))


def mark_joint_work(random: Random, services: Sequence[PlannedService], min_value: int) -> list[PlannedService]:
    """Mark modest services of some domains as joint work, until their sum reaches `min_value`."""
    domains = {activity.code: activity.domain for activity in starter_activities()}
    order = list(range(len(services)))
    random.shuffle(order)
    marked = list(services)
    joint = 0
    for place in order:
        service = services[place]
        modest = service.kind is not Kind.VOLUNTEER_WORK and service.value <= _MAX_JOINT_VALUE
        if joint < min_value and modest and domains[service.activity] in _JOINT_DOMAINS:
            marked[place] = replace(service, joint=True)
            joint += service.value
    return marked
