"""Which memberships give their rights on a day: neither ended nor suspended; which of them are lent, and who may stand in.

It makes conditions over columns of tables, for queries of objects and of columns alike, and knows no actor. A day may be
a parameter that is given later.
"""

from datetime import date
from typing import TypeAlias

from sqlalchemy import BindParameter, ColumnElement, FromClause, and_, exists, or_

from bot.relief.hierarchy import ancestry_valid
from bot.storage.tables import Delegation, Membership, Suspension, UnitAncestor

DayOrParameter: TypeAlias = date | BindParameter[date]
_MEMBERSHIP, _SUSPENSION, _DELEGATION = (t.__table__.c for t in (Membership, Suspension, Delegation))
_DELEGATE_MEMBERSHIP = Membership.__table__.alias("theirs")


def membership_valid(day: DayOrParameter, membership: FromClause = Membership.__table__) -> ColumnElement[bool]:
    """Over `Membership`, or an alias of it: those whose holder may act by them that day."""
    held_back = exists().where(_SUSPENSION.membership_id == membership.c.id, suspension_active(day))
    return and_(membership.c.until.is_(None), ~held_back)


def suspension_active(day: DayOrParameter) -> ColumnElement[bool]:
    """Over `Suspension`: those that stand; the day they are until is the last one without rights."""
    return and_(_SUSPENSION.lifted_at.is_(None), or_(_SUSPENSION.until.is_(None), _SUSPENSION.until >= day))


def delegation_valid(day: DayOrParameter) -> ColumnElement[bool]:
    """Over `Delegation`: those that stand."""
    return and_(_DELEGATION.revoked_at.is_(None), _DELEGATION.since <= day, _DELEGATION.until >= day)


def delegate_valid(day: date) -> ColumnElement[bool]:
    """Over `Delegation` and the `Membership` that it lends: those to a member in force of that unit, or of one that stands
    over or under it that day. Beside the line nobody stands in.
    """
    over = and_(UnitAncestor.unit_id == _MEMBERSHIP.unit_id, UnitAncestor.ancestor_id == _DELEGATE_MEMBERSHIP.c.unit_id)
    under = and_(
        UnitAncestor.unit_id == _DELEGATE_MEMBERSHIP.c.unit_id, UnitAncestor.ancestor_id == _MEMBERSHIP.unit_id
    )
    theirs = exists().where(
        _DELEGATE_MEMBERSHIP.c.person_id == _DELEGATION.delegate_id,
        membership_valid(day, _DELEGATE_MEMBERSHIP),
        or_(over, under),
    )
    return theirs.where(ancestry_valid(day)).correlate(Membership.__table__, Delegation.__table__)
