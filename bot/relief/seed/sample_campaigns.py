"""Campaigns with sign-ups and a call with answers for the sample, dated back from a day.

Campaigns go through the use cases. The call is written as it ended, because a real one would be sent.
"""

from datetime import date, timedelta

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor, Caller
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import NewCampaign
from bot.relief.campaigns.sign_ups import sign_up
from bot.relief.errors import NotFound
from bot.relief.ids import PersonId
from bot.relief.seed.sample_people import SampleProvince, evening
from bot.relief.seed.sample_recent import PlannedCampaign, plan_campaigns
from bot.relief.seed.starter_data import SAMPLE_PROVINCE, StarterPerson, sample_people
from bot.relief.vocabulary import CallAnswer, CallState, DeliveryFailureReason, DeliveryState, Role
from bot.storage import tables
from bot.storage.orm import new_id
from bot.storage.sequences import NumberSequence, next_number
from bot.storage.tables import Account, Call, Delivery

_COUNTY = f"{SAMPLE_PROVINCE}/گچساران"
_VISITOR_ROLES = ("maryam", "narges")  # played by visitors, who sign up by themselves
_CALL_AGE = timedelta(days=9)  # days before the last day of the sample
_CALL_TEXT = "بسته‌بندی ۱۵۰ سبد، فردا ساعت ۱۵ تا ۱۹ در حسینیهٔ سادات. کمک لازم داریم؛ یک ساعت هم غنیمت است."
_ANSWERS = {
    CallAnswer.COMING: ("maryam", "narges", "sadat-1", "sadat-2", "lebnan-1"),
    CallAnswer.CANNOT: ("sadat-3", "lebnan-2"),
}
_UNREACHED = ("lebnan-3",)  # their messenger was away


async def write_sample_campaigns(session: AsyncSession, province: SampleProvince, today: date) -> None:
    """Write two open campaigns, one of them nearly full, and one that is over."""
    for planned in plan_campaigns(today):
        await _write_campaign(session, province, planned)


async def _write_campaign(session: AsyncSession, province: SampleProvince, planned: PlannedCampaign) -> None:
    new = NewCampaign(
        unit=province.units[planned.unit],
        title=planned.title,
        occasion=planned.occasion,
        since=planned.since,
        until=planned.until,
        places=planned.places,
    )
    at, day = evening(planned.opened_on), planned.opened_on
    opened = await campaigns.open_campaign(
        Caller(session, await _load_sample_actor(session, planned.opened_by, day), at), new
    )
    others = [one.key for one in _volunteers() if one.key not in _VISITOR_ROLES]
    for minutes, key in enumerate(others[: planned.taken_places], 1):
        signed = evening(planned.opened_on, minutes=17 * minutes)
        await sign_up(Caller(session, await _load_sample_actor(session, key, day), signed), opened.id)


async def write_sample_call(session: AsyncSession, province: SampleProvince, today: date) -> None:
    """Write a call to all volunteers of the county, some days ago: most reached, some answered."""
    began = evening(today - _CALL_AGE)
    row = Call(
        number=await next_number(session, NumberSequence.CALLS),
        unit_id=province.units[_COUNTY],
        role=Role.VOLUNTEER,
        text=_CALL_TEXT,
        state=CallState.DONE,
        created_by=province.people["hossein"],
        created_at=began,
        started_at=began,
        finished_at=began + timedelta(seconds=4),
    )
    session.add(row)
    await session.flush()
    accounts = await _accounts_by_person(session)
    copies = [
        _delivery_values(row, province.people[one.key], accounts, away=one.key in _UNREACHED) for one in _volunteers()
    ]
    await session.execute(insert(Delivery), copies)
    pairs = [(answer, key) for answer, keys in _ANSWERS.items() for key in keys]
    answers = [
        {
            "id": new_id(),
            "call_id": row.id,
            "person_id": province.people[key],
            "answer": answer,
            "at": began + timedelta(minutes=11 * place),
        }
        for place, (answer, key) in enumerate(pairs, 1)
    ]
    await session.execute(insert(tables.Answer), answers)


def _delivery_values(row: Call, person: PersonId, accounts: dict[int, Account], *, away: bool) -> dict[str, object]:
    return {
        "id": new_id(),
        "call_id": row.id,
        "person_id": person,
        "account_id": accounts[person].id,
        "messenger": accounts[person].messenger,
        "state": DeliveryState.FAILED if away else DeliveryState.SENT,
        "attempts": 1,
        "sent_at": None if away else row.finished_at,
        "error": DeliveryFailureReason.AWAY if away else None,
    }


def _volunteers() -> list[StarterPerson]:
    """Return the volunteers of the county who have joined, in the order of the starter data."""
    return [one for one in sample_people() if one.unit in ("sadat", "lebnan") and not one.invited]


async def _accounts_by_person(session: AsyncSession) -> dict[int, Account]:
    return {account.person_id: account for account in await session.scalars(select(Account))}


async def _load_sample_actor(session: AsyncSession, key: str, day: date) -> Actor:
    person = next(one for one in sample_people() if one.key == key)
    actor = await load_actor(session, person.messenger, int(person.account), day)
    if actor is None:
        raise NotFound
    return actor
