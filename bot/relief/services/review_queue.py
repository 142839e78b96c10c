"""What waits for a supervisor, in their unit and below: the units, the services of one, one service, a reporter's day.

It reads and changes nothing. What somebody may not decide themselves is marked, and what reached their own household is not
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
from bot.relief.access.policy import Action, Actor, permitted_unit_ids, require
from bot.relief.access.responsible import responsible_people
from bot.relief.audit import log as audit_log
from bot.relief.errors import NotFound
from bot.relief.families.files import family_visible, not_own_household
from bot.relief.ids import FileId, PersonId, ServiceId, UnitId
from bot.relief.pages import Page, make_page
from bot.relief.services.views import ReturnDetails, ServiceView, build_service_view, select_service_rows
from bot.relief.vocabulary import ReturnReason, Role, ServiceState
from bot.storage.tables import Evidence, Person, Service, ServiceReturn, Unit

MAX_BATCH_SERVICES = 12  # services that are read before one button verifies them all
MAX_BATCH_SERVICE_VALUE = Toman(20_000_000)  # what is worth more is looked at by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingUnit:
    """`oldest_reported_at` is when the oldest was reported."""

    unit: UnitId
    name: str
    service_count: int
    oldest_reported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingService:
    """`is_own`: another must decide it. `is_own_household`: it also is about the actor's own household, and no more than its number may
    be shown. The family's name is there where the actor may see its file.
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
    """One service before who decides it. `other_deciders` could decide it too: named where it is not the actor's to decide. `batch_size` is
    how many of the same reporter and day could be verified at once; `decided_by` verified or returned it.
    """

    service: WaitingService
    on_behalf_of: str | None
    original: OriginalReport | None
    decided_by: str | None
    other_deciders: tuple[str, ...]
    batch_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewBatch:
    """What one reporter delivered in one unit on one day and can be verified at once, the oldest first; `excluded_count` others are
    looked at one by one. The seal changes with whatever was read.
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
        read = ";".join(f"{one.view.id}:{one.view.value}:{one.view.evidence_count}" for one in self.services)
        return hashlib.blake2b(read.encode(), digest_size=8).hexdigest()


def report_pending(*, returned: bool = False) -> ColumnElement[bool]:
    """Over `Service` and, outer, `ServiceReturn`: neither verified nor void, and for whom."""
    back = ServiceReturn.service_id.is_not(None) if returned else ServiceReturn.service_id.is_(None)
    return and_(Service.verified_at.is_(None), Service.voided_at.is_(None), back)


async def list_waiting_units(
    session: AsyncSession, actor: Actor, today: date, *, returned: bool, offset: int, limit: int
) -> Page[WaitingUnit]:
    """Where something waits, first where it has waited longest; `returned` waits for its reporter."""
    since = func.min(Service.reported_at)
    query = (
        select(Unit.id, Unit.name, func.count(), since)
        .join(Service, Service.unit_id == Unit.id)
        .outerjoin(ServiceReturn, ServiceReturn.service_id == Service.id)
        .where(report_pending(returned=returned), Unit.id.in_(permitted_unit_ids(actor, Action.VERIFY_SERVICE, today)))
        .group_by(Unit.id, Unit.name)
        .order_by(since, Unit.id)
    )
    return await pages.fetch(session, query, _build_waiting_unit, offset=offset, limit=limit)


def _build_waiting_unit(unit: int, name: str, service_count: int, oldest_reported_at: datetime) -> WaitingUnit:
    return WaitingUnit(unit=UnitId(unit), name=name, service_count=service_count, oldest_reported_at=oldest_reported_at)


async def list_waiting_services(
    session: AsyncSession, actor: Actor, unit: UnitId, today: date, *, returned: bool, offset: int, limit: int
) -> Page[WaitingService]:
    """The oldest first."""
    await require(session, actor, Action.VERIFY_SERVICE, unit, today)
    which = (Service.unit_id == unit, report_pending(returned=returned))
    return make_page(
        await query_waiting_services(session, actor, unit, today, *which, offset=offset, limit=limit + 1), limit
    )


async def query_waiting_services(
    session: AsyncSession,
    actor: Actor,
    unit: UnitId,
    today: date,
    *conditions: ColumnElement[bool],
    offset: int = 0,
    limit: int = 200,
    lock: bool = False,
) -> list[WaitingService]:
    """Services of one unit, as this actor may see and decide them; with `lock` held until the transaction ends."""
    reporter = aliased(Person)
    named = Service.family_id.is_not(None)
    asked = (
        select_service_rows()
        .add_columns(
            reporter,
            case((and_(named, not_(not_own_household(actor))), True), else_=False),
            case((and_(named, not_(family_visible(actor, today))), True), else_=False),
        )
        .join(reporter, reporter.id == Service.reported_by)
        .where(*conditions)
        .order_by(Service.reported_at, Service.id)
        .offset(offset)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    lender = await audit_log.on_behalf_of(session, actor, Action.VERIFY_SERVICE, unit, today)
    mine = {actor.person} if lender is None else {actor.person, lender}
    rows = await session.execute(asked.with_for_update(of=Service) if lock else asked)
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


async def load_waiting_service(
    session: AsyncSession, actor: Actor, service_id: ServiceId, today: date, *, lock: bool = False
) -> WaitingService:
    """NotFound where the actor oversees no such service."""
    overseen = Service.unit_id.in_(permitted_unit_ids(actor, Action.VERIFY_SERVICE, today))
    unit = await session.scalar(select(Service.unit_id).where(Service.id == service_id, overseen))
    if unit is None:
        raise NotFound("error-service-not-found")
    (seen,) = await query_waiting_services(session, actor, UnitId(unit), today, Service.id == service_id, lock=lock)
    return seen


async def load_review_case(session: AsyncSession, actor: Actor, service_id: ServiceId, today: date) -> ReviewCase:
    seen = await load_waiting_service(session, actor, service_id, today)
    row = seen.row
    back = await session.get(ServiceReturn, row.id)
    decided = row.verified_by or (back.returned_by if back else None)
    return ReviewCase(
        service=seen,
        on_behalf_of=await _person_name(session, row.on_behalf_of),
        original=await _load_original(session, row),
        decided_by=await _person_name(session, decided),
        other_deciders=await find_other_deciders(session, seen, actor, today) if seen.is_own else (),
        batch_size=len((await load_review_batch(session, actor, service_id, today)).services)
        if seen.view.state is ServiceState.WAITING
        else 0,
    )


async def find_other_deciders(
    session: AsyncSession, service: WaitingService, actor: Actor, today: date
) -> tuple[str, ...]:
    """The nearest who may decide what the actor may not, neither being who reported it nor in whose stead."""
    row = service.row
    but = {PersonId(one) for one in (actor.person, row.reported_by, row.on_behalf_of) if one is not None}
    found = await responsible_people(session, service.view.unit, today, excluding=but, roles=(Role.SUPERVISOR,))
    return tuple(one.name for one in found)


async def _person_name(session: AsyncSession, person: int | None) -> str | None:
    return None if person is None else (await session.get_one(Person, person)).name


async def _load_original(session: AsyncSession, row: Service) -> OriginalReport | None:
    if row.replaces_id is None:
        return None
    old, back = await session.get_one(Service, row.replaces_id), await session.get(ServiceReturn, row.replaces_id)
    why = None if back is None else ReturnDetails(reason=ReturnReason(back.reason), note=back.note)
    return OriginalReport(number=old.number, return_details=why)


async def load_review_batch(
    session: AsyncSession, actor: Actor, service_id: ServiceId, today: date, *, lock: bool = False
) -> ReviewBatch:
    """Of the reporter, the unit and the day of that service."""
    anchor = await load_waiting_service(session, actor, service_id, today)
    row = anchor.row
    which = (
        Service.unit_id == row.unit_id,
        Service.reported_by == row.reported_by,
        Service.delivered_on == row.delivered_on,
        report_pending(),
    )
    found = await query_waiting_services(session, actor, anchor.view.unit, today, *which, lock=lock)
    plain = [one for one in found if not one.is_own and one.view.value <= MAX_BATCH_SERVICE_VALUE][:MAX_BATCH_SERVICES]
    return ReviewBatch(
        reporter=anchor.reporter,
        unit=anchor.view.unit,
        unit_name=anchor.view.unit_name,
        day=row.delivered_on,
        services=tuple(plain),
        excluded_count=len(found) - len(plain),
    )


async def list_evidence_files(
    session: AsyncSession, actor: Actor, service_id: ServiceId, today: date
) -> Sequence[FileId]:
    """Of what reached another's household."""
    if (await load_waiting_service(session, actor, service_id, today)).is_own_household:
        raise NotFound("error-service-not-found")
    files = select(Evidence.file_id).where(Evidence.service_id == service_id).order_by(Evidence.position)
    return [FileId(file) for file in await session.scalars(files)]
