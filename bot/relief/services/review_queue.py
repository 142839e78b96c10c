"""What waits for a supervisor, in their unit and below: the units, the services of one, one service, a reporter's day.

It reads and changes nothing. What somebody may not decide themselves is marked, and what reached their own household is not
shown to them.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.persian.money import Toman
from bot.relief.access.policy import Action, Actor, require, visible_units
from bot.relief.access.responsible import answerable
from bot.relief.audit import log as audit
from bot.relief.errors import NotFound
from bot.relief.families.files import in_sight, of_others
from bot.relief.ids import FileId, PersonId, ServiceId, UnitId
from bot.relief.pages import Found, page
from bot.relief.services.views import Returned, ServiceView, service_view, views
from bot.relief.vocabulary import ReturnReason, Role, ServiceState
from bot.storage.tables import Evidence, Person, Service, ServiceReturn, Unit

MOST_AT_ONCE = 12  # services that are read before one button verifies them all
LARGEST_AT_ONCE = Toman(20_000_000)  # what is worth more is looked at by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingUnit:
    """`since` is when the oldest was reported."""

    unit: UnitId
    name: str
    services: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingService:
    """`own`: another must decide it. `household`: it also is about the actor's own household, and no more than its number may
    be shown. The family's name is there where the actor may see its file.
    """

    row: Service
    view: ServiceView
    reporter: str
    own: bool
    household: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    number: int
    returned: Returned | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One service before who decides it. `others` could decide it too: named where it is not the actor's to decide. `alike` is
    how many of the same reporter and day could be verified at once; `decided_by` verified or returned it.
    """

    seen: WaitingService
    in_stead_of: str | None
    replaced: Replaced | None
    decided_by: str | None
    others: tuple[str, ...]
    alike: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What one reporter delivered in one unit on one day and can be verified at once, the oldest first; `left_out` others are
    looked at one by one. The seal changes with whatever was read.
    """

    reporter: str
    unit: UnitId
    unit_name: str
    day: date
    lines: tuple[WaitingService, ...]
    left_out: int

    @property
    def value(self) -> Toman:
        return Toman(sum(one.view.value for one in self.lines))

    @property
    def seal(self) -> str:
        read = ";".join(f"{one.view.id}:{one.view.value}:{one.view.evidence}" for one in self.lines)
        return f"{zlib.crc32(read.encode()):x}"


def waits(*, returned: bool = False) -> ColumnElement[bool]:
    """Over `Service` and, outer, `ServiceReturn`: neither verified nor void, and for whom."""
    back = ServiceReturn.service_id.is_not(None) if returned else ServiceReturn.service_id.is_(None)
    return and_(Service.verified_at.is_(None), Service.voided_at.is_(None), back)


async def waiting_units(
    session: AsyncSession, actor: Actor, today: date, *, returned: bool, offset: int, limit: int
) -> Found[WaitingUnit]:
    """Where something waits, first where it has waited longest; `returned` waits for its reporter."""
    since = func.min(Service.reported_at)
    rows = await session.execute(
        select(Unit.id, Unit.name, func.count(), since)
        .join(Service, Service.unit_id == Unit.id)
        .outerjoin(ServiceReturn, ServiceReturn.service_id == Service.id)
        .where(waits(returned=returned), Unit.id.in_(visible_units(actor, Action.VERIFY_SERVICE, today)))
        .group_by(Unit.id, Unit.name)
        .order_by(since, Unit.id)
        .offset(offset)
        .limit(limit + 1)
    )
    found = [WaitingUnit(unit=UnitId(unit), name=name, services=count, since=at) for unit, name, count, at in rows]
    return page(found, limit)


async def waiting(
    session: AsyncSession, actor: Actor, unit: UnitId, today: date, *, returned: bool, offset: int, limit: int
) -> Found[WaitingService]:
    """The oldest first."""
    await require(session, actor, Action.VERIFY_SERVICE, unit, today)
    which = (Service.unit_id == unit, waits(returned=returned))
    return page(await read(session, actor, unit, today, *which, offset=offset, limit=limit + 1), limit)


async def read(
    session: AsyncSession,
    actor: Actor,
    unit: UnitId,
    today: date,
    *which: ColumnElement[bool],
    offset: int = 0,
    limit: int = 200,
    lock: bool = False,
) -> list[WaitingService]:
    """Services of one unit, as this actor may see and decide them; with `lock` held until the transaction ends."""
    reporter = aliased(Person)
    named = Service.family_id.is_not(None)
    asked = (
        views()
        .add_columns(
            reporter,
            case((and_(named, not_(of_others(actor))), True), else_=False),
            case((and_(named, not_(in_sight(actor, today))), True), else_=False),
        )
        .join(reporter, reporter.id == Service.reported_by)
        .where(*which)
        .order_by(Service.reported_at, Service.id)
        .offset(offset)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    lender = await audit.lender(session, actor, Action.VERIFY_SERVICE, unit, today)
    mine = {actor.person} if lender is None else {actor.person, lender}
    rows = await session.execute(asked.with_for_update(of=Service) if lock else asked)
    return [_seen(mine, *row) for row in rows]


def _seen(mine: set[PersonId], row: Service, *told: Any) -> WaitingService:
    *rest, reporter, household, hidden = told
    view = service_view(row, *rest)
    return WaitingService(
        row=row,
        view=replace(view, head_name=None) if hidden else view,
        reporter=reporter.name,
        own=household or not mine.isdisjoint((row.reported_by, row.behalf_of)),
        household=household,
    )


async def one(
    session: AsyncSession, actor: Actor, wanted: ServiceId, today: date, *, lock: bool = False
) -> WaitingService:
    """NotFound where the actor oversees no such service."""
    overseen = Service.unit_id.in_(visible_units(actor, Action.VERIFY_SERVICE, today))
    unit = await session.scalar(select(Service.unit_id).where(Service.id == wanted, overseen))
    if unit is None:
        raise NotFound("error-service-not-found")
    (seen,) = await read(session, actor, UnitId(unit), today, Service.id == wanted, lock=lock)
    return seen


async def case_of(session: AsyncSession, actor: Actor, wanted: ServiceId, today: date) -> Case:
    seen = await one(session, actor, wanted, today)
    row = seen.row
    back = await session.get(ServiceReturn, row.id)
    decided = row.verified_by or (back.returned_by if back else None)
    return Case(
        seen=seen,
        in_stead_of=await _name(session, row.behalf_of),
        replaced=await _replaced(session, row),
        decided_by=await _name(session, decided),
        others=await others(session, seen, actor, today) if seen.own else (),
        alike=len((await day(session, actor, wanted, today)).lines) if seen.view.state is ServiceState.WAITING else 0,
    )


async def others(session: AsyncSession, seen: WaitingService, actor: Actor, today: date) -> tuple[str, ...]:
    """The nearest who may decide what the actor may not, neither being who reported it nor in whose stead."""
    row = seen.row
    but = {PersonId(one) for one in (actor.person, row.reported_by, row.behalf_of) if one is not None}
    found = await answerable(session, seen.view.unit, today, but=but, among=(Role.SUPERVISOR,))
    return tuple(one.name for one in found)


async def _name(session: AsyncSession, person: int | None) -> str | None:
    return None if person is None else (await session.get_one(Person, person)).name


async def _replaced(session: AsyncSession, row: Service) -> Replaced | None:
    if row.replaces_id is None:
        return None
    old, back = await session.get_one(Service, row.replaces_id), await session.get(ServiceReturn, row.replaces_id)
    why = None if back is None else Returned(reason=ReturnReason(back.reason), note=back.note)
    return Replaced(number=old.number, returned=why)


async def day(session: AsyncSession, actor: Actor, wanted: ServiceId, today: date, *, lock: bool = False) -> Day:
    """Of the reporter, the unit and the day of that service."""
    anchor = await one(session, actor, wanted, today)
    row = anchor.row
    which = (
        Service.unit_id == row.unit_id,
        Service.reported_by == row.reported_by,
        Service.delivered_on == row.delivered_on,
        waits(),
    )
    found = await read(session, actor, anchor.view.unit, today, *which, lock=lock)
    plain = [one for one in found if not one.own and one.view.value <= LARGEST_AT_ONCE][:MOST_AT_ONCE]
    return Day(
        reporter=anchor.reporter,
        unit=anchor.view.unit,
        unit_name=anchor.view.unit_name,
        day=row.delivered_on,
        lines=tuple(plain),
        left_out=len(found) - len(plain),
    )


async def pictures(session: AsyncSession, actor: Actor, wanted: ServiceId, today: date) -> Sequence[FileId]:
    """Of what reached another's household."""
    if (await one(session, actor, wanted, today)).household:
        raise NotFound("error-service-not-found")
    files = select(Evidence.file_id).where(Evidence.service_id == wanted).order_by(Evidence.position)
    return [FileId(file) for file in await session.scalars(files)]
