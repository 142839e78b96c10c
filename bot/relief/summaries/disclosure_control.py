"""What may be told to people outside a unit's own line: no sum that fewer than five families stand behind, nor one that follows.

Pure: cells in, sums out. It knows no database, no period and no right. Why it is so: docs/decisions/0009.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.relief.ids import UnitId
from bot.relief.vocabulary import Domain, Kind

FEWEST = 5
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
    """What was delivered in a month by a unit, in a column. `families` are all of them, unless they are `many`: FEWEST or
    more, whose numbers nobody needs. `people` are those of groups.
    """

    services: int
    value: int
    people: int = 0
    families: frozenset[int] = frozenset()
    many: bool = False


Place: TypeAlias = tuple[UnitId, Column]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`sums` by column; `withheld` are the cells that are in none of them."""

    sums: Mapping[Column, Cell]
    withheld: frozenset[Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Cells of a column that look for company in a unit. `below` is the unit under it through which they came, None for its
    own.
    """

    column: Column
    below: UnitId | None
    cell: Cell
    places: tuple[Place, ...]


def told(
    cells: Mapping[Place, Cell], line: Sequence[UnitId], parents: Mapping[UnitId, UnitId], mixing: Collection[UnitId]
) -> Told:
    """Of the last unit of `line` and all under it; `line` has every unit after all those under it.

    A cell that cannot stand alone stands together with others of its column at the first unit above where they are enough;
    where they are not and the unit is `mixing`, with those of other columns. What had to go further up than the unit asked
    for is not in its sums: so whatever is asked, of any unit and any months, is a sum of the same blocks, and no difference
    takes a block apart.
    """
    arrived: dict[UnitId, list[_Piece]] = defaultdict(list)
    for (unit, column), cell in cells.items():
        arrived[unit].append(_Piece(column=column, below=None, cell=cell, places=((unit, column),)))
    blocks: dict[Column, list[Cell]] = defaultdict(list)
    left: list[_Piece] = []
    for unit in line:
        left = _settle(arrived.pop(unit, []), blocks, mixing=unit in mixing)
        if unit != line[-1]:
            arrived[parents[unit]] += _going_up(left, unit)
    withheld = frozenset(place for piece in left for place in piece.places)
    return Told(sums={column: together(standing) for column, standing in blocks.items()}, withheld=withheld)


def _settle(pieces: Sequence[_Piece], blocks: dict[Column, list[Cell]], *, mixing: bool) -> list[_Piece]:
    """What is enough becomes a block; what is left of the pieces is returned."""
    left = list(pieces)
    for key in (_of_its_own, _mixed)[: 2 if mixing else 1]:
        company: dict[Column, list[_Piece]] = defaultdict(list)
        for piece in left:
            company[key(piece.column)].append(piece)
        left = []
        for column, some in company.items():
            if _enough(some):
                blocks[column] += [piece.cell for piece in some]
            else:
                left += some
    return left


def _of_its_own(column: Column) -> Column:
    return column


def _mixed(column: Column) -> Column:
    return Column(domain=None, kind=None, in_groups=column.in_groups)


def _going_up(pieces: Sequence[_Piece], unit: UnitId) -> list[_Piece]:
    by_column: dict[Column, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        by_column[piece.column].append(piece)
    return [
        _Piece(
            column=column,
            below=unit,
            cell=together(piece.cell for piece in some),
            places=tuple(place for piece in some for place in piece.places),
        )
        for column, some in by_column.items()
    ]


def _enough(pieces: Sequence[_Piece]) -> bool:
    """Also without what came through any one unit: whoever knows that from inside must not be told the few others."""
    lines = {piece.below for piece in pieces} - {None}
    without = [[piece for piece in pieces if piece.below != line] for line in lines] or [list(pieces)]
    return all(_is_enough(together(piece.cell for piece in some)) for some in without)


def _is_enough(cell: Cell) -> bool:
    return cell.many or len(cell.families) + cell.people >= FEWEST


def together(cells: Iterable[Cell]) -> Cell:
    """A family that stands in several is one."""
    all_of_them = tuple(cells)
    return Cell(
        services=sum(one.services for one in all_of_them),
        value=sum(one.value for one in all_of_them),
        people=sum(one.people for one in all_of_them),
        families=frozenset[int]().union(*(one.families for one in all_of_them)),
        many=any(one.many for one in all_of_them),
    )


def rounded(families: int) -> int:
    """«دست‌کم ۳۰ خانوار»: exact counts of overlapping sets would tell how few are in both."""
    return families - families % FEWEST
