"""Instants for tests that only care about the day."""

from datetime import date, datetime, time

from bot.clock import TEHRAN


def noon(day: date) -> datetime:
    """Noon of the day in Tehran."""
    return datetime.combine(day, time(12), TEHRAN)
