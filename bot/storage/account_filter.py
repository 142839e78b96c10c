"""Rows of many places, a messenger and an id in it, read in one statement and by their index. It knows no table."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam


def among(messenger: ColumnElement[str], number: ColumnElement[int]) -> ColumnElement[bool]:
    """Each column by itself, for `places` to fill: of pairs, SQLite would walk through the whole table. Beside the rows that are
    wanted there may come a few more, of somebody who has the same number in another messenger.
    """
    return and_(
        messenger.in_(bindparam("messengers", expanding=True)), number.in_(bindparam("numbers", expanding=True))
    )


def places(wanted: Collection[tuple[str, int]]) -> dict[str, Any]:
    """What `among` is executed with. So that few statements are prepared, and not one for each length, the last of each is said
    again until there are a power of two.
    """
    messengers, numbers = {messenger for messenger, _ in wanted}, {number for _, number in wanted}
    return {"messengers": _filled(list(messengers)), "numbers": _filled(list(numbers))}


def _filled(values: list[Any]) -> list[Any]:
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))
