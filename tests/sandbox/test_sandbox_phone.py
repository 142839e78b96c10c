"""What a person says reaches the bot, as the contract of the user's side says, in both messengers."""

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
