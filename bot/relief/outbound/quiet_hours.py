"""Quiet hours: whole hours in Tehran in which a person is sent nothing that can wait. It knows no messenger."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_

from bot.clock import TEHRAN
from bot.storage.tables import Person

_HOUR = timedelta(hours=1)


def in_quiet_hours(now: datetime) -> ColumnElement[bool]:
    """Return the condition over `Person` that now is in their quiet hours, also when these cross midnight.

    It is false, never NULL, for a person without quiet hours.
    """
    hour = now.astimezone(TEHRAN).hour
    begun, over = Person.quiet_from <= hour, Person.quiet_until <= hour
    in_a_day = and_(Person.quiet_from < Person.quiet_until, begun, ~over)
    round_midnight = and_(Person.quiet_from > Person.quiet_until, or_(begun, ~over))
    return and_(Person.quiet_from.is_not(None), Person.quiet_until.is_not(None), or_(in_a_day, round_midnight))


def until_quiet_hours_end(quiet_until: int, now: datetime) -> timedelta:
    """Return the time from now to the next beginning of this hour."""
    local = now.astimezone(TEHRAN)
    begun = local.replace(minute=0, second=0, microsecond=0)
    return begun + _HOUR * ((quiet_until - local.hour - 1) % 24 + 1) - local
