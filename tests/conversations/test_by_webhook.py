"""The same conversation with the updates brought by webhook: its answer carries the answer to a press, where it is read there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.app.health import Health
from bot.app.webhook_server import build_webhook_server
from bot.clock import FixedClock
from bot.settings import Settings
from bot.storage.database import Database
from tests.conversations.app import Stage, runtime_at_the_sandbox
from tests.conversations.world import peopled

ACCOUNTS = {"telegram": 1001, "bale": 2001}


SETTINGS = Settings(webhook_url="http://127.0.0.1:1/behind", webhook_secret=SecretStr("a-secret-of-sixteen"))


@asynccontextmanager
async def hooked(database: Database, clock: FixedClock, files: Path) -> AsyncIterator[tuple[Stage, str]]:
    """Let both messengers post their updates to the bot; yield its address too."""
    async with runtime_at_the_sandbox(database, clock, files) as (runtime, root, http):
        runner = web.ServerRunner(build_webhook_server(runtime.processor, SETTINGS, Health()), shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        for messenger in runtime.messengers.values():
            url, secret = SETTINGS.webhook_address(messenger.name)
            await messenger.set_webhook(url.replace(":1/", f":{runner.addresses[0][1]}/"), secret)
        try:
            yield Stage(http=http, runtime=runtime, root=root), f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            for messenger in runtime.messengers.values():
                await messenger.delete_webhook()
            await runner.cleanup()


async def made(theatre: Stage, method: str) -> list[tuple[str, bool]]:
    """Return the calls of a method: by which messenger, and whether in a webhook's response."""
    return [(call["messenger"], call["dropped"]) for call in await theatre.calls() if call["method"] == method]


@pytest.mark.parametrize(("messenger", "in_the_answer"), [("telegram", True), ("bale", False)])
async def test_what_nobody_waits_for_is_said_once_and_in_the_webhooks_answer_where_it_is_read_there(
    messenger: str, in_the_answer: bool, database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    """Take the keyboard of a replaced screen away, and answer a press: each by one call."""
    await peopled(database)
    async with hooked(database, clock, tmp_path) as (theatre, _):
        phone = theatre.phone(messenger, ACCOUNTS[messenger], "داوطلب")
        await phone.say("/menu")
        await phone.say("/menu")
        assert await made(theatre, "editMessageReplyMarkup") == [(messenger, in_the_answer)]
        assert "پویش" in await phone.tap("پویش‌ها")
        assert await made(theatre, "answerCallbackQuery") == [(messenger, in_the_answer)]


TELEGRAM, BALE = "/behind/hook/telegram/{telegram}", "/behind/hook/bale/{bale}"
AT_THE_DOOR = [
    ("GET", "/health", "", b"", 200),
    ("GET", "/", "", b"", 404),
    ("POST", "/health", "", b"{}", 404),
    ("POST", "/behind/hook/telegram/", "", b"{}", 404),
    ("POST", "/hook/telegram/{telegram}", "{telegram}", b"{}", 404),
    ("POST", "/behind/hook/eitaa/{telegram}", "{telegram}", b"{}", 404),
    ("POST", "/behind/hook/telegram/{bale}", "{telegram}", b"{}", 404),
    ("POST", TELEGRAM, "", b"{}", 404),
    ("POST", TELEGRAM, "{bale}", b"{}", 404),
    ("POST", TELEGRAM + "x", "{telegram}", b"{}", 404),
    ("POST", TELEGRAM, "{telegram}", b"not JSON", 400),
    ("POST", TELEGRAM, "{telegram}", b"[]", 400),
    ("POST", TELEGRAM, "{telegram}", b" " * (1 << 20) + b"{}", 413),
    ("POST", TELEGRAM, "{telegram}", b'{"update_id": 1, "poll": {}}', 200),
    ("POST", BALE, "", b'{"update_id": 1, "poll": {}}', 200),
]


async def test_only_who_knows_the_secret_comes_in(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    """Telegram shows it in the address and in a header; Bale, which sends none, in the address."""
    secrets = {name: SETTINGS.webhook_secret_for(name) for name in ACCOUNTS}
    async with hooked(database, clock, tmp_path) as (theatre, door_at):
        for method, path, header, body, status in AT_THE_DOOR:
            headers = {"X-Telegram-Bot-Api-Secret-Token": header.format(**secrets)}
            url = f"{door_at}{path.format(**secrets)}"
            async with theatre.http.request(method, url, data=BytesIO(body), headers=headers) as answer:
                assert (path, header, answer.status) == (path, header, status)
