"""Sealed columns moved to the current key while others read and write: batch by batch, and only what nobody changed meanwhile.

A box names its key, so that what is done and what is left needs no account of its own. It knows boxes, no digest.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Row,
    bindparam,
    func,
    inspect,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import LargeBinary

from bot.storage.database import Database
from bot.storage.encryption import CannotOpen, Sealed, SealedOptional, keyring, place
from bot.storage.orm import Base
from bot.storage.tables import Conversation
from bot.storage.throttle import Pace

RAW = {Conversation.__tablename__: ("state", "unsent")}
"""Boxes that are sealed by their own room, under the column's own name."""
TRIES = 5
FIRST: ColumnElement[int] = literal_column("1")  # PostgreSQL groups by no parameter
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """A table that has sealed columns: `columns` by the name that their place is made of."""

    table: Any
    columns: dict[str, Any]

    @property
    def key(self) -> tuple[Any, ...]:
        return tuple(self.table.primary_key.columns)


def sealed_tables() -> Iterator[Boxes]:
    """Every one that is declared: a table added tomorrow is rotated too."""
    for mapper in sorted(Base.registry.mappers, key=lambda one: str(one.local_table)):
        table: Any = inspect(mapper.class_).local_table
        declared = [one.column for one in vars(mapper.class_).values() if isinstance(one, Sealed | SealedOptional)]
        columns = {name: table.c[name] for name in declared}
        columns |= {name: table.c[name] for name in RAW.get(table.name, ())}
        if columns:
            yield Boxes(table=table, columns=columns)


def key_of(column: Any) -> ColumnElement[bytes]:
    """The byte of the key that a box, a digest or a token begins with."""
    return func.substr(column, FIRST, FIRST, type_=LargeBinary)


def is_old(column: Any) -> ColumnElement[bool]:
    return key_of(column) != bytes((keyring().current,))


async def under_keys(database: Database, column: Any) -> dict[int, int]:
    """How many values of the column are under which key."""
    counted = select(key_of(column), func.count()).where(column.is_not(None)).group_by(key_of(column))
    async with database.reading() as session:
        return {number[0] if number else 0: count for number, count in await session.execute(counted)}


async def reseal(database: Database, boxes: Boxes, pace: Pace) -> AsyncGenerator[int, None]:
    """How many boxes each batch moved. What does not open stays as it is."""
    after: Sequence[Any] | None = None
    while True:
        async with pace.beside():
            async with database.reading() as session:
                rows = (await session.execute(_old(boxes, after, pace.batch))).all()
            if not rows:
                return
            after = [getattr(rows[-1], column.name) for column in boxes.key]
            fresh = {name: _fresh(boxes, name, rows) for name in boxes.columns}
            await patiently(database, partial(_write, boxes=boxes, fresh=fresh))
        yield sum(len(changes) for changes in fresh.values())


def _old(boxes: Boxes, after: Sequence[Any] | None, most: int) -> Any:
    wanted = select(*boxes.key, *boxes.columns.values()).where(or_(*map(is_old, boxes.columns.values())))
    if after is not None:
        reached = [literal(part, column.type) for part, column in zip(after, boxes.key, strict=True)]
        wanted = wanted.where(tuple_(*boxes.key) > tuple_(*reached))
    return wanted.order_by(*boxes.key).limit(most)


def _fresh(boxes: Boxes, name: str, rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """The changes of one column: the keys of each row, the box that was read, and the new one."""
    ring, column = keyring(), boxes.columns[name].name
    changes: list[dict[str, Any]] = []
    for row in rows:
        box: bytes | None = getattr(row, column)
        if not box or box[0] == ring.current:
            continue
        keys = [getattr(row, part.name) for part in boxes.key]
        where = place(boxes.table.name, name, *keys)
        with suppress(CannotOpen):
            fresh = ring.seal(ring.open(box, where), where)
            changes.append({"read": box, "fresh": fresh} | {f"key_{n}": part for n, part in enumerate(keys)})
    return changes


async def _write(session: AsyncSession, boxes: Boxes, fresh: dict[str, list[dict[str, Any]]]) -> None:
    """Only over the very box that was read: whoever wrote meanwhile wrote with the current key."""
    these = [part == bindparam(f"key_{n}") for n, part in enumerate(boxes.key)]
    connection = await session.connection()
    for name, changes in fresh.items():
        column = boxes.columns[name]
        if changes:
            change = update(boxes.table).where(*these, column == bindparam("read"))
            await connection.execute(change.values({column.name: bindparam("fresh")}), changes)


async def patiently(database: Database, write: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """One batch, one transaction; it gives way where it meets others."""
    for left in reversed(range(TRIES)):
        try:
            async with database.writing() as session:
                done = await write(session)
                await session.commit()
        except DBAPIError as error:
            if not left or isinstance(error, IntegrityError):
                raise
            await asyncio.sleep(1)
        else:
            return done
    raise AssertionError  # the last try returned or raised
