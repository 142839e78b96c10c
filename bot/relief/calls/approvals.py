"""Calls to many people: they wait until a supervisor of the unit, or above it, lets them be sent, and are over after two days.

Nobody approves their own, nor what was asked in their stead. What is approved becomes a call of the one who asked, with the
rights that they have by then; nothing is sent from here.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.persian.normalisation import normalise
from bot.relief.access.actors import load_actor
from bot.relief.access.policy import Action, Actor, require, visible_units
from bot.relief.access.responsible import Answerable, answerable
from bot.relief.audit import log as audit
from bot.relief.audit.actions import AuditAction
from bot.relief.calls import calls
from bot.relief.calls.views import CallView
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.ids import CallId, LargeCallId, PersonId, UnitId
from bot.relief.pages import Found, page
from bot.relief.vocabulary import ApprovalState, Role
from bot.storage.tables import LargeCall, Person, Unit

STANDS_FOR = timedelta(days=2)
SHORTEST_REASON = 5  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeCallView:
    """`mine`: the actor asked for it, or it was asked in their stead. `reason` is why it came back."""

    id: LargeCallId
    unit: UnitId
    unit_name: str
    role: Role | None
    people: int
    text: str
    asker: PersonId
    sender: str
    mine: bool
    state: ApprovalState
    expires_at: datetime
    decided_by: str | None
    reason: str | None
    call: CallId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`told` can decide. Where there is nobody, `could` are those who can make somebody a supervisor."""

    view: LargeCallView
    told: tuple[Answerable, ...]
    could: tuple[Answerable, ...]


async def ask(
    session: AsyncSession, actor: Actor, *, unit: UnitId, role: Role | None, text: str, now: datetime, today: date
) -> Asked:
    await require(session, actor, Action.SEND_CALL, unit, today)
    account = await calls.chat_of(session, actor)
    if account is None:
        raise Forbidden
    everybody = await calls.audience(session, actor, unit, role, today)
    reached = (await calls.preview(session, actor, everybody, today)).people
    row = LargeCall(
        unit_id=unit,
        role=role,
        text=calls.checked(text),
        people=reached,
        asked_by=actor.person,
        behalf_of=await audit.lender(session, actor, Action.SEND_CALL, unit, today),
        asked_at=now,
        expires_at=now + STANDS_FOR,
        messenger=actor.messenger,
        account=account,
        state=ApprovalState.WAITING,
    )
    session.add(row)
    await session.flush()
    await _note(session, actor, row, AuditAction.REQUEST_CALL_APPROVAL, Action.SEND_CALL, now)
    return await asked(session, actor, LargeCallId(row.id), now, today)


async def asked(session: AsyncSession, actor: Actor, wanted: LargeCallId, now: datetime, today: date) -> Asked:
    """One's own or one that one may decide, with those who can."""
    row, view = await _one(session, actor, wanted, now, today)
    but = _spoken_for(row)
    told = await answerable(session, view.unit, today, but=but, among=(Role.SUPERVISOR,), every=True)
    none = () if told else await answerable(session, view.unit, today, but=but, among=(Role.ADMINISTRATOR,))
    return Asked(view=view, told=told, could=none)


async def waiting(
    session: AsyncSession, actor: Actor, now: datetime, today: date, *, offset: int, limit: int
) -> Found[LargeCallView]:
    """One's own and those that one may decide, the oldest first."""
    open_ = and_(LargeCall.state == ApprovalState.WAITING, LargeCall.expires_at > now)
    rows = await session.execute(
        _views()
        .where(open_, _in_sight(actor, today))
        .order_by(LargeCall.asked_at, LargeCall.id)
        .offset(offset)
        .limit(limit + 1)
    )
    return page([_view(actor, now, *row) for row in rows], limit)


async def approve(
    session: AsyncSession, actor: Actor, wanted: LargeCallId, now: datetime, today: date
) -> tuple[LargeCallView, CallView]:
    """It is sent now, to who is in the audience now; Conflict where the one who asked may not send it any more."""
    row, view = await _to_decide(session, actor, wanted, now, today)
    sender = await load_actor(session, row.messenger, row.account, today)
    if sender is None or sender.person != row.asked_by:
        raise Conflict("error-large-call-sender", name=view.sender)
    try:
        sent = await calls.send_call(
            session, sender, unit=view.unit, role=view.role, text=view.text, now=now, today=today, approved=True
        )
    except Forbidden:
        raise Conflict("error-large-call-sender", name=view.sender) from None
    row.call_id = sent.id
    await _decide(session, actor, row, ApprovalState.APPROVED, now)
    await _note(session, actor, row, AuditAction.APPROVE_CALL, Action.APPROVE_CALL, now)
    return view, sent


async def give_back(
    session: AsyncSession, actor: Actor, wanted: LargeCallId, reason: str, now: datetime, today: date
) -> LargeCallView:
    row, view = await _to_decide(session, actor, wanted, now, today)
    why = normalise(reason)
    if len(why) < SHORTEST_REASON:
        raise Conflict("error-return-note", at="reason")
    row.reason = why
    await _decide(session, actor, row, ApprovalState.RETURNED, now)
    await _note(session, actor, row, AuditAction.RETURN_CALL, Action.APPROVE_CALL, now)
    return view


async def may_decide(
    session: AsyncSession, actor: Actor, wanted: LargeCallId, now: datetime, today: date
) -> LargeCallView:
    """For whoever begins to: as they would be refused in the end. It only reads."""
    _, view = await _to_decide(session, actor, wanted, now, today, lock=False)
    return view


async def withdraw(
    session: AsyncSession, actor: Actor, wanted: LargeCallId, now: datetime, today: date
) -> LargeCallView:
    row, view = await _one(session, actor, wanted, now, today, lock=True)
    if row.asked_by != actor.person:
        raise NotFound
    _check_waits(view)
    await _decide(session, actor, row, ApprovalState.WITHDRAWN, now)
    return view


async def _to_decide(
    session: AsyncSession, actor: Actor, wanted: LargeCallId, now: datetime, today: date, *, lock: bool = True
) -> tuple[LargeCall, LargeCallView]:
    row, view = await _one(session, actor, wanted, now, today, lock=lock)
    lender = await audit.lender(session, actor, Action.APPROVE_CALL, view.unit, today)
    if view.mine or lender in _spoken_for(row):
        raise Forbidden("error-large-call-own")
    await require(session, actor, Action.APPROVE_CALL, view.unit, today)
    _check_waits(view)
    return row, view


def _check_waits(view: LargeCallView) -> None:
    match view.state:
        case ApprovalState.APPROVED | ApprovalState.RETURNED | ApprovalState.WITHDRAWN:
            raise Conflict(f"error-large-call-{view.state.value}", name=view.decided_by or "")
        case ApprovalState.EXPIRED:
            raise Conflict("error-large-call-expired")
        case ApprovalState.WAITING:
            return


def _spoken_for(row: LargeCall) -> tuple[PersonId, ...]:
    return tuple(PersonId(one) for one in (row.asked_by, row.behalf_of) if one is not None)


async def _decide(session: AsyncSession, actor: Actor, row: LargeCall, state: ApprovalState, now: datetime) -> None:
    row.state, row.decided_by, row.decided_at = state, actor.person, now
    await session.flush()


async def _note(
    session: AsyncSession, actor: Actor, row: LargeCall, action: AuditAction, right: Action, now: datetime
) -> None:
    subject, unit = f"large-call:{row.id}", UnitId(row.unit_id)
    await audit.note(session, actor, action, unit=unit, subject=subject, reason=row.reason, right=right, now=now)


def _in_sight(actor: Actor, today: date) -> ColumnElement[bool]:
    decides = LargeCall.unit_id.in_(visible_units(actor, Action.APPROVE_CALL, today))
    return or_(decides, LargeCall.asked_by == actor.person)


async def _one(
    session: AsyncSession, actor: Actor, wanted: LargeCallId, now: datetime, today: date, *, lock: bool = False
) -> tuple[LargeCall, LargeCallView]:
    found = _views().where(LargeCall.id == wanted, _in_sight(actor, today))
    found = found.execution_options(populate_existing=True)
    row = (await session.execute(found.with_for_update(of=LargeCall) if lock else found)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], _view(actor, now, *row)


def _views() -> Select[LargeCall, str, Person, Person | None]:
    asker, decider = aliased(Person), aliased(Person)
    return (
        select(LargeCall, Unit.name, asker, decider)
        .join(Unit, Unit.id == LargeCall.unit_id)
        .join(asker, asker.id == LargeCall.asked_by)
        .outerjoin(decider, decider.id == LargeCall.decided_by)
    )


def _view(
    actor: Actor, now: datetime, row: LargeCall, unit_name: str, asker: Person, decider: Person | None
) -> LargeCallView:
    over = row.state == ApprovalState.WAITING and row.expires_at <= now
    return LargeCallView(
        id=LargeCallId(row.id),
        unit=UnitId(row.unit_id),
        unit_name=unit_name,
        role=None if row.role is None else Role(row.role),
        people=row.people,
        text=row.text,
        asker=PersonId(row.asked_by),
        sender=asker.name,
        mine=actor.person in _spoken_for(row),
        state=ApprovalState.EXPIRED if over else ApprovalState(row.state),
        expires_at=row.expires_at,
        decided_by=None if decider is None else decider.name,
        reason=row.reason,
        call=None if row.call_id is None else CallId(row.call_id),
    )
