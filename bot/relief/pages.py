"""One page of what was searched for. It knows no table and no screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_ItemT = TypeVar("_ItemT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[_ItemT]):
    """`has_more` says that a next page has something: nobody counts what nobody reads."""

    items: tuple[_ItemT, ...]
    has_more: bool


def make_page(rows: Sequence[_ItemT], limit: int) -> Page[_ItemT]:
    """`rows` were asked for with `limit + 1`."""
    return Page(items=tuple(rows[:limit]), has_more=len(rows) > limit)
