"""Conditions for memberships, suspensions and delegations that are in force on a day. Knows no actor.

The conditions use columns of tables, so they fit queries of objects and of columns. The day may be a bind parameter.
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
    """Return the condition that a membership gives its rights that day: neither ended nor suspended."""
    suspended = exists().where(_SUSPENSION.membership_id == membership.c.id, suspension_active(day))
    return and_(membership.c.until.is_(None), ~suspended)


def suspension_active(day: DayOrParameter) -> ColumnElement[bool]:
    """Return the condition that a suspension is in force. Its `until` is the last day without rights."""
    return and_(_SUSPENSION.lifted_at.is_(None), or_(_SUSPENSION.until.is_(None), _SUSPENSION.until >= day))


def delegation_valid(day: DayOrParameter) -> ColumnElement[bool]:
    """Return the condition that a delegation is in force that day."""
    return and_(_DELEGATION.revoked_at.is_(None), _DELEGATION.since <= day, _DELEGATION.until >= day)


def delegate_valid(day: date) -> ColumnElement[bool]:
    """Return the condition that a delegate is a member in force of the lent unit's line.

    For queries over `Delegation` and the `Membership` that it lends. The line is the unit and every unit over and under
    it that day.
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
