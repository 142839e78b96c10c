"""What may be told to people outside a unit's own line: no sum that fewer than five families stand behind, nor one that follows.

Pure: cells in, sums out. It knows no database, no period and no right. Why it is so: docs/decisions/0009.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.relief.ids import UnitId
from bot.relief.vocabulary import Domain, Kind

MIN_GROUP = 5
"""Families behind any sum that is told; in groups without names, people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a cell is told by, beside its unit and its month; no domain and no kind are several together. Services to groups
    without names stand apart from those to families: whoever knows of a group could else subtract it.
    """

    domain: Domain | None
    kind: Kind | None
    in_groups: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What was delivered in a month by a unit, in a column. `families` are all of them, unless they are `meets_threshold`: FEWEST or
    more, whose numbers nobody needs. `people` are those of groups.
    """

    services: int
    value: int
    people: int = 0
    families: frozenset[int] = frozenset()
    meets_threshold: bool = False


CellKey: TypeAlias = tuple[UnitId, Column]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCells:
    """`sums` by column; `withheld_keys` are the cells that are in none of them."""

    sums: Mapping[Column, Cell]
    withheld_keys: frozenset[CellKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnplacedCell:
    """Cells of a column that look for company in a unit. `via_unit` is the unit under it through which they came, None for its
    own.
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
    """Of the last unit of `postorder` and all under it; `postorder` has every unit after all those under it.

    A cell that cannot stand alone stands together with others of its column at the first unit above where they are enough;
    where they are not and the unit is `mixing_units`, with those of other columns. What had to go further up than the unit asked
    for is not in its sums: so whatever is asked, of any unit and any months, is a sum of the same blocks, and no difference
    takes a block apart.
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
    """What is enough becomes a block; what is left of the pieces is returned."""
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
    """Also without what came through any one unit: whoever knows that from inside must not be told the few others."""
    lines = {piece.via_unit for piece in pieces} - {None}
    without = [[piece for piece in pieces if piece.via_unit != line] for line in lines] or [list(pieces)]
    return all(_reaches_threshold(merge_cells(piece.cell for piece in some)) for some in without)


def _reaches_threshold(cell: Cell) -> bool:
    return cell.meets_threshold or len(cell.families) + cell.people >= MIN_GROUP


def merge_cells(cells: Iterable[Cell]) -> Cell:
    """A family that stands in several is one."""
    all_of_them = tuple(cells)
    return Cell(
        services=sum(one.services for one in all_of_them),
        value=sum(one.value for one in all_of_them),
        people=sum(one.people for one in all_of_them),
        families=frozenset[int]().union(*(one.families for one in all_of_them)),
        meets_threshold=any(one.meets_threshold for one in all_of_them),
    )


def round_down(families: int) -> int:
    """«دست‌کم ۳۰ خانوار»: exact counts of overlapping sets would tell how few are in both."""
    return families - families % MIN_GROUP
