"""How updates reach a bot: by offset, one poller at a time, or through a webhook until it says yes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox.core.update_queue import Backlog, Update, UpdateQueue
from bot.sandbox.options import AccountId, ChatId

from .conftest import MARYAM, Bot, Client, Phone, Serve

Hook = Callable[[web.Request], Awaitable[web.Response]]


async def test_updates_come_again_until_their_offset_is_passed(bot: Bot, phone: Phone) -> None:
    for text in ("یک", "دو", "سه"):
        await phone.say(text=text)
    first = await bot.ok("getUpdates", limit=2)
    assert [u["message"]["text"] for u in first] == ["یک", "دو"]
    assert await bot.ok("getUpdates", limit=2) == first
    rest = await bot.ok("getUpdates", offset=first[0]["update_id"] + 1)
    assert [u["message"]["text"] for u in rest] == ["دو", "سه"]
    assert [u["message"]["text"] for u in await bot.ok("getUpdates", offset=-1)] == ["سه"]
    assert await bot.ok("getUpdates", offset=rest[-1]["update_id"] + 1) == []
    assert rest[-1]["update_id"] == first[0]["update_id"] + 2


async def test_a_long_poll_answers_as_soon_as_something_comes(bot: Bot, phone: Phone) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.ok("getUpdates", timeout=50))
        await asyncio.sleep(0.05)
        assert not poll.done()
        await phone.say(text="سلام")
    assert poll.result()[0]["message"]["text"] == "سلام"


async def test_a_second_poller_ends_the_first(bot: Bot, phone: Phone) -> None:
    async with asyncio.TaskGroup() as group:
        polls = {group.create_task(bot.call("getUpdates", timeout=50)) for _ in range(2)}
        [earlier], [later] = await asyncio.wait(polls, return_when=asyncio.FIRST_COMPLETED)
        await phone.say(text="سلام")
    ended = earlier.result()
    assert ended.status == 409
    assert ended.body["description"].startswith("Conflict: terminated by other getUpdates request")
    assert len(later.result().result) == 1


async def test_telegram_sends_only_the_kinds_asked_for(telegram: Bot, maryam: Phone) -> None:
    await telegram.ok("getUpdates", allowed_updates=["callback_query"])
    await maryam.say(text="نمی‌رسد")
    await telegram.send("پرسش", reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]})
    await maryam.press(button="x")
    [update] = await telegram.take()
    assert "callback_query" in update
    await telegram.ok("getUpdates", allowed_updates=[])
    await maryam.say(text="می‌رسد")
    assert len(await telegram.take()) == 1


async def test_an_update_of_any_shape_can_be_put_in(client: Client, bot: Bot, phone: Phone) -> None:
    odd = {"kind": "message", "account": MARYAM, "body": {"message_id": "seven", "chat": None}}
    async with client.post(f"/updates/{bot.messenger}", json=odd) as response:
        assert response.status == 200
    assert (await phone.screen(wait=0))["settled"] is False
    [update] = await bot.take()
    assert update["message"] == odd["body"]


def test_the_backlog_keeps_the_newest_two_thousand() -> None:
    forgotten: list[Update] = []
    updates = UpdateQueue(Backlog(), forgotten.append)
    for number in range(2_003):
        updates.add(kind="message", account=AccountId(7), chat=ChatId(7), body={"number": number})
    assert [update.body["number"] for update in updates.batch(1)] == [3]
    assert len(forgotten) == 3


@pytest.fixture
async def hook() -> AsyncIterator[Callable[[Hook], Awaitable[str]]]:
    """Serves a webhook on this machine and gives its address."""
    servers: list[TestServer] = []

    async def start(handler: Hook) -> str:
        app = web.Application()
        app.router.add_post("/hook", handler)
        server = TestServer(app)
        servers.append(server)
        await server.start_server()
        return str(server.make_url("/hook"))

    yield start
    for server in servers:
        await server.close()


async def test_a_webhook_is_tried_again_until_it_says_yes_in_order(serve: Serve, hook: Any) -> None:
    client = await serve(webhook_backoff_seconds=0.01)
    bot, phone = (
        Bot(client=client, messenger="telegram"),
        Phone(client=client, place=f"/chat/telegram/{MARYAM}"),
    )
    tried: list[tuple[str, str | None]] = []

    async def handler(request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        tried.append(((await request.json())["message"]["text"], secret))
        return web.Response(status=500 if len(tried) <= 2 else 200)

    await phone.say(text="پیش از وب‌هوک")
    url = await hook(handler)
    await bot.ok("setWebhook", url=url, secret_token="شناسه")
    await phone.say(text="پس از آن")
    assert (await phone.screen(wait=20))["settled"] is True
    assert tried == [("پیش از وب‌هوک", "شناسه")] * 3 + [("پس از آن", "شناسه")]
    info = await bot.ok("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (url, 0)
    assert "500" in info["last_error_message"]
    poll = await bot.call("getUpdates")
    assert (poll.status, "webhook is active" in poll.body["description"]) == (409, True)
    await bot.ok("deleteWebhook")
    await phone.say(text="باز هم نظرسنجی")
    assert len(await bot.take()) == 1


async def test_chats_do_not_wait_for_each_other(serve: Serve, hook: Any) -> None:
    client = await serve(webhook_backoff_seconds=0.01)
    bot = Bot(client=client, messenger="bale")
    free = asyncio.Event()
    seen: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        update = await request.json()
        seen.append(update["message"]["text"])
        if update["message"]["chat"]["id"] == MARYAM:
            await free.wait()
        return web.Response()

    await bot.ok("setWebhook", url=await hook(handler))
    slow = Phone(client=client, place=f"/chat/bale/{MARYAM}")
    await slow.say(text="گیر کرده")
    await slow.say(text="پشت آن")
    other = Phone(client=client, place="/chat/bale/31")
    await other.say(text="آزاد")
    assert (await other.screen(wait=20))["settled"] is True
    assert sorted(seen) == sorted(["گیر کرده", "آزاد"])
    free.set()
    assert (await slow.screen(wait=20))["settled"] is True
    assert seen[-1] == "پشت آن"


async def test_telegram_takes_a_call_in_the_answer_to_a_webhook(telegram: Bot, maryam: Phone, hook: Any) -> None:
    async def handler(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"method": "sendMessage", "chat_id": MARYAM, "text": "در همان پاسخ"})

    await telegram.ok("setWebhook", url=await hook(handler))
    await maryam.say(text="سلام")
    assert (await maryam.screen(wait=20))["messages"][-1]["text"] == "در همان پاسخ"


async def test_webhook_addresses_are_checked(bot: Bot) -> None:
    for url in ("http://example.org/x", "ftp://localhost/", "چرند"):
        refused = await bot.call("setWebhook", url=url)
        assert (refused.status, refused.body["description"][:24]) == (400, "Bad Request: bad webhook")
    assert await bot.ok("getWebhookInfo")
