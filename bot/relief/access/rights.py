"""Checks of an actor's rights in a unit, against the policy and the hierarchy of the day."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, false, or_, select

from bot.relief.access.caller import Actor, Caller, Grant
from bot.relief.access.policy import SENIORITY, Action, Scope
from bot.relief.errors import Forbidden
from bot.relief.hierarchy import UnitView, ancestors, ancestry_valid, open_on, unit_view
from bot.relief.ids import UnitId
from bot.storage.tables import Unit, UnitAncestor


async def require(caller: Caller, action: Action, unit: UnitId) -> Grant:
    """Return the most senior grant that allows the action in the whole unit that day. Raises Forbidden if none does."""
    granted = caller.actor.units(action, (Scope.OWN, Scope.BELOW, Scope.LINE))
    downward = and_(UnitAncestor.unit_id == unit, UnitAncestor.ancestor_id.in_(granted))
    upward = and_(UnitAncestor.ancestor_id == unit, UnitAncestor.unit_id.in_(granted))
    rows = await caller.session.execute(
        select(UnitAncestor.ancestor_id, UnitAncestor.unit_id).where(
            or_(downward, upward), ancestry_valid(caller.today)
        )
    )
    pairs = {(ancestor, descendant) for ancestor, descendant in rows}
    allowing = [grant for grant in caller.actor.grants if _covers(grant, action, unit, pairs)]
    if not allowing:
        raise Forbidden
    return max(allowing, key=lambda grant: SENIORITY.index(grant.role))


async def is_allowed(caller: Caller, action: Action, unit: UnitId) -> bool:
    """Return True if `require` would grant the action. For offering it only: doing it calls `require` again."""
    try:
        await require(caller, action, unit)
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


async def permitted_units(caller: Caller, action: Action, *, limit: int = 50) -> tuple[UnitView, ...]:
    """List the units where the actor may do the action: their own first, then in Persian order.

    For a search or a longer list use `units.directory.find_units`.
    """
    own = caller.actor.units(action, tuple(Scope))
    nearest = case((Unit.id.in_(own), 0), else_=1)
    rows = await caller.session.scalars(
        select(Unit)
        .where(Unit.id.in_(permitted_unit_ids(caller.actor, action, caller.today)), open_on(caller.today))
        .order_by(nearest, Unit.sort_key, Unit.id)
        .limit(limit)
    )
    return tuple(unit_view(row) for row in rows)
