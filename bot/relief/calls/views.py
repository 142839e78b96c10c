"""Views of a call: for its sender and for a recipient. It reads and changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.calls.answers import join_answers, parse_answer, recipient_answer
from bot.relief.campaigns.campaigns import CampaignPlaces, load_campaign_places
from bot.relief.ids import CallId, PersonId, UnitId
from bot.relief.vocabulary import CallAnswer, CallState, DeliveryState, Role
from bot.storage.tables import Call, Delivery, Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """A call and its counts of persons. `waiting` includes those being sent right now.

    `no_place` wanted to come to the campaign, `silent` were sent a copy and have not answered. `doubtful` counts those who
    may have got it twice: the first copy was never confirmed.
    """

    id: CallId
    number: int
    unit: UnitId
    unit_name: str
    role: Role | None
    campaign: CampaignPlaces | None
    sender: str
    text: str
    state: CallState
    waiting: int
    sent: int
    failed: int
    unreachable: int
    coming: int
    cannot: int
    no_place: int
    silent: int
    total: int
    doubtful: int
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDeliveryView:
    """A call as one recipient reads it, in their language, with their answer. `is_over`: the campaign has had its last day."""

    call: CallId
    number: int
    state: CallState
    unit_name: str
    sender: str
    text: str
    campaign: CampaignPlaces | None
    is_over: bool
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
        campaign=await _load_campaign(session, row),
        sender=sender.name,
        text=row.text,
        state=CallState(row.state),
        waiting=states.get(DeliveryState.WAITING, 0) + states.get(DeliveryState.CLAIMED, 0),
        sent=states.get(DeliveryState.SENT, 0),
        failed=states.get(DeliveryState.FAILED, 0),
        unreachable=states.get(DeliveryState.UNREACHABLE, 0),
        coming=answers.get(CallAnswer.COMING, 0),
        cannot=answers.get(CallAnswer.CANNOT, 0),
        no_place=answers.get(CallAnswer.NO_PLACE, 0),
        silent=answers.get(None, 0),
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


async def _load_campaign(session: AsyncSession, row: Call) -> CampaignPlaces | None:
    return None if row.campaign_id is None else await load_campaign_places(session, row.campaign_id)


async def _count_answers(session: AsyncSession, call: int) -> dict[str | None, int]:
    """Return the number of recipients by their answer.

    None are those whose copy was sent and who are silent. A person whom another one was merged into is silent once.
    """
    given = select(recipient_answer.label("answer")).select_from(Delivery).join(Call, Call.id == Delivery.call_id)
    given = given.join(Person, Person.id == Delivery.person_id)
    silent = and_(Delivery.state == DeliveryState.SENT, Person.merged_into.is_(None))
    counted = or_(recipient_answer.is_not(None), silent)
    answers = join_answers(given.where(Delivery.call_id == call, counted)).subquery()
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
    session: AsyncSession, row: Call, persons: Sequence[PersonId], today: date
) -> dict[PersonId, CallDeliveryView]:
    """Return the view of each of these persons who is a recipient."""
    unit_name, sender = await _load_names(session, row)
    campaign = await _load_campaign(session, row)
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
            campaign=campaign,
            is_over=campaign is not None and campaign.until < today,
            person=PersonId(person.id),
            name=person.name,
            language=person.language,
            answer=parse_answer(answer),
        )
        for person, answer in found
    }
