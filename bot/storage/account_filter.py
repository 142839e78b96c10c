"""Queries rows of many accounts (messenger and id) in one indexed statement. It knows no table."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam


def account_in(messenger: ColumnElement[str], number: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that `account_params` fills: each column by itself.

    For pairs of values SQLite would scan the whole table. The result may hold a few more rows, of an account with the
    same number in another messenger: the caller leaves them out.
    """
    return and_(
        messenger.in_(bindparam("messengers", expanding=True)), number.in_(bindparam("numbers", expanding=True))
    )


def account_params(accounts: Collection[tuple[str, int]]) -> dict[str, Any]:
    """Return the parameters of `account_in`, padded to a power of two.

    The padding repeats the last value, so that few statements are prepared and not one for each length.
    """
    messengers, numbers = {messenger for messenger, _ in accounts}, {number for _, number in accounts}
    return {"messengers": _pad_to_power_of_two(list(messengers)), "numbers": _pad_to_power_of_two(list(numbers))}


def _pad_to_power_of_two(values: list[Any]) -> list[Any]:
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))
