"""Key rotation of sealed columns, in batches, while others read and write.

Only boxes that did not change meanwhile are written. A box names its key, so the rotation keeps no record of its
progress. It knows boxes, no digest.
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
from bot.storage.encryption import DecryptionError, OptionalSealedText, SealedText, associated_data, keyring
from bot.storage.orm import Base
from bot.storage.tables import Conversation
from bot.storage.throttle import Throttle

UNMAPPED_SEALED = {Conversation.__tablename__: ("state", "unsent")}
"""Boxes that another package seals itself, under the name of their column."""
MAX_WRITE_ATTEMPTS = 5
_FIRST_BYTE: ColumnElement[int] = literal_column("1")  # PostgreSQL groups by no parameter
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedTable:
    """A table with sealed columns: `columns` maps the name in their place to the column."""

    table: Any
    columns: dict[str, Any]

    @property
    def key_columns(self) -> tuple[Any, ...]:
        return tuple(self.table.primary_key.columns)


def sealed_tables() -> Iterator[SealedTable]:
    """Return every declared table with sealed columns, so that new tables are rotated too."""
    for mapper in sorted(Base.registry.mappers, key=lambda one: str(one.local_table)):
        table: Any = inspect(mapper.class_).local_table
        declared = [
            one.column for one in vars(mapper.class_).values() if isinstance(one, SealedText | OptionalSealedText)
        ]
        columns = {name: table.c[name] for name in declared}
        columns |= {name: table.c[name] for name in UNMAPPED_SEALED.get(table.name, ())}
        if columns:
            yield SealedTable(table=table, columns=columns)


def key_byte(column: Any) -> ColumnElement[bytes]:
    """Return the byte of the key with which a box, a digest or a token begins."""
    return func.substr(column, _FIRST_BYTE, _FIRST_BYTE, type_=LargeBinary)


def has_old_key(column: Any) -> ColumnElement[bool]:
    return key_byte(column) != bytes((keyring().current_key_number,))


async def count_by_key(database: Database, column: Any) -> dict[int, int]:
    """Count the values of a column by the key that seals them."""
    counted = select(key_byte(column), func.count()).where(column.is_not(None)).group_by(key_byte(column))
    async with database.read_session() as session:
        return {number[0] if number else 0: count for number, count in await session.execute(counted)}


async def reencrypt(database: Database, sealed_table: SealedTable, throttle: Throttle) -> AsyncGenerator[int, None]:
    """Move all boxes to the current key; yield how many each batch moved. A box that does not open stays as it is."""
    after: Sequence[Any] | None = None
    while True:
        async with throttle.batch():
            async with database.read_session() as session:
                rows = (await session.execute(_select_outdated(sealed_table, after, throttle.batch_size))).all()
            if not rows:
                return
            after = [getattr(rows[-1], column.name) for column in sealed_table.key_columns]
            fresh = {name: _reencrypt_column(sealed_table, name, rows) for name in sealed_table.columns}
            await write_with_retries(database, partial(_write_boxes, boxes=sealed_table, fresh=fresh))
        yield sum(len(changes) for changes in fresh.values())


def _select_outdated(boxes: SealedTable, after: Sequence[Any] | None, most: int) -> Any:
    query = select(*boxes.key_columns, *boxes.columns.values()).where(or_(*map(has_old_key, boxes.columns.values())))
    if after is not None:
        reached = [literal(part, column.type) for part, column in zip(after, boxes.key_columns, strict=True)]
        query = query.where(tuple_(*boxes.key_columns) > tuple_(*reached))
    return query.order_by(*boxes.key_columns).limit(most)


def _reencrypt_column(boxes: SealedTable, name: str, rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Return the changes of one column: the keys of each row, the box that was read, and the new one."""
    ring, column = keyring(), boxes.columns[name].name
    changes: list[dict[str, Any]] = []
    for row in rows:
        box: bytes | None = getattr(row, column)
        if not box or box[0] == ring.current_key_number:
            continue
        keys = [getattr(row, part.name) for part in boxes.key_columns]
        where = associated_data(boxes.table.name, name, *keys)
        with suppress(DecryptionError):
            fresh = ring.seal(ring.open(box, where), where)
            changes.append({"read": box, "fresh": fresh} | {f"key_{n}": part for n, part in enumerate(keys)})
    return changes


async def _write_boxes(session: AsyncSession, boxes: SealedTable, fresh: dict[str, list[dict[str, Any]]]) -> None:
    """Write only over the very box that was read: a concurrent writer used the current key."""
    these = [part == bindparam(f"key_{n}") for n, part in enumerate(boxes.key_columns)]
    connection = await session.connection()
    for name, changes in fresh.items():
        column = boxes.columns[name]
        if changes:
            change = update(boxes.table).where(*these, column == bindparam("read"))
            await connection.execute(change.values({column.name: bindparam("fresh")}), changes)


async def write_with_retries(database: Database, write: Callable[[AsyncSession], Awaitable[_T]]) -> _T:
    """Run one batch in one transaction, and again where it conflicts with others."""
    for left in reversed(range(MAX_WRITE_ATTEMPTS)):
        try:
            async with database.write_session() as session:
                done = await write(session)
                await session.commit()
        except DBAPIError as error:
            if not left or isinstance(error, IntegrityError):
                raise
            await asyncio.sleep(1)
        else:
            return done
    raise AssertionError  # the last try returned or raised
