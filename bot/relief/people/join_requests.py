"""Requests to join a unit: asked by whoever has no invitation, decided by those who answer for the unit.

Who asks is a person with a name and a number, and no role until somebody takes them in. It knows no conversation.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.policy import Action, Actor, require, visible_units
from bot.relief.access.responsible import Answerable, answerable
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.constraints import refusing
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.hierarchy import BODIES
from bot.relief.ids import JoinRequestId, PersonId, UnitId
from bot.relief.pages import Found, page
from bot.relief.vocabulary import JoinRequestState, Role
from bot.storage.tables import JoinRequest, Membership, Person, Unit

REMINDED_AFTER = timedelta(days=1)
MOST_A_WEEK = 3
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """`phone` (E.164) is for those who decide."""

    id: JoinRequestId
    person: PersonId
    name: str
    phone: str | None
    unit: UnitId
    unit_name: str
    unit_phone: str | None
    asked_at: datetime
    reminded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`told` are those who hear of it; empty where a unit has nobody, also not above it."""

    request: RequestView
    told: tuple[Answerable, ...]


async def ask(session: AsyncSession, actor: Actor, unit: UnitId, now: datetime, today: date) -> Asked:
    """One at a time, and no more than a few a week. For whoever the bot knows: a newcomer is `people.meet` first."""
    row = await session.get(Unit, unit)
    if row is None or row.kind not in BODIES or not _is_open(row, today):
        raise NotFound("error-unit-not-open", at="unit")
    if any(grant.unit == unit for grant in actor.grants):
        raise Conflict("error-member-already", at="unit")
    if await _lately(session, actor.person, now) >= MOST_A_WEEK:
        raise Conflict("error-requests-enough", most=MOST_A_WEEK)
    request = JoinRequest(person_id=actor.person, unit_id=unit, asked_at=now, reminded_at=now)
    async with refusing(session):
        session.add(request)
    await audit.note(
        session, actor, AuditAction.REQUEST_TO_JOIN, unit=unit, subject=f"join-request:{request.id}", now=now
    )
    view = await _one(session, JoinRequest.id == request.id)
    return Asked(request=view, told=await answerable(session, unit, today, but=(actor.person,)))


def _is_open(unit: Unit, today: date) -> bool:
    return unit.opened_on <= today and (unit.closed_on is None or unit.closed_on >= today)


async def _lately(session: AsyncSession, person: PersonId, now: datetime) -> int:
    mine = select(func.count()).where(JoinRequest.person_id == person, JoinRequest.asked_at > now - WEEK)
    return await session.scalar(mine) or 0


async def mine(session: AsyncSession, actor: Actor, today: date) -> Asked | None:
    """The one that waits."""
    row = await _found(session, JoinRequest.person_id == actor.person, _WAITS)
    if row is None:
        return None
    return Asked(request=row, told=await answerable(session, row.unit, today, but=(actor.person,)))


async def remind(session: AsyncSession, actor: Actor, now: datetime, today: date) -> Asked:
    """Once a day; Conflict before."""
    asked = await mine(session, actor, today)
    if asked is None:
        raise NotFound("error-request-gone")
    again = update(JoinRequest).where(JoinRequest.id == asked.request.id, _WAITS)
    due = await session.execute(
        again.where(JoinRequest.reminded_at <= now - REMINDED_AFTER)
        .values(reminded_at=now)
        .returning(JoinRequest.id)
        .execution_options(synchronize_session=False)
    )
    if due.first() is None:
        raise Conflict("error-reminded-today")
    return asked


async def withdraw(session: AsyncSession, actor: Actor, now: datetime) -> RequestView:
    return await _decide(session, actor, JoinRequest.person_id == actor.person, JoinRequestState.WITHDRAWN, now)


async def waiting(session: AsyncSession, actor: Actor, today: date, *, offset: int, limit: int) -> Found[RequestView]:
    """Those that the actor may decide, the oldest first."""
    where = visible_units(actor, Action.APPROVE_JOINERS, today)
    rows = await session.execute(
        _asked()
        .where(_WAITS, JoinRequest.unit_id.in_(where), JoinRequest.person_id != actor.person)
        .order_by(JoinRequest.asked_at, JoinRequest.id)
        .offset(offset)
        .limit(limit + 1)
    )
    return page([_view(*row) for row in rows], limit)


async def request(session: AsyncSession, actor: Actor, wanted: JoinRequestId, today: date) -> RequestView:
    """One that waits, for those who may decide it; nobody decides their own."""
    seen = await _one(session, JoinRequest.id == wanted, _WAITS)
    await require(session, actor, Action.APPROVE_JOINERS, seen.unit, today)
    if seen.person == actor.person:
        raise Forbidden
    return seen


async def approve(
    session: AsyncSession, actor: Actor, wanted: JoinRequestId, now: datetime, today: date
) -> RequestView:
    """A volunteer from today on; who became one meanwhile stays one."""
    seen = await request(session, actor, wanted, today)
    await _decide(session, actor, JoinRequest.id == wanted, JoinRequestState.APPROVED, now)
    held = select(Membership.id).where(
        Membership.person_id == seen.person,
        Membership.unit_id == seen.unit,
        Membership.role == Role.VOLUNTEER,
        Membership.until.is_(None),
    )
    if await session.scalar(held) is None:
        async with refusing(session):
            session.add(
                Membership(
                    person_id=seen.person,
                    unit_id=seen.unit,
                    role=Role.VOLUNTEER,
                    since=today,
                    invited_by=actor.person,
                )
            )
    return seen


async def refuse(session: AsyncSession, actor: Actor, wanted: JoinRequestId, now: datetime, today: date) -> RequestView:
    seen = await request(session, actor, wanted, today)
    await _decide(session, actor, JoinRequest.id == wanted, JoinRequestState.REFUSED, now)
    return seen


_AUDITED = {
    JoinRequestState.APPROVED: AuditAction.APPROVE_JOIN_REQUEST,
    JoinRequestState.REFUSED: AuditAction.REFUSE_JOIN_REQUEST,
    JoinRequestState.WITHDRAWN: AuditAction.WITHDRAW_JOIN_REQUEST,
}


async def _decide(
    session: AsyncSession, actor: Actor, which: ColumnElement[bool], state: JoinRequestState, now: datetime
) -> RequestView:
    """Once, whoever presses at the same instant: the second finds it gone."""
    seen = await _one(session, which, _WAITS)
    by = None if state is JoinRequestState.WITHDRAWN else actor.person
    taken = await session.execute(
        update(JoinRequest)
        .where(JoinRequest.id == seen.id, _WAITS)
        .values(state=state, decided_by=by, decided_at=now)
        .returning(JoinRequest.id)
        .execution_options(synchronize_session=False)
    )
    if taken.first() is None:
        raise NotFound("error-request-gone")
    subject = f"join-request:{seen.id}"
    await audit.note(session, actor, _AUDITED[state], unit=seen.unit, subject=subject, now=now)
    return seen


_WAITS = JoinRequest.state == JoinRequestState.WAITING


def _asked() -> Select[JoinRequest, Person, Unit]:
    return (
        select(JoinRequest, Person, Unit)
        .join(Person, Person.id == JoinRequest.person_id)
        .join(Unit, Unit.id == JoinRequest.unit_id)
    )


async def _one(session: AsyncSession, *which: ColumnElement[bool]) -> RequestView:
    seen = await _found(session, *which)
    if seen is None:
        raise NotFound("error-request-gone")
    return seen


async def _found(session: AsyncSession, *which: ColumnElement[bool]) -> RequestView | None:
    row = (await session.execute(_asked().where(*which))).first()
    return None if row is None else _view(*row)


def _view(row: JoinRequest, person: Person, unit: Unit) -> RequestView:
    return RequestView(
        id=JoinRequestId(row.id),
        person=PersonId(person.id),
        name=person.name,
        phone=person.phone,
        unit=UnitId(unit.id),
        unit_name=unit.name,
        unit_phone=unit.phone,
        asked_at=row.asked_at,
        reminded_at=row.reminded_at,
    )
