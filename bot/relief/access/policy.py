"""The one gate: what each role may do where.

Rights are read at every step and again when acting. It knows units and memberships; it knows no conversation.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, auto

from sqlalchemy import ColumnElement, Select, and_, case, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.errors import Forbidden
from bot.relief.hierarchy import UnitView, above, open_on, standing, unit_view
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


ENTRUSTED = frozenset(
    {
        Action.REGISTER_FAMILY,
        Action.SEE_FAMILY,
        Action.REPORT_SERVICE,
        Action.VERIFY_SERVICE,
        Action.EXPORT_FAMILY,
        Action.ERASE_FAMILY,
    }
)
"""What sees or writes families' data: only for who has promised to keep it to themselves."""


class Reach(StrEnum):
    """How far from the grant's unit an action goes."""

    MINE = auto()  # in the unit itself, and only what the person registered or delivered
    OWN = auto()  # the unit itself
    BELOW = auto()  # the unit and all under it
    LINE = auto()  # the unit, all under it and all over it


# Beside the line nobody may do anything; a role without the action may do it nowhere.
MATRIX: Mapping[Role, Mapping[Action, Reach]] = {
    Role.VOLUNTEER: {
        Action.REGISTER_FAMILY: Reach.OWN,
        Action.SEE_FAMILY: Reach.MINE,
        Action.REPORT_SERVICE: Reach.OWN,
        Action.SIGN_UP: Reach.LINE,
        Action.SEE_UNIT: Reach.OWN,
    },
    Role.COORDINATOR: {
        Action.REGISTER_FAMILY: Reach.BELOW,
        Action.SEE_FAMILY: Reach.BELOW,
        Action.REPORT_SERVICE: Reach.BELOW,
        Action.SIGN_UP: Reach.LINE,
        Action.OPEN_CAMPAIGN: Reach.BELOW,
        Action.SEND_CALL: Reach.BELOW,
        Action.SEE_CALL: Reach.BELOW,
        Action.INVITE: Reach.BELOW,
        Action.APPROVE_JOINERS: Reach.BELOW,
        Action.SEE_UNIT: Reach.BELOW,
        Action.ANSWER_LETTERS: Reach.BELOW,
        Action.EXPORT_FAMILY: Reach.BELOW,
        Action.MANAGE_MEMBERS: Reach.BELOW,
    },
    Role.SUPERVISOR: {
        Action.SEE_FAMILY: Reach.BELOW,
        Action.SEE_CALL: Reach.BELOW,
        Action.APPROVE_CALL: Reach.BELOW,
        Action.ASK_SUMMARY: Reach.BELOW,
        Action.VERIFY_SERVICE: Reach.BELOW,
        Action.INVITE: Reach.BELOW,
        Action.APPROVE_JOINERS: Reach.BELOW,
        Action.SEE_UNIT: Reach.BELOW,
        Action.ANSWER_LETTERS: Reach.BELOW,
        Action.READ_AUDIT: Reach.BELOW,
        Action.EXPORT_FAMILY: Reach.BELOW,
        Action.ERASE_FAMILY: Reach.BELOW,
        Action.MANAGE_MEMBERS: Reach.BELOW,
    },
    Role.ADMINISTRATOR: {
        Action.INVITE: Reach.BELOW,
        Action.APPROVE_JOINERS: Reach.BELOW,
        Action.SEE_UNIT: Reach.BELOW,
        Action.KEEP_UNITS: Reach.BELOW,
        Action.MANAGE_MEMBERS: Reach.BELOW,
    },
}

SENIORITY = tuple(Role)  # the vocabulary lists the roles from the least senior on


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role held in a unit; where `lent_by` is somebody, it is theirs, and held in their stead through `lent_until`."""

    unit: UnitId
    unit_name: str
    unit_kind: UnitKind
    role: Role
    lent_by: PersonId | None = None
    lent_until: date | None = None

    def reach(self, action: Action) -> Reach | None:
        return MATRIX[self.role].get(action)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A membership that is suspended: until that day, or until somebody calls the person back."""

    unit_name: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person as they act now, from one messenger. `pledged` says that they accepted to keep what they see. `pauses` are
    the memberships that give them nothing for now. `phones` are the digests of their own number, under every key: by it
    their own household is known, which is for others to help. `last_seen_at` is when it was last written that they are there
    in this messenger, None where it takes no messages for them. `unfinished` says that a form of theirs may have been put
    aside.
    """

    person: PersonId
    name: str
    language: str
    messenger: str
    grants: tuple[Grant, ...]
    pledged: bool
    pauses: tuple[Pause, ...] = ()
    phones: tuple[bytes, ...] = ()
    last_seen_at: datetime | None = None
    unfinished: bool = True

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def main(self) -> Grant | None:
        """The most senior grant of one's own."""
        return max(self.grants, key=lambda one: (one.lent_by is None, SENIORITY.index(one.role)), default=None)

    def units(self, action: Action, reaches: Collection[Reach]) -> tuple[UnitId, ...]:
        """The units of the grants that give the action with one of these reaches. Forbidden while the action is entrusted to
        those who have promised and the actor has not: every question about rights comes through here.
        """
        if action in ENTRUSTED and not self.pledged:
            raise Forbidden("error-pledge-first")
        return tuple(grant.unit for grant in self.grants if grant.reach(action) in reaches)


async def require(session: AsyncSession, actor: Actor, action: Action, unit: UnitId, today: date) -> Grant:
    """The most senior grant that allows the action in the whole of that unit that day; else Forbidden."""
    granted = actor.units(action, (Reach.OWN, Reach.BELOW, Reach.LINE))
    downward = and_(UnitAncestor.unit_id == unit, UnitAncestor.ancestor_id.in_(granted))
    upward = and_(UnitAncestor.ancestor_id == unit, UnitAncestor.unit_id.in_(granted))
    rows = await session.execute(
        select(UnitAncestor.ancestor_id, UnitAncestor.unit_id).where(or_(downward, upward), standing(today))
    )
    pairs = {(ancestor, descendant) for ancestor, descendant in rows}
    allowing = [grant for grant in actor.grants if _reaches(grant, action, unit, pairs)]
    if not allowing:
        raise Forbidden
    return max(allowing, key=lambda grant: SENIORITY.index(grant.role))


async def may(session: AsyncSession, actor: Actor, action: Action, unit: UnitId, today: date) -> bool:
    """Whether `require` would grant it: for what is offered, never instead of asking again when it is done."""
    try:
        await require(session, actor, action, unit, today)
    except Forbidden:
        return False
    return True


def _reaches(grant: Grant, action: Action, unit: UnitId, pairs: Collection[tuple[int, int]]) -> bool:
    match grant.reach(action):
        case None | Reach.MINE:
            return False
        case Reach.OWN:
            return grant.unit == unit and (unit, unit) in pairs
        case Reach.BELOW:
            return (grant.unit, unit) in pairs
        case Reach.LINE:
            return (grant.unit, unit) in pairs or (unit, grant.unit) in pairs


def visible_units(actor: Actor, action: Action, today: date) -> Select[int]:
    """The ids of the units where the actor may do it to everything there, for use in queries.

    What is only the person's own (`Reach.MINE`) is left to the room that knows whose a record is.
    """
    own = actor.units(action, (Reach.OWN,))
    down = actor.units(action, (Reach.BELOW, Reach.LINE))
    line = actor.units(action, (Reach.LINE,))
    reached: list[ColumnElement[bool]] = [UnitAncestor.ancestor_id.in_(down)] if down else []
    if own:
        reached.append(and_(UnitAncestor.depth == 0, UnitAncestor.unit_id.in_(own)))
    under = select(UnitAncestor.unit_id).where(or_(false(), *reached), standing(today))
    if not line:
        return under
    return select(Unit.id).where(or_(Unit.id.in_(under), Unit.id.in_(above(line, today))))


async def units_for(
    session: AsyncSession, actor: Actor, action: Action, today: date, *, limit: int = 50
) -> tuple[UnitView, ...]:
    """The units where the actor may do it, their own first, then in Persian order. Longer lists: `units.find_units`."""
    held = actor.units(action, tuple(Reach))
    nearest = case((Unit.id.in_(held), 0), else_=1)
    rows = await session.scalars(
        select(Unit)
        .where(Unit.id.in_(visible_units(actor, action, today)), open_on(today))
        .order_by(nearest, Unit.sort_key, Unit.id)
        .limit(limit)
    )
    return tuple(unit_view(row) for row in rows)
