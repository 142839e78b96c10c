"""Verification and return of services by a supervisor of the unit or above (four-eyes principle).

The totals follow in the same transaction. No one decides a service that they reported, that was reported in their
stead, or that reached their own household. A delegate decides none of the person who delegated to them either.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import normalise
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, Forbidden
from bot.relief.ids import PersonId, ServiceId, UnitId
from bot.relief.ledger import totals
from bot.relief.ledger.publication import was_published
from bot.relief.services.review_queue import (
    ReviewBatch,
    WaitingService,
    find_other_deciders,
    load_review_batch,
    load_waiting_service,
)
from bot.relief.services.views import ReturnDetails, ServiceView
from bot.relief.vocabulary import ReturnReason, ServiceState
from bot.storage.tables import Person, Service, ServiceReturn

MIN_RETURN_NOTE_LENGTH = 5  # characters; required for ReturnReason.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedReport:
    """A returned report. `reporter_id` gets the notice."""

    view: ServiceView
    details: ReturnDetails
    reporter_id: PersonId
    reporter_name: str


async def verify_report(
    caller: Caller,
    service_id: ServiceId,
    *,
    allow_returned: bool = False,
) -> ServiceView:
    """Verify a service; with `allow_returned` also one that was returned.

    Raises Conflict, with the name, if another person has decided meanwhile.
    """
    service = await _load_decidable(caller, service_id)
    if service.view.state is not ServiceState.RETURNED or not allow_returned:
        await _require_waiting(caller.session, service)
    await _record_verification(caller, service.row)
    return service.view


async def verify_batch(caller: Caller, service_id: ServiceId, version_token: str) -> ReviewBatch:
    """Verify all services of a batch. Raises Conflict if any changed since `version_token` was made."""
    batch = await load_review_batch(caller, service_id, lock=True)
    if not batch.services or batch.version_token != version_token:
        raise Conflict("error-verify-changed")
    for one in batch.services:
        await _record_verification(caller, one.row)
    return batch


async def return_report(
    caller: Caller,
    service_id: ServiceId,
    reason: ReturnReason,
    note: str | None,
) -> ReturnedReport:
    """Return a service to its reporter. It counts in no sum until it is corrected, or verified after all."""
    text = normalise(note or "")
    if reason is ReturnReason.OTHER and len(text) < MIN_RETURN_NOTE_LENGTH:
        raise Conflict("error-return-note", field="note")
    service = await _load_decidable(caller, service_id)
    await _require_waiting(caller.session, service)
    row = ServiceReturn(
        service_id=service_id,
        returned_by=caller.actor.person,
        returned_at=caller.now,
        reason=reason,
        before_publication=not await was_published(caller.session, service.row, caller.now),
    )
    row.note = text or None
    await totals.apply_service(caller.session, service.row, -1)
    caller.session.add(row)
    await caller.session.flush()
    await totals.apply_service(caller.session, service.row, 1)
    await audit_log.record(
        caller,
        AuditAction.RETURN_SERVICE,
        unit=service.view.unit,
        subject=f"service:{service.view.number}",
        reason=text or None,
        right=Action.VERIFY_SERVICE,
    )
    return ReturnedReport(
        view=service.view,
        details=ReturnDetails(reason=reason, note=row.note),
        reporter_id=PersonId(service.row.reported_by),
        reporter_name=service.reporter,
    )


async def require_can_decide(caller: Caller, service_id: ServiceId) -> ServiceView:
    """Raise what the decision itself would raise, before its form begins. It reads only."""
    service = await _load_decidable(caller, service_id, lock=False)
    await _require_waiting(caller.session, service)
    return service.view


async def reopen_after_merge(caller: Caller) -> None:
    """Undo the verifications that two persons, now merged into one, made of each other's services."""
    mine = or_(Service.reported_by == caller.actor.person, Service.on_behalf_of == caller.actor.person)
    rows = select(Service).where(Service.verified_by == caller.actor.person, mine).with_for_update()
    for row in (await caller.session.scalars(rows.execution_options(populate_existing=True))).all():
        await _set_verification(caller.session, row, None, None)
        await audit_log.record(
            caller, AuditAction.REOPEN_SERVICE, unit=UnitId(row.unit_id), subject=f"service:{row.number}"
        )


async def _load_decidable(caller: Caller, service_id: ServiceId, *, lock: bool = True) -> WaitingService:
    """Return the service if the actor may decide it. `lock` locks its row until the transaction ends."""
    service = await load_waiting_service(caller, service_id, lock=lock)
    if service.is_own:
        deciders = await find_other_deciders(caller, service)
        if not deciders:
            raise Forbidden("error-verify-own-nobody")
        raise Forbidden("error-verify-own", who="، ".join(deciders))
    return service


async def _require_waiting(session: AsyncSession, service: WaitingService) -> None:
    match service.view.state:
        case ServiceState.VERIFIED:
            raise Conflict("error-verified-already", name=await _person_name(session, service.row.verified_by))
        case ServiceState.RETURNED:
            back = await session.get_one(ServiceReturn, service.row.id)
            raise Conflict("error-returned-already", name=await _person_name(session, back.returned_by))
        case ServiceState.VOIDED | ServiceState.REPLACED:
            raise Conflict("error-verify-gone")
        case ServiceState.WAITING:
            return


async def _person_name(session: AsyncSession, person: int | None) -> str:
    row = None if person is None else await session.get(Person, person)
    return "" if row is None else row.name


async def _record_verification(caller: Caller, row: Service) -> None:
    await _set_verification(caller.session, row, caller.actor.person, caller.now)
    await audit_log.record(
        caller,
        AuditAction.VERIFY_SERVICE,
        unit=UnitId(row.unit_id),
        subject=f"service:{row.number}",
        right=Action.VERIFY_SERVICE,
    )


async def _set_verification(
    session: AsyncSession, row: Service, verifier: PersonId | None, verified_at: datetime | None
) -> None:
    """Set or clear the verification, and move the service between the totals of the two states."""
    await totals.apply_service(session, row, -1)
    row.verified_by, row.verified_at = verifier, verified_at
    await session.flush()
    await totals.apply_service(session, row, 1)
