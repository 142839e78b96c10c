"""Promises of a person, and the calls that ask for more of them.

A place in a campaign is a promise, and so is «coming» to a call. It only reads.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import CompoundSelect, Text, cast, literal, select, union_all

from bot.clock import TEHRAN
from bot.relief import pages
from bot.relief.access.caller import Caller
from bot.relief.calls.answers import join_answers, parse_answer, recipient_answer
from bot.relief.ids import CallId, CampaignId
from bot.relief.pages import Page
from bot.relief.vocabulary import CallAnswer, CallState, DeliveryState, SignUpState
from bot.storage.tables import Answer, Call, Campaign, Delivery, SignUp

CALL_VALIDITY = timedelta(days=14)  # a call says its day in words; by then it is over
MAX_ATTENDANCES = 50  # of campaigns, and of calls


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """A campaign or a call, and what the person said to it: exactly one of `campaign` and `call` is set.

    `title` is that of the campaign, or the text of the call. The days are those of the campaign, or the one on which the
    call was sent.
    """

    campaign: CampaignId | None = None
    call: CallId | None = None
    title: str
    since: date
    until: date
    answer: CallAnswer | None

    @property
    def reference(self) -> str:
        """The same text as `select_promises` finds."""
        return f"call:{self.call}" if self.call else f"campaign:{self.campaign}"


def select_promises(caller: Caller) -> CompoundSelect[str]:
    """Select what the actor has said to come to, as «campaign:ID» and «call:ID»."""
    person = caller.actor.person
    places = (
        select(literal("campaign:") + cast(Campaign.id, Text))
        .join(SignUp, SignUp.campaign_id == Campaign.id)
        .where(SignUp.person_id == person, SignUp.state == SignUpState.IN, Campaign.until >= caller.today)
    )
    coming = (
        select(literal("call:") + cast(Call.id, Text))
        .join(Answer, Answer.call_id == Call.id)
        .where(Answer.person_id == person, Answer.answer == CallAnswer.COMING)
        .where(Call.created_at > caller.now - CALL_VALIDITY, Call.state != CallState.CANCELLED)
    )
    return union_all(places, coming)


async def list_own_promises(caller: Caller, limit: int) -> tuple[Attendance, ...]:
    """Return what the actor has said to come to: campaigns by first day, then calls, the latest first."""
    campaigns = await _list_own_campaigns(caller, limit)
    coming = [one for one in await _list_own_calls(caller) if one.answer is CallAnswer.COMING]
    return (*campaigns, *coming)[:limit]


async def list_attendances(caller: Caller, *, offset: int, limit: int) -> Page[Attendance]:
    """Return a page of the actor's promises and of the calls that reached them: promises first."""
    campaigns, calls = await _list_own_campaigns(caller, MAX_ATTENDANCES), await _list_own_calls(caller)
    calls.sort(key=lambda one: one.answer is not CallAnswer.COMING)  # stable: each part stays the latest first
    return pages.paginate((*campaigns, *calls), offset=offset, limit=limit)


async def _list_own_campaigns(caller: Caller, limit: int) -> list[Attendance]:
    """List the campaigns that are not over and in which the actor has a place."""
    rows = await caller.session.execute(
        select(Campaign.id, Campaign.title, Campaign.since, Campaign.until)
        .join(SignUp, SignUp.campaign_id == Campaign.id)
        .where(SignUp.person_id == caller.actor.person, SignUp.state == SignUpState.IN, Campaign.until >= caller.today)
        .order_by(Campaign.since, Campaign.id)
        .limit(limit)
    )
    return [
        Attendance(campaign=CampaignId(key), title=title, since=since, until=until, answer=CallAnswer.COMING)
        for key, title, since, until in rows
    ]


async def _list_own_calls(caller: Caller) -> list[Attendance]:
    """List the latest calls that reached the actor.

    Calls of a campaign in which they have a place are left out: that campaign is listed.
    """
    reached = (
        select(Call, recipient_answer)
        .select_from(Delivery)
        .join(Call, Call.id == Delivery.call_id)
        .where(Delivery.person_id == caller.actor.person, Delivery.state == DeliveryState.SENT)
        .where(Call.created_at > caller.now - CALL_VALIDITY, Call.state != CallState.CANCELLED)
    )
    rows = await caller.session.execute(
        join_answers(reached)
        .where(SignUp.state.is_distinct_from(SignUpState.IN))
        .order_by(Delivery.call_id.desc())
        .limit(MAX_ATTENDANCES)
    )
    return [_build_attendance(call, answer) for call, answer in rows]


def _build_attendance(call: Call, answer: str | None) -> Attendance:
    day = call.created_at.astimezone(TEHRAN).date()
    return Attendance(call=CallId(call.id), title=call.text, since=day, until=day, answer=parse_answer(answer))
