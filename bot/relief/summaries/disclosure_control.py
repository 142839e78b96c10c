"""Disclosure control (k-anonymity): no sum, and no difference of sums, of few families.

Pure: cells in, sums out. No database, period or right is known here. The reasons are in docs/decisions/0009.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.relief.ids import UnitId
from bot.relief.vocabulary import Domain, Kind

MIN_GROUP = 5
"""Least number of families in a published sum; in groups without names, of people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The key of a cell beside its unit and month. No domain and no kind: several together.

    Services to groups without names are kept apart from those to families: a reader who knows a group could else
    subtract it.
    """

    domain: Domain | None
    kind: Kind | None
    in_groups: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Services of a unit in a month and a column. `people` are those of groups.

    `families` are all of them, unless `meets_threshold`: MIN_GROUP or more, whose ids are not needed.
    """

    services: int
    value: int
    people: int = 0
    families: frozenset[int] = frozenset()
    meets_threshold: bool = False


CellKey: TypeAlias = tuple[UnitId, Column]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCells:
    """Published sums by column. `withheld_keys` are the cells that are in none of them."""

    sums: Mapping[Column, Cell]
    withheld_keys: frozenset[CellKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnplacedCell:
    """Cells of a column that are too small alone and look for others in a unit.

    `via_unit` is the unit under it through which they came; None for its own.
    """

    column: Column
    via_unit: UnitId | None
    cell: Cell
    keys: tuple[CellKey, ...]


def aggregate(
    cells: Mapping[CellKey, Cell],
    postorder: Sequence[UnitId],
    parents: Mapping[UnitId, UnitId],
    mixing_units: Collection[UnitId],
) -> PublishedCells:
    """Publish the cells of the last unit of `postorder` and all under it.

    `postorder` has every unit after all those under it. A cell that is too small alone is merged with others of its
    column at the first unit above where they are enough. If they are not, and the unit is one of `mixing_units`, it is
    merged with other columns. Cells that had to go above the requested unit are not in its sums. So any summary, of any
    unit and months, is a sum of the same blocks, and no difference takes a block apart.
    """
    arrived: dict[UnitId, list[_UnplacedCell]] = defaultdict(list)
    for (unit, column), cell in cells.items():
        arrived[unit].append(_UnplacedCell(column=column, via_unit=None, cell=cell, keys=((unit, column),)))
    blocks: dict[Column, list[Cell]] = defaultdict(list)
    left: list[_UnplacedCell] = []
    for unit in postorder:
        left = _form_blocks(arrived.pop(unit, []), blocks, may_mix=unit in mixing_units)
        if unit != postorder[-1]:
            arrived[parents[unit]] += _pass_upwards(left, unit)
    withheld = frozenset(place for piece in left for place in piece.keys)
    return PublishedCells(
        sums={column: merge_cells(standing) for column, standing in blocks.items()}, withheld_keys=withheld
    )


def _form_blocks(
    pieces: Sequence[_UnplacedCell], blocks: dict[Column, list[Cell]], *, may_mix: bool
) -> list[_UnplacedCell]:
    """Move cells that are safe to publish into `blocks`, and return the others."""
    left = list(pieces)
    for key in (_same_column, _mixed_column)[: 2 if may_mix else 1]:
        company: dict[Column, list[_UnplacedCell]] = defaultdict(list)
        for piece in left:
            company[key(piece.column)].append(piece)
        left = []
        for column, some in company.items():
            if _is_safe_to_publish(some):
                blocks[column] += [piece.cell for piece in some]
            else:
                left += some
    return left


def _same_column(column: Column) -> Column:
    return column


def _mixed_column(column: Column) -> Column:
    return Column(domain=None, kind=None, in_groups=column.in_groups)


def _pass_upwards(pieces: Sequence[_UnplacedCell], unit: UnitId) -> list[_UnplacedCell]:
    by_column: dict[Column, list[_UnplacedCell]] = defaultdict(list)
    for piece in pieces:
        by_column[piece.column].append(piece)
    return [
        _UnplacedCell(
            column=column,
            via_unit=unit,
            cell=merge_cells(piece.cell for piece in some),
            keys=tuple(place for piece in some for place in piece.keys),
        )
        for column, some in by_column.items()
    ]


def _is_safe_to_publish(pieces: Sequence[_UnplacedCell]) -> bool:
    """Return True if the cells reach the threshold, also without those that came through any one unit.

    A reader who knows one unit from inside must not learn of the few others.
    """
    lines = {piece.via_unit for piece in pieces} - {None}
    without = [[piece for piece in pieces if piece.via_unit != line] for line in lines] or [list(pieces)]
    return all(_reaches_threshold(merge_cells(piece.cell for piece in some)) for some in without)


def _reaches_threshold(cell: Cell) -> bool:
    return cell.meets_threshold or len(cell.families) + cell.people >= MIN_GROUP


def merge_cells(cells: Iterable[Cell]) -> Cell:
    """Merge cells; a family in several of them counts once."""
    all_of_them = tuple(cells)
    return Cell(
        services=sum(one.services for one in all_of_them),
        value=sum(one.value for one in all_of_them),
        people=sum(one.people for one in all_of_them),
        families=frozenset[int]().union(*(one.families for one in all_of_them)),
        meets_threshold=any(one.meets_threshold for one in all_of_them),
    )


def round_down(families: int) -> int:
    """Round down for «دست‌کم ۳۰ خانوار»: exact counts of overlapping sets would tell how few are in both."""
    return families - families % MIN_GROUP
