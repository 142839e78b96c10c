"""The calendar of publication: cut-offs of months, and the services that a closed month had.

`summaries.disclosure_cells` adds up what a month publishes. Knows services, and no actor.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import TEHRAN
from bot.persian.periods import PeriodName, period_of
from bot.storage.tables import Service, ServiceReturn

REPORTING_GRACE = timedelta(days=10)
"""Days after its end in which a month still takes reports; later reports count in the month then open."""
ONE_DAY = timedelta(days=1)


def cutoff_of(last_day: date) -> datetime:
    """Return the instant at which the month that ends that day is closed."""
    return datetime.combine(last_day + REPORTING_GRACE + ONE_DAY, time(), TEHRAN)


def first_cutoff(booked_on: date, reported_at: datetime) -> datetime:
    """Return the first cut-off at which a service can be published.

    It is that of its own month, or of the month that was open when it was reported.
    """
    month = period_of(PeriodName.MONTH, booked_on)
    if reported_at < cutoff_of(month.until):
        return cutoff_of(month.until)
    month = period_of(PeriodName.MONTH, reported_at.astimezone(TEHRAN).date() - REPORTING_GRACE - ONE_DAY)
    while cutoff_of(month.until) <= reported_at:
        month = period_of(PeriodName.MONTH, month.until + ONE_DAY)
    return cutoff_of(month.until)


async def was_published(session: AsyncSession, service: Service, at: datetime) -> bool:
    """Return True if a month closed by then has published the service, or one that it replaces."""
    if service.replaces_id is not None:
        original = await session.get_one(Service, service.replaces_id)
        if await was_published(session, original, original.voided_at or at):
            return True
    back = await session.get(ServiceReturn, service.id)
    is_withheld = back is not None and back.before_publication
    return not is_withheld and first_cutoff(service.booked_on, service.reported_at) <= at
