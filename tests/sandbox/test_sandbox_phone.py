"""The user's side of the sandbox, as its contract says, in both messengers."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import FormData

from .conftest import HOSSEIN, MARYAM, Bot, Client, Phone


async def test_what_is_said_reaches_the_bot_and_stands_on_the_screen(bot: Bot, phone: Phone) -> None:
    said = await phone.say(text=" سلام ")
    [update] = await bot.take()
    assert update["message"]["text"] == "سلام"
    assert update["message"]["from"]["id"] == update["message"]["chat"]["id"] == MARYAM
    [message] = (await phone.screen())["messages"]
    assert message["from"] == "user"
    assert message["text"] == "سلام"
    assert message["id"] == said["message_id"] == update["message"]["message_id"]
    assert (message["edited"], message["deleted"], message["buttons"]) == (False, False, [])


async def test_an_account_exists_when_it_first_speaks(client: Client, telegram: Bot) -> None:
    stranger = Phone(client=client, place="/chat/telegram/424242")
    assert (await stranger.screen())["messages"] == []
    refused = await telegram.call("sendMessage", chat_id=424242, text="سلام")
    assert refused.body["description"] == "Bad Request: chat not found"
    await stranger.say(text="/start", name="ناشناس")
    [update] = await telegram.take()
    assert update["message"]["from"]["first_name"] == "ناشناس"
    assert await telegram.send("خوش آمدید", chat=424242)


async def test_a_sample_person_with_an_invitation_has_not_met_the_bot_yet(client: Client, telegram: Bot) -> None:
    assert await telegram.send("به آن که بوده است")
    refused = await telegram.call("sendMessage", chat_id=HOSSEIN, text="به آن که هنوز نیامده")
    assert refused.status == 400
    async with client.get("/people") as response:
        people = await response.json()
    assert [(p["messenger"], p["account"], p["role"], p["start"]) for p in people] == [
        ("telegram", MARYAM, "داوطلب", None),
        ("bale", MARYAM, "داوطلب", None),
        ("telegram", HOSSEIN, "هماهنگ‌کننده", "join-1"),
    ]


async def test_a_contact_is_the_senders_own_only_with_their_number(bot: Bot, phone: Phone) -> None:
    await phone.say(contact={"phone_number": "۰۹۱۷۱۲۳۴۵۶۷", "first_name": "مریم"})
    await phone.say(contact={"phone_number": "09351112233", "first_name": "همسایه"})
    await phone.say(contact={"phone_number": "09351112233", "first_name": "همسایه", "user_id": 5})
    own, other, named = [update["message"]["contact"] for update in await bot.take()]
    prefix = "98" if bot.messenger == "bale" else "+98"
    assert own == {"phone_number": f"{prefix}9171234567", "first_name": "مریم", "user_id": MARYAM}
    assert other == {"phone_number": f"{prefix}9351112233", "first_name": "همسایه"}
    assert named["user_id"] == 5
    assert (await phone.screen())["messages"][0]["contact"]["first_name"] == "مریم"


async def test_a_stranger_is_believed_to_share_their_own_contact(client: Client, telegram: Bot) -> None:
    stranger = Phone(client=client, place="/chat/telegram/424242")
    await stranger.say(contact={"phone_number": "09351112233", "first_name": "ناشناس"})
    await stranger.say(contact={"phone_number": "09350000000", "first_name": "دیگری"})
    own, other = [update["message"]["contact"] for update in await telegram.take()]
    assert own["user_id"] == 424242
    assert "user_id" not in other


async def test_places_stickers_and_forwarded_messages(bot: Bot, phone: Phone) -> None:
    await phone.say(location={"latitude": 30.67, "longitude": 51.59})
    await phone.say(sticker="🌹")
    await phone.say(text="از دیگری", forward_from=HOSSEIN)
    place, sticker, forwarded = [update["message"] for update in await bot.take()]
    assert place["location"] == {"latitude": 30.67, "longitude": 51.59}
    assert sticker["sticker"]["type"] == "regular"
    origin = forwarded["forward_from"] if bot.messenger == "bale" else forwarded["forward_origin"]["sender_user"]
    assert origin["id"] == HOSSEIN
    shown = (await phone.screen())["messages"]
    assert shown[0]["location"]["latitude"] == 30.67
    assert shown[1]["sticker"] == "🌹"
    assert shown[2]["forwarded_from"]


async def test_an_edit_is_told_as_such_and_only_of_ones_own(bot: Bot, phone: Phone) -> None:
    mine = (await phone.say(text="۱۰۰ تومان"))["message_id"]
    await phone.say(edit=mine, text="۲۰۰ تومان")
    theirs = await bot.send("پاسخ")
    await phone.say(status=404, edit=theirs, text="دستکاری")
    updates = await bot.take()
    assert [sorted(update.keys() - {"update_id"}) for update in updates] == [["message"], ["edited_message"]]
    assert updates[1]["edited_message"]["text"] == "۲۰۰ تومان"
    assert updates[1]["edited_message"]["edit_date"]
    [message] = [m for m in (await phone.screen())["messages"] if m["from"] == "user"]
    assert (message["text"], message["edited"]) == ("۲۰۰ تومان", True)


async def test_an_album_is_several_messages_of_one_group(bot: Bot, phone: Phone) -> None:
    await phone.say(album=3, caption="سه عکس")
    messages = [update["message"] for update in await bot.take()]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["سه عکس", None, None]
    assert all(message["photo"][-1]["width"] == 64 for message in messages)


async def test_nothing_to_say_and_no_json_are_refused(client: Client, phone: Phone) -> None:
    assert "nothing to say" in (await phone.say(status=400, text="  "))["error"]
    for words in ({"album": 0}, {"album": 11}, {"edit": "x", "text": "x"}, {"forward_from": 1 << 70, "text": "x"}):
        await phone.say(status=400, **words)
    await phone.press(status=400, message_id="x", data="x")
    async with client.post(f"{phone.place}/say", data=b"[") as response:
        assert response.status == 400
    async with client.get("/chat/eitaa/1/screen") as response:
        assert response.status == 404


KEYS = {"inline_keyboard": [[{"text": "بله", "callback_data": "yes"}, {"text": "سایت", "url": "https://example.org/"}]]}


async def test_a_press_asks_the_bot_and_its_answer_is_a_notice(bot: Bot, phone: Phone) -> None:
    message_id = await bot.send("ثبت شود؟", reply_markup=KEYS)
    [message] = (await phone.screen())["messages"]
    assert message["buttons"] == [[{"text": "بله", "data": "yes"}, {"text": "سایت", "url": "https://example.org/"}]]
    await phone.press(message_id=message_id, data="yes")
    await phone.press(button="بله")
    first, second = [update["callback_query"] for update in await bot.take()]
    assert (first["data"], first["message"]["message_id"]) == ("yes", message_id)
    assert first["from"]["id"] == MARYAM
    assert first["id"] != second["id"]
    await bot.ok("answerCallbackQuery", callback_query_id=first["id"], text="ثبت شد")
    await bot.ok("answerCallbackQuery", callback_query_id=second["id"], text="دوباره", show_alert=True)
    notices = (await phone.screen())["notices"]
    assert [(n["text"], n["alert"]) for n in notices] == [("ثبت شد", False), ("دوباره", True)]
    again = await bot.call("answerCallbackQuery", callback_query_id=first["id"])
    assert "query is too old" in again.body["description"]


async def test_a_button_means_the_newest_message_that_bears_it(bot: Bot, phone: Phone) -> None:
    older = await bot.send("اول", reply_markup=KEYS)
    newer = await bot.send("دوم", reply_markup=KEYS)
    await phone.press(button="بله")
    await phone.press(button="بله", message_id=older)
    pressed = [u["callback_query"]["message"]["message_id"] for u in await bot.take()]
    assert pressed == [newer, older]
    opened = await phone.press(button="سایت")
    assert opened["url"] == "https://example.org/"
    assert await bot.take() == []
    assert "no button" in (await phone.press(status=404, button="نیست"))["error"]


async def test_forged_and_stale_data_reach_the_bot_but_only_from_its_own_messages(
    bot: Bot, phone: Phone, client: Client
) -> None:
    message_id = await bot.send("پرسش", reply_markup=KEYS)
    await bot.ok("editMessageText", chat_id=MARYAM, message_id=message_id, text="پاسخ گرفته شد")
    await phone.press(message_id=message_id, data="forged")
    [update] = await bot.take()
    assert update["callback_query"]["data"] == "forged"
    stranger = Phone(client=client, place=f"/chat/{bot.messenger}/424242")
    await stranger.press(status=404, message_id=message_id, data="yes")


async def test_a_reply_keyboard_speaks_for_the_person(bot: Bot, phone: Phone) -> None:
    keys = [["گزارش"], [{"text": "شمارهٔ من", "request_contact": True}, {"text": "جا", "request_location": True}]]
    await bot.send("بفرمایید", reply_markup={"keyboard": keys, "resize_keyboard": True})
    shown = await phone.screen()
    assert shown["keyboard"] == [["گزارش"], ["شمارهٔ من", "جا"]]
    assert shown["keyboard_kinds"] == [["text"], ["contact", "location"]]
    for key in ("گزارش", "شمارهٔ من", "جا"):
        await phone.press(button=key)
    text, contact, place = [update["message"] for update in await bot.take()]
    assert text["text"] == "گزارش"
    assert contact["contact"]["user_id"] == MARYAM
    assert place["location"]["latitude"] == pytest.approx(30.67, abs=0.1)
    await bot.send("تمام", reply_markup={"remove_keyboard": True})
    assert (await phone.screen())["keyboard"] == []


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


async def test_a_blocked_bot_cannot_write_until_the_person_starts_again(bot: Bot, phone: Phone) -> None:
    await phone.block(blocked=True)
    assert (await phone.screen())["blocked"] is True
    refused = await bot.call("sendMessage", chat_id=MARYAM, text="سلام")
    assert refused.status == 403
    assert refused.body["description"].startswith("Forbidden: ")
    await phone.say(status=409, text="سلام")
    await phone.say(text="/start")
    assert await bot.send("برگشتید")
    kinds = [min(update.keys() - {"update_id"}) for update in await bot.take()]
    told = [] if bot.messenger == "bale" else ["my_chat_member", "my_chat_member"]
    assert kinds == [*told, "message"]


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
    client = await serve(heartbeat=0.05)
    async with client.get("/chat/telegram/1/events") as stream:
        lines = [await asyncio.wait_for(stream.content.readline(), 20) for _ in range(4)]
    assert [line for line in lines if line.strip()] == [b": here\n", b": still here\n"]


async def test_a_group_hears_everybody_and_answers_go_to_who_pressed(bot: Bot, client: Client) -> None:
    group = Phone(client=client, place=f"/group/{bot.messenger}/-100200")
    await group.say(account=MARYAM, text="سلام گروه", title="همیاران سادات")
    await group.say(account=HOSSEIN, text="سلام")
    first, second = [update["message"] for update in await bot.take()]
    assert (first["chat"]["id"], first["chat"]["type"], first["chat"]["title"]) == (
        -100200,
        "group",
        "همیاران سادات",
    )
    assert (first["from"]["id"], second["from"]["id"]) == (MARYAM, HOSSEIN)
    await bot.send("می‌آیید؟", chat=-100200, reply_markup=KEYS)
    await group.press(account=HOSSEIN, button="بله")
    [update] = await bot.take()
    query = update["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (HOSSEIN, -100200)
    await bot.ok("answerCallbackQuery", callback_query_id=query["id"], text="ثبت شد")
    shown = await group.screen(wait=5)
    assert [m.get("account") for m in shown["messages"]] == [MARYAM, HOSSEIN, None]
    assert shown["notices"][0]["account"] == HOSSEIN
    await group.say(status=400, text="کی؟")


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
