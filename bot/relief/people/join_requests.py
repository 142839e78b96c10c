"""Requests to join a unit, by people without an invitation. The people responsible for the unit decide.

The requester is a person with a name and a number, without a role until approved. Knows no conversation.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief import pages
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.responsible import ResponsiblePerson, responsible_people
from bot.relief.access.rights import permitted_unit_ids, require
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
    """A waiting request, as its deciders see it. `phone` is E.164."""

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
    """A waiting request, and the people to notify. No one is responsible where `recipients` is empty."""

    request: JoinRequestView
    recipients: tuple[ResponsiblePerson, ...]


async def submit_join_request(caller: Caller, unit: UnitId) -> SubmittedJoinRequest:
    """Submit a request: one at a time, and a few a week. A newcomer is registered first (`register_newcomer`).

    Raises NotFound for a unit that is not open, Conflict for a member, a second waiting request, or too many of them.
    """
    row = await caller.session.get(Unit, unit)
    if row is None or row.kind not in SERVING_KINDS or not _is_unit_open(row, caller.today):
        raise NotFound("error-unit-not-open", field="unit")
    if any(grant.unit == unit for grant in caller.actor.grants):
        raise Conflict("error-member-already", field="unit")
    if await _count_recent(caller.session, caller.actor.person, caller.now) >= MAX_JOIN_REQUESTS_PER_WEEK:
        raise Conflict("error-requests-enough", most=MAX_JOIN_REQUESTS_PER_WEEK)
    request = JoinRequest(person_id=caller.actor.person, unit_id=unit, requested_at=caller.now, reminded_at=caller.now)
    async with translate_integrity_errors(caller.session):
        caller.session.add(request)
    await audit_log.record(caller, AuditAction.REQUEST_TO_JOIN, unit=unit, subject=f"join-request:{request.id}")
    view = await _load_one(caller.session, JoinRequest.id == request.id)
    return SubmittedJoinRequest(
        request=view,
        recipients=await responsible_people(caller.session, unit, caller.today, excluding=(caller.actor.person,)),
    )


def _is_unit_open(unit: Unit, today: date) -> bool:
    return unit.opened_on <= today and (unit.closed_on is None or unit.closed_on >= today)


async def _count_recent(session: AsyncSession, person: PersonId, now: datetime) -> int:
    recent = select(func.count()).where(JoinRequest.person_id == person, JoinRequest.requested_at > now - _WEEK)
    return await session.scalar(recent) or 0


async def load_own_join_request(caller: Caller) -> SubmittedJoinRequest | None:
    """Load the actor's waiting request, None if there is none."""
    request = await _find_one(caller.session, JoinRequest.person_id == caller.actor.person, _IS_PENDING)
    if request is None:
        return None
    return SubmittedJoinRequest(
        request=request,
        recipients=await responsible_people(
            caller.session, request.unit, caller.today, excluding=(caller.actor.person,)
        ),
    )


async def remind_of_join_request(caller: Caller) -> SubmittedJoinRequest:
    """Note a reminder of the actor's request: once a day, Conflict before. The caller notifies the recipients."""
    submitted = await load_own_join_request(caller)
    if submitted is None:
        raise NotFound("error-request-gone")
    waiting = update(JoinRequest).where(JoinRequest.id == submitted.request.id, _IS_PENDING)
    reminded = await caller.session.execute(
        waiting.where(JoinRequest.reminded_at <= caller.now - REMINDER_INTERVAL)
        .values(reminded_at=caller.now)
        .returning(JoinRequest.id)
        .execution_options(synchronize_session=False)
    )
    if reminded.first() is None:
        raise Conflict("error-reminded-today")
    return submitted


async def withdraw_join_request(caller: Caller) -> JoinRequestView:
    return await _decide(caller, JoinRequest.person_id == caller.actor.person, JoinRequestState.WITHDRAWN)


async def list_pending_join_requests(caller: Caller, *, offset: int, limit: int) -> Page[JoinRequestView]:
    """Return a page of the waiting requests that the actor may decide, the oldest first."""
    units = permitted_unit_ids(caller.actor, Action.APPROVE_JOINERS, caller.today)
    query = (
        _request_query()
        .where(_IS_PENDING, JoinRequest.unit_id.in_(units), JoinRequest.person_id != caller.actor.person)
        .order_by(JoinRequest.requested_at, JoinRequest.id)
    )
    return await pages.fetch(caller.session, query, _view, offset=offset, limit=limit)


async def load_join_request(caller: Caller, request_id: JoinRequestId) -> JoinRequestView:
    """Load a waiting request that the actor may decide. Raises Forbidden for the actor's own."""
    request = await _load_one(caller.session, JoinRequest.id == request_id, _IS_PENDING)
    await require(caller, Action.APPROVE_JOINERS, request.unit)
    if request.person == caller.actor.person:
        raise Forbidden
    return request


async def approve_join_request(caller: Caller, request_id: JoinRequestId) -> JoinRequestView:
    """Approve a request: the person is a volunteer from today on, unless they became one meanwhile."""
    request = await load_join_request(caller, request_id)
    await _decide(caller, JoinRequest.id == request_id, JoinRequestState.APPROVED)
    current = select(Membership.id).where(
        Membership.person_id == request.person,
        Membership.unit_id == request.unit,
        Membership.role == Role.VOLUNTEER,
        Membership.until.is_(None),
    )
    if await caller.session.scalar(current) is None:
        async with translate_integrity_errors(caller.session):
            caller.session.add(
                Membership(
                    person_id=request.person,
                    unit_id=request.unit,
                    role=Role.VOLUNTEER,
                    since=caller.today,
                    invited_by=caller.actor.person,
                )
            )
    return request


async def refuse_join_request(caller: Caller, request_id: JoinRequestId) -> JoinRequestView:
    request = await load_join_request(caller, request_id)
    await _decide(caller, JoinRequest.id == request_id, JoinRequestState.REFUSED)
    return request


_AUDITED = {
    JoinRequestState.APPROVED: AuditAction.APPROVE_JOIN_REQUEST,
    JoinRequestState.REFUSED: AuditAction.REFUSE_JOIN_REQUEST,
    JoinRequestState.WITHDRAWN: AuditAction.WITHDRAW_JOIN_REQUEST,
}


async def _decide(caller: Caller, condition: ColumnElement[bool], state: JoinRequestState) -> JoinRequestView:
    """Decide one pending request. Raises NotFound where another decided it first."""
    request = await _load_one(caller.session, condition, _IS_PENDING)
    by = None if state is JoinRequestState.WITHDRAWN else caller.actor.person
    if (
        await decide_once(caller.session, JoinRequest, request.id, state, by=by, now=caller.now)
        is not DecisionOutcome.DECIDED
    ):
        raise NotFound("error-request-gone")
    subject = f"join-request:{request.id}"
    await audit_log.record(caller, _AUDITED[state], unit=request.unit, subject=subject)
    return request


_IS_PENDING = JoinRequest.state == JoinRequestState.WAITING


def _request_query() -> Select[JoinRequest, Person, Unit]:
    return (
        select(JoinRequest, Person, Unit)
        .join(Person, Person.id == JoinRequest.person_id)
        .join(Unit, Unit.id == JoinRequest.unit_id)
    )


async def _load_one(session: AsyncSession, *conditions: ColumnElement[bool]) -> JoinRequestView:
    request = await _find_one(session, *conditions)
    if request is None:
        raise NotFound("error-request-gone")
    return request


async def _find_one(session: AsyncSession, *conditions: ColumnElement[bool]) -> JoinRequestView | None:
    row = (await session.execute(_request_query().where(*conditions))).first()
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
