"""Which memberships give their rights on a day: neither ended nor suspended; which of them are lent, and who may stand in.

It makes conditions over columns of tables, for queries of objects and of columns alike, and knows no actor. A day may be
a parameter that is given later.
"""

from datetime import date
from typing import TypeAlias

from sqlalchemy import BindParameter, ColumnElement, FromClause, and_, exists, or_

from bot.relief.hierarchy import standing
from bot.storage.tables import Delegation, Membership, Suspension, UnitAncestor

Day: TypeAlias = date | BindParameter[date]
_MEMBERSHIP, _SUSPENSION, _DELEGATION = (t.__table__.c for t in (Membership, Suspension, Delegation))
_THEIRS = Membership.__table__.alias("theirs")


def in_force(day: Day, held: FromClause = Membership.__table__) -> ColumnElement[bool]:
    """Over `Membership`, or an alias of it: those whose holder may act by them that day."""
    held_back = exists().where(_SUSPENSION.membership_id == held.c.id, suspended(day))
    return and_(held.c.until.is_(None), ~held_back)


def suspended(day: Day) -> ColumnElement[bool]:
    """Over `Suspension`: those that stand; the day they are until is the last one without rights."""
    return and_(_SUSPENSION.lifted_at.is_(None), or_(_SUSPENSION.until.is_(None), _SUSPENSION.until >= day))


def lent(day: Day) -> ColumnElement[bool]:
    """Over `Delegation`: those that stand."""
    return and_(_DELEGATION.revoked_at.is_(None), _DELEGATION.since <= day, _DELEGATION.until >= day)


def stands_in(day: date) -> ColumnElement[bool]:
    """Over `Delegation` and the `Membership` that it lends: those to a member in force of that unit, or of one that stands
    over or under it that day. Beside the line nobody stands in.
    """
    over = and_(UnitAncestor.unit_id == _MEMBERSHIP.unit_id, UnitAncestor.ancestor_id == _THEIRS.c.unit_id)
    under = and_(UnitAncestor.unit_id == _THEIRS.c.unit_id, UnitAncestor.ancestor_id == _MEMBERSHIP.unit_id)
    theirs = exists().where(_THEIRS.c.person_id == _DELEGATION.to_id, in_force(day, _THEIRS), or_(over, under))
    return theirs.where(standing(day)).correlate(Membership.__table__, Delegation.__table__)
