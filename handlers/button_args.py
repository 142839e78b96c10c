"""Parsing the arguments of a button. A forged or very old press finds nothing.

The module knows neither what the ids mean nor who may see them.
"""

from collections.abc import Sequence

from bot.relief.errors import NotFound

MAX_ID_DIGITS = 18  # always fits into a 64-bit key


def parse_id(args: Sequence[str], position: int = 0) -> int:
    """Return the row id at `position` among the arguments of a press. Raises NotFound."""
    said = args[position] if len(args) > position else ""
    if not (said.isascii() and said.isdecimal() and len(said) <= MAX_ID_DIGITS):
        raise NotFound
    return int(said)
