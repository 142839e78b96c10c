"""Which memberships give their rights on a day: neither ended nor suspended; and which of them are lent to somebody.

It makes conditions over columns of tables, for queries of objects and of columns alike, and knows no actor. A day may be
a parameter that is given later.
"""

from datetime import date
from typing import TypeAlias

from sqlalchemy import BindParameter, ColumnElement, and_, exists, or_

from bot.storage.tables import Delegation, Membership, Suspension

Day: TypeAlias = date | BindParameter[date]
_MEMBERSHIP, _SUSPENSION, _DELEGATION = (t.__table__.c for t in (Membership, Suspension, Delegation))


def in_force(day: Day) -> ColumnElement[bool]:
    """Over `Membership`: those whose holder may act by them that day."""
    held_back = exists().where(_SUSPENSION.membership_id == _MEMBERSHIP.id, suspended(day))
    return and_(_MEMBERSHIP.until.is_(None), ~held_back)


def suspended(day: Day) -> ColumnElement[bool]:
    """Over `Suspension`: those that stand; the day they are until is the last one without rights."""
    return and_(_SUSPENSION.lifted_at.is_(None), or_(_SUSPENSION.until.is_(None), _SUSPENSION.until >= day))


def lent(day: Day) -> ColumnElement[bool]:
    """Over `Delegation`: those that stand."""
    return and_(_DELEGATION.revoked_at.is_(None), _DELEGATION.since <= day, _DELEGATION.until >= day)
