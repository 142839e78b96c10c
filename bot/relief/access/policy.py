"""The access policy: the actions that each role may do, and where. `rights.require` applies it.

Grants are loaded at every step, and checked again when the action is done. Knows units and memberships, no
conversation.
"""

from collections.abc import Mapping
from enum import StrEnum, auto

from bot.relief.vocabulary import Role


class Action(StrEnum):
    REGISTER_FAMILY = auto()
    SEE_FAMILY = auto()
    REPORT_SERVICE = auto()
    SIGN_UP = auto()
    OPEN_CAMPAIGN = auto()
    SEND_CALL = auto()
    SEE_CALL = auto()
    APPROVE_CALL = auto()
    ASK_SUMMARY = auto()
    VERIFY_SERVICE = auto()
    INVITE = auto()
    APPROVE_JOINERS = auto()
    ANSWER_LETTERS = auto()
    SEE_UNIT = auto()
    KEEP_UNITS = auto()
    READ_AUDIT = auto()
    EXPORT_FAMILY = auto()
    ERASE_FAMILY = auto()
    MANAGE_MEMBERS = auto()


REQUIRES_CONFIDENTIALITY = frozenset(
    {
        Action.REGISTER_FAMILY,
        Action.SEE_FAMILY,
        Action.REPORT_SERVICE,
        Action.VERIFY_SERVICE,
        Action.EXPORT_FAMILY,
        Action.ERASE_FAMILY,
    }
)
"""Actions that read or write families' data: only for actors who accepted confidentiality."""


class Scope(StrEnum):
    """The reach of an action, seen from the grant's unit."""

    MINE = auto()  # in the unit itself, and only what the person registered or delivered
    OWN = auto()  # the unit itself
    BELOW = auto()  # the unit and all under it
    LINE = auto()  # the unit, all under it and all over it


# An action that a role does not list is allowed nowhere. No scope reaches beside the line.
MATRIX: Mapping[Role, Mapping[Action, Scope]] = {
    Role.VOLUNTEER: {
        Action.REGISTER_FAMILY: Scope.OWN,
        Action.SEE_FAMILY: Scope.MINE,
        Action.REPORT_SERVICE: Scope.OWN,
        Action.SIGN_UP: Scope.LINE,
        Action.SEE_UNIT: Scope.OWN,
    },
    Role.COORDINATOR: {
        Action.REGISTER_FAMILY: Scope.BELOW,
        Action.SEE_FAMILY: Scope.BELOW,
        Action.REPORT_SERVICE: Scope.BELOW,
        Action.SIGN_UP: Scope.LINE,
        Action.OPEN_CAMPAIGN: Scope.BELOW,
        Action.SEND_CALL: Scope.BELOW,
        Action.SEE_CALL: Scope.BELOW,
        Action.INVITE: Scope.BELOW,
        Action.APPROVE_JOINERS: Scope.BELOW,
        Action.SEE_UNIT: Scope.BELOW,
        Action.ANSWER_LETTERS: Scope.BELOW,
        Action.EXPORT_FAMILY: Scope.BELOW,
        Action.MANAGE_MEMBERS: Scope.BELOW,
    },
    Role.SUPERVISOR: {
        Action.SEE_FAMILY: Scope.BELOW,
        Action.SEE_CALL: Scope.BELOW,
        Action.APPROVE_CALL: Scope.BELOW,
        Action.ASK_SUMMARY: Scope.BELOW,
        Action.VERIFY_SERVICE: Scope.BELOW,
        Action.INVITE: Scope.BELOW,
        Action.APPROVE_JOINERS: Scope.BELOW,
        Action.SEE_UNIT: Scope.BELOW,
        Action.ANSWER_LETTERS: Scope.BELOW,
        Action.READ_AUDIT: Scope.BELOW,
        Action.EXPORT_FAMILY: Scope.BELOW,
        Action.ERASE_FAMILY: Scope.BELOW,
        Action.MANAGE_MEMBERS: Scope.BELOW,
    },
    Role.ADMINISTRATOR: {
        Action.INVITE: Scope.BELOW,
        Action.APPROVE_JOINERS: Scope.BELOW,
        Action.SEE_UNIT: Scope.BELOW,
        Action.KEEP_UNITS: Scope.BELOW,
        Action.MANAGE_MEMBERS: Scope.BELOW,
    },
}

SENIORITY = tuple(Role)  # the vocabulary lists the roles from the least senior on
