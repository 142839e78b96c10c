"""Drawing of screens on the sandbox's page, 375 by 780 in Chromium, in the look of each messenger, and their measure."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from playwright.async_api import Page, ViewportSize, async_playwright

from tests.browser.conftest import FLAGS, chromium
from tests.conversations.app import TOKEN, sandbox
from tests.screens.shown import Shown

PHONE = ViewportSize(width=375, height=780)
READER = 7001  # the account that sees every screen
MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The measure of one drawn screen: labels cut, lines whose numbers run backwards, pixels of its head out of view."""

    shown: Shown
    look: str
    cut: tuple[str, ...]
    mixed: tuple[str, ...]
    hidden: int


@asynccontextmanager
async def drawing_board(look: str) -> AsyncIterator["Board"]:
    """Open the page as one person's phone in one messenger."""
    async with sandbox() as root, ClientSession(root) as http, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = await browser.new_page(viewport=PHONE, locale="fa-IR", device_scale_factor=1, reduced_motion="reduce")
        async with http.post(f"/chat/{look}/{READER}/say", json={"text": "/start"}):
            pass
        await page.goto(f"{root}/#{look}/{READER}")
        await page.wait_for_selector("[data-testid='message']")
        yield Board(http=http, page=page, look=look)
        await browser.close()


@dataclass(slots=True, kw_only=True)
class Board:
    http: ClientSession
    page: Page
    look: str
    has_keyboard: bool = False

    async def draw(self, shown: Shown, picture: Path) -> Measured:
        """Send the screen to the page, measure it, and take its picture."""
        if shown.rows and self.has_keyboard:
            await self._call("sendMessage", text="…", reply_markup={"remove_keyboard": True})
        self.has_keyboard = bool(shown.keyboard)
        message = await self._call("sendMessage", text=shown.text or "…", reply_markup=shown.markup())
        number = str(message["message_id"])
        await self.page.wait_for_selector(f"[data-testid='message'][data-id='{number}']")
        found = await self.page.evaluate(MEASURE, number)
        await self.page.screenshot(path=picture)
        return Measured(
            shown=shown,
            look=self.look,
            cut=tuple(found["cut"]),
            mixed=tuple(found["mixed"]),
            hidden=round(found["hidden"]),
        )

    async def _call(self, method: str, **arguments: Any) -> Any:
        async with self.http.post(f"/{self.look}/bot{TOKEN}/{method}", json={"chat_id": READER, **arguments}) as answer:
            body = await answer.json()
        assert body["ok"], body
        return body["result"]


async def draw_all(shown: Sequence[Shown], look: str, folder: Path) -> list[Measured]:
    """Draw every screen; a picture is named after its screen."""
    async with drawing_board(look) as board:
        return [await board.draw(one, folder / f"{number:03}-{one.name[:60]}.png") for number, one in enumerate(shown)]
