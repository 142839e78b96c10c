"""Attempts: how a person would try an action, and the evidence that it succeeded.

A look succeeded when its secret word was read; an act when the database has its row.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.access.explorer import Do, Visitor, through
from tests.access.matrix_world import Quarter, Spot

Try: TypeAlias = Callable[[Visitor, Quarter, Spot], Awaitable[None]]
Done: TypeAlias = Callable[[AsyncSession, Visitor, Quarter, Spot], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    tries: Try
    done: Done


async def begins(
    visitor: Visitor, form: str, answers: Mapping[str, Do], spot: Spot | None = None, *args: object
) -> None:
    """Open the form by its button's data, whether the button is there or not; then leave it."""
    data = ",".join((f"b|form||{form}", *map(str, args)))
    await visitor.say("/menu")
    await visitor.forge(data)
    await through(visitor, answers, *((spot.unit, spot.name) if spot else ()))
    await visitor.say("/cancel")


async def looks(visitor: Visitor, *presses_: str) -> None:
    for data in presses_:
        await visitor.forge(data)


async def searches(visitor: Visitor, view: str, *words: str) -> None:
    await visitor.forge(f"b|{view}||")
    for word in words:
        await visitor.say(word)


def held(asked: Callable[[Quarter, Spot], ColumnElement[bool]]) -> Done:
    """Return True if such a row exists."""

    async def done(session: AsyncSession, _: Visitor, quarter: Quarter, spot: Spot) -> bool:
        return bool(await session.scalar(select(asked(quarter, spot))))

    return done


def read(words: Callable[[Spot], tuple[str, ...]]) -> Done:
    """Return True if any of these words was read."""

    async def done(_: AsyncSession, visitor: Visitor, __: Quarter, spot: Spot) -> bool:
        return any(visitor.has_read(word) for word in words(spot))

    return done
