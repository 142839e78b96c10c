"""Verifying services and returning them, by a supervisor of their unit or above; the totals follow in the same transaction.

Nobody decides what they reported themselves, what was reported in their stead, or what reached their own household; who
stands in for another decides nothing of that other's either.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.normalisation import normalise
from bot.relief.access.policy import Action, Actor
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, Forbidden
from bot.relief.ids import PersonId, ServiceId, UnitId
from bot.relief.ledger import totals
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

MIN_RETURN_NOTE_LENGTH = 5  # letters, where none of the usual reasons is it


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedReport:
    """`reporter_id` is to be told why."""

    view: ServiceView
    details: ReturnDetails
    reporter_id: PersonId
    reporter_name: str


async def verify_report(
    session: AsyncSession,
    actor: Actor,
    service_id: ServiceId,
    now: datetime,
    today: date,
    *,
    allow_returned: bool = False,
) -> ServiceView:
    """`allow_returned`: although it was returned. Conflict, with a name, where somebody has decided meanwhile."""
    seen = await _load_decidable(session, actor, service_id, today)
    if seen.view.state is not ServiceState.RETURNED or not allow_returned:
        await _require_waiting(session, seen)
    await _record_verification(session, actor, seen.row, now)
    return seen.view


async def verify_batch(
    session: AsyncSession, actor: Actor, service_id: ServiceId, version_token: str, now: datetime, today: date
) -> ReviewBatch:
    """All that was read, or nothing: Conflict where anything of it has changed since."""
    day = await load_review_batch(session, actor, service_id, today, lock=True)
    if not day.services or day.version_token != version_token:
        raise Conflict("error-verify-changed")
    for one in day.services:
        await _record_verification(session, actor, one.row, now)
    return day


async def return_report(
    session: AsyncSession,
    actor: Actor,
    service_id: ServiceId,
    reason: ReturnReason,
    note: str | None,
    now: datetime,
    today: date,
) -> ReturnedReport:
    """It waits for its reporter now, and goes on standing in the totals as not verified."""
    said = normalise(note or "")
    if reason is ReturnReason.OTHER and len(said) < MIN_RETURN_NOTE_LENGTH:
        raise Conflict("error-return-note", field="note")
    seen = await _load_decidable(session, actor, service_id, today)
    await _require_waiting(session, seen)
    row = ServiceReturn(service_id=service_id, returned_by=actor.person, returned_at=now, reason=reason)
    row.note = said or None
    session.add(row)
    await session.flush()
    await audit_log.record(
        session,
        actor,
        AuditAction.RETURN_SERVICE,
        unit=seen.view.unit,
        subject=f"service:{seen.view.number}",
        reason=said or None,
        right=Action.VERIFY_SERVICE,
        now=now,
    )
    return ReturnedReport(
        view=seen.view,
        details=ReturnDetails(reason=reason, note=row.note),
        reporter_id=PersonId(seen.row.reported_by),
        reporter_name=seen.reporter,
    )


async def require_can_decide(session: AsyncSession, actor: Actor, service_id: ServiceId, today: date) -> ServiceView:
    """For whoever begins to: as they would be refused in the end. It only reads."""
    seen = await _load_decidable(session, actor, service_id, today, lock=False)
    await _require_waiting(session, seen)
    return seen.view


async def reopen_after_merge(session: AsyncSession, actor: Actor, now: datetime) -> None:
    """After two persons became one: what one of them verified of the other's waits again."""
    mine = or_(Service.reported_by == actor.person, Service.on_behalf_of == actor.person)
    rows = select(Service).where(Service.verified_by == actor.person, mine).with_for_update()
    for row in (await session.scalars(rows.execution_options(populate_existing=True))).all():
        await _set_verification(session, row, None, None)
        await audit_log.record(
            session,
            actor,
            AuditAction.REOPEN_SERVICE,
            unit=UnitId(row.unit_id),
            subject=f"service:{row.number}",
            now=now,
        )


async def _load_decidable(
    session: AsyncSession, actor: Actor, service_id: ServiceId, today: date, *, lock: bool = True
) -> WaitingService:
    """Held until the transaction ends: of two who decide at once, the second finds what the first has decided."""
    seen = await load_waiting_service(session, actor, service_id, today, lock=lock)
    if seen.is_own:
        who = await find_other_deciders(session, seen, actor, today)
        if not who:
            raise Forbidden("error-verify-own-nobody")
        raise Forbidden("error-verify-own", who="، ".join(who))
    return seen


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
    known = None if person is None else await session.get(Person, person)
    return "" if known is None else known.name


async def _record_verification(session: AsyncSession, actor: Actor, row: Service, now: datetime) -> None:
    await _set_verification(session, row, actor.person, now)
    await audit_log.record(
        session,
        actor,
        AuditAction.VERIFY_SERVICE,
        unit=UnitId(row.unit_id),
        subject=f"service:{row.number}",
        right=Action.VERIFY_SERVICE,
        now=now,
    )


async def _set_verification(
    session: AsyncSession, row: Service, verifier: PersonId | None, verified_at: datetime | None
) -> None:
    """From one side of the totals to the other."""
    await totals.apply_service(session, row, -1)
    row.verified_by, row.verified_at = verifier, verified_at
    await session.flush()
    await totals.apply_service(session, row, 1)
