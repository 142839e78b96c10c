"""What each dialect refuses, in the words and with the statuses of its messenger."""

from typing import Any

import pytest
from aiohttp import FormData

from bot.sandbox.core.files import sample_picture

from .conftest import HOSSEIN, MARYAM, Bot, Client, Phone, Serve

MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


def one_key(data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "الف", "callback_data": data}]]}


async def test_each_dialect_has_its_own_words(serve: Serve) -> None:
    client = await serve(tokens={"telegram": "1:right", "bale": "1:right"})
    told = {}
    for messenger in ("telegram", "bale"):
        async with client.get(f"/{messenger}/bot1:wrong/getMe") as response:
            told[messenger] = (response.status, await response.json())
    assert told["telegram"] == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    assert told["bale"] == (
        403,
        {"ok": False, "error_code": 403, "description": "Bad Request: Token not found"},
    )
    async with client.get("/telegram/bot1:right/getMe") as response:
        assert (await response.json())["result"]["id"] == 1


@pytest.mark.parametrize(
    ("messenger", "status", "words"),
    [("telegram", 400, "Bad Request: chat not found"), ("bale", 400, "no such group or user")],
)
async def test_an_unknown_chat(bot: Bot, status: int, words: str) -> None:
    for chat in (999, "@nobody", "چرند"):
        refused = await bot.call("sendMessage", chat_id=chat, text="سلام")
        assert (refused.status, refused.body["description"]) == (status, words)
        assert refused.body["error_code"] == status


@pytest.mark.parametrize(
    ("messenger", "words"),
    [("telegram", "Forbidden: bot was blocked by the user"), ("bale", "Forbidden: permission_denied")],
)
async def test_a_person_who_blocked_the_bot(bot: Bot, phone: Phone, words: str) -> None:
    await phone.block(blocked=True)
    refused = await bot.call("sendMessage", chat_id=MARYAM, text="سلام")
    assert (refused.status, refused.body["description"]) == (403, words)


@pytest.mark.parametrize(("messenger", "words"), [("telegram", "Not Found"), ("bale", "method not found")])
async def test_an_unknown_method(bot: Bot, words: str) -> None:
    refused = await bot.call("sendNothing", chat_id=MARYAM)
    assert (refused.status, refused.body["description"]) == (404, words)


async def test_bale_has_no_commands_and_no_telegram_parameters(bale: Bot) -> None:
    assert (await bale.call("setMyCommands", commands=[])).status == 404
    for name, value in (
        ("parse_mode", "HTML"),
        ("reply_parameters", {"message_id": 1}),
        ("disable_notification", True),
    ):
        refused = await bale.call("sendMessage", chat_id=MARYAM, text="سلام", **{name: value})
        assert (refused.status, name in refused.body["description"]) == (400, True)
    hook = await bale.call("setWebhook", url="https://example.org/x", secret_token="s")
    assert "secret_token" in hook.body["description"]


async def test_a_misspelt_parameter_is_refused(bot: Bot) -> None:
    refused = await bot.call("sendMessage", chat_id=MARYAM, txet="سلام", text="سلام")
    assert refused.status == 400
    assert "txet" in refused.body["description"]


@pytest.mark.parametrize("length", [4096, 4097])
async def test_a_text_has_4096_utf16_units(bot: Bot, length: int) -> None:
    sent = await bot.call("sendMessage", chat_id=MARYAM, text="🌹" * 2047 + "آ" * (length - 4094))
    assert sent.status == (200 if length == 4096 else 400)
    if length > 4096:
        assert sent.body["description"] == "Bad Request: message is too long"


async def test_marks_do_not_count_in_telegram(telegram: Bot, maryam: Phone) -> None:
    await telegram.send("<b>" + "آ" * 4096 + "</b>", parse_mode="HTML")
    [message] = (await maryam.screen())["messages"]
    assert message["text"] == "آ" * 4096


@pytest.mark.parametrize("text", ["", "  \n ", None])
async def test_an_empty_text(bot: Bot, text: str | None) -> None:
    refused = await bot.call("sendMessage", chat_id=MARYAM, text=text)
    assert (refused.status, refused.body["description"]) == (400, "Bad Request: message text is empty")


@pytest.mark.parametrize(("data", "good"), [("a" * 64, True), ("آ" * 32, True), ("آ" * 33, False), ("", False)])
async def test_callback_data_has_64_bytes(bot: Bot, data: str, *, good: bool) -> None:
    sent = await bot.call("sendMessage", chat_id=MARYAM, text="دکمه", reply_markup=one_key(data))
    assert (sent.status == 200) is good
    if not good:
        assert sent.body["description"] == "Bad Request: BUTTON_DATA_INVALID"


@pytest.mark.parametrize(
    "button", [{"text": "الف"}, {"text": " ", "callback_data": "x"}, {"callback_data": "x"}, "الف", None]
)
async def test_keys_without_text_or_use(bot: Bot, button: Any) -> None:
    refused = await bot.call("sendMessage", chat_id=MARYAM, text="دکمه", reply_markup={"inline_keyboard": [[button]]})
    assert (refused.status, "button" in refused.body["description"]) == (400, True)


async def test_an_edit_that_changes_nothing(bot: Bot) -> None:
    message_id = await bot.send("متن", reply_markup=one_key("x"))
    same = {"chat_id": MARYAM, "message_id": message_id, "text": "متن"}
    refused = await bot.call("editMessageText", **same, reply_markup=one_key("x"))
    assert (refused.status, refused.body["description"]) == (400, MODIFIED)
    assert (await bot.call("editMessageText", **same)).status == 200
    gone = await bot.call("editMessageReplyMarkup", chat_id=MARYAM, message_id=message_id)
    assert gone.body["description"] == MODIFIED


async def test_edits_and_deletions_of_what_is_not_there(bot: Bot, phone: Phone) -> None:
    theirs = (await phone.say(text="سلام"))["message_id"]
    mine = await bot.send("سلام")
    await bot.ok("deleteMessage", chat_id=MARYAM, message_id=mine)
    told = [
        (await bot.call("editMessageText", chat_id=MARYAM, message_id=mine, text="x")).body,
        (await bot.call("editMessageText", chat_id=MARYAM, message_id=theirs, text="x")).body,
        (await bot.call("deleteMessage", chat_id=MARYAM, message_id=mine)).body,
        (await bot.call("sendMessage", chat_id=MARYAM, text="x", reply_to_message_id=mine)).body,
    ]
    assert [answer["description"] for answer in told] == [
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
        "Bad Request: message to delete not found",
        "Bad Request: message to be replied not found",
    ]


async def test_captions_pictures_and_files(bot: Bot) -> None:
    def photo(content: bytes, **fields: str) -> FormData:
        form = FormData({"chat_id": str(MARYAM)} | fields)
        form.add_field("photo", content, filename="p.png", content_type="image/png")
        return form

    most = 4096 if bot.messenger == "bale" else 1024
    assert (await bot.form("sendPhoto", photo(sample_picture(1), caption="آ" * most))).status == 200
    long = await bot.form("sendPhoto", photo(sample_picture(1), caption="آ" * (most + 1)))
    assert long.body["description"] == "Bad Request: message caption is too long"
    broken = await bot.form("sendPhoto", photo(b"no picture"))
    assert broken.body["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    empty = await bot.form("sendPhoto", photo(b""))
    assert empty.body["description"] == "Bad Request: file must be non-empty"
    for wrong in ("nothing", "https://example.org/x.png"):
        refused = await bot.call("sendPhoto", chat_id=MARYAM, photo=wrong)
        assert refused.body["description"] == "Bad Request: wrong file identifier/HTTP URL specified"
    assert (await bot.call("getFile", file_id="nothing")).body["description"] == "Bad Request: invalid file_id"


async def test_a_bot_that_writes_too_fast(client: Client, bot: Bot) -> None:
    async with client.post("/limits", json={"per_chat_second": 0.01, "chat_burst": 2}) as response:
        assert response.status == 200
    told = [await bot.call("sendMessage", chat_id=MARYAM, text=str(n)) for n in range(3)]
    assert [answer.status for answer in told] == [200, 200, 429]
    seconds = told[2].body["parameters"]["retry_after"]
    assert 90 <= seconds <= 100
    words = "bot limit exceed" if bot.messenger == "bale" else f"Too Many Requests: retry after {seconds}"
    assert told[2].body["description"] == words
    assert (await bot.call("sendChatAction", chat_id=MARYAM, action="typing")).status == 200
    async with client.post("/limits", json={}) as response:
        assert response.status == 200
    assert (await bot.call("sendMessage", chat_id=MARYAM, text="آزاد")).status == 200


async def test_a_bot_has_one_limit_over_all_chats(client: Client, telegram: Bot) -> None:
    hossein = Phone(client=client, place=f"/chat/telegram/{HOSSEIN}")
    await hossein.say(text="/start")
    async with client.post("/limits", json={"per_bot_second": 0.5}) as response:
        assert response.status == 200
    told = [await telegram.call("sendMessage", chat_id=chat, text="x") for chat in (MARYAM, HOSSEIN)]
    assert [answer.status for answer in told] == [200, 429]
    async with client.post("/limits", json={"per_bot": 1}) as response:
        assert response.status == 400


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>الف", "Can't find end tag"),
        ("<b>الف</i></b>", "Unmatched end tag"),
        ("<script>الف</script>", 'Unsupported start tag "script"'),
        ("۲ < ۳", "Unsupported start tag"),
    ],
)
async def test_html_that_does_not_add_up(telegram: Bot, text: str, words: str) -> None:
    refused = await telegram.call("sendMessage", chat_id=MARYAM, text=text, parse_mode="HTML")
    assert refused.status == 400
    assert refused.body["description"].startswith(f"Bad Request: can't parse entities: {words}")
    assert (await telegram.call("sendMessage", chat_id=MARYAM, text=text)).status == 200
