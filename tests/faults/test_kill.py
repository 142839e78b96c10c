"""`kill -9` between any two steps of any form, and right after a word: the conversation goes on where it was, nothing of it
is lost and nothing is twice.
"""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession
from sqlalchemy import func, select

from bot.storage.database import Database, open_database
from bot.storage.tables import Conversation, DeadLetter, Draft
from handlers.registry import REGISTRY
from tests.conversations.app import Phone, sandbox
from tests.conversations.world import peopled
from tests.faults.harness.processes import fleet
from tests.faults.killable_bot import PATIENCE, Begin, Forked, Life, Talker, Whole, come, life, settings
from tests.faults.scenario import NEWCOMER, Walk
from tests.faults.scenarios import invited, walks, written
from tests.relief.world import registered

FORMS = tuple(walks(""))
AT_ONCE = 4  # bots


@asynccontextmanager
async def fresh(template: Path, folder: Path) -> AsyncIterator[Database]:
    await asyncio.to_thread(folder.mkdir)
    shutil.copy(template, folder / "hamyar.db")
    database = open_database(f"sqlite:///{folder / 'hamyar.db'}")
    try:
        yield database
    finally:
        await database.close()


async def prepared(database: Database, form: str) -> Walk:
    cast = await peopled(database)
    async with database.write_session() as session:
        await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        code = await invited(session, cast)
        await written(session, cast, form)
        await session.commit()
    return walks(code)[form]


async def walk(form: str, told: Walk, talker: Talker, alive: Life, parity: int) -> None:
    """Every other step the bot dies when it has answered, and at the steps between as soon as the word is out; `parity` says
    at which of them which.
    """
    for opening in told.opening:
        await opening(talker)
        await talker.answered()
    for number, (at, act) in enumerate(told.steps):
        await talker.asked(form, *at.split())
        await act(talker)
        if number % 2 != parity:
            await talker.answered()
        await alive.kill()
        await talker.answered()
    await talker.asked()
    await talker.answered()


async def unsent(database: Database) -> int:
    async with database.read_session() as session:
        return await session.scalar(select(func.count()).where(Conversation.unsent.is_not(None))) or 0


async def still(database: Database) -> None:
    """Nothing is left to finish or to look into."""
    async with database.read_session() as session:
        assert await session.scalar(select(func.count()).select_from(DeadLetter)) == 0
        assert await session.scalar(select(func.count()).select_from(Draft)) == 0


async def test_every_form_is_walked() -> None:
    assert set(FORMS) == set(REGISTRY.forms)


async def walked(
    form: str, database: Database, begin: Begin, folder: Path, *, parity: int, whole: bool = False
) -> None:
    told = await prepared(database, form)
    messenger = "bale" if told.who == NEWCOMER else "telegram"
    async with sandbox() as root, ClientSession(root) as http:
        phone = Phone(http=http, messenger=messenger, account=told.who, name="سارا")
        talker = Talker(phone=phone, database=database)
        around = settings(root, database, folder, *({messenger} if whole else ("bale", "telegram")))
        async with life(begin, around) as alive:
            await walk(form, told, talker, alive, parity)
            for act in told.closing:
                await act(talker)
                await talker.answered()

            async def all_is_said() -> bool:
                return await unsent(database) == 0

            assert await come(all_is_said)
        assert alive.lives == len(told.steps) + 1
    async with database.read_session() as session:
        assert await told.held(session) == told.kept
    await still(database)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_every_form_goes_on_where_it_was(sqlite_template: Path, database: Database, tmp_path: Path) -> None:
    """Each walked twice, so that the bot dies in both ways at each step; a bot, a database and a messenger for each walk,
    some of them at a time. On PostgreSQL one of them.
    """
    few = asyncio.Semaphore(AT_ONCE)

    async def on_sqlite(form: str, parity: int) -> None:
        folder = tmp_path / f"{form}-{parity}"
        async with few, fresh(sqlite_template, folder) as own:
            await one(form, own, folder, parity)

    async def one(form: str, own: Database, folder: Path, parity: int) -> None:
        try:
            await walked(form, own, begin, folder, parity=parity)
        except Exception as error:
            error.add_note(f"{form}, parity {parity}")
            raise

    async with fleet(tmp_path) as ships, asyncio.TaskGroup() as group:
        begin = Forked(ships)
        group.create_task(one("service-report", database, tmp_path, 0))
        for parity in (0, 1):
            for form in FORMS:
                group.create_task(on_sqlite(form, parity))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_command_itself_goes_on_where_it_was(database: Database, tmp_path: Path) -> None:
    """`python -m bot run` from nothing each time, as whoever runs it does."""
    async with asyncio.TaskGroup() as group:
        await walked("joining", database, Whole(group, tmp_path / "bot.log"), tmp_path, parity=0, whole=True)


@pytest.mark.parametrize(("slow", "out"), [(1.0, True), (600.0, False)], ids=["a slow messenger", "a silent one"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_whoever_is_asked_to_stop_finishes_what_is_in_hand(
    database: Database, tmp_path: Path, slow: float, *, out: bool
) -> None:
    """The answer that was on its way arrives and is marked; one that will not go is left to the next process."""
    await peopled(database)
    async with sandbox() as root, ClientSession(root) as http, asyncio.TaskGroup() as group:
        bot = await Whole(group, tmp_path / "bot.log")(settings(root, database, tmp_path, "bale"))
        narges = Talker(phone=Phone(http=http, messenger="bale", account=2001, name="نرگس"), database=database)
        await narges.say("/start")
        await narges.answered()
        fault = {"method": "sendMessage", "account": 2001, "delay": slow}
        async with http.post("/faults", json=fault) as answer:
            assert answer.status == 200
        await narges.say("/menu")

        async def in_hand() -> bool:
            return await unsent(database) == 1

        assert await come(in_hand)
        os.kill(bot.pid, signal.SIGTERM)
        await asyncio.wait_for(bot.ended.wait(), PATIENCE)
        assert bot.code == 0
        heard = [m for m in (await narges.phone.screen())["messages"] if m["from"] == "bot"]
        assert (len(heard), await unsent(database)) == ((2, 0) if out else (1, 1))
