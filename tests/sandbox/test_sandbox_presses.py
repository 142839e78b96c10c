"""What a person presses: keys under messages, keys of the reply keyboard, in chats and in groups."""

import pytest

from .conftest import HOSSEIN, MARYAM, Bot, Client, Phone

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
