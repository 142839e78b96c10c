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
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.errors import Conflict, Forbidden
from bot.relief.ids import PersonId, ServiceId, UnitId
from bot.relief.ledger import totals
from bot.relief.services import review_queue as waiting_services
from bot.relief.services.review_queue import Day, WaitingService
from bot.relief.services.views import Returned, ServiceView
from bot.relief.vocabulary import ReturnReason, ServiceState
from bot.storage.tables import Person, Service, ServiceReturn

SHORTEST_NOTE = 5  # letters, where none of the usual reasons is it


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """`reporter` is to be told why."""

    view: ServiceView
    why: Returned
    reporter: PersonId
    reporter_name: str


async def verify(
    session: AsyncSession, actor: Actor, wanted: ServiceId, now: datetime, today: date, *, after_all: bool = False
) -> ServiceView:
    """`after_all`: although it was returned. Conflict, with a name, where somebody has decided meanwhile."""
    seen = await _to_decide(session, actor, wanted, today)
    if seen.view.state is not ServiceState.RETURNED or not after_all:
        await _check_waits(session, seen)
    await _mark(session, actor, seen.row, now)
    return seen.view


async def verify_day(
    session: AsyncSession, actor: Actor, wanted: ServiceId, seal: str, now: datetime, today: date
) -> Day:
    """All that was read, or nothing: Conflict where anything of it has changed since."""
    day = await waiting_services.day(session, actor, wanted, today, lock=True)
    if not day.lines or day.seal != seal:
        raise Conflict("error-verify-changed")
    for one in day.lines:
        await _mark(session, actor, one.row, now)
    return day


async def give_back(
    session: AsyncSession,
    actor: Actor,
    wanted: ServiceId,
    reason: ReturnReason,
    note: str | None,
    now: datetime,
    today: date,
) -> GivenBack:
    """It waits for its reporter now, and goes on standing in the totals as not verified."""
    said = normalise(note or "")
    if reason is ReturnReason.OTHER and len(said) < SHORTEST_NOTE:
        raise Conflict("error-return-note", at="note")
    seen = await _to_decide(session, actor, wanted, today)
    await _check_waits(session, seen)
    row = ServiceReturn(service_id=wanted, returned_by=actor.person, returned_at=now, reason=reason)
    row.note = said or None
    session.add(row)
    await session.flush()
    await audit.note(
        session,
        actor,
        AuditAction.RETURN_SERVICE,
        unit=seen.view.unit,
        subject=f"service:{seen.view.number}",
        reason=said or None,
        right=Action.VERIFY_SERVICE,
        now=now,
    )
    return GivenBack(
        view=seen.view,
        why=Returned(reason=reason, note=row.note),
        reporter=PersonId(seen.row.reported_by),
        reporter_name=seen.reporter,
    )


async def may_decide(session: AsyncSession, actor: Actor, wanted: ServiceId, today: date) -> ServiceView:
    """For whoever begins to: as they would be refused in the end. It only reads."""
    seen = await _to_decide(session, actor, wanted, today, lock=False)
    await _check_waits(session, seen)
    return seen.view


async def reconsider(session: AsyncSession, actor: Actor, now: datetime) -> None:
    """After two persons became one: what one of them verified of the other's waits again."""
    mine = or_(Service.reported_by == actor.person, Service.behalf_of == actor.person)
    rows = select(Service).where(Service.verified_by == actor.person, mine).with_for_update()
    for row in (await session.scalars(rows.execution_options(populate_existing=True))).all():
        await _set(session, row, None, None)
        await audit.note(
            session,
            actor,
            AuditAction.REOPEN_SERVICE,
            unit=UnitId(row.unit_id),
            subject=f"service:{row.number}",
            now=now,
        )


async def _to_decide(
    session: AsyncSession, actor: Actor, wanted: ServiceId, today: date, *, lock: bool = True
) -> WaitingService:
    """Held until the transaction ends: of two who decide at once, the second finds what the first has decided."""
    seen = await waiting_services.one(session, actor, wanted, today, lock=lock)
    if seen.own:
        who = await waiting_services.others(session, seen, actor, today)
        if not who:
            raise Forbidden("error-verify-own-nobody")
        raise Forbidden("error-verify-own", who="، ".join(who))
    return seen


async def _check_waits(session: AsyncSession, seen: WaitingService) -> None:
    match seen.view.state:
        case ServiceState.VERIFIED:
            raise Conflict("error-verified-already", name=await _named(session, seen.row.verified_by))
        case ServiceState.RETURNED:
            back = await session.get_one(ServiceReturn, seen.row.id)
            raise Conflict("error-returned-already", name=await _named(session, back.returned_by))
        case ServiceState.VOIDED | ServiceState.REPLACED:
            raise Conflict("error-verify-gone")
        case ServiceState.WAITING:
            return


async def _named(session: AsyncSession, person: int | None) -> str:
    known = None if person is None else await session.get(Person, person)
    return "" if known is None else known.name


async def _mark(session: AsyncSession, actor: Actor, row: Service, now: datetime) -> None:
    await _set(session, row, actor.person, now)
    await audit.note(
        session,
        actor,
        AuditAction.VERIFY_SERVICE,
        unit=UnitId(row.unit_id),
        subject=f"service:{row.number}",
        right=Action.VERIFY_SERVICE,
        now=now,
    )


async def _set(session: AsyncSession, row: Service, by: PersonId | None, at: datetime | None) -> None:
    """From one side of the totals to the other."""
    await totals.add(session, row, -1)
    row.verified_by, row.verified_at = by, at
    await session.flush()
    await totals.add(session, row, 1)
