"""Totals of the services that are not voided (materialised aggregate).

There is one for each booked day, unit, domain, kind, and verified or not. A total is written in the transaction of the
service that changes it. Knows services, and no actor.
"""

from typing import Any

from sqlalchemy import Select, and_, case, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert
from bot.storage.tables import Service, Total

TOTAL_KEY = ("booked_on", "unit_id", "domain", "kind", "verified")


async def apply_service(session: AsyncSession, service: Service, sign: int) -> None:
    """Add a service to its total. `sign` is 1 for one that begins to count, -1 for one that no longer does."""
    delta = insert(session, Total).values(
        booked_on=service.booked_on,
        unit_id=service.unit_id,
        domain=service.domain,
        kind=service.kind,
        verified=service.verified_at is not None,
        services=sign,
        value=sign * service.value,
    )
    await session.execute(
        delta.on_conflict_do_update(
            index_elements=TOTAL_KEY,
            set_={
                "services": Total.services + delta.excluded.services,
                "value": Total.value + delta.excluded.value,
            },
        )
    )


async def rebuild_totals(session: AsyncSession) -> None:
    """Rebuild all totals from the services."""
    await session.execute(delete(Total))
    counted = _totals_from_services()
    await session.execute(insert(session, Total).from_select([*TOTAL_KEY, "services", "value"], counted))


async def is_consistent(session: AsyncSession) -> bool:
    """Return True if every total equals the sum of its services, and no service is missing.

    A total of zero may be stored or absent.
    """
    counted = _totals_from_services().subquery()
    same_key = and_(*(getattr(Total, name) == counted.c[name] for name in TOTAL_KEY))
    same = and_(same_key, Total.services == counted.c.services, Total.value == counted.c.value)
    unexplained = select(Total.unit_id).where(
        or_(Total.services != 0, Total.value != 0), ~exists().where(same).correlate(Total)
    )
    missing = select(counted.c.unit_id).where(~exists().where(same).correlate(counted))
    return not await session.scalar(select(or_(unexplained.exists(), missing.exists())))


def _totals_from_services() -> Select[Any]:
    verified = case((Service.verified_at.is_(None), False), else_=True)
    key = (Service.booked_on, Service.unit_id, Service.domain, Service.kind, verified.label("verified"))
    return (
        select(*key, func.count().label("services"), func.sum(Service.value).label("value"))
        .where(Service.voided_at.is_(None))
        .group_by(Service.booked_on, Service.unit_id, Service.domain, Service.kind, verified)
    )
