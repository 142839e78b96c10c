"""Calls for help: sent once to all of an audience; paused, resumed, cancelled.

One delivery a person is inserted in the transaction that creates the call; the worker sends. No messenger and no text
of the catalogue is known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.calls.audiences import measure_reach
from bot.relief.calls.views import CallView, load_call_view
from bot.relief.campaigns.campaigns import load_campaign
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.hierarchy import descendants
from bot.relief.ids import CallId, CampaignId, PersonId, UnitId
from bot.relief.outbound import live_messages
from bot.relief.outbound.addresses import Address
from bot.relief.outbound.jobs import NO_DELAY
from bot.relief.outbound.live_messages import LiveMessageKind
from bot.relief.outbound.sending import enqueue_sending
from bot.relief.vocabulary import CallState, DeliveryFailureReason, DeliveryState, Role
from bot.storage.orm import new_id
from bot.storage.sequences import NumberSequence, next_number
from bot.storage.tables import Account, Call, Delivery, UnitAncestor

MAX_CALL_LENGTH = 3000  # characters: greeting, sender and buttons fit beside it in one message of either messenger
APPROVAL_THRESHOLD = 500  # persons reached; a call to more waits for a supervisor


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFailureCount:
    """How many persons were not reached for one reason."""

    reason: DeliveryFailureReason
    people: int


async def create_call(
    caller: Caller,
    *,
    unit: UnitId,
    role: Role | None,
    text: str,
    campaign: CampaignId | None = None,
    approved: bool = False,
) -> CallView:
    """Create a call with a delivery for each person of the audience, and enqueue its sending.

    A person without an account gets an unreachable delivery with its reason. Raises Conflict above APPROVAL_THRESHOLD
    unless `approved`, and for a `campaign` that is not open to the whole audience.
    """
    said = validate_call_text(text)
    reach = await measure_reach(caller, unit, role)
    await check_campaign(caller, campaign, unit)
    if not reach.people:
        raise Conflict("error-call-nobody", field="audience")
    if reach.people > APPROVAL_THRESHOLD and not approved:
        raise Conflict("error-call-many", field="look", most=APPROVAL_THRESHOLD)
    row = Call(
        number=await next_number(caller.session, NumberSequence.CALLS),
        unit_id=unit,
        role=role,
        campaign_id=campaign,
        text=said,
        state=CallState.SENDING,
        created_by=caller.actor.person,
        created_at=caller.now,
        started_at=caller.now,
    )
    caller.session.add(row)
    await caller.session.flush()
    copies = [_delivery_values(row.id, one, reach.addresses) for one in reach.recipients]
    await caller.session.execute(insert(Delivery), copies)
    await enqueue_sending(caller.session, CallId(row.id))
    await _show_progress(caller, CallId(row.id))
    return await load_call_view(caller.session, row)


async def check_campaign(caller: Caller, campaign: CampaignId | None, unit: UnitId) -> None:
    """Raise Conflict unless the campaign takes sign-ups of everybody in the unit. A call of no campaign passes."""
    if campaign is None:
        return
    view = await load_campaign(caller, campaign)
    if not view.open:
        raise Conflict(
            "error-campaign-over" if view.until < caller.today else "error-campaign-closed", title=view.title
        )
    under = descendants((view.unit,), caller.today).where(UnitAncestor.unit_id == unit)
    if await caller.session.scalar(under) is None:
        raise Conflict("error-call-campaign-unit", field="audience", unit=view.unit_name)


def validate_call_text(text: str) -> str:
    said = text.strip()
    if not said:
        raise Conflict("error-call-empty", field="text")
    if len(said) > MAX_CALL_LENGTH:
        raise Conflict("error-call-long", field="text", most=MAX_CALL_LENGTH)
    return said


async def current_chat_id(caller: Caller) -> int | None:
    """Return the private chat in which the actor is writing."""
    return await caller.session.scalar(
        select(Account.external_id)
        .where(
            Account.person_id == caller.actor.person,
            Account.messenger == caller.actor.messenger,
            Account.unlinked_at.is_(None),
        )
        .order_by(Account.last_seen_at.desc())
        .limit(1)
    )


def _delivery_values(call: int, person: PersonId, reachable: Mapping[PersonId, Address]) -> dict[str, object]:
    address = reachable.get(person)
    return {
        "id": new_id(),
        "call_id": call,
        "person_id": person,
        "account_id": address and address.account_id,
        "messenger": address and address.messenger,
        "state": DeliveryState.WAITING if address else DeliveryState.UNREACHABLE,
        "error": None if address else DeliveryFailureReason.NO_ACCOUNT,
    }


def progress_subject(call_id: CallId) -> str:
    """Return the subject of the live message in which the sender of a call follows it."""
    return LiveMessageKind.CALL_PROGRESS.subject(call_id)


async def _show_progress(caller: Caller, call_id: CallId) -> None:
    """Show the progress of a new call in the chat from which it was sent."""
    chat = await current_chat_id(caller)
    if chat is not None:
        subject = progress_subject(call_id)
        await live_messages.register(
            caller.session, subject, caller.actor.person, messenger=caller.actor.messenger, chat=chat
        )
        await live_messages.enqueue_refresh(caller.session, subject, delay=NO_DELAY)


async def load_call(caller: Caller, call_id: CallId) -> CallView:
    return await load_call_view(caller.session, await find_visible_call(caller, call_id))


async def find_visible_call(caller: Caller, call_id: CallId) -> Call:
    """Return the row. Raises NotFound if the actor may not see the call."""
    row = await caller.session.get(Call, call_id)
    if row is None:
        raise NotFound
    try:
        await require(caller, Action.SEE_CALL, UnitId(row.unit_id))
    except Forbidden:
        raise NotFound from None
    return row


async def pause_call(caller: Caller, call_id: CallId) -> CallView:
    """Pause a call: the batch under way ends, no other begins."""
    return await _change_state(caller, call_id, to=CallState.PAUSED)


async def resume_call(caller: Caller, call_id: CallId) -> CallView:
    return await _change_state(caller, call_id, to=CallState.SENDING)


async def cancel_call(caller: Caller, call_id: CallId) -> CallView:
    """Cancel a call for good; persons not written to stay counted as waiting."""
    return await _change_state(caller, call_id, to=CallState.CANCELLED)


async def _change_state(caller: Caller, call_id: CallId, *, to: CallState) -> CallView:
    """Change the state of a call. Idempotent. Raises Conflict if the call has ended."""
    seen = await find_visible_call(caller, call_id)
    await require(caller, Action.SEND_CALL, UnitId(seen.unit_id))
    row = await lock_call(caller.session, call_id)
    if row.state == to:
        return await load_call_view(caller.session, row)
    if row.state in (CallState.DONE, CallState.CANCELLED):
        raise Conflict("error-call-ended", number=row.number)
    row.state = to
    row.finished_at = caller.now if to is CallState.CANCELLED else None
    await caller.session.flush()
    if to is CallState.SENDING:
        await enqueue_sending(caller.session, call_id)
    await live_messages.enqueue_refresh(caller.session, progress_subject(call_id), delay=NO_DELAY)
    return await load_call_view(caller.session, row)


async def lock_call(session: AsyncSession, call_id: CallId) -> Call:
    """Return the row, locked until the transaction ends and read afresh."""
    fresh = select(Call).where(Call.id == call_id).with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(fresh)).one()


async def count_delivery_failures(caller: Caller, call_id: CallId) -> tuple[DeliveryFailureCount, ...]:
    """Return the reasons of failed deliveries, the most frequent first."""
    row = await find_visible_call(caller, call_id)
    over = (DeliveryState.FAILED, DeliveryState.UNREACHABLE)
    rows = await caller.session.execute(
        select(Delivery.error, func.count())
        .where(Delivery.call_id == row.id, Delivery.state.in_(over), Delivery.error.is_not(None))
        .group_by(Delivery.error)
        .order_by(func.count().desc(), Delivery.error)
    )
    return tuple(
        DeliveryFailureCount(reason=DeliveryFailureReason(why), people=count) for why, count in rows if why is not None
    )
