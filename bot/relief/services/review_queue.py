"""Review queue of a supervisor: units with waiting services, one service, a day of one reporter.

It reads and changes nothing. A service that the actor may not decide is marked. Details of their own household are not
shown to them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.persian.money import Toman
from bot.relief import pages
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.responsible import responsible_people
from bot.relief.access.rights import permitted_unit_ids, require
from bot.relief.audit import log as audit_log
from bot.relief.errors import NotFound
from bot.relief.families.files import family_visible, not_own_household
from bot.relief.ids import PersonId, ServiceId, UnitId
from bot.relief.pages import Page, make_page
from bot.relief.services.evidence import EvidenceFile, load_evidence
from bot.relief.services.plausibility import Claim, UsualRange, load_usual_range
from bot.relief.services.views import ReturnDetails, ServiceView, build_service_view, select_service_rows
from bot.relief.vocabulary import Domain, ReturnReason, Role, ServiceState
from bot.storage.tables import Person, Service, ServiceReturn, Unit

MAX_BATCH_SERVICES = 12  # services: what fits one screen
MAX_BATCH_SERVICE_VALUE = Toman(20_000_000)  # of one service; a larger one is reviewed by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingUnit:
    """A unit with waiting services. `oldest_reported_at` is when the oldest of them was reported."""

    unit: UnitId
    name: str
    service_count: int
    oldest_reported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingService:
    """A service as this actor may see and decide it.

    `is_own`: another person must decide it. `is_own_household`: it is about the own household of the actor, who may see
    no more than its number. The name of the family is there only if the actor may see its file.
    """

    row: Service
    view: ServiceView
    reporter: str
    is_own: bool
    is_own_household: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalReport:
    number: int
    return_details: ReturnDetails | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCase:
    """A service with what its reviewer needs.

    `other_deciders` are named where the actor may not decide. `batch_size` is how many services of the same reporter
    and day could be verified at once. `decided_by` verified or returned it. `usual` is what such a service is worth.
    """

    service: WaitingService
    on_behalf_of: str | None
    original: OriginalReport | None
    decided_by: str | None
    other_deciders: tuple[str, ...]
    batch_size: int
    usual: UsualRange


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewBatch:
    """Services of one reporter, unit and day that can be verified at once, the oldest first.

    `excluded_count` others must be reviewed one by one. `version_token` changes with any service that was shown
    (optimistic lock).
    """

    reporter: str
    unit: UnitId
    unit_name: str
    day: date
    services: tuple[WaitingService, ...]
    excluded_count: int

    @property
    def total_value(self) -> Toman:
        return Toman(sum(one.view.value for one in self.services))

    @property
    def version_token(self) -> str:
        shown = ";".join(f"{one.view.id}:{one.view.value}:{one.view.evidence_count}" for one in self.services)
        return hashlib.blake2b(shown.encode(), digest_size=8).hexdigest()


def report_pending(*, returned: bool = False) -> ColumnElement[bool]:
    """Return the condition for services neither verified nor void, returned or not.

    The query must have an outer join of `ServiceReturn`.
    """
    back = ServiceReturn.service_id.is_not(None) if returned else ServiceReturn.service_id.is_(None)
    return and_(Service.verified_at.is_(None), Service.voided_at.is_(None), back)


async def list_waiting_units(caller: Caller, *, returned: bool, offset: int, limit: int) -> Page[WaitingUnit]:
    """Return a page of units with waiting services, the longest wait first.

    `returned` are services that wait for their reporter.
    """
    since = func.min(Service.reported_at)
    query = (
        select(Unit.id, Unit.name, func.count(), since)
        .join(Service, Service.unit_id == Unit.id)
        .outerjoin(ServiceReturn, ServiceReturn.service_id == Service.id)
        .where(
            report_pending(returned=returned),
            Unit.id.in_(permitted_unit_ids(caller.actor, Action.VERIFY_SERVICE, caller.today)),
        )
        .group_by(Unit.id, Unit.name)
        .order_by(since, Unit.id)
    )
    return await pages.fetch(caller.session, query, _build_waiting_unit, offset=offset, limit=limit)


def _build_waiting_unit(unit: int, name: str, service_count: int, oldest_reported_at: datetime) -> WaitingUnit:
    return WaitingUnit(unit=UnitId(unit), name=name, service_count=service_count, oldest_reported_at=oldest_reported_at)


async def list_waiting_services(
    caller: Caller, unit: UnitId, *, returned: bool, offset: int, limit: int
) -> Page[WaitingService]:
    """Return a page of the waiting services of a unit, the oldest first."""
    await require(caller, Action.VERIFY_SERVICE, unit)
    conditions = (Service.unit_id == unit, report_pending(returned=returned))
    return make_page(await query_waiting_services(caller, unit, *conditions, offset=offset, limit=limit + 1), limit)


async def query_waiting_services(
    caller: Caller,
    unit: UnitId,
    *conditions: ColumnElement[bool],
    offset: int = 0,
    limit: int = 200,
    lock: bool = False,
) -> list[WaitingService]:
    """Return services of one unit as this actor may see and decide them.

    `lock` locks their rows until the transaction ends.
    """
    reporter = aliased(Person)
    named = Service.family_id.is_not(None)
    query = (
        select_service_rows()
        .add_columns(
            reporter,
            case((and_(named, not_(not_own_household(caller.actor))), True), else_=False),
            case((and_(named, not_(family_visible(caller.actor, caller.today))), True), else_=False),
        )
        .join(reporter, reporter.id == Service.reported_by)
        .where(*conditions)
        .order_by(Service.reported_at, Service.id)
        .offset(offset)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    lender = await audit_log.on_behalf_of(caller, Action.VERIFY_SERVICE, unit)
    mine = {caller.actor.person} if lender is None else {caller.actor.person, lender}
    rows = await caller.session.execute(query.with_for_update(of=Service) if lock else query)
    return [_build_waiting_service(mine, *row) for row in rows]


def _build_waiting_service(own_ids: set[PersonId], row: Service, *columns: Any) -> WaitingService:
    *rest, reporter, household, hidden = columns
    view = build_service_view(row, *rest)
    return WaitingService(
        row=row,
        view=replace(view, head_name=None) if hidden else view,
        reporter=reporter.name,
        is_own=household or not own_ids.isdisjoint((row.reported_by, row.on_behalf_of)),
        is_own_household=household,
    )


async def load_waiting_service(caller: Caller, service_id: ServiceId, *, lock: bool = False) -> WaitingService:
    """Return a service. Raises NotFound if the actor supervises no such service."""
    overseen = Service.unit_id.in_(permitted_unit_ids(caller.actor, Action.VERIFY_SERVICE, caller.today))
    unit = await caller.session.scalar(select(Service.unit_id).where(Service.id == service_id, overseen))
    if unit is None:
        raise NotFound("error-service-not-found")
    (service,) = await query_waiting_services(caller, UnitId(unit), Service.id == service_id, lock=lock)
    return service


async def load_review_case(caller: Caller, service_id: ServiceId) -> ReviewCase:
    service = await load_waiting_service(caller, service_id)
    row = service.row
    back = await caller.session.get(ServiceReturn, row.id)
    decided = row.verified_by or (back.returned_by if back else None)
    return ReviewCase(
        service=service,
        on_behalf_of=await _person_name(caller.session, row.on_behalf_of),
        original=await _load_original(caller.session, row),
        decided_by=await _person_name(caller.session, decided),
        other_deciders=await find_other_deciders(caller, service) if service.is_own else (),
        batch_size=len((await load_review_batch(caller, service_id)).services)
        if service.view.state is ServiceState.WAITING
        else 0,
        usual=await load_usual_range(caller.session, _claim_of_row(row, service.view)),
    )


def _claim_of_row(row: Service, view: ServiceView) -> Claim:
    return Claim(
        activity=view.activity,
        activity_short=view.activity_short,
        domain=Domain(row.domain),
        kind=view.kind,
        value=view.value,
        people=view.people if view.family is None else None,
        delivered_on=view.delivered_on,
    )


async def find_other_deciders(caller: Caller, service: WaitingService) -> tuple[str, ...]:
    """Return the names of the nearest supervisors who may decide it.

    They are neither its reporter nor the person in whose stead it was reported.
    """
    row = service.row
    excluded = {PersonId(one) for one in (caller.actor.person, row.reported_by, row.on_behalf_of) if one is not None}
    deciders = await responsible_people(
        caller.session, service.view.unit, caller.today, excluding=excluded, roles=(Role.SUPERVISOR,)
    )
    return tuple(one.name for one in deciders)


async def _person_name(session: AsyncSession, person: int | None) -> str | None:
    return None if person is None else (await session.get_one(Person, person)).name


async def _load_original(session: AsyncSession, row: Service) -> OriginalReport | None:
    if row.replaces_id is None:
        return None
    old, back = await session.get_one(Service, row.replaces_id), await session.get(ServiceReturn, row.replaces_id)
    why = None if back is None else ReturnDetails(reason=ReturnReason(back.reason), note=back.note)
    return OriginalReport(number=old.number, return_details=why)


async def load_review_batch(caller: Caller, service_id: ServiceId, *, lock: bool = False) -> ReviewBatch:
    """Return the batch of the reporter, the unit and the day of that service."""
    anchor = await load_waiting_service(caller, service_id)
    row = anchor.row
    conditions = (
        Service.unit_id == row.unit_id,
        Service.reported_by == row.reported_by,
        Service.delivered_on == row.delivered_on,
        report_pending(),
    )
    services = await query_waiting_services(caller, anchor.view.unit, *conditions, lock=lock)
    batchable = [one for one in services if _is_batchable(one)]
    batch = tuple(batchable[:MAX_BATCH_SERVICES])
    return ReviewBatch(
        reporter=anchor.reporter,
        unit=anchor.view.unit,
        unit_name=anchor.view.unit_name,
        day=row.delivered_on,
        services=batch,
        excluded_count=len(services) - len(batch),
    )


def _is_batchable(one: WaitingService) -> bool:
    """Return False for what is reviewed by itself: another's to decide, large, or doubtful."""
    return not one.is_own and not one.view.doubts and one.view.value <= MAX_BATCH_SERVICE_VALUE


async def list_evidence_files(caller: Caller, service_id: ServiceId) -> Sequence[EvidenceFile]:
    """Return the evidence of a service. Raises NotFound if it is about the own household of the actor."""
    if (await load_waiting_service(caller, service_id)).is_own_household:
        raise NotFound("error-service-not-found")
    return await load_evidence(caller.session, service_id)
