"""Drawing believable services of the sample: who does what, how much of it at what price, on which day, for whom.

Pure: the same random numbers give the same services. Prices and seasons stand in `data/sample_work.tsv`; which days are
drawn from is the caller's.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from bot.relief.seed.starter_data import Row, Serves, StarterUnit, activities, read_rows, sample_families, sample_units
from bot.relief.vocabulary import Domain, Kind, UnitKind

_JOINT_AT_MOST = 40_000_000
_JOINT_DOMAINS = {Domain.LIVELIHOOD, Domain.BRIDAL, Domain.HOUSING, Domain.CULTURE}
_BODIES = {UnitKind.CHARITY_CENTRE, UnitKind.RELIEF_GROUP}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedService:
    """`family_index` counts in `starter.sample_families()`; without one it went to a group of `people`. Value in toman.

    `by` is the key of the person who reports it; without one it is whoever's turn it is.
    """

    unit: str
    family_index: int | None
    activity: str
    kind: Kind
    value: int
    delivered_on: date
    people: int
    joint: bool = False
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
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


def _families_by_unit() -> dict[str, list[int]]:
    families: dict[str, list[int]] = defaultdict(list)
    for index, family in enumerate(sample_families()):
        families[family.unit].append(index)
    return families


@dataclass(slots=True, kw_only=True)
class Drawing:
    """What was drawn so far: on which days each family got each activity. `days` is the first and last day of a work."""

    random: Random
    works: Sequence[Work]
    days: Callable[[Work], tuple[date, date]]
    families: Mapping[str, Sequence[int]] = field(default_factory=_families_by_unit)
    got: dict[tuple[int, str], list[date]] = field(default_factory=lambda: defaultdict(list))

    def given(self, service: PlannedService) -> None:
        """A service from elsewhere counts too: nobody is drawn the same help again too soon after it."""
        if service.family_index is not None:
            self.got[service.family_index, service.activity].append(service.delivered_on)


def bodies() -> Iterator[StarterUnit]:
    """Whoever serves: the relief groups and the centres."""
    return (unit for unit in sample_units() if unit.kind in _BODIES)


def all_works() -> Iterator[Work]:
    catalogue = {activity.code: activity for activity in activities()}
    for row in read_rows("sample_work.tsv"):
        yield Work(
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


def drawn(drawing: Drawing, unit: StarterUnit, *, fewest: int, most: int) -> Iterator[PlannedService]:
    """A unit's own services; a draw that would serve a family again too soon is drawn anew."""
    families = drawing.families.get(unit.key)
    works = [work for work in drawing.works if _does(unit, work) and (families or work.serves is Serves.GROUP)]
    weights = [_weight(unit, work) for work in works]
    left = drawing.random.randint(fewest, most)
    while left:
        (work,) = drawing.random.choices(works, weights)
        service = _drawn(drawing, unit, work)
        if service is not None:
            left -= 1
            yield service


def _does(unit: StarterUnit, work: Work) -> bool:
    return unit.kind is UnitKind.CHARITY_CENTRE or not work.only_centres


def _weight(unit: StarterUnit, work: Work) -> int:
    """A centre with a speciality keeps to it; a relief group lives by its members' own work, culture and sports."""
    if unit.kind is UnitKind.RELIEF_GROUP:
        return work.weight * (3 if work.kind is Kind.VOLUNTEER_WORK or work.domain is Domain.CULTURE else 1)
    return work.weight * (6 if unit.domain is work.domain else 1)


def _drawn(drawing: Drawing, unit: StarterUnit, work: Work) -> PlannedService | None:
    random = drawing.random
    day = _day(drawing, work)
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


def _day(drawing: Drawing, work: Work) -> date:
    since, until = drawing.days(work)
    return date.fromordinal(drawing.random.randint(since.toordinal(), until.toordinal()))


def _people(random: Random, work: Work, count: int) -> int:
    """So many people a unit of measure; a single event draws more or fewer than usual."""
    usual = count * work.people
    return max(1, round(usual * random.uniform(0.6, 1.5) if work.count == (1, 1) else usual))


def with_joint_work(random: Random, services: Sequence[PlannedService], enough: int) -> list[PlannedService]:
    """Partners joined in modest works of livelihood, culture, housing and bridal goods, until their sum is reached."""
    domains = {activity.code: activity.domain for activity in activities()}
    order = list(range(len(services)))
    random.shuffle(order)
    marked = list(services)
    joint = 0
    for place in order:
        service = services[place]
        modest = service.kind is not Kind.VOLUNTEER_WORK and service.value <= _JOINT_AT_MOST
        if joint < enough and modest and domains[service.activity] in _JOINT_DOMAINS:
            marked[place] = replace(service, joint=True)
            joint += service.value
    return marked
