"""Failures on demand and the record of calls."""

from typing import Any

import aiohttp
import pytest

from .conftest import MARYAM, TOKEN, Answer, Bot, Client, Phone


async def fault(client: Client, **wanted: Any) -> None:
    async with client.post("/faults", json=wanted) as response:
        assert response.status == 200, await response.text()


async def calls(client: Client, after: int = 0) -> list[dict[str, Any]]:
    async with client.get("/calls", params={"after": str(after)}) as response:
        answer: list[dict[str, Any]] = await response.json()
        return answer


async def test_a_fault_answers_as_often_as_asked_and_nothing_happens(client: Client, bot: Bot, phone: Phone) -> None:
    await fault(client, method="sendMessage", status=500, times=2)
    told = [await bot.call("sendMessage", chat_id=MARYAM, text=f"{n}") for n in range(3)]
    assert [answer.status for answer in told] == [500, 500, 200]
    assert told[0].body == {"ok": False, "error_code": 500, "description": "Internal Server Error"}
    assert await phone.texts() == ["2"]


async def test_a_fault_can_be_meant_for_one_account_or_messenger(client: Client, bot: Bot) -> None:
    other = Phone(client=client, place=f"/chat/{bot.messenger}/31")
    await other.say(text="/start")
    await fault(client, method="sendMessage", account=31, status=403)
    assert (await bot.call("sendMessage", chat_id=MARYAM, text="x")).status == 200
    assert (await bot.call("sendMessage", chat_id=31, text="x")).status == 403
    await fault(client, method="sendMessage", messenger="bale", status=502)
    expected = 502 if bot.messenger == "bale" else 200
    assert (await bot.call("sendMessage", chat_id=MARYAM, text="x")).status == expected


async def test_retry_after_speaks_the_dialect(client: Client, bot: Bot) -> None:
    await fault(client, method="*", retry_after=7)
    slow = await bot.call("sendMessage", chat_id=MARYAM, text="x")
    words = "bot limit exceed" if bot.messenger == "bale" else "Too Many Requests: retry after 7"
    assert slow == Answer(
        status=429,
        body={"ok": False, "error_code": 429, "description": words, "parameters": {"retry_after": 7}},
    )


async def test_bodies_of_any_kind_and_headers(client: Client) -> None:
    url = f"/bale/bot{TOKEN}/getMe"
    await fault(client, method="getMe", status=429, body="local_rate_limited", headers={"Retry-After": "3"})
    await fault(client, method="getMe", status=502, body="<html>bad gateway</html>")
    await fault(client, method="getMe", status=200, body={"ok": False})
    seen = []
    for _ in range(4):
        async with client.get(url) as response:
            seen.append((response.status, response.content_type, response.headers.get("Retry-After")))
    assert seen == [
        (429, "text/plain", "3"),
        (502, "text/html", None),
        (200, "application/json", None),
        (200, "application/json", None),
    ]


async def test_a_dropped_connection_before_and_after_the_effect(client: Client, bot: Bot, phone: Phone) -> None:
    await fault(client, method="sendMessage", drop_before=True)
    await fault(client, method="sendMessage", drop_after=True)
    url = str(client.make_url(f"/{bot.messenger}/bot{TOKEN}/sendMessage"))
    async with aiohttp.ClientSession() as session:
        for text in ("گم شد", "رسید و پاسخش گم شد"):
            with pytest.raises(aiohttp.ClientConnectionError):
                await session.post(url, json={"chat_id": MARYAM, "text": text})
    assert await phone.texts() == ["رسید و پاسخش گم شد"]
    assert [(call["dropped"], call["status"]) for call in await calls(client)] == [(True, 0), (True, 200)]


async def test_faults_are_cleared_and_wrong_ones_refused(client: Client, bot: Bot) -> None:
    await fault(client, method="getMe", status=500, times=3)
    async with client.delete("/faults") as response:
        assert (await response.json())["left"] == 3
    assert (await bot.call("getMe")).status == 200
    async with client.post("/faults", json={"status": 500}) as response:
        assert response.status == 400
        assert "method" in (await response.json())["error"]


async def test_a_file_download_can_fail_too(client: Client, bot: Bot, phone: Phone) -> None:
    await phone.say(album=2)
    photo = (await bot.take())[0]["message"]["photo"][0]
    path = (await bot.ok("getFile", file_id=photo["file_id"]))["file_path"]
    await fault(client, method="file", status=404)
    seen = []
    for _ in range(2):
        async with client.get(f"/{bot.messenger}/file/bot{TOKEN}/{path}") as response:
            seen.append(response.status)
    assert seen == [404, 200]


async def test_the_record_holds_every_call_and_no_secret(client: Client, bot: Bot) -> None:
    form = aiohttp.FormData({"chat_id": str(MARYAM), "reply_markup": '{"remove_keyboard": true}'})
    form.add_field("document", b"12345", filename="f.txt")
    await bot.form("sendDocument", form)
    await bot.call("setWebhook", url=f"https://example.org/{TOKEN}")
    await bot.call("noSuchMethod")
    document, hook, unknown = await calls(client)
    assert document["method"] == "sendDocument"
    assert document["arguments"] == {
        "chat_id": str(MARYAM),
        "reply_markup": {"remove_keyboard": True},
        "document": {"file": "f.txt", "size": 5},
    }
    assert document["answer"]["result"]["document"]["file_size"] == 5
    assert (document["messenger"], document["status"]) == (bot.messenger, 200)
    assert document["time"] > 0
    assert hook["arguments"]["url"] == "https://example.org/…"
    assert unknown["status"] == 404
    assert TOKEN not in str([document, hook, unknown])
    assert await calls(client, after=hook["index"]) == [unknown]
