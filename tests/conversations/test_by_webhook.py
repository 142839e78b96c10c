"""The same conversation with the updates brought by webhook: its answer carries the answer to a press, where it is read there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.clock import FixedClock
from bot.settings import Settings
from bot.storage.engine import Database
from bot.webhooks import application
from tests.conversations.province import peopled
from tests.conversations.stage import Stage, house_at_the_sandbox

ACCOUNTS = {"telegram": 1001, "bale": 2001}


@asynccontextmanager
async def hooked(database: Database, clock: FixedClock, files: Path) -> AsyncIterator[Stage]:
    """Both messengers post their updates to the house."""
    async with house_at_the_sandbox(database, clock, files) as (house, root, http):
        settings = Settings(webhook_url="http://127.0.0.1:1", webhook_secret=SecretStr("a-secret-of-sixteen"))
        runner = web.AppRunner(application(house.turns, settings), access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        for messenger in house.messengers.values():
            url, secret = settings.webhook_address(messenger.name)
            await messenger.set_webhook(url.replace(":1/", f":{runner.addresses[0][1]}/"), secret)
        try:
            yield Stage(http=http, house=house, root=root)
        finally:
            for messenger in house.messengers.values():
                await messenger.delete_webhook()
            await runner.cleanup()


@pytest.mark.parametrize("messenger", ["telegram", "bale"])
async def test_a_press_is_answered_once_and_in_the_webhooks_answer_where_it_is_read_there(
    messenger: str, database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with hooked(database, clock, tmp_path) as theatre:
        phone = theatre.phone(messenger, ACCOUNTS[messenger], "داوطلب")
        await phone.say("/menu")
        assert "پویش" in await phone.tap("پویش‌ها")
        answers = [call for call in await theatre.calls() if call["method"] == "answerCallbackQuery"]
    in_the_answer = messenger == "telegram"
    assert [(call["messenger"], call["dropped"]) for call in answers] == [(messenger, in_the_answer)]
