"""Corrections: a report that is not verified yet said anew by its reporter; the new row names the one it replaces.

What was wrong with it is said by whoever verifies, in another room.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Currency
from bot.relief.access.policy import Action, Actor
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict
from bot.relief.ids import FileId, PersonId, ServiceId
from bot.relief.services import reporting as services
from bot.relief.services.reporting import NewService
from bot.relief.services.views import REPLACED, ServiceView
from bot.relief.vocabulary import ServiceState
from bot.storage.tables import Evidence, Service, ServiceReturn


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A report as it stands: the answers that its correction begins with. `said` is the amount as it was typed."""

    view: ServiceView
    said: str
    currency: Currency
    evidence: tuple[FileId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """`returned_by` is who had returned what is corrected now."""

    view: ServiceView
    replaced: ServiceView
    returned_by: PersonId | None


async def filled(session: AsyncSession, actor: Actor, wanted: ServiceId) -> Filled:
    view = await services.service(session, actor, wanted)
    _check(view)
    row = await session.get_one(Service, wanted)
    return Filled(
        view=view,
        said=row.said or str(row.value),
        currency=Currency(row.currency),
        evidence=await _evidence(session, wanted),
    )


def _check(view: ServiceView) -> None:
    match view.state:
        case ServiceState.VERIFIED:
            raise Conflict("error-service-verified")
        case ServiceState.REPLACED:
            raise Conflict("error-service-replaced")
        case ServiceState.VOIDED:
            raise Conflict("error-service-void")
        case ServiceState.WAITING | ServiceState.RETURNED:
            return


async def _evidence(session: AsyncSession, wanted: ServiceId) -> tuple[FileId, ...]:
    files = select(Evidence.file_id).where(Evidence.service_id == wanted).order_by(Evidence.position)
    return tuple(map(FileId, await session.scalars(files)))


async def correct(
    session: AsyncSession, actor: Actor, wanted: ServiceId, said: NewService, now: datetime, today: date
) -> Corrected:
    """The old row is void, with its author; the new one waits to be verified. Both in the totals, in one transaction."""
    old = await services.own(session, actor, wanted)
    before = await services.service(session, actor, wanted)
    _check(before)
    new = replace(said, joint=old.joint)
    if new == await _as_it_stands(session, before, new):
        raise Conflict("error-correction-same")
    row = await services.write(session, actor, new, now, today, replaces=wanted)
    await services.void(session, actor, old, REPLACED, now)
    await audit.note(
        session,
        actor,
        AuditAction.CORRECT_SERVICE,
        unit=new.unit,
        subject=f"service:{row.number}",
        right=Action.REPORT_SERVICE,
        now=now,
    )
    back = await session.get(ServiceReturn, wanted)
    return Corrected(
        view=await services.service(session, actor, ServiceId(row.id)),
        replaced=before,
        returned_by=None if back is None else PersonId(back.returned_by),
    )


async def _as_it_stands(session: AsyncSession, old: ServiceView, new: NewService) -> NewService:
    """The old one, told like the new one: another way of typing the same amount is no correction."""
    return replace(
        new,
        unit=old.unit,
        family=old.family,
        people=old.people,
        activity=old.activity,
        kind=old.kind,
        value=old.value,
        delivered_on=old.delivered_on,
        evidence=await _evidence(session, old.id),
    )
