"""The answer of a recipient: the one definition that every figure, list and page of calls reads.

For a call of a campaign the sign-up is the truth: who has a place comes, whatever was answered. For any other call, and
for who has no place, it is the answer that was given last.
"""

from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, case

from bot.relief.vocabulary import CallAnswer, SignUpState
from bot.storage.tables import Answer, Call, Delivery, SignUp

_Columns = TypeVarTuple("_Columns")

_has_place = SignUp.state == SignUpState.IN

recipient_answer: ColumnElement[str | None] = case((_has_place, CallAnswer.COMING.value), else_=Answer.answer)
"""A `CallAnswer`, or NULL for none. It needs the joins of `join_answers`."""

answer_instant = case((_has_place, SignUp.at), else_=Answer.at)
"""The instant of that answer. It needs the joins of `join_answers`."""


def join_answers(query: Select[*_Columns]) -> Select[*_Columns]:
    """Return the query over deliveries and their calls with the answer and the sign-up of each recipient."""
    of_recipient = and_(Answer.call_id == Delivery.call_id, Answer.person_id == Delivery.person_id)
    of_campaign = and_(SignUp.campaign_id == Call.campaign_id, SignUp.person_id == Delivery.person_id)
    return query.outerjoin(Answer, of_recipient).outerjoin(SignUp, of_campaign)


def parse_answer(stored: str | None) -> CallAnswer | None:
    return None if stored is None else CallAnswer(stored)
