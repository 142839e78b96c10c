"""Quiet hours: whole hours in Tehran between which a person is told nothing that can wait. It knows hours and no messenger."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_

from bot.clock import TEHRAN
from bot.storage.tables import Person

_HOUR = timedelta(hours=1)


def in_quiet_hours(now: datetime) -> ColumnElement[bool]:
    """Over `Person`: those whose quiet hours it is. False, never NULL, for who has none; hours that go round midnight do."""
    hour = now.astimezone(TEHRAN).hour
    begun, over = Person.quiet_from <= hour, Person.quiet_until <= hour
    in_a_day = and_(Person.quiet_from < Person.quiet_until, begun, ~over)
    round_midnight = and_(Person.quiet_from > Person.quiet_until, or_(begun, ~over))
    return and_(Person.quiet_from.is_not(None), Person.quiet_until.is_not(None), or_(in_a_day, round_midnight))


def until_quiet_hours_end(quiet_until: int, now: datetime) -> timedelta:
    """From now to the next time that this hour begins."""
    local = now.astimezone(TEHRAN)
    begun = local.replace(minute=0, second=0, microsecond=0)
    return begun + _HOUR * ((quiet_until - local.hour - 1) % 24 + 1) - local
