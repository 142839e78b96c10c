"""A bot that is killed between any two messages, and a user who goes on with the next process."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import orjson
from aiohttp import FormData
from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.encryption import keyring
from bot.storage.tables import Conversation
from tests.conversations.app import TOKEN, Phone, plain
from tests.faults.harness.processes import ROOT, Bot, Fleet

KEY = bytes(range(32)).hex()
PATIENCE = 90.0  # seconds for a process to come up and to answer, on a machine that does much else


def settings(root: str, database: Database, folder: Path, *messengers: str) -> dict[str, str]:
    """Return the environment of `python -m bot run`; a messenger without a token is absent."""
    url = database.engine.url.render_as_string(hide_password=False)
    known = {f"HAMYAR_{m.upper()}_TOKEN": TOKEN for m in messengers}
    known |= {f"HAMYAR_{m.upper()}_API": f"{root}/{m}" for m in messengers}
    known |= {"HAMYAR_DATABASE_URL": url, "HAMYAR_SECRET_KEY": KEY}
    return known | {"HAMYAR_DATA": str(folder), "HAMYAR_LOG_LEVEL": "WARNING", "HAMYAR_MESSAGES_A_MINUTE": "0"}


class Forked:
    """Bots forked from one process that has done its imports, for many at a time."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._one = asyncio.Lock()

    async def __call__(self, settings: Mapping[str, str]) -> Bot:
        async with self._one:  # answers come in the order of the orders
            return await self._fleet.fork(0, settings)


class Whole:
    """Bots by `python -m bot run`, from nothing each time, without settings of the environment."""

    def __init__(self, group: asyncio.TaskGroup, log: Path) -> None:
        self._group = group
        self._log = log

    async def __call__(self, settings: Mapping[str, str]) -> Bot:
        around = {name: value for name, value in os.environ.items() if not name.startswith("HAMYAR_")}
        log = os.open(self._log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=around | dict(settings), cwd=ROOT, stdout=log, stderr=log
        )
        os.close(log)
        bot = Bot(pid=process.pid, generation=0, whole=True, began=0.0)
        self._group.create_task(self._watch(process, bot))
        return bot

    async def _watch(self, process: Process, bot: Bot) -> None:
        bot.code = await process.wait()
        bot.ended.set()


Begin: TypeAlias = Callable[[Mapping[str, str]], Awaitable[Bot]]


@dataclass(slots=True, kw_only=True)
class Life:
    """One bot after the other."""

    begin: Begin
    settings: Mapping[str, str]
    bot: Bot
    lives: int = 1

    async def kill(self) -> None:
        """Kill the bot (`kill -9`) and start a new one."""
        await self.bot.kill()
        self.bot = await self.begin(self.settings)
        self.lives += 1


@asynccontextmanager
async def life(begin: Begin, settings: Mapping[str, str]) -> AsyncIterator[Life]:
    alive = Life(begin=begin, settings=settings, bot=await begin(settings))
    try:
        yield alive
    finally:
        await alive.bot.kill()


@dataclass(slots=True, kw_only=True)
class Talker:
    """A user who waits for the question before they answer, however long the bot is away."""

    phone: Phone
    database: Database
    told: list[str] = field(default_factory=list)

    async def standing(self) -> tuple[str, ...]:
        """Return form and question in the database, inner forms last; empty if none is open."""
        mine = Conversation.messenger == self.phone.messenger, Conversation.external_id == self.phone.account
        async with self.database.read_session() as session:
            box = await session.scalar(select(Conversation.state).where(*mine))
        if box is None:
            return ()
        place = f"conversations.state:{self.phone.messenger}/{self.phone.account}"
        form = orjson.loads(keyring().open(box, place))["form"]
        at: tuple[str, ...] = (form["form"],) if form else ()
        while form:
            at, form = (*at, form["at"]), form["sub"]
        return at

    async def asked(self, *at: str) -> None:
        """Wait until the conversation is at that question."""
        await self._until(lambda now: now == at, f"asked {at}")

    async def _until(self, fits: Callable[[tuple[str, ...]], bool], what: str) -> None:
        now: tuple[str, ...] = ()

        async def stands() -> bool:
            nonlocal now
            now = await self.standing()
            return fits(now)

        if not await come(stands):
            raise AssertionError(f"never {what}: it stands at {now}, after {self.told}")

    async def say(self, text: str) -> None:
        await self._do("say", text, {"text": text})

    async def tap(self, label: str) -> None:
        """Tap the button as soon as it is there."""
        found: list[str] = []

        async def shown() -> bool:
            found.extend(await self._buttons(label))
            return bool(found)

        if not await come(shown):
            raise AssertionError(f"no button {label} on {await self.phone.screen()}, after {self.told}")
        await self._do("press", label, {"button": found[0]})

    async def press(self, message: int, data: str) -> None:
        """Press a button of one message, whatever its label says by now."""
        await self._do("press", data, {"message_id": message, "data": data})

    async def _buttons(self, label: str) -> list[str]:
        screen = await self.phone.screen()
        shown = [m for m in reversed(screen["messages"]) if m["from"] == "bot" and not m["deleted"]]
        labels = [b["text"] for m in shown[:2] for row in m["buttons"] for b in row]
        labels += [key for row in screen["keyboard"] for key in row]
        return [one for one in labels if plain(one) == label] or [one for one in labels if plain(one).startswith(label)]

    async def share_contact(self, phone: str) -> None:
        await self._do("say", "(contact)", {"contact": {"phone_number": phone, "first_name": self.phone.name}})

    async def share_picture(self) -> None:
        await self._do("say", "(picture)", {"album": 1})

    async def share_place(self, latitude: float, longitude: float) -> None:
        await self._do("say", "(location)", {"location": {"latitude": latitude, "longitude": longitude}})

    async def share_document(self, content: bytes, name: str) -> None:
        form = FormData()
        form.add_field("kind", "document")
        form.add_field("file", content, filename=name)
        await self._post("say", "(document)", data=form)

    async def _do(self, verb: str, told: str, words: dict[str, Any]) -> None:
        await self._post(verb, told, json=words)

    async def _post(self, verb: str, told: str, **body: Any) -> None:
        self.told.append(told)
        async with self.phone.http.post(f"{self.phone.place}/{verb}", **body) as answer:
            assert answer.status == 200, await answer.text()

    async def answered(self) -> None:
        """Wait until the bot is done with every update and silent."""
        async with asyncio.timeout(PATIENCE):
            while not (await self.phone.screen(wait=30))["settled"]:
                pass


async def come(yet: Callable[[], Awaitable[bool]]) -> bool:
    """Wait for a condition; return whether it came in time."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while asyncio.get_running_loop().time() < until:
        if await yet():
            return True
        await asyncio.sleep(0.03)
    return False
