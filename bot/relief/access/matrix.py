"""A readable report of the access policy: the permissions of each role by relative position. It decides nothing."""

from collections.abc import Iterator
from enum import StrEnum, auto

from bot.relief.access.policy import MATRIX, Action, Scope
from bot.relief.vocabulary import Role


class RelativePosition(StrEnum):
    """The position of a target seen from the unit of the role. NONE: the role is not held anywhere."""

    OWN = auto()
    BELOW = auto()
    BESIDE = auto()
    ABOVE = auto()
    NONE = auto()


class Permission(StrEnum):
    """A cell of the report. MINE: only the records that the person registered or delivered."""

    YES = auto()
    MINE = auto()
    NO = auto()


PERMISSIONS_BY_SCOPE = {
    Scope.MINE: {RelativePosition.OWN: Permission.MINE},
    Scope.OWN: {RelativePosition.OWN: Permission.YES},
    Scope.BELOW: {RelativePosition.OWN: Permission.YES, RelativePosition.BELOW: Permission.YES},
    Scope.LINE: {
        RelativePosition.OWN: Permission.YES,
        RelativePosition.BELOW: Permission.YES,
        RelativePosition.ABOVE: Permission.YES,
    },
}
PERMISSION_SYMBOLS = {Permission.YES: "yes", Permission.MINE: "mine", Permission.NO: "-"}


def permission_at(role: Role, action: Action, position: RelativePosition) -> Permission:
    reach = MATRIX[role].get(action)
    return Permission.NO if reach is None else PERMISSIONS_BY_SCOPE[reach].get(position, Permission.NO)


def matrix_report_lines() -> Iterator[str]:
    """Yield the report for a terminal: a block for each role, a line for each action."""
    width = max(len(action) for action in Action) + 4
    for role in Role:
        yield "".join((f"{role.value:<{width}}", *(f"{place.value:<8}" for place in RelativePosition))).rstrip()
        for action in Action:
            cells = (f"{PERMISSION_SYMBOLS[permission_at(role, action, place)]:<8}" for place in RelativePosition)
            yield "".join((f"  {action.value:<{width - 2}}", *cells)).rstrip()
        yield ""
    yield "mine: only what the person registered there, or delivered to. Nobody acts on their own household."
