"""The gate's table as it is read: what each role may do in its own unit, below, beside and above it, and without any role.

It only tells what `access` decides by.
"""

from collections.abc import Iterator
from enum import StrEnum, auto

from bot.relief.access.policy import MATRIX, Action, Reach
from bot.relief.vocabulary import Role


class Place(StrEnum):
    """Where something is, seen from the unit of the role. NONE: the role is no longer, or was never, held anywhere."""

    OWN = auto()
    BELOW = auto()
    BESIDE = auto()
    ABOVE = auto()
    NONE = auto()


class Right(StrEnum):
    """MINE: only what the person registered, delivered or is responsible for."""

    YES = auto()
    MINE = auto()
    NO = auto()


COVERED = {
    Reach.MINE: {Place.OWN: Right.MINE},
    Reach.OWN: {Place.OWN: Right.YES},
    Reach.BELOW: {Place.OWN: Right.YES, Place.BELOW: Right.YES},
    Reach.LINE: {Place.OWN: Right.YES, Place.BELOW: Right.YES, Place.ABOVE: Right.YES},
}
SHOWN = {Right.YES: "yes", Right.MINE: "mine", Right.NO: "-"}


def right(role: Role, action: Action, place: Place) -> Right:
    reach = MATRIX[role].get(action)
    return Right.NO if reach is None else COVERED[reach].get(place, Right.NO)


def told() -> Iterator[str]:
    """Lines for a terminal: a block for each role, a line for each action."""
    width = max(len(action) for action in Action) + 4
    for role in Role:
        yield "".join((f"{role.value:<{width}}", *(f"{place.value:<8}" for place in Place))).rstrip()
        for action in Action:
            cells = (f"{SHOWN[right(role, action, place)]:<8}" for place in Place)
            yield "".join((f"  {action.value:<{width - 2}}", *cells)).rstrip()
        yield ""
    yield "mine: only what the person registered there, or delivered to. Nobody acts on their own household."
