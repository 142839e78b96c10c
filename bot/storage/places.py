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
    """What `among` is executed with."""
    return {"messengers": list({messenger for messenger, _ in wanted}), "numbers": list({n for _, n in wanted})}
