"""Rows of many places, a messenger and an id in it, read in one statement and by their index. It knows no table."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam


def account_in(messenger: ColumnElement[str], number: ColumnElement[int]) -> ColumnElement[bool]:
    """Each column by itself, for `account_params` to fill: of pairs, SQLite would walk through the whole table. Beside the rows that are
    wanted there may come a few more, of somebody who has the same number in another messenger.
    """
    return and_(
        messenger.in_(bindparam("messengers", expanding=True)), number.in_(bindparam("numbers", expanding=True))
    )


def account_params(accounts: Collection[tuple[str, int]]) -> dict[str, Any]:
    """What `account_in` is executed with. So that few statements are prepared, and not one for each length, the last of each is said
    again until there are a power of two.
    """
    messengers, numbers = {messenger for messenger, _ in accounts}, {number for _, number in accounts}
    return {"messengers": _pad_to_power_of_two(list(messengers)), "numbers": _pad_to_power_of_two(list(numbers))}


def _pad_to_power_of_two(values: list[Any]) -> list[Any]:
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))
