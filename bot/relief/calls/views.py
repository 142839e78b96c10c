"""Views of a call: for its sender and for a recipient. It reads and changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.calls.answers import join_answers, parse_answer, recipient_answer
from bot.relief.ids import CallId, PersonId, UnitId
from bot.relief.vocabulary import CallAnswer, CallState, DeliveryState, Role
from bot.storage.tables import Call, Delivery, Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """A call and its counts of persons. `waiting` includes those being sent right now.

    `doubtful` counts those who may have got it twice: the first copy was never confirmed.
    """

    id: CallId
    number: int
    unit: UnitId
    unit_name: str
    role: Role | None
    sender: str
    text: str
    state: CallState
    waiting: int
    sent: int
    failed: int
    unreachable: int
    coming: int
    cannot: int
    total: int
    doubtful: int
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDeliveryView:
    """A call as one recipient reads it, in their language, with their answer."""

    call: CallId
    number: int
    state: CallState
    unit_name: str
    sender: str
    text: str
    person: PersonId
    name: str
    language: str
    answer: CallAnswer | None


async def find_call_view(session: AsyncSession, call_id: CallId) -> CallView | None:
    """Return the call without asking for rights: for its live message, which was registered with them. None: it is gone."""
    row = await session.get(Call, call_id)
    return None if row is None else await load_call_view(session, row)


async def load_call_view(session: AsyncSession, row: Call) -> CallView:
    states, doubtful = await _count_deliveries(session, row.id)
    answers = await _count_answers(session, row.id)
    unit_name, sender = await _load_names(session, row)
    return CallView(
        id=CallId(row.id),
        number=row.number,
        unit=UnitId(row.unit_id),
        unit_name=unit_name,
        role=None if row.role is None else Role(row.role),
        sender=sender.name,
        text=row.text,
        state=CallState(row.state),
        waiting=states.get(DeliveryState.WAITING, 0) + states.get(DeliveryState.CLAIMED, 0),
        sent=states.get(DeliveryState.SENT, 0),
        failed=states.get(DeliveryState.FAILED, 0),
        unreachable=states.get(DeliveryState.UNREACHABLE, 0),
        coming=answers.get(CallAnswer.COMING, 0),
        cannot=answers.get(CallAnswer.CANNOT, 0),
        total=sum(states.values()),
        doubtful=doubtful,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


async def _count_deliveries(session: AsyncSession, call: int) -> tuple[dict[str, int], int]:
    """Return the number of persons by delivery state, and of those who may have got it twice."""
    rows = await session.execute(
        select(Delivery.state, func.count(), func.count().filter(Delivery.unconfirmed_sends > 0))
        .where(Delivery.call_id == call)
        .group_by(Delivery.state)
    )
    counted = [(state, count, doubtful) for state, count, doubtful in rows]
    return {state: count for state, count, _ in counted}, sum(doubtful for _, _, doubtful in counted)


async def _count_answers(session: AsyncSession, call: int) -> dict[str, int]:
    """Return the number of recipients by their answer."""
    given = select(recipient_answer.label("answer")).select_from(Delivery).join(Call, Call.id == Delivery.call_id)
    answers = join_answers(given.where(Delivery.call_id == call, recipient_answer.is_not(None))).subquery()
    rows = await session.execute(select(answers.c.answer, func.count()).group_by(answers.c.answer))
    return dict(rows.all())


async def _load_names(session: AsyncSession, row: Call) -> tuple[str, Person]:
    found = await session.execute(
        select(Unit.name, Person)
        .select_from(Call)
        .join(Unit, Unit.id == Call.unit_id)
        .join(Person, Person.id == Call.created_by)
        .where(Call.id == row.id)
    )
    unit_name, sender = found.one()
    return unit_name, sender


async def load_delivery_views(
    session: AsyncSession, row: Call, persons: Sequence[PersonId]
) -> dict[PersonId, CallDeliveryView]:
    """Return the view of each of these persons who is a recipient."""
    unit_name, sender = await _load_names(session, row)
    copies = (
        select(Person, recipient_answer)
        .select_from(Delivery)
        .join(Call, Call.id == Delivery.call_id)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.call_id == row.id, Person.id.in_(persons))
    )
    found = await session.execute(join_answers(copies))
    text, sent_by = row.text, sender.name  # decrypted once, not once a person
    return {
        PersonId(person.id): CallDeliveryView(
            call=CallId(row.id),
            number=row.number,
            state=CallState(row.state),
            unit_name=unit_name,
            sender=sent_by,
            text=text,
            person=PersonId(person.id),
            name=person.name,
            language=person.language,
            answer=parse_answer(answer),
        )
        for person, answer in found
    }
