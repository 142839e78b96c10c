"""Places of a campaign: taking one, giving it back, closing sign-up; each also shows in its calls.

The last place is given once (conditional update). A sign-up is the truth of who comes, for the page of the campaign as for
its calls: their stored answers only say why somebody does not come.
"""

from datetime import datetime
from enum import Enum

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import require
from bot.relief.audit.actions import AuditAction
from bot.relief.campaigns.campaigns import CampaignView, load_campaign, open_for_sign_up, record_campaign_act
from bot.relief.errors import Conflict
from bot.relief.ids import CampaignId, PersonId
from bot.relief.outbound import live_messages
from bot.relief.outbound.live_messages import LiveMessageKind
from bot.relief.vocabulary import CallAnswer, CampaignState, SignUpState
from bot.storage.database import insert
from bot.storage.orm import new_id
from bot.storage.tables import Answer, Call, Campaign, Delivery, SignUp


class SignUpOutcome(Enum):
    """The outcome of an attempt to take a place."""

    SIGNED_UP = "signed-up"
    FULL = "full"
    CLOSED = "closed"
    OVER = "over"


class _NoPlace(Exception):
    """The last place was taken, or the campaign closed, at the same instant."""


async def sign_up(caller: Caller, campaign_id: CampaignId) -> CampaignView:
    """Sign the actor up. Idempotent. Raises Conflict if there is no place."""
    view = await load_campaign(caller, campaign_id)
    outcome = await take_place(caller, view)
    if outcome is not SignUpOutcome.SIGNED_UP:
        raise Conflict(f"error-campaign-{outcome.value}", title=view.title)
    return await load_campaign(caller, campaign_id)


async def take_place(caller: Caller, view: CampaignView) -> SignUpOutcome:
    """Sign the actor up if there is a place. Idempotent. An attempt without one leaves nothing (savepoint)."""
    if view.mine:
        return SignUpOutcome.SIGNED_UP
    await require(caller, Action.SIGN_UP, view.unit)
    if not view.open:
        return SignUpOutcome.OVER if view.until < caller.today else SignUpOutcome.CLOSED
    try:
        async with caller.session.begin_nested():
            if await _upsert_sign_up(caller, view.id):
                await _count_place(caller, view.id)
                await record_campaign_act(caller, AuditAction.SIGN_UP, view, Action.SIGN_UP)
    except _NoPlace:
        closed = (
            await caller.session.scalar(select(Campaign.state).where(Campaign.id == view.id)) == CampaignState.CLOSED
        )
        return SignUpOutcome.CLOSED if closed else SignUpOutcome.FULL
    await refresh_calls(caller.session, view.id)
    return SignUpOutcome.SIGNED_UP


async def _upsert_sign_up(caller: Caller, campaign_id: CampaignId) -> bool:
    """Return True if the actor was not signed up before; of two concurrent calls one gets True."""
    entry = insert(caller.session, SignUp).values(
        id=new_id(), campaign_id=campaign_id, person_id=caller.actor.person, state=SignUpState.IN, at=caller.now
    )
    back = entry.on_conflict_do_update(
        index_elements=["campaign_id", "person_id"],
        set_={"state": SignUpState.IN, "at": caller.now},
        where=SignUp.state == SignUpState.LEFT,
    )
    return await caller.session.scalar(back.returning(SignUp.id)) is not None


async def _count_place(caller: Caller, campaign_id: CampaignId) -> None:
    """Count one more place as taken, in one conditional update."""
    taken = await caller.session.scalar(
        update(Campaign)
        .where(
            Campaign.id == campaign_id,
            open_for_sign_up(caller.today),
            or_(Campaign.places.is_(None), Campaign.taken_places < Campaign.places),
        )
        .values(taken_places=Campaign.taken_places + 1)
        .returning(Campaign.id)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        raise _NoPlace


async def leave_campaign(caller: Caller, campaign_id: CampaignId) -> CampaignView:
    """Free the place of the actor at once. Idempotent.

    Raises Conflict after the last day: the list of participants stays as it was.
    """
    view = await load_campaign(caller, campaign_id)
    if not view.mine:
        return view
    if view.until < caller.today:
        raise Conflict("error-campaign-over", title=view.title)
    await release_own_place(caller, view)
    return await load_campaign(caller, campaign_id)


async def release_own_place(caller: Caller, view: CampaignView) -> None:
    """Free the place of the actor, if they have one."""
    if await release_place(caller.session, view.id, caller.actor.person, caller.now):
        await record_campaign_act(caller, AuditAction.LEAVE_CAMPAIGN, view)


async def release_place(session: AsyncSession, campaign_id: int, person: PersonId, now: datetime) -> bool:
    """Free the place of a person; in the calls that reached them they «cannot». Return False if they had none."""
    mine = (SignUp.campaign_id == campaign_id, SignUp.person_id == person, SignUp.state == SignUpState.IN)
    leaving = update(SignUp).where(*mine).values(state=SignUpState.LEFT, at=now).returning(SignUp.id)
    if await session.scalar(leaving.execution_options(synchronize_session=False)) is None:
        return False
    freed = update(Campaign).where(Campaign.id == campaign_id).values(taken_places=Campaign.taken_places - 1)
    await session.execute(freed.execution_options(synchronize_session=False))
    received = select(Call.id).join(Delivery, Delivery.call_id == Call.id)
    received = received.where(Call.campaign_id == campaign_id, Delivery.person_id == person)
    for call_id in (await session.scalars(received)).all():
        await store_answer(session, call_id, person, CallAnswer.CANNOT, now)
    await refresh_calls(session, campaign_id)
    return True


async def close_campaign(caller: Caller, campaign_id: CampaignId) -> CampaignView:
    """Close sign-up; participants stay. Idempotent."""
    view = await load_campaign(caller, campaign_id)
    await require(caller, Action.OPEN_CAMPAIGN, view.unit)
    shut = await caller.session.scalar(
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.state == CampaignState.OPEN)
        .values(state=CampaignState.CLOSED)
        .returning(Campaign.id)
        .execution_options(synchronize_session=False)
    )
    if shut is not None:
        await record_campaign_act(caller, AuditAction.CLOSE_CAMPAIGN, view, Action.OPEN_CAMPAIGN)
        await refresh_calls(caller.session, campaign_id)
    return await load_campaign(caller, campaign_id)


async def store_answer(
    session: AsyncSession, call_id: int, person: PersonId, answer: CallAnswer, now: datetime
) -> None:
    """Store the answer of a recipient in the place of an earlier one."""
    given = insert(session, Answer).values(id=new_id(), call_id=call_id, person_id=person, answer=answer, at=now)
    last_word = {"answer": given.excluded.answer, "at": given.excluded.at}
    await session.execute(given.on_conflict_do_update(index_elements=["call_id", "person_id"], set_=last_word))


async def refresh_calls(session: AsyncSession, campaign_id: int) -> None:
    """Have the progress of each call of the campaign drawn afresh."""
    for call_id in (await session.scalars(select(Call.id).where(Call.campaign_id == campaign_id))).all():
        await live_messages.enqueue_refresh(session, LiveMessageKind.CALL_PROGRESS.subject(call_id))
