"""Requests to join a unit: asked by whoever has no invitation, decided by those who answer for the unit.

Who asks is a person with a name and a number, and no role until somebody takes them in. It knows no conversation.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief import pages
from bot.relief.access.policy import Action, Actor, permitted_unit_ids, require
from bot.relief.access.responsible import ResponsiblePerson, responsible_people
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.constraints import translate_integrity_errors
from bot.relief.decisions import DecisionOutcome, decide_once
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.hierarchy import SERVING_KINDS
from bot.relief.ids import JoinRequestId, PersonId, UnitId
from bot.relief.pages import Page
from bot.relief.vocabulary import JoinRequestState, Role
from bot.storage.tables import JoinRequest, Membership, Person, Unit

REMINDER_INTERVAL = timedelta(days=1)
MAX_JOIN_REQUESTS_PER_WEEK = 3
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequestView:
    """`phone` (E.164) is for those who decide."""

    id: JoinRequestId
    person: PersonId
    name: str
    phone: str | None
    unit: UnitId
    unit_name: str
    unit_phone: str | None
    requested_at: datetime
    reminded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedJoinRequest:
    """`recipients` are those who hear of it; empty where a unit has nobody, also not above it."""

    request: JoinRequestView
    recipients: tuple[ResponsiblePerson, ...]


async def submit_join_request(
    session: AsyncSession, actor: Actor, unit: UnitId, now: datetime, today: date
) -> SubmittedJoinRequest:
    """One at a time, and no more than a few a week. For whoever the bot knows: a newcomer is `people.meet` first."""
    row = await session.get(Unit, unit)
    if row is None or row.kind not in SERVING_KINDS or not _is_unit_open(row, today):
        raise NotFound("error-unit-not-open", field="unit")
    if any(grant.unit == unit for grant in actor.grants):
        raise Conflict("error-member-already", field="unit")
    if await _count_recent(session, actor.person, now) >= MAX_JOIN_REQUESTS_PER_WEEK:
        raise Conflict("error-requests-enough", most=MAX_JOIN_REQUESTS_PER_WEEK)
    request = JoinRequest(person_id=actor.person, unit_id=unit, requested_at=now, reminded_at=now)
    async with translate_integrity_errors(session):
        session.add(request)
    await audit_log.record(
        session, actor, AuditAction.REQUEST_TO_JOIN, unit=unit, subject=f"join-request:{request.id}", now=now
    )
    view = await _load_one(session, JoinRequest.id == request.id)
    return SubmittedJoinRequest(
        request=view, recipients=await responsible_people(session, unit, today, excluding=(actor.person,))
    )


def _is_unit_open(unit: Unit, today: date) -> bool:
    return unit.opened_on <= today and (unit.closed_on is None or unit.closed_on >= today)


async def _count_recent(session: AsyncSession, person: PersonId, now: datetime) -> int:
    mine = select(func.count()).where(JoinRequest.person_id == person, JoinRequest.requested_at > now - _WEEK)
    return await session.scalar(mine) or 0


async def load_own_join_request(session: AsyncSession, actor: Actor, today: date) -> SubmittedJoinRequest | None:
    """The one that waits."""
    row = await _find_one(session, JoinRequest.person_id == actor.person, _IS_PENDING)
    if row is None:
        return None
    return SubmittedJoinRequest(
        request=row, recipients=await responsible_people(session, row.unit, today, excluding=(actor.person,))
    )


async def remind_of_join_request(
    session: AsyncSession, actor: Actor, now: datetime, today: date
) -> SubmittedJoinRequest:
    """Once a day; Conflict before."""
    asked = await load_own_join_request(session, actor, today)
    if asked is None:
        raise NotFound("error-request-gone")
    again = update(JoinRequest).where(JoinRequest.id == asked.request.id, _IS_PENDING)
    due = await session.execute(
        again.where(JoinRequest.reminded_at <= now - REMINDER_INTERVAL)
        .values(reminded_at=now)
        .returning(JoinRequest.id)
        .execution_options(synchronize_session=False)
    )
    if due.first() is None:
        raise Conflict("error-reminded-today")
    return asked


async def withdraw_join_request(session: AsyncSession, actor: Actor, now: datetime) -> JoinRequestView:
    return await _decide(session, actor, JoinRequest.person_id == actor.person, JoinRequestState.WITHDRAWN, now)


async def list_pending_join_requests(
    session: AsyncSession, actor: Actor, today: date, *, offset: int, limit: int
) -> Page[JoinRequestView]:
    """Those that the actor may decide, the oldest first."""
    where = permitted_unit_ids(actor, Action.APPROVE_JOINERS, today)
    query = (
        _request_query()
        .where(_IS_PENDING, JoinRequest.unit_id.in_(where), JoinRequest.person_id != actor.person)
        .order_by(JoinRequest.requested_at, JoinRequest.id)
    )
    return await pages.fetch(session, query, _view, offset=offset, limit=limit)


async def load_join_request(
    session: AsyncSession, actor: Actor, request_id: JoinRequestId, today: date
) -> JoinRequestView:
    """One that waits, for those who may decide it; nobody decides their own."""
    seen = await _load_one(session, JoinRequest.id == request_id, _IS_PENDING)
    await require(session, actor, Action.APPROVE_JOINERS, seen.unit, today)
    if seen.person == actor.person:
        raise Forbidden
    return seen


async def approve_join_request(
    session: AsyncSession, actor: Actor, request_id: JoinRequestId, now: datetime, today: date
) -> JoinRequestView:
    """A volunteer from today on; who became one meanwhile stays one."""
    seen = await load_join_request(session, actor, request_id, today)
    await _decide(session, actor, JoinRequest.id == request_id, JoinRequestState.APPROVED, now)
    held = select(Membership.id).where(
        Membership.person_id == seen.person,
        Membership.unit_id == seen.unit,
        Membership.role == Role.VOLUNTEER,
        Membership.until.is_(None),
    )
    if await session.scalar(held) is None:
        async with translate_integrity_errors(session):
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


async def refuse_join_request(
    session: AsyncSession, actor: Actor, request_id: JoinRequestId, now: datetime, today: date
) -> JoinRequestView:
    seen = await load_join_request(session, actor, request_id, today)
    await _decide(session, actor, JoinRequest.id == request_id, JoinRequestState.REFUSED, now)
    return seen


_AUDITED = {
    JoinRequestState.APPROVED: AuditAction.APPROVE_JOIN_REQUEST,
    JoinRequestState.REFUSED: AuditAction.REFUSE_JOIN_REQUEST,
    JoinRequestState.WITHDRAWN: AuditAction.WITHDRAW_JOIN_REQUEST,
}


async def _decide(
    session: AsyncSession, actor: Actor, which: ColumnElement[bool], state: JoinRequestState, now: datetime
) -> JoinRequestView:
    """Decide one pending request. Raises NotFound where another decided it first."""
    request = await _load_one(session, which, _IS_PENDING)
    by = None if state is JoinRequestState.WITHDRAWN else actor.person
    if await decide_once(session, JoinRequest, request.id, state, by=by, now=now) is not DecisionOutcome.DECIDED:
        raise NotFound("error-request-gone")
    subject = f"join-request:{request.id}"
    await audit_log.record(session, actor, _AUDITED[state], unit=request.unit, subject=subject, now=now)
    return request


_IS_PENDING = JoinRequest.state == JoinRequestState.WAITING


def _request_query() -> Select[JoinRequest, Person, Unit]:
    return (
        select(JoinRequest, Person, Unit)
        .join(Person, Person.id == JoinRequest.person_id)
        .join(Unit, Unit.id == JoinRequest.unit_id)
    )


async def _load_one(session: AsyncSession, *which: ColumnElement[bool]) -> JoinRequestView:
    seen = await _find_one(session, *which)
    if seen is None:
        raise NotFound("error-request-gone")
    return seen


async def _find_one(session: AsyncSession, *which: ColumnElement[bool]) -> JoinRequestView | None:
    row = (await session.execute(_request_query().where(*which))).first()
    return None if row is None else _view(*row)


def _view(row: JoinRequest, person: Person, unit: Unit) -> JoinRequestView:
    return JoinRequestView(
        id=JoinRequestId(row.id),
        person=PersonId(person.id),
        name=person.name,
        phone=person.phone,
        unit=UnitId(unit.id),
        unit_name=unit.name,
        unit_phone=unit.phone,
        requested_at=row.requested_at,
        reminded_at=row.reminded_at,
    )
