"""Answering a call: what its recipients read and say, and the list of it for the sender."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select

from bot.relief import pages
from bot.relief.access.caller import Caller
from bot.relief.calls.answers import answer_instant, join_answers, recipient_answer
from bot.relief.calls.calls import find_visible_call, progress_subject
from bot.relief.calls.views import CallDeliveryView, load_delivery_views
from bot.relief.campaigns.campaigns import CampaignView, find_campaign
from bot.relief.campaigns.sign_ups import SignUpOutcome, release_own_place, store_answer, take_place
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.ids import CallId, CampaignId
from bot.relief.outbound import live_messages
from bot.relief.pages import Page
from bot.relief.vocabulary import CallAnswer, CallState
from bot.storage.tables import Call, Delivery, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswerView:
    name: str
    answer: CallAnswer
    answered_at: datetime


async def load_own_call(caller: Caller, call_id: CallId) -> CallDeliveryView:
    """Return a call as the actor received it. Raises NotFound for who is no recipient."""
    return await _load_copy(caller, await caller.session.get(Call, call_id))


async def _load_copy(caller: Caller, row: Call | None) -> CallDeliveryView:
    person = caller.actor.person
    copies = {} if row is None else await load_delivery_views(caller.session, row, [person], caller.today)
    if person not in copies:
        raise NotFound
    return copies[person]


async def answer_call(caller: Caller, call_id: CallId, reply: CallAnswer) -> CallDeliveryView:
    """Save the answer of a recipient; the last one counts, also after the sending has ended.

    In a call of a campaign «coming» takes a place and «cannot» gives it back. The copy that is returned says what came of
    it: a place, none, or that the campaign is over and nothing changed.
    """
    row = await caller.session.get(Call, call_id)
    copy = await _load_copy(caller, row)
    if row is None or (row.state == CallState.CANCELLED and not _gives_back(copy, reply)):
        raise Conflict("error-call-cancelled", number=copy.number)
    if copy.campaign is None:
        await store_answer(caller.session, row.id, copy.person, reply, caller.now)
    elif not copy.is_over:
        await _answer_for_campaign(caller, row, copy.campaign.id, reply)
    await live_messages.enqueue_refresh(caller.session, progress_subject(call_id))
    return await _load_copy(caller, row)


def _gives_back(copy: CallDeliveryView, reply: CallAnswer) -> bool:
    """Return True for a place that is given back: a call that was cancelled still takes it."""
    return copy.campaign is not None and copy.answer is CallAnswer.COMING and reply is CallAnswer.CANNOT


async def _answer_for_campaign(caller: Caller, row: Call, campaign_id: CampaignId, reply: CallAnswer) -> None:
    """Take a place of the campaign or give it back; who finds none has wanted one. Raises Forbidden for no member."""
    view = await find_campaign(caller, campaign_id)
    if view is None:
        raise NotFound("error-campaign-not-found")
    answer: CallAnswer | None = reply
    if reply is CallAnswer.CANNOT:
        await release_own_place(caller, view)
    elif await _take_place(caller, view):
        answer = None
    else:
        answer = CallAnswer.NO_PLACE
    if answer is not None:
        await store_answer(caller.session, row.id, caller.actor.person, answer, caller.now)


async def _take_place(caller: Caller, view: CampaignView) -> bool:
    try:
        return await take_place(caller, view) is SignUpOutcome.SIGNED_UP
    except Forbidden:
        raise Forbidden("error-campaign-members-only") from None


async def list_call_answers(caller: Caller, call_id: CallId, *, offset: int, limit: int) -> Page[CallAnswerView]:
    """Return a page of answers: those who come first, the latest answer first."""
    row = await find_visible_call(caller, call_id)
    coming_first = case(
        (recipient_answer == CallAnswer.COMING, 0), (recipient_answer == CallAnswer.NO_PLACE, 1), else_=2
    )
    answers = (
        select(Person, recipient_answer, answer_instant)
        .select_from(Delivery)
        .join(Call, Call.id == Delivery.call_id)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.call_id == row.id, recipient_answer.is_not(None))
        .order_by(coming_first, answer_instant.desc(), Person.id)
    )
    query = join_answers(answers)
    return await pages.fetch(caller.session, query, _build_answer_view, offset=offset, limit=limit)


def _build_answer_view(person: Person, answer: str, at: datetime) -> CallAnswerView:
    return CallAnswerView(name=person.name, answer=CallAnswer(answer), answered_at=at)
