"""What the sandbox sends is what the two libraries read, and the methods it knows are those they know."""

from typing import Any

import aiogram.methods
import aiogram.types
import pytest
import telegram as ptb

from bot.sandbox.bot_api.methods_edit import EDIT_METHODS
from bot.sandbox.bot_api.methods_info import INFO_METHODS
from bot.sandbox.bot_api.methods_send import SEND_METHODS
from bot.sandbox.bot_api.methods_updates import UPDATE_METHODS
from bot.sandbox.bot_api.parameters import BALE_PARAMETERS, TELEGRAM_PARAMETERS

from .conftest import HOSSEIN, MARYAM, Bot, Client, Phone, Serve

KEYS = {"inline_keyboard": [[{"text": "بله", "callback_data": "yes"}]]}


@pytest.mark.parametrize("method", TELEGRAM_PARAMETERS)
def test_telegrams_parameters_are_those_of_aiogram(method: str) -> None:
    known = getattr(aiogram.methods, method[0].upper() + method[1:]).model_fields.keys()
    assert TELEGRAM_PARAMETERS[method] == set(known)


def test_every_method_of_a_dialect_is_carried_out() -> None:
    assert (TELEGRAM_PARAMETERS.keys() | BALE_PARAMETERS.keys()) == (
        SEND_METHODS | EDIT_METHODS | UPDATE_METHODS | INFO_METHODS
    ).keys()


async def every_kind(bot: Bot, phone: Phone) -> list[dict[str, Any]]:
    """One update of each kind that a person can cause."""
    await phone.say(text="/start join-1 https://example.org/ @someone")
    await phone.say(text="یک", forward_from=HOSSEIN)
    await phone.say(text="دو", forward_from="پنهان")
    await phone.say(text="سه", reply_to=await bot.send("پرسش", reply_markup=KEYS))
    await phone.say(contact={"phone_number": "09171234567", "first_name": "مریم"})
    await phone.say(location={"latitude": 30.5, "longitude": 51.5})
    await phone.say(sticker="🌹")
    last = await phone.say(album=2, caption="عکس")
    await phone.say(edit=last["message_id"], text="ویرایش")
    await phone.press(button="بله")
    await phone.block(blocked=True)
    await phone.block(blocked=False)
    return await bot.take()


async def test_aiogram_reads_every_telegram_update(telegram: Bot, maryam: Phone) -> None:
    updates = [aiogram.types.Update.model_validate(u) for u in await every_kind(telegram, maryam)]
    assert [update.event_type for update in updates] == (
        ["message"] * 9 + ["edited_message", "callback_query", "my_chat_member", "my_chat_member"]
    )
    start = updates[0].message
    assert start is not None
    assert start.entities is not None
    marked = [(e.type, e.extract_from(start.text or "")) for e in start.entities]
    assert marked == [
        ("bot_command", "/start"),
        ("url", "https://example.org/"),
        ("mention", "@someone"),
    ]
    assert updates[3].message is not None
    assert updates[3].message.reply_to_message is not None
    assert updates[3].message.reply_to_message.text == "پرسش"
    member = updates[-2].my_chat_member
    assert member is not None
    assert (member.old_chat_member.status, member.new_chat_member.status) == ("member", "kicked")


async def test_python_telegram_bot_reads_bales_messages(bale: Bot, maryam_on_bale: Phone) -> None:
    updates = await every_kind(bale, maryam_on_bale)
    assert [next(iter(u.keys() - {"update_id"})) for u in updates] == (
        ["message"] * 9 + ["edited_message", "callback_query"]
    )
    query = updates.pop()["callback_query"]
    assert "chat_instance" not in query
    with pytest.raises(TypeError, match="chat_instance"):
        ptb.CallbackQuery.de_json(query, None)
    for update in updates[:6]:
        assert ptb.Update.de_json(update, None).effective_message is not None
    first = updates[0]["message"]
    assert first["reply_to_message"] is None
    assert first["from"]["last_name"] is None
    assert [e["type"] for e in first["entities"]] == ["bot_command", "mention"]
    assert first["message_id"] > 2**32


async def test_bale_can_leave_entities_out(serve: Serve) -> None:
    client: Client = await serve(bale_entities=False)
    await Phone(client=client, place=f"/chat/bale/{MARYAM}").say(text="/start")
    [update] = await Bot(client=client, messenger="bale").take()
    assert "entities" not in update["message"]


async def test_bale_answers_an_edit_with_a_stub(bale: Bot, maryam_on_bale: Phone) -> None:
    message_id = await bale.send("پیش")
    stub = await bale.ok("editMessageText", chat_id=MARYAM, message_id=message_id, text="پس")
    assert stub["message_id"] == 0
    assert "پس" not in str(stub)
    assert await maryam_on_bale.texts() == ["پس"]


@pytest.mark.parametrize(
    ("raw", "seen", "marks"),
    [
        ("*مهم* است", "مهم است", [("bold", 0, 3)]),
        ("این _کج_ و *درشت*", "این کج و درشت", [("italic", 4, 2), ("bold", 9, 4)]),
        ("۲*۳*۴ و a_b_c", "۲*۳*۴ و a_b_c", []),
        ("* تنها *", "* تنها *", []),
        ("[سایت](https://example.org/)", "سایت", [("text_link", 0, 4)]),
    ],
)
async def test_bale_reads_every_text_as_markdown(
    bale: Bot, maryam_on_bale: Phone, raw: str, seen: str, marks: list[tuple[str, int, int]]
) -> None:
    await bale.send(raw)
    [message] = (await maryam_on_bale.screen())["messages"]
    assert message["text"] == seen
    assert [(e["type"], e["offset"], e["length"]) for e in message.get("entities", [])] == marks
    assert message.get("raw", seen) == raw


async def test_telegram_is_plain_unless_told_otherwise(telegram: Bot, maryam: Phone) -> None:
    await telegram.send("<b>*ساده*</b> &amp;")
    await telegram.send(" 🌹<b>درشت <i>و کج</i></b> &lt;۱&gt; <a href='https://x.y'>پیوند</a>", parse_mode="HTML")
    await telegram.send("درشت", entities=[{"type": "bold", "offset": 0, "length": 4}])
    plain, rich, given = (await maryam.screen())["messages"]
    assert plain["text"] == "<b>*ساده*</b> &amp;"
    assert rich["text"] == "🌹درشت و کج <۱> پیوند"
    assert rich["entities"] == [
        {"type": "bold", "offset": 2, "length": 9},
        {"type": "italic", "offset": 7, "length": 4},
        {"type": "text_link", "offset": 16, "length": 5, "url": "https://x.y"},
    ]
    assert given["entities"] == [{"type": "bold", "offset": 0, "length": 4}]


async def test_albums_copies_and_commands(telegram: Bot, maryam: Phone) -> None:
    await maryam.say(album=2)
    files = [u["message"]["photo"][0]["file_id"] for u in await telegram.take()]
    media = [{"type": "photo", "media": file, "caption": "<b>۱</b>", "parse_mode": "HTML"} for file in files]
    sent = await telegram.ok("sendMediaGroup", chat_id=MARYAM, media=media)
    assert len({message["media_group_id"] for message in sent}) == 1
    one = sent[0]["message_id"]
    copied = await telegram.ok("copyMessage", chat_id=MARYAM, from_chat_id=MARYAM, message_id=one)
    forwarded = await telegram.ok("forwardMessage", chat_id=MARYAM, from_chat_id=MARYAM, message_id=one)
    assert forwarded["forward_origin"]["sender_user"]["is_bot"] is True
    await telegram.ok(
        "editMessageMedia",
        chat_id=MARYAM,
        message_id=copied["message_id"],
        media={"type": "photo", "media": files[1], "caption": "۲"},
    )
    await telegram.ok("editMessageCaption", chat_id=MARYAM, message_id=one, caption="۳")
    shown = {m["id"]: m for m in (await maryam.screen())["messages"]}
    assert shown[copied["message_id"]]["text"] == "۲"
    assert files[1] in shown[copied["message_id"]]["photo"]["url"]
    assert (shown[one]["text"], shown[one]["album"]) == ("۳", sent[0]["media_group_id"])
    commands = [{"command": "start", "description": "شروع"}]
    await telegram.ok("setMyCommands", commands=commands)
    assert await telegram.ok("getMyCommands") == commands
    assert await telegram.ok("getMyCommands", language_code="en") == []
    bad = await telegram.call("setMyCommands", commands=[{"command": "Start!", "description": "x"}])
    assert bad.body["description"] == "Bad Request: BOT_COMMAND_INVALID"
    assert (await telegram.ok("getChat", chat_id=MARYAM))["first_name"] == "مریم"
    assert (await telegram.ok("getChatMember", chat_id=MARYAM, user_id=MARYAM))["status"] == "member"
