"""Totals of the services that are not voided (materialised aggregate), and the rule of what counts.

There is one total for each booked day, unit, domain, kind and state. It is written in the transaction of the service
that changes it. A service that was returned counts nowhere until it is corrected or verified after all: its totals stand
apart, and are shown beside a sum. Knows services, and no actor.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.relief.vocabulary import ServiceState
from bot.storage.database import insert
from bot.storage.tables import Service, ServiceReturn, Total

TOTAL_KEY = ("booked_on", "unit_id", "domain", "kind", "state")
COUNTED_STATES = (ServiceState.VERIFIED, ServiceState.WAITING)
"""The states of totals that are part of a sum."""


def service_counts() -> ColumnElement[bool]:
    """Return the condition for services that count: neither void, nor returned and not verified since.

    The return is looked up by its key, for services that nobody has verified.
    """
    return and_(Service.voided_at.is_(None), or_(Service.verified_at.is_not(None), ~_is_returned()))


def _is_returned() -> ColumnElement[bool]:
    back = aliased(ServiceReturn)
    return exists().where(back.service_id == Service.id)


async def apply_service(session: AsyncSession, service: Service, sign: int) -> None:
    """Add a service to its total. `sign` is 1 for one that begins to stand, -1 for one that no longer does."""
    delta = insert(session, Total).values(
        booked_on=service.booked_on,
        unit_id=service.unit_id,
        domain=service.domain,
        kind=service.kind,
        state=await _total_state(session, service),
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


async def _total_state(session: AsyncSession, service: Service) -> ServiceState:
    if service.verified_at is not None:
        return ServiceState.VERIFIED
    back = await session.get(ServiceReturn, service.id)
    return ServiceState.WAITING if back is None else ServiceState.RETURNED


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
    state = case(
        (Service.verified_at.is_not(None), ServiceState.VERIFIED.value),
        (_is_returned(), ServiceState.RETURNED.value),
        else_=ServiceState.WAITING.value,
    )
    each = (
        select(Service.booked_on, Service.unit_id, Service.domain, Service.kind, state.label("state"), Service.value)
        .where(Service.voided_at.is_(None))
        .subquery()
    )
    key = tuple(each.c[name] for name in TOTAL_KEY)
    return select(*key, func.count().label("services"), func.sum(each.c.value).label("value")).group_by(*key)
