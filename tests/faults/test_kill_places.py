"""`kill -9` while many press «می‌آیم» under the call of a campaign with fewer places: each place is given once, and told."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import select

from bot.clock import TEHRAN, SystemClock
from bot.relief.access.caller import Caller
from bot.relief.calls import calls
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import NewCampaign
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import Account, Answer, Campaign, SignUp
from tests.conversations.app import Phone, plain, sandbox
from tests.conversations.world import peopled
from tests.faults.harness.processes import fleet
from tests.faults.killable_bot import Forked, Talker, come, life, settings
from tests.relief.world import member

PLACES, PEOPLE = 2, 6
COMING = "می‌آیم"
GIVEN, NONE = "جای شما ثبت شد", "جایی برای شما ثبت نشد"


async def called(database: Database) -> list[int]:
    """Open a campaign and call six people to its two places; return their accounts."""
    cast = await peopled(database)
    now = SystemClock().now()
    day = now.astimezone(TEHRAN).date()
    accounts = [7000 + place for place in range(PEOPLE)]
    new = NewCampaign(
        unit=cast.tree.lebnan, title="حمل بار", occasion="", since=day, until=day + timedelta(2), places=PLACES
    )
    async with database.write_session() as session:
        for account in accounts:
            await member(session, cast.tree.lebnan, Role.VOLUNTEER, f"داوطلب {account}", account=account)
        caller = Caller(session, cast.hossein, now)
        campaign = await campaigns.open_campaign(caller, new)
        await calls.create_call(caller, unit=cast.tree.lebnan, role=None, text="بیایید", campaign=campaign.id)
        await session.commit()
    return accounts


async def press_coming(talker: Talker) -> None:
    """Press «می‌آیم» in the copy of the call as soon as it is there, also if it is marked as answered."""
    copies: list[Any] = []

    async def arrived() -> bool:
        shown = (await talker.phone.screen())["messages"]
        copies.extend(one for one in shown if one["from"] == "bot" and "حمل بار" in one["text"])
        return bool(copies)

    assert await come(arrived)
    keys = [key for row in copies[-1]["buttons"] for key in row]
    coming = next(key["data"] for key in keys if COMING in plain(key["text"]))
    await talker.press(copies[-1]["id"], coming)


async def outcome(talker: Talker) -> str:
    """Return what the copy says in the end: a place, or none."""
    shown = (await talker.phone.screen())["messages"]
    texts = [plain(one["text"]) for one in shown if one["from"] == "bot" and "حمل بار" in one["text"]]
    return next((words for words in (GIVEN, NONE) if texts and words in texts[-1]), "")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
async def test_places_are_given_once_and_told_truly_whenever_the_bot_dies(database: Database, tmp_path: Path) -> None:
    async with sandbox() as root, ClientSession(root) as http, fleet(tmp_path) as ships:
        accounts = await called(database)
        people = [
            Talker(phone=Phone(http=http, messenger="telegram", account=one, name=f"{one}"), database=database)
            for one in accounts
        ]
        for one in people:
            await one.say("/start")
        async with life(Forked(ships), settings(root, database, tmp_path, "telegram", "bale")) as alive:
            for _ in range(2):
                async with asyncio.TaskGroup() as group:
                    for one in people:
                        group.create_task(press_coming(one))
                await alive.kill()

            async def all_told() -> bool:
                return all([await outcome(one) for one in people])

            assert await come(all_told)
            told = {account: await outcome(one) for account, one in zip(accounts, people, strict=True)}
    async with database.read_session() as session:
        inside = (
            select(Account.external_id)
            .join(SignUp, SignUp.person_id == Account.person_id)
            .where(SignUp.state == "in", Account.messenger == "telegram")
        )
        assert {account for account, words in told.items() if words == GIVEN} == set(await session.scalars(inside))
        assert await session.scalar(select(Campaign.taken_places)) == PLACES
        assert list(await session.scalars(select(Answer.answer))) == ["no_place"] * (PEOPLE - PLACES)
