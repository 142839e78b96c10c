"""Attacks: all published summaries of all units together cannot be split below five families."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.relief.ids import UnitId
from bot.relief.summaries.disclosure_control import MIN_GROUP, Cell, CellKey, Column, aggregate, merge_cells, round_down
from bot.relief.vocabulary import Domain, Kind

PRIME = 2**31 - 1
TOP, WEST, EAST = UnitId(1), UnitId(2), UnitId(3)
LEAVES = tuple(UnitId(number) for number in range(4, 11))
PARENTS: Mapping[UnitId, UnitId] = {WEST: TOP, EAST: TOP} | {
    leaf: WEST if place < 3 else EAST if place < 6 else TOP for place, leaf in enumerate(LEAVES)
}
LINE = (*LEAVES, WEST, EAST, TOP)
PLACES = (TOP, WEST, EAST)
BASKETS = Column(domain=Domain.LIVELIHOOD, kind=Kind.IN_KIND, in_groups=False)
LESSONS = Column(domain=Domain.CULTURE, kind=Kind.VOLUNTEER_WORK, in_groups=False)
MEALS = Column(domain=Domain.LIVELIHOOD, kind=Kind.IN_KIND, in_groups=True)


def under(unit: UnitId) -> set[UnitId]:
    return {one for one in LINE if one == unit or unit in chain(one)}


def chain(unit: UnitId) -> list[UnitId]:
    over: list[UnitId] = []
    while unit in PARENTS:
        unit = PARENTS[unit]
        over.append(unit)
    return over


def cell(families: Iterable[int], value: int = 1) -> Cell:
    """Build a cell; of one with many families only that is known."""
    who = frozenset(families)
    many = len(who) >= MIN_GROUP
    return Cell(services=len(who), value=value, families=frozenset() if many else who, meets_threshold=many)


def of_unit(cells: Mapping[CellKey, Cell], unit: UnitId) -> tuple[int, set[CellKey]]:
    """Return the total of the summary of the unit, and the cells that are in it."""
    inside = under(unit)
    mine = {place: one for place, one in cells.items() if place[0] in inside}
    found = aggregate(mine, [one for one in LINE if one in inside], PARENTS, PLACES)
    return sum(known.value for known in found.sums.values()), set(mine) - found.withheld_keys


def each_sum(cells: Mapping[CellKey, Cell], unit: UnitId) -> Iterable[set[CellKey]]:
    """Return the cells behind each sum of the unit, found by the value that each alone adds."""
    inside = under(unit)
    line = [one for one in LINE if one in inside]
    marked = {place: replace(one, value=2**at) for at, (place, one) in enumerate(cells.items()) if place[0] in inside}
    sums = aggregate(marked, line, PARENTS, PLACES).sums.values()
    return [{place for place, one in marked.items() if known.value & one.value} for known in sums]


Basis: TypeAlias = list[dict[CellKey, int]]


def basis(rows: Iterable[set[CellKey]]) -> Basis:
    """All linear combinations of these sums."""
    found: Basis = []
    for row in rows:
        left = reduced(found, row)
        if left:
            inverse = pow(next(iter(left.values())), -1, PRIME)
            found.append({place: number * inverse % PRIME for place, number in left.items()})
    return found


def reduced(found: Basis, row: Iterable[CellKey]) -> dict[CellKey, int]:
    left = dict.fromkeys(row, 1)
    for known in found:
        times = left.get(next(iter(known)), 0)
        for place, number in known.items() if times else ():
            left[place] = (left.get(place, 0) - times * number) % PRIME
    return {place: number for place, number in left.items() if number}


def subsets(places: Iterable[CellKey]) -> Iterable[tuple[CellKey, ...]]:
    all_of_them = tuple(places)
    return (some for size in range(1, len(all_of_them) + 1) for some in combinations(all_of_them, size))


SERVED = st.dictionaries(
    st.tuples(st.sampled_from((*LEAVES, WEST)), st.sampled_from((BASKETS, LESSONS))),
    st.frozensets(st.integers(0, 11), min_size=1, max_size=7),
    min_size=1,
    max_size=8,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(SERVED)
def test_no_difference_of_any_summaries_is_about_fewer_than_five_families(
    served: Mapping[CellKey, frozenset[int]],
) -> None:
    """A reader who knows all of one line from inside learns nothing of the others."""
    cells = {place: cell(families) for place, families in served.items()}
    sums = [one for unit in LINE for one in each_sum(cells, unit)]
    for insider in (None, *LINE):
        inside = {place for place in served if insider and place[0] in under(insider)}
        known = basis([*sums, *({place} for place in inside)])
        for some in subsets(set(served) - inside):
            if not reduced(known, some):
                behind = frozenset[int]().union(*(served[place] for place in some))
                assert len(behind) >= MIN_GROUP, (some, insider)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(SERVED)
def test_a_sum_is_that_of_the_cells_in_it(served: Mapping[CellKey, frozenset[int]]) -> None:
    values = {place: 10**at for at, place in enumerate(served)}
    cells = {place: cell(families, values[place]) for place, families in served.items()}
    for unit in LINE:
        value, inside = of_unit(cells, unit)
        assert value == sum(values[one] for one in inside)
        assert inside >= {one for one in served if one[0] in under(unit) and len(served[one]) >= MIN_GROUP}


def test_four_families_are_not_told_and_five_are() -> None:
    few, enough = cell(range(4), 700), cell(range(5), 800)
    assert of_unit({(LEAVES[0], BASKETS): few}, LEAVES[0]) == (0, set())
    assert of_unit({(LEAVES[0], BASKETS): enough}, LEAVES[0]) == (800, {(LEAVES[0], BASKETS)})
    both = {(LEAVES[0], BASKETS): few, (LEAVES[1], BASKETS): enough}
    assert of_unit(both, WEST) == (800, {(LEAVES[1], BASKETS)}), "else the county less the centre would be the four"


def test_the_few_of_several_units_are_told_together_where_none_of_these_can_subtract_its_own() -> None:
    three = {(leaf, BASKETS): cell(range(3 * n, 3 * n + 3), 10**n) for n, leaf in enumerate(LEAVES[:3])}
    assert of_unit(three, WEST) == (111, set(three))
    two = {(leaf, BASKETS): cell(range(3 * n, 3 * n + 3), 10**n) for n, leaf in enumerate(LEAVES[:2])}
    assert of_unit(two, WEST) == (0, set()), "either would know the other's three"


def test_a_place_tells_the_few_of_several_domains_together_and_a_centre_never_does() -> None:
    few = {
        (leaf, column): cell(range(3 * n, 3 * n + 3))
        for n, (leaf, column) in enumerate(zip(LEAVES[:3], (BASKETS, LESSONS, BASKETS), strict=True))
    }
    found = aggregate(few, (*LEAVES[:3], WEST), PARENTS, PLACES)
    assert [(column.domain, column.kind, sum_.value) for column, sum_ in found.sums.items()] == [(None, None, 3)]
    both = {(LEAVES[0], column): cell(range(3 * n, 3 * n + 3)) for n, column in enumerate((BASKETS, LESSONS))}
    assert of_unit(both, LEAVES[0]) == (0, set())


def test_one_family_in_several_cells_is_one() -> None:
    same = {(leaf, BASKETS): cell(range(4), 1) for leaf in LEAVES[:3]}
    assert of_unit(same, WEST) == (0, set())


def test_a_group_without_names_is_told_by_its_people_and_never_covers_families() -> None:
    meal = Cell(services=1, value=5, people=12)
    cells = {(LEAVES[0], MEALS): meal, (LEAVES[0], BASKETS): cell(range(2), 900)}
    found = aggregate(cells, LEAVES[:1], PARENTS, PLACES)
    assert found.sums == {MEALS: meal}
    assert found.withheld_keys == {(LEAVES[0], BASKETS)}
    assert aggregate({(LEAVES[0], MEALS): Cell(services=1, value=5, people=4)}, LEAVES[:1], PARENTS, PLACES).sums == {}


def test_families_are_counted_down_to_fives() -> None:
    assert [round_down(count) for count in (0, 4, 5, 9, 10, 31)] == [0, 0, 5, 5, 10, 30]
    assert merge_cells(()) == Cell(services=0, value=0)
