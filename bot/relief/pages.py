"""One page of what was searched for. It knows no table and no screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """`more` says that a next page has something: nobody counts what nobody reads."""

    items: tuple[T, ...]
    more: bool


def page(rows: Sequence[T], limit: int) -> Found[T]:
    """`rows` were asked for with `limit + 1`."""
    return Found(items=tuple(rows[:limit]), more=len(rows) > limit)
