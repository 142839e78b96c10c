"""Which memberships give their rights on a day: neither ended nor suspended; and which of them are lent to somebody.

It makes conditions for queries and knows no actor.
"""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_

from bot.storage.tables import Delegation, Membership, Suspension


def in_force(day: date) -> ColumnElement[bool]:
    """Over `Membership`: those whose holder may act by them that day."""
    held_back = exists().where(Suspension.membership_id == Membership.id, suspended(day))
    return and_(Membership.until.is_(None), ~held_back)


def suspended(day: date) -> ColumnElement[bool]:
    """Over `Suspension`: those that stand; the day they are until is the last one without rights."""
    return and_(Suspension.lifted_at.is_(None), or_(Suspension.until.is_(None), Suspension.until >= day))


def lent(day: date) -> ColumnElement[bool]:
    """Over `Delegation`: those that stand."""
    return and_(Delegation.revoked_at.is_(None), Delegation.since <= day, Delegation.until >= day)
