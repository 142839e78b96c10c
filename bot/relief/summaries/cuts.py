"""Cuts of a summary: its total split by one column (group by).

One more cut is an entry of `CUTS` and, for its screen, the text `summary-by-<name>` in each language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import ColumnExpressionArgument, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.i18n.messages import Localizable, enum_text
from bot.persian.money import Toman
from bot.persian.periods import Period
from bot.relief.ids import UnitId
from bot.relief.summaries.scope import SourceTable, booked_under, counted
from bot.relief.vocabulary import Domain, Kind
from bot.storage.tables import Total

KeyT = TypeVar("KeyT")
CutRows: TypeAlias = tuple[tuple[KeyT, Toman], ...]


class CutLine(Enum):
    """The text that a cut's line in the summary has for each part."""

    AMOUNTS = auto()
    SHARES = auto()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cut(Generic[KeyT]):
    """A split of the total by `column`.

    `source` holds the rows that are added up; `joins` are tables with their condition, where `column` is of another one.
    `parse` makes a key of the column's value, `label` shows a key. `keys` come first, in this order, in a tie of amounts.
    `every_key` gives a row to each of `keys`, in their order, also with no amount; without it only keys with an amount
    have one, the largest first. `line` is None for a cut that the summary itself leaves out.
    """

    name: str
    column: InstrumentedAttribute[Any]
    parse: Callable[[Any], KeyT]
    label: Callable[[KeyT], Localizable]
    source: SourceTable = Total
    joins: tuple[tuple[type[Any], ColumnExpressionArgument[bool]], ...] = ()
    keys: tuple[KeyT, ...] = ()
    every_key: bool = False
    line: CutLine | None = None
    has_screen: bool = True


KIND = Cut(
    name="kind",
    column=Total.kind,
    parse=Kind,
    label=enum_text,
    keys=tuple(Kind),
    every_key=True,
    line=CutLine.AMOUNTS,
    has_screen=False,
)
DOMAIN = Cut(
    name="domain",
    column=Total.domain,
    parse=Domain,
    label=enum_text,
    keys=tuple(Domain),
    line=CutLine.SHARES,
)

CUTS: tuple[Cut[Any], ...] = (KIND, DOMAIN)
LINE_CUTS = tuple(cut for cut in CUTS if cut.line)
SCREEN_CUTS = tuple(cut for cut in CUTS if cut.has_screen)


async def load_cut(
    session: AsyncSession, cut: Cut[KeyT], unit: UnitId, period: Period, *, verified_only: bool
) -> CutRows[KeyT]:
    """Return the parts of the total of `unit` and all under it. The caller has checked the right to the summary."""
    query = select(cut.column, func.sum(cut.source.value)).select_from(cut.source)
    for table, condition in cut.joins:
        query = query.join(table, condition)
    rows = await session.execute(
        booked_under(query, cut.source, unit, period)
        .where(counted(cut.source, verified_only=verified_only))
        .group_by(cut.column)
        .order_by(cut.column)
    )
    amounts = dict.fromkeys(cut.keys, Toman(0)) | {cut.parse(key): Toman(int(value)) for key, value in rows}
    if cut.every_key:
        return tuple(amounts.items())
    return tuple(sorted(((key, value) for key, value in amounts.items() if value), key=lambda part: -part[1]))
