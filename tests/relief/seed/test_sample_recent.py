"""Recent days of the sample: services of this month, open campaigns, an answered call, fresh needs."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import FixedClock
from bot.persian.jalali import Jalali
from bot.persian.periods import PeriodName, period_of
from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor, Caller
from bot.relief.calls import calls
from bot.relief.calls.answering import list_call_answers
from bot.relief.calls.lists import list_visible_calls
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.participants import list_participants
from bot.relief.campaigns.sign_ups import sign_up
from bot.relief.families.files import find_families, load_family
from bot.relief.ledger import totals
from bot.relief.seed.sample import load_sample
from bot.relief.seed.sample_half_year import plan_half_year
from bot.relief.seed.sample_recent import LATER_HALF_YEAR_COMMITMENT, plan_recent_services, recent_since
from bot.relief.seed.starter_data import sample_families, starter_activities
from bot.relief.services.own_reports import load_last_own_service
from bot.relief.summaries.summaries import Summary, summarise
from bot.relief.vocabulary import CallAnswer, CallState
from bot.storage.database import Database
from bot.storage.tables import Call, Campaign, Job, Need
from tests.relief.world import NOW
from tests.support.moments import noon

ABAN = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
"""30 Aban 1405."""
SINCE = date(2025, 10, 17)


@pytest.fixture
async def province(database: Database, clock: FixedClock) -> Database:
    clock.move(to=ABAN)
    await load_sample(database, clock)
    return database


async def known(session: AsyncSession, messenger: str, account: int) -> Actor:
    actor = await load_actor(session, messenger, account, ABAN.date())
    assert actor is not None
    return actor


async def asked(session: AsyncSession, name: PeriodName, day: date, today: date) -> Summary:
    zahra = await known(session, "telegram", 1003)
    assert zahra.primary_grant is not None
    return await summarise(Caller(session, zahra, noon(today)), zahra.primary_grant.unit, period_of(name, day))


def test_the_same_day_tells_the_same_and_nothing_outside_its_days() -> None:
    before = plan_half_year()
    told = plan_recent_services(SINCE, ABAN.date(), before)
    assert told == plan_recent_services(SINCE, ABAN.date(), before)
    days = [service.delivered_on for service in told]
    assert days == sorted(days)
    assert days[0] >= SINCE
    assert days[-1] == ABAN.date()
    assert 200 <= sum(day > ABAN.date() - timedelta(days=60) for day in days) <= 600
    assert sum(service.joint for service in told) > 10


def test_it_agrees_with_the_catalogue_and_helps_nobody_again_too_soon() -> None:
    catalogue = {activity.code: activity for activity in starter_activities()}
    before = plan_half_year()
    got: dict[tuple[int, str], list[date]] = defaultdict(list)
    for service in (*before, *plan_recent_services(date(2025, 9, 23), date(2025, 12, 1), before)):
        activity = catalogue[service.activity]
        assert service.kind in activity.kinds
        assert service.value > 0
        if service.family_index is not None:
            assert sample_families()[service.family_index].unit == service.unit
            got[service.family_index, service.activity].append(service.delivered_on)
    for (_, code), days in got.items():
        wait = timedelta(catalogue[code].served_again_after_days)
        assert all(later - earlier >= wait for earlier, later in pairwise(sorted(days)))


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (Jalali(1404, 6, 31), None),
        (Jalali(1404, 7, 1), Jalali(1404, 7, 1)),
        (Jalali(1404, 8, 12), Jalali(1404, 7, 1)),
        (Jalali(1403, 2, 1), None),
    ],
)
def test_the_exact_half_year_is_never_touched(today: Jalali, since: Jalali | None) -> None:
    assert recent_since(1404, today.to_date()) == (since and since.to_date())


async def test_this_month_and_half_year_read_alive_and_the_exact_one_stays_exact(
    province: Database, clock: FixedClock
) -> None:
    today = clock.today()
    async with province.read_session() as session:
        month = await asked(session, PeriodName.MONTH, today, today)
        half = await asked(session, PeriodName.HALF_YEAR, today, today)
        exact = await asked(session, PeriodName.HALF_YEAR, Jalali(1404, 1, 1).to_date(), today)
        assert await totals.is_consistent(session)
    assert month.services > 100
    assert month.families > 20
    assert month.previous_total > 0
    assert half.commitment == LATER_HALF_YEAR_COMMITMENT
    assert 0 < half.total < half.commitment
    assert (exact.total, exact.commitment, exact.joint) == (64_000_000_000, 24_000_000_000, 623_000_000)


@pytest.mark.parametrize(("messenger", "account"), [("telegram", 1001), ("bale", 2001)])
async def test_who_is_played_has_served_their_families_lately(
    province: Database, clock: FixedClock, messenger: str, account: int
) -> None:
    async with province.read_session() as session:
        actor = await known(session, messenger, account)
        found = await find_families(Caller(session, actor, clock.now()), search="", offset=0, limit=3)
        assert len(found.items) == 3
        for one in found.items:
            last = await load_last_own_service(Caller(session, actor, NOW), one.id)
            assert last is not None
            assert clock.today() - last.delivered_on <= timedelta(days=20)
        card = await load_family(Caller(session, actor, clock.now()), found.items[0].id)
        assert card.needs
        stated = await session.scalar(select(func.max(Need.stated_at)))
    assert stated is not None
    assert timedelta(0) <= clock.now() - stated < timedelta(days=5)


async def test_two_campaigns_are_open_one_nearly_full_and_one_is_over(province: Database, clock: FixedClock) -> None:
    today = clock.today()
    async with province.write_session() as session:
        maryam, hossein = await known(session, "telegram", 1001), await known(session, "telegram", 1002)
        opened = (await campaigns.list_open_campaigns(Caller(session, maryam, noon(today)), offset=0, limit=9)).items
        assert sorted(one.free_places or 0 for one in opened) == [1, 16]
        assert not any(one.mine for one in opened)
        ended = (await campaigns.list_past_campaigns(Caller(session, hossein, noon(today)), offset=0, limit=9)).items
        assert [one.taken_places for one in ended] == [9]
        who = await list_participants(Caller(session, hossein, noon(today)), ended[0].id, offset=0, limit=20)
        assert len({one.name for one in who.items}) == 9
        last = next(one for one in opened if one.free_places == 1)
        assert (await sign_up(Caller(session, maryam, clock.now()), last.id)).free_places == 0


async def test_a_call_was_sent_and_answered_and_nothing_is_left_to_send(province: Database, clock: FixedClock) -> None:
    async with province.read_session() as session:
        hossein = await known(session, "telegram", 1002)
        (line,) = (await list_visible_calls(Caller(session, hossein, clock.now()), offset=0, limit=9)).items
        view = await calls.load_call(Caller(session, hossein, clock.now()), line.id)
        assert view.state is CallState.DONE
        assert (view.total, view.sent, view.failed, view.waiting) == (11, 10, 1, 0)
        assert (view.coming, view.cannot) == (5, 2)
        said = await list_call_answers(Caller(session, hossein, clock.now()), view.id, offset=0, limit=20)
        assert ("مریم احمدی", CallAnswer.COMING) in {(one.name, one.answer) for one in said.items}
        (missed,) = await calls.count_delivery_failures(Caller(session, hossein, clock.now()), view.id)
        assert missed.people == 1
        assert await session.scalar(select(func.count()).select_from(Job)) == 0


async def test_within_the_half_year_there_is_only_the_half_year(database: Database, clock: FixedClock) -> None:
    await load_sample(database, clock, last_day=Jalali(1404, 6, 31).to_date())
    async with database.read_session() as session:
        told = await asked(session, PeriodName.YEAR, clock.today(), clock.today())
        assert told.total == 64_000_000_000
        for table in (Campaign, Call):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
