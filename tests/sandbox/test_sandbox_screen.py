"""What a person sees: changes, waiting for the bot, live events and files."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import FormData

from bot.sandbox.core.files import sample_picture

from .conftest import MARYAM, Bot, Client, Phone


async def test_after_shows_only_what_changed_deletions_included(bot: Bot, phone: Phone) -> None:
    kept = await bot.send("می‌ماند")
    edited = await bot.send("پیش")
    secret = (await phone.say(text="۴۲۲۰۰۰۰۰۱۲"))["message_id"]
    seen = (await phone.screen())["event"]
    assert (await phone.screen(after=seen))["messages"] == []
    await bot.ok("editMessageText", chat_id=MARYAM, message_id=edited, text="پس")
    await bot.ok("deleteMessage", chat_id=MARYAM, message_id=secret)
    changed = await phone.screen(after=seen)
    assert [(m["id"], m["text"], m["edited"], m["deleted"]) for m in changed["messages"]] == [
        (edited, "پس", True, False),
        (secret, "", False, True),
    ]
    assert changed["event"] > seen
    assert kept not in {m["id"] for m in changed["messages"]}
    assert "۴۲۲" not in str(await phone.screen())


async def test_wait_holds_the_screen_until_the_bot_has_answered(bot: Bot, phone: Phone) -> None:
    async def slow_bot() -> None:
        updates = await bot.ok("getUpdates", timeout=5)
        await asyncio.sleep(0.4)
        await bot.ok("getUpdates", offset=updates[-1]["update_id"] + 1)
        await bot.send("پاسخ دیر")

    async with asyncio.TaskGroup() as group:
        group.create_task(slow_bot())
        before = (await phone.say(text="پرسش"))["event"]
        shown = await phone.screen(after=before, wait=20)
    assert shown["settled"] is True
    assert [message["text"] for message in shown["messages"]] == ["پاسخ دیر"]


async def test_wait_gives_up_in_time_where_no_bot_listens(phone: Phone) -> None:
    await phone.say(text="کسی هست؟")
    shown = await phone.screen(wait=0.3)
    assert shown["settled"] is False
    assert len(shown["messages"]) == 1


async def test_wait_counts_a_call_under_way_as_no_silence(client: Client, bot: Bot, phone: Phone) -> None:
    async with client.post("/faults", json={"method": "sendMessage", "delay": 0.6}) as response:
        assert response.status == 200
    async with asyncio.TaskGroup() as group:
        await phone.say(text="پرسش")
        await bot.take()
        group.create_task(bot.send("کند"))
        await asyncio.sleep(0.05)
        shown = await phone.screen(wait=20)
    assert shown["messages"][-1]["text"] == "کند"


async def test_events_arrive_live_and_go_on_from_where_one_was(client: Client, bot: Bot, phone: Phone) -> None:
    await bot.send("پیشین")
    seen = (await phone.screen())["event"]
    async with client.get(f"{phone.place}/events", params={"after": str(seen)}) as stream:
        assert stream.content_type == "text/event-stream"
        message_id = await bot.send("زنده")
        first = await _next_event(stream)
        assert [m["text"] for m in first["data"]["messages"]] == ["زنده"]
        await bot.ok("editMessageText", chat_id=MARYAM, message_id=message_id, text="ویرایش")
        second = await _next_event(stream)
        assert second["data"]["messages"][0]["edited"] is True
    async with client.get(f"{phone.place}/events", headers={"Last-Event-ID": str(first["id"])}) as stream:
        again = await _next_event(stream)
    assert [m["text"] for m in again["data"]["messages"]] == ["ویرایش"]


async def _next_event(stream: Any) -> dict[str, Any]:
    """The next event, comments passed over."""
    event: dict[str, Any] = {}
    while "data" not in event:
        line = (await asyncio.wait_for(stream.content.readline(), 20)).decode()
        name, _, value = line.partition(": ")
        if name == "id":
            event["id"] = int(value)
        elif name == "data":
            event["data"] = json.loads(value)
    return event


async def test_an_idle_listener_hears_a_heartbeat(serve: Any) -> None:
    client = await serve(heartbeat_seconds=0.05)
    async with client.get("/chat/telegram/1/events") as stream:
        lines = [await asyncio.wait_for(stream.content.readline(), 20) for _ in range(4)]
    assert [line for line in lines if line.strip()] == [b": here\n", b": still here\n"]


async def test_files_go_both_ways(client: Client, bot: Bot, phone: Phone) -> None:
    form = FormData({"kind": "document", "caption": "فهرست"})
    form.add_field("file", b"a,b\n1,2\n", filename="فهرست.csv", content_type="text/csv")
    await phone.say_file(form)
    [update] = await bot.take()
    document = update["message"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("فهرست.csv", "text/csv", 8)
    assert update["message"]["caption"] == "فهرست"
    path = (await bot.ok("getFile", file_id=document["file_id"]))["file_path"]
    async with client.get(f"/{bot.messenger}/file/bot777000:tests/{path}") as response:
        assert await response.read() == b"a,b\n1,2\n"
    answer = FormData({"chat_id": str(MARYAM), "caption": "پاسخ"})
    answer.add_field("document", b"<script>", filename="../x.html", content_type="text/html")
    sent = await bot.form("sendDocument", answer)
    assert sent.result["document"]["file_name"] == "x.html"
    shown = (await phone.screen())["messages"]
    assert [m["document"]["name"] for m in shown] == ["فهرست.csv", "x.html"]
    async with client.get(shown[1]["document"]["url"]) as response:
        assert await response.read() == b"<script>"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with client.get(f"/chat/{bot.messenger}/424242/file/{document['file_id']}") as response:
        assert response.status == 404


@pytest.mark.parametrize("kind", ["photo", "voice"])
async def test_pictures_and_voices_are_shown_in_place(client: Client, bot: Bot, phone: Phone, kind: str) -> None:
    content, mime = (sample_picture(1), "image/png") if kind == "photo" else (b"OggS", "audio/ogg")
    form = FormData({"kind": kind})
    form.add_field("file", content, filename="f", content_type=mime)
    await phone.say_file(form)
    [update] = await bot.take()
    told = update["message"][kind][-1] if kind == "photo" else update["message"][kind]
    assert told["file_size"] == len(content)
    assert ("duration" in told) is (kind == "voice" and bot.messenger == "telegram")
    [message] = (await phone.screen())["messages"]
    if kind == "photo":
        assert (message["photo"]["width"], message["photo"]["height"]) == (64, 64)
    async with client.get(message[kind]["url"]) as response:
        assert (response.content_type, await response.read()) == (mime, content)
        assert "Content-Disposition" not in response.headers
