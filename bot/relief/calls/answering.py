"""Answering a call: what its recipients read and say, and the list of it for the sender."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import case, select

from bot.relief import pages
from bot.relief.access.caller import Caller
from bot.relief.calls.answers import answer_instant, join_answers, recipient_answer
from bot.relief.calls.calls import find_visible_call, progress_subject
from bot.relief.calls.views import CallDeliveryView, load_delivery_views
from bot.relief.errors import Conflict, NotFound
from bot.relief.ids import CallId
from bot.relief.outbound import live_messages
from bot.relief.pages import Page
from bot.relief.vocabulary import CallAnswer, CallState
from bot.storage.database import insert
from bot.storage.orm import new_id
from bot.storage.tables import Answer, Call, Delivery, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswerView:
    name: str
    answer: CallAnswer
    answered_at: datetime


async def load_own_call(caller: Caller, call_id: CallId) -> CallDeliveryView:
    """Return a call as the actor received it. Raises NotFound for who is no recipient."""
    _, copy = await _load_own(caller, call_id)
    return copy


async def _load_own(caller: Caller, call_id: CallId) -> tuple[Call, CallDeliveryView]:
    row, person = await caller.session.get(Call, call_id), caller.actor.person
    copies = {} if row is None else await load_delivery_views(caller.session, row, [person])
    if row is None or person not in copies:
        raise NotFound
    return row, copies[person]


async def answer_call(caller: Caller, call_id: CallId, reply: CallAnswer) -> CallDeliveryView:
    """Save the answer of a recipient; the last one counts, also after the sending has ended."""
    row, copy = await _load_own(caller, call_id)
    if row.state == CallState.CANCELLED:
        raise Conflict("error-call-cancelled", number=row.number)
    given = insert(caller.session, Answer).values(
        id=new_id(), call_id=call_id, person_id=copy.person, answer=reply, at=caller.now
    )
    last_word = {"answer": given.excluded.answer, "at": given.excluded.at}
    await caller.session.execute(given.on_conflict_do_update(index_elements=["call_id", "person_id"], set_=last_word))
    await live_messages.enqueue_refresh(caller.session, progress_subject(call_id))
    return replace(copy, answer=reply)


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
