"""The access policy: the actions that each role may do, and where. All authorisation goes through here.

Grants are loaded at every step, and checked again when the action is done. Knows units and memberships, no
conversation.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, auto

from sqlalchemy import ColumnElement, Select, and_, case, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.errors import Forbidden
from bot.relief.hierarchy import UnitView, ancestors, ancestry_valid, open_on, unit_view
from bot.relief.ids import PersonId, UnitId
from bot.relief.vocabulary import Role, UnitKind
from bot.storage.tables import Unit, UnitAncestor


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role held in a unit.

    A borrowed grant names its lender in `delegated_by`; its last day is `delegated_until`. Both are None for one's own.
    """

    unit: UnitId
    unit_name: str
    unit_kind: UnitKind
    role: Role
    delegated_by: PersonId | None = None
    delegated_until: date | None = None

    def scope(self, action: Action) -> Scope | None:
        return MATRIX[self.role].get(action)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendedMembership:
    """A suspended membership. `until` is its last day, None until it is lifted."""

    unit_name: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person acting from one messenger, with the grants in force.

    `suspended_memberships` give no grants for now. `phone_digests` are the digests of the person's own number under
    every key: they identify the person's own household, which only others may serve. `last_seen_at` is the stored time
    of the last update in this messenger, None if the messenger takes no messages for the person. `may_have_draft` is
    False only if no draft of the person is stored.
    """

    person: PersonId
    name: str
    language: str
    messenger: str
    grants: tuple[Grant, ...]
    accepted_confidentiality: bool
    suspended_memberships: tuple[SuspendedMembership, ...] = ()
    phone_digests: tuple[bytes, ...] = ()
    last_seen_at: datetime | None = None
    may_have_draft: bool = True

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def primary_grant(self) -> Grant | None:
        """The most senior own grant; a borrowed one only where there is no own."""
        return max(
            self.grants, key=lambda grant: (grant.delegated_by is None, SENIORITY.index(grant.role)), default=None
        )

    def units(self, action: Action, scopes: Collection[Scope]) -> tuple[UnitId, ...]:
        """Return the units of the grants that give the action with one of these scopes.

        Every check of rights comes through here. Raises Forbidden where the action requires confidentiality and the
        actor has not accepted it.
        """
        if action in REQUIRES_CONFIDENTIALITY and not self.accepted_confidentiality:
            raise Forbidden("error-pledge-first")
        return tuple(grant.unit for grant in self.grants if grant.scope(action) in scopes)


async def require(session: AsyncSession, actor: Actor, action: Action, unit: UnitId, today: date) -> Grant:
    """Return the most senior grant that allows the action in the whole unit that day. Raises Forbidden if none does."""
    granted = actor.units(action, (Scope.OWN, Scope.BELOW, Scope.LINE))
    downward = and_(UnitAncestor.unit_id == unit, UnitAncestor.ancestor_id.in_(granted))
    upward = and_(UnitAncestor.ancestor_id == unit, UnitAncestor.unit_id.in_(granted))
    rows = await session.execute(
        select(UnitAncestor.ancestor_id, UnitAncestor.unit_id).where(or_(downward, upward), ancestry_valid(today))
    )
    pairs = {(ancestor, descendant) for ancestor, descendant in rows}
    allowing = [grant for grant in actor.grants if _covers(grant, action, unit, pairs)]
    if not allowing:
        raise Forbidden
    return max(allowing, key=lambda grant: SENIORITY.index(grant.role))


async def is_allowed(session: AsyncSession, actor: Actor, action: Action, unit: UnitId, today: date) -> bool:
    """Return True if `require` would grant the action. For offering it only: doing it calls `require` again."""
    try:
        await require(session, actor, action, unit, today)
    except Forbidden:
        return False
    return True


def _covers(grant: Grant, action: Action, unit: UnitId, pairs: Collection[tuple[int, int]]) -> bool:
    match grant.scope(action):
        case None | Scope.MINE:
            return False
        case Scope.OWN:
            return grant.unit == unit and (unit, unit) in pairs
        case Scope.BELOW:
            return (grant.unit, unit) in pairs
        case Scope.LINE:
            return (grant.unit, unit) in pairs or (unit, grant.unit) in pairs


def permitted_unit_ids(actor: Actor, action: Action, today: date) -> Select[int]:
    """Select the ids of the units where the actor may do the action to every record.

    `Scope.MINE` is left to the topic that knows the owner of a record.
    """
    own = actor.units(action, (Scope.OWN,))
    down = actor.units(action, (Scope.BELOW, Scope.LINE))
    line = actor.units(action, (Scope.LINE,))
    conditions: list[ColumnElement[bool]] = [UnitAncestor.ancestor_id.in_(down)] if down else []
    if own:
        conditions.append(and_(UnitAncestor.depth == 0, UnitAncestor.unit_id.in_(own)))
    under = select(UnitAncestor.unit_id).where(or_(false(), *conditions), ancestry_valid(today))
    if not line:
        return under
    return select(Unit.id).where(or_(Unit.id.in_(under), Unit.id.in_(ancestors(line, today))))


async def permitted_units(
    session: AsyncSession, actor: Actor, action: Action, today: date, *, limit: int = 50
) -> tuple[UnitView, ...]:
    """List the units where the actor may do the action: their own first, then in Persian order.

    For a search or a longer list use `units.directory.find_units`.
    """
    own = actor.units(action, tuple(Scope))
    nearest = case((Unit.id.in_(own), 0), else_=1)
    rows = await session.scalars(
        select(Unit)
        .where(Unit.id.in_(permitted_unit_ids(actor, action, today)), open_on(today))
        .order_by(nearest, Unit.sort_key, Unit.id)
        .limit(limit)
    )
    return tuple(unit_view(row) for row in rows)
