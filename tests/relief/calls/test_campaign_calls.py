"""Calls of a campaign: a place is taken under the call or on the page, and every figure says the same."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.relief.access.caller import Actor, Caller
from bot.relief.calls import calls
from bot.relief.calls.answering import answer_call, list_call_answers, load_own_call
from bot.relief.calls.promises import list_attendances, list_own_promises
from bot.relief.calls.views import CallDeliveryView, CallView
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import CampaignView, NewCampaign
from bot.relief.campaigns.participants import list_participants
from bot.relief.campaigns.sign_ups import close_campaign, leave_campaign, sign_up
from bot.relief.errors import Conflict, Forbidden
from bot.relief.ids import CallId
from bot.relief.lifecycle.attendance_merge import merge_attendance
from bot.relief.lifecycle.self_erasure import erase_self
from bot.relief.vocabulary import CallAnswer, CallState, Role
from bot.storage.database import Database
from bot.storage.tables import Campaign, Delivery, Membership, Person
from tests.relief.world import NOW, TODAY, Cast, member

COMING, CANNOT, NO_PLACE = CallAnswer.COMING, CallAnswer.CANNOT, CallAnswer.NO_PLACE


async def opened(database: Database, cast: Cast, *, places: int | None = 1) -> CampaignView:
    new = NewCampaign(
        unit=cast.tree.gachsaran, title="حمل بار با وانت", occasion="", since=TODAY, until=TODAY, places=places
    )
    async with database.write_session() as session:
        view = await campaigns.open_campaign(Caller(session, cast.hossein, NOW), new)
        await session.commit()
    return view


async def called(database: Database, cast: Cast, campaign: CampaignView) -> CallId:
    """Send a call of the campaign to all of Gachsaran; every copy has arrived."""
    async with database.write_session() as session:
        sent = await calls.create_call(
            Caller(session, cast.hossein, NOW),
            unit=cast.tree.gachsaran,
            role=None,
            text="فردا ساعت ۸",
            campaign=campaign.id,
        )
        await session.execute(update(Delivery).values(state="sent"))
        await session.commit()
    return sent.id


async def answered(database: Database, actor: Actor, call: CallId, said: CallAnswer) -> CallDeliveryView:
    async with database.write_session() as session:
        copy = await answer_call(Caller(session, actor, NOW), call, said)
        await session.commit()
    return copy


async def on_the_page(database: Database, actor: Actor, campaign: CampaignView, *, comes: bool) -> None:
    async with database.write_session() as session:
        await (sign_up if comes else leave_campaign)(Caller(session, actor, NOW), campaign.id)
        await session.commit()


async def figures(database: Database, cast: Cast, campaign: CampaignView, call: CallId) -> CallView:
    """Return the call as its sender sees it, once every figure was found to agree with every other."""
    async with database.read_session() as session:
        caller = Caller(session, cast.hossein, NOW)
        view = await calls.load_call(caller, call)
        answers = (await list_call_answers(caller, call, offset=0, limit=50)).items
        participants = {one.name for one in (await list_participants(caller, campaign.id, offset=0, limit=50)).items}
        page = await campaigns.load_campaign(caller, campaign.id)
    coming = [one.name for one in answers if one.answer is COMING]
    assert set(coming) <= participants
    assert len(coming) == view.coming
    assert [one.answer for one in answers].count(CANNOT) == view.cannot
    assert [one.answer for one in answers].count(NO_PLACE) == view.no_place
    assert view.campaign is not None
    assert len(participants) == page.taken_places == view.campaign.taken_places
    assert page.places is None or page.taken_places <= page.places
    return view


def counts(view: CallView) -> tuple[int, int, int, int]:
    return view.coming, view.no_place, view.cannot, view.silent


async def test_the_last_place_is_given_under_the_call_and_the_next_one_hears_that_there_is_none(
    database: Database, cast: Cast
) -> None:
    campaign = await opened(database, cast)
    call = await called(database, cast, campaign)
    assert (await answered(database, cast.maryam, call, COMING)).answer is COMING
    copy = await answered(database, cast.narges, call, COMING)
    assert copy.answer is NO_PLACE
    assert copy.campaign is not None
    assert copy.campaign.free_places == 0
    assert counts(await figures(database, cast, campaign, call)) == (1, 1, 0, 0)


async def test_who_cannot_come_any_more_frees_the_place_for_the_next_one(database: Database, cast: Cast) -> None:
    campaign = await opened(database, cast)
    call = await called(database, cast, campaign)
    await answered(database, cast.maryam, call, COMING)
    await answered(database, cast.narges, call, COMING)
    assert (await answered(database, cast.maryam, call, CANNOT)).answer is CANNOT
    assert (await answered(database, cast.narges, call, COMING)).answer is COMING
    assert counts(await figures(database, cast, campaign, call)) == (1, 0, 1, 0)


async def test_what_is_done_on_the_campaigns_page_shows_in_its_calls(database: Database, cast: Cast) -> None:
    campaign = await opened(database, cast)
    call = await called(database, cast, campaign)
    await answered(database, cast.maryam, call, CANNOT)
    await on_the_page(database, cast.maryam, campaign, comes=True)
    assert counts(await figures(database, cast, campaign, call)) == (1, 0, 0, 1)
    await on_the_page(database, cast.maryam, campaign, comes=False)
    assert counts(await figures(database, cast, campaign, call)) == (0, 0, 1, 1)


async def test_one_who_left_before_the_call_has_not_answered_it(database: Database, cast: Cast) -> None:
    campaign = await opened(database, cast)
    await on_the_page(database, cast.maryam, campaign, comes=True)
    await on_the_page(database, cast.maryam, campaign, comes=False)
    call = await called(database, cast, campaign)
    assert counts(await figures(database, cast, campaign, call)) == (0, 0, 0, 2)


async def test_a_place_counts_in_every_call_of_the_campaign(database: Database, cast: Cast) -> None:
    campaign = await opened(database, cast)
    first, second = await called(database, cast, campaign), await called(database, cast, campaign)
    await answered(database, cast.maryam, first, COMING)
    assert counts(await figures(database, cast, campaign, second)) == (1, 0, 0, 1)
    await answered(database, cast.maryam, second, CANNOT)
    assert counts(await figures(database, cast, campaign, first)) == (0, 0, 1, 1)


async def test_somebody_who_was_not_called_takes_a_place_and_answers_nothing(database: Database, cast: Cast) -> None:
    campaign = await opened(database, cast)
    call = await called(database, cast, campaign)
    await on_the_page(database, cast.hossein, campaign, comes=True)
    assert (await answered(database, cast.maryam, call, COMING)).answer is NO_PLACE
    assert counts(await figures(database, cast, campaign, call)) == (0, 1, 0, 1)


@pytest.mark.parametrize("places", [1, 3])
async def test_of_many_who_press_at_once_as_many_as_there_are_places_come(
    database: Database, cast: Cast, places: int
) -> None:
    async with database.write_session() as session:
        people = [
            await member(session, cast.tree.sadat, Role.VOLUNTEER, f"داوطلب {place}", account=6000 + place)
            for place in range(8)
        ]
        await session.commit()
    campaign = await opened(database, cast, places=places)
    call = await called(database, cast, campaign)
    copies = await asyncio.gather(*(answered(database, actor, call, COMING) for actor in people))
    assert sorted(copy.answer or "" for copy in copies) == [COMING] * places + [NO_PLACE] * (8 - places)
    assert counts(await figures(database, cast, campaign, call)) == (places, 8 - places, 0, 2)


async def test_after_sign_up_was_closed_nobody_comes_and_who_comes_may_still_say_no(
    database: Database, cast: Cast
) -> None:
    campaign = await opened(database, cast, places=5)
    call = await called(database, cast, campaign)
    await answered(database, cast.maryam, call, COMING)
    async with database.write_session() as session:
        await close_campaign(Caller(session, cast.hossein, NOW), campaign.id)
        await session.commit()
    copy = await answered(database, cast.narges, call, COMING)
    assert (copy.answer, copy.campaign and copy.campaign.closed) == (NO_PLACE, True)
    await answered(database, cast.maryam, call, CANNOT)
    assert counts(await figures(database, cast, campaign, call)) == (0, 1, 1, 0)


async def test_after_its_last_day_nothing_changes(database: Database, cast: Cast) -> None:
    campaign = await opened(database, cast, places=5)
    call = await called(database, cast, campaign)
    await answered(database, cast.maryam, call, COMING)
    later = NOW + timedelta(days=1)
    async with database.write_session() as session:
        for actor, said, stands in ((cast.maryam, CANNOT, COMING), (cast.narges, COMING, None)):
            copy = await answer_call(Caller(session, actor, later), call, said)
            assert (copy.answer, copy.is_over) == (stands, True)
        await session.commit()
    assert counts(await figures(database, cast, campaign, call)) == (1, 0, 0, 1)


async def test_who_may_not_sign_up_is_told_so_and_nothing_is_kept(database: Database, cast: Cast) -> None:
    campaign = await opened(database, cast, places=5)
    call = await called(database, cast, campaign)
    gone = replace(cast.maryam, grants=())
    async with database.write_session() as session:
        with pytest.raises(Forbidden, match="error-campaign-members-only"):
            await answer_call(Caller(session, gone, NOW), call, COMING)
        await session.commit()
    assert counts(await figures(database, cast, campaign, call)) == (0, 0, 0, 2)


async def test_a_member_who_was_suspended_keeps_the_place_until_they_give_it_back(
    database: Database, cast: Cast
) -> None:
    campaign = await opened(database, cast)
    call = await called(database, cast, campaign)
    await answered(database, cast.maryam, call, COMING)
    gone = replace(cast.maryam, grants=())
    assert counts(await figures(database, cast, campaign, call)) == (1, 0, 0, 1)
    assert (await answered(database, gone, call, CANNOT)).answer is CANNOT
    assert counts(await figures(database, cast, campaign, call)) == (0, 0, 1, 1)


async def test_a_cancelled_call_gives_no_place_and_takes_one_back(database: Database, cast: Cast) -> None:
    campaign = await opened(database, cast, places=5)
    call = await called(database, cast, campaign)
    await answered(database, cast.maryam, call, COMING)
    async with database.write_session() as session:
        await calls.cancel_call(Caller(session, cast.hossein, NOW), call)
        await session.commit()
    with pytest.raises(Conflict, match="error-call-cancelled"):
        await answered(database, cast.narges, call, COMING)
    assert (await answered(database, cast.maryam, call, CANNOT)).answer is CANNOT
    view = await figures(database, cast, campaign, call)
    assert (view.state, *counts(view)) == (CallState.CANCELLED, 0, 0, 1, 1)


async def test_two_persons_who_become_one_have_one_place_and_one_answer(database: Database, cast: Cast) -> None:
    campaign = await opened(database, cast, places=5)
    call = await called(database, cast, campaign)
    for actor in (cast.maryam, cast.narges):
        await answered(database, actor, call, COMING)
    async with database.write_session() as session:
        await merge_attendance(session, cast.maryam.person, cast.narges.person, NOW)
        await session.execute(
            update(Person).where(Person.id == cast.narges.person).values(merged_into=cast.maryam.person)
        )
        await session.commit()
    assert counts(await figures(database, cast, campaign, call)) == (1, 0, 0, 0)


async def test_the_place_of_the_other_person_goes_to_the_one_who_had_left(database: Database, cast: Cast) -> None:
    campaign = await opened(database, cast, places=5)
    call = await called(database, cast, campaign)
    await on_the_page(database, cast.maryam, campaign, comes=True)
    await on_the_page(database, cast.maryam, campaign, comes=False)
    await on_the_page(database, cast.narges, campaign, comes=True)
    async with database.write_session() as session:
        await merge_attendance(session, cast.maryam.person, cast.narges.person, NOW)
        await session.commit()
    assert (await figures(database, cast, campaign, call)).coming == 1
    async with database.read_session() as session:
        assert (await campaigns.load_campaign(Caller(session, cast.maryam, NOW), campaign.id)).mine


async def test_one_who_was_erased_holds_no_place(database: Database, cast: Cast) -> None:
    campaign = await opened(database, cast)
    call = await called(database, cast, campaign)
    await answered(database, cast.maryam, call, COMING)
    async with database.write_session() as session:
        await session.execute(update(Membership).where(Membership.person_id == cast.maryam.person).values(until=TODAY))
        await erase_self(Caller(session, replace(cast.maryam, grants=()), NOW))
        await session.commit()
    assert (await answered(database, cast.narges, call, COMING)).answer is COMING
    assert counts(await figures(database, cast, campaign, call)) == (1, 0, 1, 0)


async def test_a_call_goes_only_to_those_who_see_the_campaign_and_only_while_it_is_open(
    database: Database, cast: Cast
) -> None:
    async with database.write_session() as session:
        caller = Caller(session, cast.hossein, NOW)
        here = NewCampaign(unit=cast.tree.sadat, title="بسته‌بندی", occasion="", since=TODAY, until=TODAY, places=None)
        campaign = await campaigns.open_campaign(caller, here)
        for unit in (cast.tree.gachsaran, cast.tree.lebnan):
            with pytest.raises(Conflict, match="error-call-campaign-unit"):
                await calls.create_call(caller, unit=unit, role=None, text="بیایید", campaign=campaign.id)
        await calls.create_call(caller, unit=cast.tree.sadat, role=None, text="بیایید", campaign=campaign.id)
        await close_campaign(caller, campaign.id)
        with pytest.raises(Conflict, match="error-campaign-closed"):
            await calls.create_call(caller, unit=cast.tree.sadat, role=None, text="بیایید", campaign=campaign.id)


async def test_ones_promises_are_places_and_answers_that_are_not_over(database: Database, cast: Cast) -> None:
    campaign = await opened(database, cast)
    of_campaign = await called(database, cast, campaign)
    async with database.write_session() as session:
        plain = await calls.create_call(
            Caller(session, cast.hossein, NOW), unit=cast.tree.sadat, role=None, text="فردا بیایید"
        )
        await session.execute(update(Delivery).values(state="sent"))
        await session.commit()
    await answered(database, cast.maryam, of_campaign, COMING)
    async with database.read_session() as session:
        maryam = Caller(session, cast.maryam, NOW)
        assert [one.campaign for one in await list_own_promises(maryam, 5)] == [campaign.id]
        every = (await list_attendances(maryam, offset=0, limit=6)).items
    assert [(one.campaign, one.call, one.answer) for one in every] == [
        (campaign.id, None, COMING),
        (None, plain.id, None),
    ]
    await answered(database, cast.maryam, plain.id, COMING)
    async with database.read_session() as session:
        own = await list_own_promises(Caller(session, cast.maryam, NOW), 5)
        over = await list_own_promises(Caller(session, cast.maryam, NOW + timedelta(days=15)), 5)
        copy = await load_own_call(Caller(session, cast.maryam, NOW), plain.id)
        assert await session.scalar(select(Campaign.taken_places)) == 1
    assert ([one.call or one.campaign for one in own], over) == ([campaign.id, plain.id], ())
    assert copy.answer is COMING
