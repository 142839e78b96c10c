"""Approval of calls to many people by a supervisor of the unit or above (four-eyes principle).

No one approves their own request, nor one made in their stead. An approved request becomes a call of its requester,
with the rights that they have by then. A request expires after two days.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased

from bot.persian.normalisation import normalise
from bot.relief import pages
from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import Action
from bot.relief.access.responsible import ResponsiblePerson, responsible_people
from bot.relief.access.rights import permitted_unit_ids, require
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.calls import calls
from bot.relief.calls.audiences import measure_reach
from bot.relief.calls.views import CallView
from bot.relief.decisions import DecisionOutcome, decide_once, is_pending
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.ids import CallApprovalId, CallId, CampaignId, PersonId, UnitId
from bot.relief.pages import Page
from bot.relief.vocabulary import ApprovalState, Role
from bot.storage.tables import CallApproval, Person, Unit

APPROVAL_VALIDITY = timedelta(days=2)
MIN_RETURN_REASON_LENGTH = 5  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class CallApprovalView:
    """A request for approval. `is_own`: made by the actor or in their stead. `reason` is that of a return."""

    id: CallApprovalId
    unit: UnitId
    unit_name: str
    role: Role | None
    campaign: CampaignId | None
    people: int
    text: str
    requester: PersonId
    requester_name: str
    is_own: bool
    state: ApprovalState
    expires_at: datetime
    decided_by: str | None
    reason: str | None
    call: CallId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequest:
    """A request and the persons who can decide it.

    If there are none, `administrators` are those who can appoint a supervisor.
    """

    view: CallApprovalView
    approvers: tuple[ResponsiblePerson, ...]
    administrators: tuple[ResponsiblePerson, ...]


async def request_call_approval(
    caller: Caller, *, unit: UnitId, role: Role | None, text: str, campaign: CampaignId | None = None
) -> ApprovalRequest:
    await require(caller, Action.SEND_CALL, unit)
    await calls.check_campaign(caller, campaign, unit)
    account = await calls.current_chat_id(caller)
    if account is None:
        raise Forbidden
    row = CallApproval(
        unit_id=unit,
        role=role,
        campaign_id=campaign,
        text=calls.validate_call_text(text),
        people=(await measure_reach(caller, unit, role)).people,
        requested_by=caller.actor.person,
        on_behalf_of=await audit_log.on_behalf_of(caller, Action.SEND_CALL, unit),
        requested_at=caller.now,
        expires_at=caller.now + APPROVAL_VALIDITY,
        messenger=caller.actor.messenger,
        external_id=account,
        state=ApprovalState.WAITING,
    )
    caller.session.add(row)
    await caller.session.flush()
    await _record(caller, row, AuditAction.REQUEST_CALL_APPROVAL, Action.SEND_CALL)
    return await load_approval_request(caller, CallApprovalId(row.id))


async def load_approval_request(caller: Caller, approval_id: CallApprovalId) -> ApprovalRequest:
    """Return a request that the actor made or may decide, and those who can decide it."""
    row, view = await _load_approval(caller, approval_id)
    but = _requesters(row)
    told = await responsible_people(
        caller.session, view.unit, caller.today, excluding=but, roles=(Role.SUPERVISOR,), include_farther=True
    )
    none = (
        ()
        if told
        else await responsible_people(
            caller.session, view.unit, caller.today, excluding=but, roles=(Role.ADMINISTRATOR,)
        )
    )
    return ApprovalRequest(view=view, approvers=told, administrators=none)


async def list_pending_approvals(caller: Caller, *, offset: int, limit: int) -> Page[CallApprovalView]:
    """Return a page of waiting requests that the actor made or may decide, the oldest first."""
    query = (
        _select_views()
        .where(is_pending(CallApproval, caller.now), _approval_visible(caller.actor, caller.today))
        .order_by(CallApproval.requested_at, CallApproval.id)
    )
    return await pages.fetch(
        caller.session, query, partial(_build_view, caller.actor, caller.now), offset=offset, limit=limit
    )


async def approve_call(caller: Caller, approval_id: CallApprovalId) -> tuple[CallApprovalView, CallView]:
    """Approve a request: create its call, to the audience of now.

    Raises Conflict if the requester may not send it any more.
    """
    row, view = await _load_decidable(caller, approval_id)
    sender = await load_actor(caller.session, row.messenger, row.external_id, caller.today)
    if sender is None or sender.person != row.requested_by:
        raise Conflict("error-large-call-sender", name=view.requester_name)
    await _decide(caller, row, ApprovalState.APPROVED)
    try:
        sent = await calls.create_call(
            replace(caller, actor=sender),
            unit=view.unit,
            role=view.role,
            text=view.text,
            campaign=view.campaign,
            approved=True,
        )
    except Forbidden:
        raise Conflict("error-large-call-sender", name=view.requester_name) from None
    row.call_id = sent.id
    await caller.session.flush()
    await _record(caller, row, AuditAction.APPROVE_CALL, Action.APPROVE_CALL)
    return view, sent


async def return_call(caller: Caller, approval_id: CallApprovalId, reason: str) -> CallApprovalView:
    row, view = await _load_decidable(caller, approval_id)
    why = normalise(reason)
    if len(why) < MIN_RETURN_REASON_LENGTH:
        raise Conflict("error-return-note", field="reason")
    await _decide(caller, row, ApprovalState.RETURNED)
    row.reason = why
    await caller.session.flush()
    await _record(caller, row, AuditAction.RETURN_CALL, Action.APPROVE_CALL)
    return view


async def require_can_approve(caller: Caller, approval_id: CallApprovalId) -> CallApprovalView:
    """Raise what the decision itself would raise, before its form begins. It reads only."""
    _, view = await _load_decidable(caller, approval_id)
    return view


async def withdraw_approval_request(caller: Caller, approval_id: CallApprovalId) -> CallApprovalView:
    row, view = await _load_approval(caller, approval_id)
    if row.requested_by != caller.actor.person:
        raise NotFound
    _require_waiting(view)
    await _decide(caller, row, ApprovalState.WITHDRAWN)
    return view


async def _load_decidable(caller: Caller, approval_id: CallApprovalId) -> tuple[CallApproval, CallApprovalView]:
    row, view = await _load_approval(caller, approval_id)
    lender = await audit_log.on_behalf_of(caller, Action.APPROVE_CALL, view.unit)
    if view.is_own or lender in _requesters(row):
        raise Forbidden("error-large-call-own")
    await require(caller, Action.APPROVE_CALL, view.unit)
    _require_waiting(view)
    return row, view


def _require_waiting(view: CallApprovalView) -> None:
    match view.state:
        case ApprovalState.APPROVED | ApprovalState.RETURNED | ApprovalState.WITHDRAWN:
            raise Conflict(f"error-large-call-{view.state.value}", name=view.decided_by or "")
        case ApprovalState.EXPIRED:
            raise Conflict("error-large-call-expired")
        case ApprovalState.WAITING:
            return


def _requesters(row: CallApproval) -> tuple[PersonId, ...]:
    return tuple(PersonId(one) for one in (row.requested_by, row.on_behalf_of) if one is not None)


async def _decide(caller: Caller, row: CallApproval, state: ApprovalState) -> None:
    """Decide a pending approval. Raises Conflict, with a name, where another decided it first."""
    outcome = await decide_once(caller.session, CallApproval, row.id, state, by=caller.actor.person, now=caller.now)
    match outcome:
        case DecisionOutcome.DECIDED:
            return
        case DecisionOutcome.EXPIRED:
            raise Conflict("error-large-call-expired")
        case DecisionOutcome.GONE:
            raise NotFound
        case DecisionOutcome.ALREADY_DECIDED:
            _, view = await _load_approval(caller, CallApprovalId(row.id))
            _require_waiting(view)


async def _record(caller: Caller, row: CallApproval, action: AuditAction, right: Action) -> None:
    subject, unit = f"large-call:{row.id}", UnitId(row.unit_id)
    await audit_log.record(caller, action, unit=unit, subject=subject, reason=row.reason, right=right)


def _approval_visible(actor: Actor, today: date) -> ColumnElement[bool]:
    decides = CallApproval.unit_id.in_(permitted_unit_ids(actor, Action.APPROVE_CALL, today))
    return or_(decides, CallApproval.requested_by == actor.person)


async def _load_approval(caller: Caller, approval_id: CallApprovalId) -> tuple[CallApproval, CallApprovalView]:
    found = _select_views().where(CallApproval.id == approval_id, _approval_visible(caller.actor, caller.today))
    found = found.execution_options(populate_existing=True)
    row = (await caller.session.execute(found)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], _build_view(caller.actor, caller.now, *row)


def _select_views() -> Select[CallApproval, str, Person, Person | None]:
    asker, decider = aliased(Person), aliased(Person)
    return (
        select(CallApproval, Unit.name, asker, decider)
        .join(Unit, Unit.id == CallApproval.unit_id)
        .join(asker, asker.id == CallApproval.requested_by)
        .outerjoin(decider, decider.id == CallApproval.decided_by)
    )


def _build_view(
    actor: Actor, now: datetime, row: CallApproval, unit_name: str, asker: Person, decider: Person | None
) -> CallApprovalView:
    over = row.state == ApprovalState.WAITING and row.expires_at <= now
    return CallApprovalView(
        id=CallApprovalId(row.id),
        unit=UnitId(row.unit_id),
        unit_name=unit_name,
        role=None if row.role is None else Role(row.role),
        campaign=None if row.campaign_id is None else CampaignId(row.campaign_id),
        people=row.people,
        text=row.text,
        requester=PersonId(row.requested_by),
        requester_name=asker.name,
        is_own=actor.person in _requesters(row),
        state=ApprovalState.EXPIRED if over else ApprovalState(row.state),
        expires_at=row.expires_at,
        decided_by=None if decider is None else decider.name,
        reason=row.reason,
        call=None if row.call_id is None else CallId(row.call_id),
    )
