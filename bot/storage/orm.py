"""Mapping of rows: our own keys, instants as microseconds, a name for every constraint.

It knows no table of the domain.
"""

import secrets
import threading
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    Dialect,
    ForeignKey,
    LargeBinary,
    MetaData,
    Text,
    inspect,
)
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ID_EPOCH_MS = 1_704_067_200_000  # 2024-01-01 UTC
_RANDOM_BITS = 20


class _IdGenerator:
    """Generator of time-ordered 63-bit keys: milliseconds since 2024, then 20 bits.

    The bits begin at random in each millisecond. Keys only grow within a process. Two processes collide in one
    millisecond with a chance of one in a million; the primary key then refuses the second row.
    """

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self) -> int:
        fresh = (time.time_ns() // 1_000_000 - _ID_EPOCH_MS) << _RANDOM_BITS
        with self._lock:
            if fresh >> _RANDOM_BITS > self._last >> _RANDOM_BITS:
                self._last = fresh | secrets.randbits(_RANDOM_BITS)
            else:
                self._last += 1
            return self._last


new_id = _IdGenerator().next


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC as microseconds since 1970 in a BIGINT, the same on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        return (value - EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Base(DeclarativeBase):
    """A row. A key column named `id` is given its value when the object is made, so that sealed columns know their row."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger,
        str: Text,
        bytes: LargeBinary,
        date: Date,
        datetime: Instant,
    }

    def __init__(self, **values: Any) -> None:
        columns = inspect(type(self)).column_attrs
        if "id" in columns and "id" not in values and columns["id"].columns[0].type.python_type is int:
            values = {"id": new_id(), **values}
        keys = {name: values.pop(name) for name in _key_attributes(type(self)) if name in values}
        for name, value in (*keys.items(), *values.items()):
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            setattr(self, name, value)


def _key_attributes(row: type[Base]) -> list[str]:
    mapper = inspect(row)
    return [mapper.get_property_by_column(column).key for column in mapper.primary_key]


def row_key(row: Base) -> str:
    """Return the primary key as text, parts joined by `/`: a part of the associated data."""
    return "/".join(str(getattr(row, name)) for name in _key_attributes(type(row)))


def primary_key() -> MappedColumn[int]:
    """Return a BIGINT primary key that we allocate ourselves."""
    return mapped_column(BigInteger, primary_key=True, autoincrement=False)


def foreign_key(target: str, *, index: bool = False, primary_key: bool = False) -> MappedColumn[Any]:
    """Return a foreign key to `table.column`. The annotation says whether NULL is allowed."""
    return mapped_column(ForeignKey(target), index=index, primary_key=primary_key, autoincrement=False)


def enum_check(column: str, *words: str) -> CheckConstraint:
    """Return the CHECK of a closed vocabulary of words with letters and `_` only.

    NULL passes if the column allows it.
    """
    quoted = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({quoted})", name=column)
