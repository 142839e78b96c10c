"""Lists of a campaign's participants, of past campaigns and of calls: their rows, order and readers."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.caller import Actor, Caller
from bot.relief.calls import calls
from bot.relief.calls.lists import CallListItem, list_visible_calls
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import CampaignView, NewCampaign
from bot.relief.campaigns.participants import list_participants
from bot.relief.campaigns.sign_ups import close_campaign, leave_campaign, sign_up
from bot.relief.errors import Forbidden, NotFound
from bot.relief.ids import CampaignId, UnitId
from bot.relief.vocabulary import CallState
from bot.storage.database import Database
from tests.relief.world import NOW, TODAY, Cast
from tests.support.moments import noon

NEXT_WEEK = TODAY + timedelta(days=7)


async def opened(
    session: AsyncSession, actor: Actor, unit: UnitId, title: str, until: date = NEXT_WEEK
) -> CampaignView:
    new = NewCampaign(unit=unit, title=title, occasion="", since=TODAY, until=until, places=None)
    return await campaigns.open_campaign(Caller(session, actor, NOW), new)


async def names(session: AsyncSession, actor: Actor, wanted: CampaignId) -> list[str]:
    found = await list_participants(Caller(session, actor, NOW), wanted, offset=0, limit=20)
    return [one.name for one in found.items]


async def test_who_is_in_a_campaign_is_read_by_those_who_run_it(database: Database, cast: Cast) -> None:
    async with database.write_session() as session:
        here = await opened(session, cast.hossein, cast.tree.gachsaran, "پخش غذا")
        await sign_up(Caller(session, cast.narges, NOW), here.id)
        await sign_up(Caller(session, cast.maryam, NOW + timedelta(minutes=1)), here.id)
        assert await names(session, cast.hossein, here.id) == ["نرگس رستمی", "مریم احمدی"]
        await leave_campaign(Caller(session, cast.narges, NOW), here.id)
        assert await names(session, cast.hossein, here.id) == ["مریم احمدی"]
        with pytest.raises(Forbidden):
            await names(session, cast.maryam, here.id)
        with pytest.raises(NotFound):
            await names(session, cast.hossein, CampaignId(7))


async def test_closed_and_past_campaigns_are_listed_for_those_who_open_them(database: Database, cast: Cast) -> None:
    async with database.write_session() as session:
        past = await opened(session, cast.hossein, cast.tree.sadat, "دیروز", until=TODAY)
        shut = await opened(session, cast.hossein, cast.tree.lebnan, "بسته")
        await opened(session, cast.hossein, cast.tree.lebnan, "باز")
        await close_campaign(Caller(session, cast.hossein, NOW), shut.id)
        tomorrow = TODAY + timedelta(days=1)
        theirs = await campaigns.list_past_campaigns(Caller(session, cast.hossein, noon(tomorrow)), offset=0, limit=6)
        assert [one.id for one in theirs.items] == [shut.id, past.id]
        volunteers = await campaigns.list_past_campaigns(
            Caller(session, cast.maryam, noon(tomorrow)), offset=0, limit=6
        )
        assert not volunteers.items


async def test_calls_are_listed_latest_first_for_those_who_oversee_them(database: Database, cast: Cast) -> None:
    async with database.write_session() as session:
        for unit, text in ((cast.tree.sadat, "فراخوان نخست"), (cast.tree.gachsaran, "فراخوان دوم")):
            await calls.create_call(Caller(session, cast.hossein, NOW), unit=unit, role=None, text=text)

        async def listed(actor: Actor) -> list[CallListItem]:
            return list((await list_visible_calls(Caller(session, actor, NOW), offset=0, limit=6)).items)

        assert [(one.text, one.state) for one in await listed(cast.zahra)] == [
            ("فراخوان دوم", CallState.SENDING),
            ("فراخوان نخست", CallState.SENDING),
        ]
        assert [one.number for one in await listed(cast.hossein)] == sorted(
            (one.number for one in await listed(cast.zahra)), reverse=True
        )
        assert not await listed(cast.maryam)
