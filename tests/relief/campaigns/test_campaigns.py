"""Campaigns: a place is given once, taken back, and never beyond the last one."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.relief.access.caller import Actor, Caller
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import CampaignView, NewCampaign
from bot.relief.campaigns.sign_ups import close_campaign, leave_campaign, sign_up
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.ids import CampaignId, UnitId
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import AuditEntry, SignUp
from tests.relief.world import NOW, TODAY, Cast, member
from tests.support.moments import noon

FRIDAY = TODAY + timedelta(days=4)


def wednesdays(unit: UnitId, /, **changes: object) -> NewCampaign:
    new = NewCampaign(unit=unit, title="چهارشنبه‌های کرامت", occasion="محرم", since=TODAY, until=FRIDAY, places=3)
    return replace(new, **changes)  # type: ignore[arg-type]  # a test changes any answer by name


async def opened(database: Database, cast: Cast, **changes: object) -> CampaignView:
    async with database.write_session() as session:
        view = await campaigns.open_campaign(
            Caller(session, cast.hossein, NOW), wednesdays(cast.tree.gachsaran, **changes)
        )
        await session.commit()
    return view


async def seen(database: Database, actor: Actor, wanted: CampaignId, today: date = TODAY) -> CampaignView:
    async with database.read_session() as session:
        return await campaigns.load_campaign(Caller(session, actor, noon(today)), wanted)


async def signed_up(database: Database, actor: Actor, wanted: CampaignId, today: date = TODAY) -> CampaignView:
    async with database.write_session() as session:
        view = await sign_up(Caller(session, actor, noon(today)), wanted)
        await session.commit()
    return view


async def left(database: Database, actor: Actor, wanted: CampaignId, today: date = TODAY) -> CampaignView:
    async with database.write_session() as session:
        view = await leave_campaign(Caller(session, actor, noon(today)), wanted)
        await session.commit()
    return view


async def got_in(database: Database, actor: Actor, wanted: CampaignId) -> bool:
    try:
        await signed_up(database, actor, wanted)
    except Conflict as refused:
        if refused.key != "error-campaign-full":
            raise
        return False
    return True


async def crowd(database: Database, unit: UnitId, size: int) -> list[Actor]:
    async with database.write_session() as session:
        people = [
            await member(session, unit, Role.VOLUNTEER, f"داوطلب {place}", account=5000 + place)
            for place in range(size)
        ]
        await session.commit()
    return people


async def test_what_was_opened_is_seen_by_everybody_under_it(database: Database, cast: Cast) -> None:
    view = await opened(database, cast, title="  چهارشنبه‌هاي\nكرامت ")
    assert (view.title, view.unit_name, view.places, view.taken_places) == ("چهارشنبه‌های کرامت", "گچساران", 3, 0)
    assert (view.open, view.mine, view.may_close, view.free_places) == (True, False, True, 3)
    for actor in (cast.maryam, cast.narges):
        assert replace(await seen(database, actor, view.id), may_close=True) == view


async def test_beside_its_line_nobody_knows_of_a_campaign(database: Database, cast: Cast) -> None:
    view = await opened(database, cast, unit=cast.tree.sadat)
    async with database.write_session() as session:
        page = await campaigns.list_open_campaigns(Caller(session, cast.narges, NOW), offset=0, limit=5)
        assert page.items == ()
        with pytest.raises(NotFound):
            await sign_up(Caller(session, cast.narges, NOW), view.id)


async def test_only_a_coordinator_opens_and_closes_and_only_in_their_units(database: Database, cast: Cast) -> None:
    view = await opened(database, cast)
    async with database.write_session() as session:
        for actor, unit in (
            (cast.maryam, cast.tree.sadat),
            (cast.zahra, cast.tree.province),
            (cast.mina, cast.tree.country),
            (cast.hossein, cast.tree.boyer_ahmad),
            (cast.hossein, cast.tree.province),
        ):
            with pytest.raises(Forbidden):
                await campaigns.open_campaign(Caller(session, actor, NOW), wednesdays(unit))
        with pytest.raises(Forbidden):
            await close_campaign(Caller(session, cast.maryam, NOW), view.id)


@pytest.mark.parametrize(
    ("changes", "key", "at"),
    [
        ({"title": " \u200c "}, "dialogue-name-no-letter", "title"),
        ({"title": "بن" * 51}, "dialogue-name-long", "title"),
        ({"occasion": "ب" * 101}, "error-campaign-long", "occasion"),
        ({"until": TODAY - timedelta(days=1)}, "error-campaign-period", "until"),
        (
            {"since": TODAY - timedelta(days=9), "until": TODAY - timedelta(days=1)},
            "error-campaign-past",
            "until",
        ),
        ({"places": 0}, "error-campaign-places", "places"),
        ({"places": 100_001}, "error-campaign-places", "places"),
    ],
)
async def test_a_campaign_that_makes_no_sense_is_refused_at_the_answer(
    database: Database, cast: Cast, changes: dict[str, object], key: str, at: str
) -> None:
    with pytest.raises(Conflict) as refused:
        await opened(database, cast, **changes)
    assert (refused.value.key, refused.value.field) == (key, at)


async def test_the_list_has_what_can_be_joined_the_nearest_first(database: Database, cast: Cast) -> None:
    later = await opened(database, cast, since=TODAY + timedelta(days=2), title="دوم")
    sooner = await opened(database, cast, title="اول")
    shut = await opened(database, cast, title="بسته")
    async with database.write_session() as session:
        await close_campaign(Caller(session, cast.hossein, NOW), shut.id)
        first = await campaigns.list_open_campaigns(Caller(session, cast.maryam, NOW), offset=0, limit=1)
        second = await campaigns.list_open_campaigns(Caller(session, cast.maryam, NOW), offset=1, limit=1)
        over = await campaigns.list_open_campaigns(
            Caller(session, cast.maryam, noon(FRIDAY + timedelta(days=1))), offset=0, limit=5
        )
    assert [view.id for view in (*first.items, *second.items)] == [sooner.id, later.id]
    assert (first.has_more, second.has_more, over.items) == (True, False, ())


async def test_signing_up_twice_is_once_and_leaving_frees_the_place(database: Database, cast: Cast) -> None:
    view = await opened(database, cast, places=1)
    for _ in range(2):
        mine = await signed_up(database, cast.maryam, view.id)
        assert (mine.mine, mine.taken_places, mine.free_places) == (True, 1, 0)
    assert not await got_in(database, cast.narges, view.id)
    for _ in range(2):
        gone = await left(database, cast.maryam, view.id)
        assert (gone.mine, gone.taken_places) == (False, 0)
    assert await got_in(database, cast.narges, view.id)
    assert not await got_in(database, cast.maryam, view.id)
    assert (await seen(database, cast.maryam, view.id)).taken_places == 1


async def test_a_refused_sign_up_leaves_nothing_in_a_transaction_that_goes_on(database: Database, cast: Cast) -> None:
    view = await opened(database, cast, places=1)
    await signed_up(database, cast.maryam, view.id)
    async with database.write_session() as session:
        with pytest.raises(Conflict):
            await sign_up(Caller(session, cast.narges, NOW), view.id)
        await session.commit()
    async with database.read_session() as session:
        assert list(await session.scalars(select(SignUp.person_id))) == [cast.maryam.person]
        noted = await session.scalars(select(AuditEntry.person_id).where(AuditEntry.action == "sign-up"))
        assert list(noted) == [cast.maryam.person]


async def test_without_a_limit_everybody_finds_a_place(database: Database, cast: Cast) -> None:
    view = await opened(database, cast, places=None)
    for actor in (cast.maryam, cast.narges, cast.hossein):
        assert await got_in(database, actor, view.id)
    mine = await seen(database, cast.maryam, view.id)
    assert (mine.taken_places, mine.free_places) == (3, None)


async def test_twenty_at_once_for_three_places(database: Database, cast: Cast) -> None:
    view = await opened(database, cast)
    people = await crowd(database, cast.tree.sadat, 20)
    async with asyncio.TaskGroup() as group:
        tries = [group.create_task(got_in(database, actor, view.id)) for actor in people]
    assert sum(one.result() for one in tries) == 3
    assert (await seen(database, cast.maryam, view.id)).taken_places == 3
    inside = [actor for actor, one in zip(people, tries, strict=True) if one.result()]
    assert all([(await seen(database, actor, view.id)).mine for actor in inside])


async def test_many_presses_of_one_person_at_once_take_one_place(database: Database, cast: Cast) -> None:
    view = await opened(database, cast)
    for act, taken in ((signed_up, 1), (left, 0), (signed_up, 1)):
        async with asyncio.TaskGroup() as group:
            for _ in range(6):
                group.create_task(act(database, cast.maryam, view.id))
        assert (await seen(database, cast.maryam, view.id)).taken_places == taken


async def test_when_it_is_over_nobody_comes_and_nobody_goes(database: Database, cast: Cast) -> None:
    view = await opened(database, cast)
    await signed_up(database, cast.maryam, view.id, FRIDAY)
    saturday = FRIDAY + timedelta(days=1)
    for act, actor in ((signed_up, cast.narges), (left, cast.maryam)):
        with pytest.raises(Conflict, match="error-campaign-over"):
            await act(database, actor, view.id, saturday)
    after = await seen(database, cast.maryam, view.id, saturday)
    assert (after.open, after.taken_places, after.mine) == (False, 1, True)


async def test_a_closed_campaign_takes_nobody_in_and_lets_people_go(database: Database, cast: Cast) -> None:
    view = await opened(database, cast)
    await signed_up(database, cast.maryam, view.id)
    async with database.write_session() as session:
        for _ in range(2):
            shut = await close_campaign(Caller(session, cast.hossein, NOW), view.id)
            assert (shut.open, shut.may_close) == (False, False)
        await session.commit()
    with pytest.raises(Conflict, match="error-campaign-closed"):
        await signed_up(database, cast.narges, view.id)
    assert (await left(database, cast.maryam, view.id)).taken_places == 0
    async with database.read_session() as session:
        noted = await session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"campaign:{view.number}"))
        assert sorted(noted) == ["close-campaign", "leave-campaign", "open-campaign", "sign-up"]


async def test_whoever_is_in_can_see_it_and_leave_it_after_their_unit(database: Database, cast: Cast) -> None:
    view = await opened(database, cast)
    await signed_up(database, cast.maryam, view.id)
    without = replace(cast.maryam, grants=())
    assert (await seen(database, without, view.id)).mine
    assert (await left(database, without, view.id)).taken_places == 0
    with pytest.raises(Forbidden):
        await signed_up(database, without, view.id)
    with pytest.raises(NotFound):
        await seen(database, replace(cast.narges, grants=()), view.id)
