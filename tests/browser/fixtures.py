"""Fixtures of the browser tests: a window on the page, and a bot that is nothing but HTTP calls."""

from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer
from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page

from bot.sandbox.options import Messenger, Options
from bot.sandbox.server import create_app

TOKEN = "110201543:browser"
PATIENCE = 20_000
"""Milliseconds until an expectation gives up; a passing test waits far less."""


@dataclass(slots=True, kw_only=True)
class TalkingBot:
    """A bot without a library: fetches updates and calls methods."""

    session: aiohttp.ClientSession
    root: str
    messenger: Messenger
    offset: int = 0

    async def call(self, method: str, **arguments: Any) -> Any:
        """Return the result, or the whole {"ok": False, …} of a refused call."""
        address = f"{self.root}{self.messenger}/bot{TOKEN}/{method}"
        async with self.session.post(address, json=arguments) as answer:
            body = await answer.json()
        return body["result"] if body["ok"] else body

    async def hear(self) -> dict[str, Any]:
        """Return the next update; the next call confirms it."""
        for _ in range(10):
            updates = await self.call("getUpdates", offset=self.offset, limit=1, timeout=2)
            if updates:
                self.offset = updates[0]["update_id"] + 1
                return dict(updates[0])
        raise AssertionError("the bot heard nothing")

    async def hear_message(self) -> dict[str, Any]:
        return dict((await self.hear())["message"])

    async def say(self, account: int, text: str, **more: Any) -> dict[str, Any]:
        return dict(await self.call("sendMessage", chat_id=account, text=text, **more))

    async def send_file(self, account: int, method: str, part: str, name: str, content: bytes) -> dict[str, Any]:
        form = aiohttp.FormData({"chat_id": str(account)}, quote_fields=False)
        form.add_field(part, content, filename=name)
        address = f"{self.root}{self.messenger}/bot{TOKEN}/{method}"
        async with self.session.post(address, data=form) as answer:
            return dict((await answer.json())["result"])

    async def fetch(self, file_id: str) -> bytes:
        path = (await self.call("getFile", file_id=file_id))["file_path"]
        async with self.session.get(f"{self.root}{self.messenger}/file/bot{TOKEN}/{path}") as answer:
            return await answer.read()


def keys(*rows: list[Any]) -> dict[str, Any]:
    return {"keyboard": [[key if isinstance(key, dict) else {"text": key} for key in row] for row in rows]}


def inline(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}


@dataclass(slots=True, kw_only=True)
class Stage:
    """Emulator, browser and bot. `complaints` are errors of the page's scripts; it must stay empty."""

    options: Options
    window: BrowserContext
    session: aiohttp.ClientSession
    complaints: list[str] = field(default_factory=list)
    root: str = ""
    bots: dict[Messenger, TalkingBot] = field(default_factory=dict)
    _server: TestServer | None = None
    _port: int | None = None

    async def switch_on(self) -> None:
        """Start the emulator at the same address, with its saved state."""
        self._server = TestServer(create_app(self.options), port=self._port)
        await self._server.start_server()
        self._port = self._server.port
        self.root = str(self._server.make_url("/"))
        for messenger in Messenger:
            bot = TalkingBot(session=self.session, root=self.root, messenger=messenger)
            self.bots.setdefault(messenger, bot)

    async def switch_off(self) -> None:
        if self._server is not None:
            await self._server.close()

    @property
    def telegram(self) -> TalkingBot:
        return self.bots[Messenger.TELEGRAM]

    @property
    def bale(self) -> TalkingBot:
        return self.bots[Messenger.BALE]

    async def open(self, where: str = "") -> "Phone":
        page = await self.window.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self._listen(message))  # noqa: PLW0108 - it marks a bound method's object, which has slots
        await page.goto(f"{self.root}{where}")
        return Phone(page=page)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "net::ERR" not in message.text:
            self.complaints.append(message.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """The page as a person uses it."""

    page: Page

    def part(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    def person(self, key: str) -> Locator:
        return self.page.locator(f"[data-person='{key}']")

    def messages(self, sender: str) -> Locator:
        return self.page.locator(f"[data-testid='message'][data-from='{sender}']")

    def button(self, text: str) -> Locator:
        return self.part("inline-button").filter(has_text=text)

    async def say(self, text: str) -> None:
        await self.part("writing").fill(text)
        await self.part("writing").press("Enter")
