"""Corrections: a new report, by its reporter, that replaces one not verified yet.

Returning a report is part of `services.verification`.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Currency
from bot.relief.access.policy import Action, Actor
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict
from bot.relief.ids import FileId, PersonId, ServiceId
from bot.relief.services.reporting import NewService, insert_service, load_own_service, lock_own_service, void_service
from bot.relief.services.views import REPLACEMENT_REASON, ServiceView
from bot.relief.vocabulary import ServiceState
from bot.storage.tables import Evidence, Service, ServiceReturn


@dataclass(frozen=True, slots=True, kw_only=True)
class EditableReport:
    """A report as it stands: the answers that its correction begins with. `typed_amount` is the amount as it was typed."""

    view: ServiceView
    typed_amount: str
    currency: Currency
    evidence: tuple[FileId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionResult:
    """The result of a correction. `returned_by` had returned the original."""

    view: ServiceView
    original: ServiceView
    returned_by: PersonId | None


async def load_editable_report(session: AsyncSession, actor: Actor, service_id: ServiceId) -> EditableReport:
    view = await load_own_service(session, actor, service_id)
    _require_editable(view)
    row = await session.get_one(Service, service_id)
    return EditableReport(
        view=view,
        typed_amount=row.typed_amount or str(row.value),
        currency=Currency(row.currency),
        evidence=await _evidence_files(session, service_id),
    )


def _require_editable(view: ServiceView) -> None:
    match view.state:
        case ServiceState.VERIFIED:
            raise Conflict("error-service-verified")
        case ServiceState.REPLACED:
            raise Conflict("error-service-replaced")
        case ServiceState.VOIDED:
            raise Conflict("error-service-void")
        case ServiceState.WAITING | ServiceState.RETURNED:
            return


async def _evidence_files(session: AsyncSession, service_id: ServiceId) -> tuple[FileId, ...]:
    files = select(Evidence.file_id).where(Evidence.service_id == service_id).order_by(Evidence.position)
    return tuple(map(FileId, await session.scalars(files)))


async def correct_report(
    session: AsyncSession, actor: Actor, service_id: ServiceId, correction: NewService, now: datetime, today: date
) -> CorrectionResult:
    """The old row is void, with its author; the new one waits to be verified. Both in the totals, in one transaction."""
    old = await lock_own_service(session, actor, service_id)
    before = await load_own_service(session, actor, service_id)
    _require_editable(before)
    new = replace(correction, joint=old.joint)
    if new == await _with_original_values(session, before, new):
        raise Conflict("error-correction-same")
    row = await insert_service(session, actor, new, now, today, replaced_id=service_id)
    await void_service(session, actor, old, REPLACEMENT_REASON, now)
    await audit_log.record(
        session,
        actor,
        AuditAction.CORRECT_SERVICE,
        unit=new.unit,
        subject=f"service:{row.number}",
        right=Action.REPORT_SERVICE,
        now=now,
    )
    back = await session.get(ServiceReturn, service_id)
    return CorrectionResult(
        view=await load_own_service(session, actor, ServiceId(row.id)),
        original=before,
        returned_by=None if back is None else PersonId(back.returned_by),
    )


async def _with_original_values(session: AsyncSession, old: ServiceView, new: NewService) -> NewService:
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
        evidence=await _evidence_files(session, old.id),
    )
