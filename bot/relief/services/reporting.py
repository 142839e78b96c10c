"""Services: reporting what was delivered, taking a report back at once, adding pictures later.

Totals follow in the same transaction. It knows reports; who may see a family is said by `family_files`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.persian.money import Currency, Toman
from bot.relief.access.policy import Action, Actor, require
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.catalogue.activities import ActivityView, activity
from bot.relief.constraints import refusing
from bot.relief.errors import Conflict, NotFound
from bot.relief.families.files import in_sight
from bot.relief.ids import ActivityId, FamilyId, FileId, ServiceId, UnitId
from bot.relief.ledger import totals
from bot.relief.pages import Found, page
from bot.relief.services.views import ServiceView, service_view, views
from bot.relief.vocabulary import Kind
from bot.storage.sequences import Series, next_number
from bot.storage.tables import Evidence, Family, File, Service, ServiceReturn, Unit

WITHDRAWABLE = timedelta(minutes=10)
MOST_EVIDENCE = 10
WITHDRAWN = "withdrawn"  # the reason of a void that its reporter made at once


@dataclass(frozen=True, slots=True, kw_only=True)
class NewService:
    """For one family, or for `people` whom nobody named. `said` is the amount as it was typed, in `currency`.

    `joint` is work done together with a partner.
    """

    unit: UnitId
    family: FamilyId | None
    people: int | None
    activity: ActivityId
    kind: Kind
    value: Toman
    said: str
    currency: Currency
    delivered_on: date
    evidence: tuple[FileId, ...] = ()
    joint: bool = False


async def report(session: AsyncSession, actor: Actor, new: NewService, now: datetime, today: date) -> ServiceView:
    row = await write(session, actor, new, now, today)
    await audit.note(
        session,
        actor,
        AuditAction.REPORT_SERVICE,
        unit=new.unit,
        subject=f"service:{row.number}",
        right=Action.REPORT_SERVICE,
        now=now,
    )
    return await service(session, actor, ServiceId(row.id))


async def write(
    session: AsyncSession,
    actor: Actor,
    new: NewService,
    now: datetime,
    today: date,
    *,
    replaces: ServiceId | None = None,
) -> Service:
    """The row, where the actor may report it, and its part of the totals; the audit is the caller's."""
    await require(session, actor, Action.REPORT_SERVICE, new.unit, today)
    done = await activity(session, new.activity)
    _check_claim(new, done, today)
    await _check_unit(session, new)
    await _check_family(session, actor, new, today)
    row = Service(
        number=await next_number(session, Series.SERVICES),
        unit_id=new.unit,
        family_id=new.family,
        people=new.people,
        activity_id=new.activity,
        domain=done.domain,
        kind=new.kind,
        value=new.value,
        said=new.said or None,
        currency=new.currency,
        delivered_on=new.delivered_on,
        booked_on=new.delivered_on,
        joint=new.joint,
        reported_by=actor.person,
        reported_at=now,
        behalf_of=await audit.lender(session, actor, Action.REPORT_SERVICE, new.unit, today),
        replaces_id=replaces,
    )
    async with refusing(session):
        session.add(row)
    await _add_evidence(session, row, new.evidence)
    await totals.add(session, row, 1)
    return row


def _check_claim(new: NewService, done: ActivityView, today: date) -> None:
    if new.delivered_on > today:
        raise Conflict("error-service-future", at="delivered_on")
    if new.kind not in done.kinds:
        raise Conflict("error-service-kind", at="kind", activity=done.short)
    if new.value < 0 or (new.value == 0 and new.kind is not Kind.VOLUNTEER_WORK):
        raise Conflict("error-service-value", at="value")
    if new.family is None and (new.people is None or new.people < 1):
        raise Conflict("error-service-people", at="people")


async def _check_unit(session: AsyncSession, new: NewService) -> None:
    """A day on which the unit stood nowhere in the tree would be in nobody's summary."""
    opened_on = await session.scalar(select(Unit.opened_on).where(Unit.id == new.unit))
    if opened_on is None or new.delivered_on < opened_on:
        raise Conflict("error-service-before-unit", at="delivered_on")


async def _check_family(session: AsyncSession, actor: Actor, new: NewService, today: date) -> None:
    if new.family is None:
        return
    seen = await session.scalar(select(Family.id).where(Family.id == new.family, in_sight(actor, today)))
    if seen is None:
        raise NotFound("error-family-not-found", at="family")


async def withdraw(session: AsyncSession, actor: Actor, wanted: ServiceId, now: datetime) -> ServiceView:
    """By its reporter, within ten minutes or when it was returned: the report stays, void, and the totals follow. A second
    time changes nothing.
    """
    row = await own(session, actor, wanted)
    if row.voided_at is None:
        if row.verified_at is not None:
            raise Conflict("error-service-verified")
        if now - row.reported_at > WITHDRAWABLE and await session.get(ServiceReturn, row.id) is None:
            raise Conflict("error-service-too-late")
        await void(session, actor, row, WITHDRAWN, now)
        await audit.note(
            session,
            actor,
            AuditAction.WITHDRAW_SERVICE,
            unit=UnitId(row.unit_id),
            subject=f"service:{row.number}",
            now=now,
        )
    return await service(session, actor, wanted)


async def void(session: AsyncSession, actor: Actor, row: Service, reason: str, now: datetime) -> None:
    """It stays, with its reason and its author, and no longer stands in the totals."""
    row.voided_at, row.voided_by, row.void_reason = now, actor.person, reason
    await session.flush()
    await totals.add(session, row, -1)


async def attach(
    session: AsyncSession, actor: Actor, wanted: ServiceId, files: tuple[FileId, ...], now: datetime
) -> ServiceView:
    """Pictures that came later, by the reporter. One that is there already is not added twice."""
    row = await own(session, actor, wanted)
    if row.voided_at is not None:
        raise Conflict("error-service-void")
    await _add_evidence(session, row, files)
    await audit.note(
        session, actor, AuditAction.ATTACH_EVIDENCE, unit=UnitId(row.unit_id), subject=f"service:{row.number}", now=now
    )
    return await service(session, actor, wanted)


async def _add_evidence(session: AsyncSession, row: Service, files: tuple[FileId, ...]) -> None:
    had = list(await session.scalars(select(Evidence.file_id).where(Evidence.service_id == row.id)))
    fresh = [file for file in dict.fromkeys(files) if file not in had]
    if len(had) + len(fresh) > MOST_EVIDENCE:
        raise Conflict("error-evidence-many", at="evidence", most=MOST_EVIDENCE)
    kept = await session.scalar(select(func.count()).where(File.id.in_(fresh))) if fresh else 0
    if kept != len(fresh):  # sent so long ago that nobody waited for them
        raise Conflict("error-evidence-gone", at="evidence")
    session.add_all(
        Evidence(service_id=row.id, position=position, file_id=file) for position, file in enumerate(fresh, len(had))
    )
    await session.flush()


async def own(session: AsyncSession, actor: Actor, wanted: ServiceId) -> Service:
    """The row, held until the transaction ends, so that two presses at once act one after the other."""
    row = await session.scalar(
        select(Service)
        .where(Service.id == wanted, Service.reported_by == actor.person)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("error-service-not-found")
    return row


async def service(session: AsyncSession, actor: Actor, wanted: ServiceId) -> ServiceView:
    """One of the actor's own reports."""
    found = await session.execute(views().where(Service.id == wanted, Service.reported_by == actor.person))
    one = found.one_or_none()
    if one is None:
        raise NotFound("error-service-not-found")
    return service_view(*one)


async def last_service(session: AsyncSession, actor: Actor, family: FamilyId) -> ServiceView | None:
    """What the actor reported last for this family: «مثل دفعهٔ قبل»."""
    found = await session.execute(
        views()
        .where(Service.reported_by == actor.person, Service.family_id == family, Service.voided_at.is_(None))
        .order_by(Service.reported_at.desc(), Service.id.desc())
        .limit(1)
    )
    one = found.one_or_none()
    return None if one is None else service_view(*one)


async def reports(session: AsyncSession, actor: Actor, *, offset: int, limit: int) -> Found[ServiceView]:
    """The actor's own: what was returned and waits for them first, then the latest. What was corrected is told by its
    correction.
    """
    corrected = select(Service.replaces_id).where(Service.replaces_id.is_not(None))
    waits = and_(ServiceReturn.service_id.is_not(None), Service.voided_at.is_(None), Service.verified_at.is_(None))
    rows = await session.execute(
        views()
        .where(Service.reported_by == actor.person, Service.id.not_in(corrected))
        .order_by(case((waits, 0), else_=1), Service.reported_at.desc(), Service.id.desc())
        .offset(offset)
        .limit(limit + 1)
    )
    return page([service_view(*row) for row in rows], limit)
