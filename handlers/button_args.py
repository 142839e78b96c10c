"""What a button carries, read. A press that no button of ours bears, kept from long ago or forged, finds nothing.

Knows neither what the ids are of nor who may see them.
"""

from collections.abc import Sequence

from bot.relief.errors import NotFound

MAX_ID_DIGITS = 18  # what any key has room in


def parse_id(args: Sequence[str], position: int = 0) -> int:
    """The id of a row among the arguments of a press. Raises NotFound."""
    said = args[position] if len(args) > position else ""
    if not (said.isascii() and said.isdecimal() and len(said) <= MAX_ID_DIGITS):
        raise NotFound
    return int(said)
