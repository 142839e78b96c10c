"""Calls that cannot be read, come too late, or come from an old client."""

from typing import Any

import pytest
from aiohttp import FormData

from .conftest import MARYAM, Bot, Client, Phone, Serve


def one_key(data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "الف", "callback_data": data}]]}


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"[1]", "application/json"), (b"{", "application/json"), (b"--x", "multipart/form-data; boundary=y")],
)
async def test_a_body_that_cannot_be_read(client: Client, bot: Bot, body: bytes, kind: str) -> None:
    url = f"/{bot.messenger}/bot1:x/sendMessage"
    async with client.post(url, data=body, headers={"Content-Type": kind}) as response:
        assert response.status == 400
        assert (await response.json())["ok"] is False


@pytest.mark.parametrize(
    "arguments",
    [
        {"chat_id": MARYAM, "text": "\ud800"},
        {"chat_id": MARYAM, "text": "x", "reply_markup": "{"},
        {"chat_id": MARYAM, "text": "x", "reply_markup": [1]},
        {"chat_id": MARYAM, "text": "x", "reply_markup": {"inline_keyboard": "x"}},
        {"chat_id": MARYAM, "text": "x", "reply_markup": {"keyboard": [["\udf39"]]}},
        {"chat_id": MARYAM, "text": "x", "reply_to_message_id": "1" * 5000},
        {"text": "x"},
        {"chat_id": {"a": 1}, "text": "x"},
    ],
)
async def test_arguments_of_the_wrong_shape(bot: Bot, arguments: dict[str, Any]) -> None:
    assert (await bot.call("sendMessage", **arguments)).status == 400


async def test_an_old_press_cannot_be_answered(serve: Serve) -> None:
    now = [1_800_000_000.0]
    client = await serve(clock=lambda: now[0])
    bot = Bot(client=client, messenger="telegram")
    phone = Phone(client=client, place=f"/chat/telegram/{MARYAM}")
    message_id = await bot.send("پرسش", reply_markup=one_key("x"))
    await phone.press(button="الف")
    [update] = await bot.take()
    now[0] += 3600
    late = await bot.call("answerCallbackQuery", callback_query_id=update["callback_query"]["id"])
    assert "query is too old" in late.body["description"]
    now[0] += 48 * 3600
    kept = await bot.call("deleteMessage", chat_id=MARYAM, message_id=message_id)
    assert kept.body["description"] == "Bad Request: message can't be deleted"


async def test_an_old_client_in_bale_shows_no_answer(bale: Bot, maryam_on_bale: Phone) -> None:
    await bale.send("پرسش", reply_markup=one_key("x"))
    await maryam_on_bale.press(button="الف", old_client=True)
    await maryam_on_bale.press(button="الف")
    old, new = [update["callback_query"]["id"] for update in await bale.take()]
    assert old.startswith("1")
    assert not new.startswith("1")
    for query_id in (old, new):
        await bale.ok("answerCallbackQuery", callback_query_id=query_id, text="ثبت شد")
    assert len((await maryam_on_bale.screen())["notices"]) == 1


async def test_a_call_may_come_as_a_query_a_form_or_json(client: Client, bot: Bot, phone: Phone) -> None:
    url = f"/{bot.messenger}/bot1:x/SENDMESSAGE"
    keys = '{"inline_keyboard": [[{"text": "الف", "callback_data": "x"}]]}'
    fields = {"chat_id": str(MARYAM), "text": "سلام", "reply_markup": keys}
    for how in ({"params": fields}, {"data": fields}, {"data": FormData(fields, default_to_multipart=True)}):
        async with client.post(url, **how) as response:
            assert response.status == 200
    async with client.get(url, params=fields) as response:
        assert response.status == 200
    shown = (await phone.screen())["messages"]
    assert [(m["text"], m["buttons"][0][0]["data"]) for m in shown] == [("سلام", "x")] * 4
