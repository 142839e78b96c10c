"""Reporting of delivered services: report, withdrawal, evidence added later.

The totals follow in the same transaction. `families.files` decides which families may be served.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import TEHRAN
from bot.persian.money import Currency, Toman
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.catalogue.activities import ActivityView, load_activity
from bot.relief.constraints import translate_integrity_errors
from bot.relief.errors import Conflict, NeedsConfirmation, NotFound
from bot.relief.families.files import family_visible
from bot.relief.ids import ActivityId, FamilyId, ServiceId, UnitId
from bot.relief.ledger import totals
from bot.relief.services.evidence import EvidenceFile, add_evidence, load_evidence
from bot.relief.services.plausibility import Claim, confirmation_of, find_doubts
from bot.relief.services.views import ServiceView, build_service_view, select_service_rows
from bot.relief.vocabulary import Doubt, Kind, ServiceState
from bot.storage.sequences import NumberSequence, next_number
from bot.storage.tables import Family, Service, ServiceReturn, Unit

WITHDRAWAL_WINDOW = timedelta(minutes=10)
WITHDRAWAL_REASON = "withdrawn"  # the reason of a void that its reporter made at once


@dataclass(frozen=True, slots=True, kw_only=True)
class NewService:
    """A service to report: to one family, or to `people` without names.

    `typed_amount` is the amount as it was typed, in `currency`. `joint` is work done together with a partner.
    """

    unit: UnitId
    family: FamilyId | None
    people: int | None
    activity: ActivityId
    kind: Kind
    value: Toman
    typed_amount: str
    currency: Currency
    delivered_on: date
    evidence: tuple[EvidenceFile, ...] = ()
    joint: bool = False


async def confirm_claims(
    caller: Caller, new: NewService, confirm: Callable[[NeedsConfirmation], None], replaced: ServiceView | None = None
) -> None:
    """Call `confirm` with a question for each doubt about a report, before it is made.

    A correction is asked only about what it changes of the service that it replaces.
    """
    claim = _claim_of(new, await load_activity(caller.session, new.activity))
    for doubt in await find_doubts(caller.session, claim, _reported_on(caller, new, replaced)):
        if replaced is None or doubt not in replaced.doubts or _is_changed(doubt, new, replaced):
            confirm(confirmation_of(doubt, claim, caller.today))


def _claim_of(new: NewService, done: ActivityView) -> Claim:
    return Claim(
        activity=new.activity,
        activity_short=done.short,
        domain=done.domain,
        kind=new.kind,
        value=new.value,
        people=new.people if new.family is None else None,
        delivered_on=new.delivered_on,
    )


def _reported_on(caller: Caller, new: NewService, replaced: ServiceView | None) -> date:
    """Return the day by which a report is late or not.

    A correction that keeps the day of its original is as late as that.
    """
    if replaced is None or replaced.delivered_on != new.delivered_on:
        return caller.today
    return replaced.reported_at.astimezone(TEHRAN).date()


def _is_changed(doubt: Doubt, new: NewService, replaced: ServiceView) -> bool:
    if doubt is Doubt.LATE:
        return new.delivered_on != replaced.delivered_on
    return (new.value, new.activity, new.people) != (replaced.value, replaced.activity, replaced.people)


async def report(caller: Caller, new: NewService) -> ServiceView:
    row = await insert_service(caller, new)
    await audit_log.record(
        caller, AuditAction.REPORT_SERVICE, unit=new.unit, subject=f"service:{row.number}", right=Action.REPORT_SERVICE
    )
    return await load_own_service(caller, ServiceId(row.id))


async def insert_service(
    caller: Caller,
    new: NewService,
    *,
    replaced: ServiceView | None = None,
) -> Service:
    """Insert a service that the actor may report, and add it to the totals. The caller audits."""
    await require(caller, Action.REPORT_SERVICE, new.unit)
    done = await load_activity(caller.session, new.activity)
    _check_report(new, done, caller.today)
    await _check_unit(caller.session, new)
    await _check_family(caller, new)
    doubts = await find_doubts(caller.session, _claim_of(new, done), _reported_on(caller, new, replaced))
    row = Service(
        number=await next_number(caller.session, NumberSequence.SERVICES),
        unit_id=new.unit,
        family_id=new.family,
        people=new.people,
        activity_id=new.activity,
        domain=done.domain,
        kind=new.kind,
        value=new.value,
        typed_amount=new.typed_amount or None,
        currency=new.currency,
        delivered_on=new.delivered_on,
        booked_on=new.delivered_on,
        joint=new.joint,
        reported_by=caller.actor.person,
        reported_at=caller.now,
        on_behalf_of=await audit_log.on_behalf_of(caller, Action.REPORT_SERVICE, new.unit),
        replaces_id=None if replaced is None else replaced.id,
        doubts=",".join(doubts) or None,
    )
    async with translate_integrity_errors(caller.session):
        caller.session.add(row)
    await add_evidence(caller.session, ServiceId(row.id), new.evidence)
    await totals.apply_service(caller.session, row, 1)
    return row


async def stored_report(session: AsyncSession, row: Service) -> NewService:
    """Return the report as `insert_service` was given it.

    Every stored answer stands in these two functions.
    """
    return NewService(
        unit=UnitId(row.unit_id),
        family=None if row.family_id is None else FamilyId(row.family_id),
        people=row.people,
        activity=ActivityId(row.activity_id),
        kind=Kind(row.kind),
        value=Toman(row.value),
        typed_amount=row.typed_amount or str(row.value),
        currency=Currency(row.currency),
        delivered_on=row.delivered_on,
        evidence=await load_evidence(session, row.id),
        joint=row.joint,
    )


def _check_report(new: NewService, activity_view: ActivityView, today: date) -> None:
    if new.delivered_on > today:
        raise Conflict("error-service-future", field="delivered_on")
    if new.kind not in activity_view.kinds:
        raise Conflict("error-service-kind", field="kind", activity=activity_view.short)
    if new.value < 0 or (new.value == 0 and new.kind is not Kind.VOLUNTEER_WORK):
        raise Conflict("error-service-value", field="value")
    if new.family is None and (new.people is None or new.people < 1):
        raise Conflict("error-service-people", field="people")


async def _check_unit(session: AsyncSession, new: NewService) -> None:
    """Raise Conflict for a day before the unit opened: no summary would have it."""
    opened_on = await session.scalar(select(Unit.opened_on).where(Unit.id == new.unit))
    if opened_on is None or new.delivered_on < opened_on:
        raise Conflict("error-service-before-unit", field="delivered_on")


async def _check_family(caller: Caller, new: NewService) -> None:
    if new.family is None:
        return
    seen = await caller.session.scalar(
        select(Family.id).where(Family.id == new.family, family_visible(caller.actor, caller.today))
    )
    if seen is None:
        raise NotFound("error-family-not-found", field="family")


def is_withdrawable(view: ServiceView, now: datetime) -> bool:
    """Return True if its reporter may withdraw a report: within ten minutes, or after it was returned."""
    fresh = view.state is ServiceState.WAITING and now - view.reported_at <= WITHDRAWAL_WINDOW
    return fresh or view.state is ServiceState.RETURNED


async def withdraw_report(caller: Caller, service_id: ServiceId) -> ServiceView:
    """Void a report of the actor, within ten minutes or after it was returned. Idempotent."""
    row = await lock_own_service(caller, service_id)
    if row.voided_at is None:
        if row.verified_at is not None:
            raise Conflict("error-service-verified")
        if caller.now - row.reported_at > WITHDRAWAL_WINDOW and await caller.session.get(ServiceReturn, row.id) is None:
            raise Conflict("error-service-too-late")
        await void_service(caller, row, WITHDRAWAL_REASON)
        await audit_log.record(
            caller, AuditAction.WITHDRAW_SERVICE, unit=UnitId(row.unit_id), subject=f"service:{row.number}"
        )
    return await load_own_service(caller, service_id)


async def void_service(caller: Caller, row: Service, reason: str) -> None:
    """Void a service and take it out of the totals. The row stays, with reason and author."""
    row.voided_at, row.voided_by, row.void_reason = caller.now, caller.actor.person, reason
    await caller.session.flush()
    await totals.apply_service(caller.session, row, -1)


async def attach_evidence(caller: Caller, service_id: ServiceId, files: Sequence[EvidenceFile]) -> ServiceView:
    """Add evidence to a report of the actor. Files that it has already are skipped."""
    row = await lock_own_service(caller, service_id)
    if row.voided_at is not None:
        raise Conflict("error-service-void")
    await add_evidence(caller.session, service_id, files)
    await audit_log.record(
        caller, AuditAction.ATTACH_EVIDENCE, unit=UnitId(row.unit_id), subject=f"service:{row.number}"
    )
    return await load_own_service(caller, service_id)


async def lock_own_service(caller: Caller, service_id: ServiceId) -> Service:
    """Return a service of the actor, its row locked until the transaction ends."""
    row = await caller.session.scalar(
        select(Service)
        .where(Service.id == service_id, Service.reported_by == caller.actor.person)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("error-service-not-found")
    return row


async def load_own_service(caller: Caller, service_id: ServiceId) -> ServiceView:
    """Return a report of the actor."""
    found = await caller.session.execute(
        select_service_rows().where(Service.id == service_id, Service.reported_by == caller.actor.person)
    )
    one = found.one_or_none()
    if one is None:
        raise NotFound("error-service-not-found")
    return build_service_view(*one)
