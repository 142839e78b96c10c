"""Pages of search results (offset pages without a count). Knows no table and no screen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar, TypeVarTuple

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

_ItemT = TypeVar("_ItemT")
_Columns = TypeVarTuple("_Columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[_ItemT]):
    """One page of items. `has_more` is True if the next page has at least one; the total is never counted."""

    items: tuple[_ItemT, ...]
    has_more: bool


async def fetch(
    session: AsyncSession,
    select: Select[*_Columns],
    view: Callable[[*_Columns], _ItemT],
    *,
    offset: int,
    limit: int,
) -> Page[_ItemT]:
    """Return the page of `select` that begins at `offset`, each row turned into an item by `view`.

    `view` gets the columns of a row as positional arguments: the entity alone for `select(Entity)`. `select` must have
    a total order.
    """
    rows = await session.execute(select.offset(offset).limit(limit + 1))
    return make_page([view(*row) for row in rows], limit)


def paginate(items: Iterable[_ItemT], *, offset: int, limit: int) -> Page[_ItemT]:
    """Return one page of items that are in memory. Consumes no more of them than it needs."""
    return make_page(tuple(islice(items, offset, offset + limit + 1)), limit)


def make_page(rows: Sequence[_ItemT], limit: int) -> Page[_ItemT]:
    """Build a page from rows that were queried with `limit + 1`."""
    return Page(items=tuple(rows[:limit]), has_more=len(rows) > limit)
