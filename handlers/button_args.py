"""What a button carries, read. A press that no button of ours bears, kept from long ago or forged, finds nothing.

Knows neither what the ids are of nor who may see them.
"""

from collections.abc import Sequence

from bot.relief.errors import NotFound

MOST_DIGITS = 18  # what any key has room in


def row_id(args: Sequence[str], place: int = 0) -> int:
    """The id of a row among the arguments of a press. Raises NotFound."""
    said = args[place] if len(args) > place else ""
    if not (said.isascii() and said.isdecimal() and len(said) <= MOST_DIGITS):
        raise NotFound
    return int(said)
