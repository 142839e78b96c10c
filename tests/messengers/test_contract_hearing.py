"""The port's contract, for both messengers against the sandbox: what people do, as the bot receives it."""

import asyncio
from collections.abc import Mapping

import pytest
from aiohttp import web

from bot.dialogue.inputs import (
    Command,
    Contact,
    FileKind,
    GeoPoint,
    IncomingFile,
    Press,
    TextInput,
    Unsupported,
    UnsupportedKind,
)
from bot.dialogue.screen import RequestKind
from bot.messengers.port import Incoming, Key, Messenger, NoLongerThere, Outgoing
from bot.sandbox.core.files import sample_picture
from tests.messengers.conftest import HOSSEIN, MARYAM, TOKEN, Sandbox, made

GROUP = -1009


async def heard(messenger: Messenger, sandbox: Sandbox) -> list[Incoming]:
    received = [messenger.parse_update(raw) for raw in await sandbox.raw_updates()]
    return [one for one in received if isinstance(one, Incoming)]


async def test_open_learns_the_name_and_links_lead_to_it(messenger: Messenger, sandbox: Sandbox) -> None:
    assert messenger.username
    start = {"telegram": "https://t.me/", "bale": "https://ble.ir/"}[sandbox.name]
    assert messenger.deep_link("j-7Kq2") == f"{start}{messenger.username}?start=j-7Kq2"


async def test_words_commands_and_forwards(messenger: Messenger, sandbox: Sandbox) -> None:
    await sandbox.say("مريم احمدي")
    await sandbox.say("/start j-7Kq2")
    await sandbox.say(f"/Help@{messenger.username}")
    await sandbox.say("/menu", forward_from=HOSSEIN)
    whole = await heard(messenger, sandbox)
    assert [one.what for one in whole] == [
        TextInput(text="مريم احمدي"),
        Command(name="start", argument="j-7Kq2"),
        Command(name="help"),
        TextInput(text="/menu", forwarded=True),
    ]
    assert {(one.messenger, one.account, one.chat, one.group) for one in whole} == {
        (sandbox.name, MARYAM, MARYAM, False)
    }
    assert whole[0].name == "مریم احمدی"
    assert [one.update for one in whole] == sorted({one.update for one in whole})


async def test_group_is_known_by_its_type_and_other_bots_are_left_alone(messenger: Messenger, sandbox: Sandbox) -> None:
    await sandbox.say("/menu", group=GROUP)
    await sandbox.say("/menu@another_bot", group=GROUP)
    [one] = await heard(messenger, sandbox)
    assert (one.account, one.chat, one.group) == (MARYAM, GROUP, True)


async def test_contact_is_own_only_when_the_messenger_says_so(messenger: Messenger, sandbox: Sandbox) -> None:
    ask = Outgoing(chat=MARYAM, text="تلفن؟", keyboard=((Key(label="شمارهٔ من", wants=RequestKind.CONTACT),),))
    await messenger.send(ask)
    await sandbox.press("شمارهٔ من")
    await sandbox.say(contact={"phone_number": "09171110000", "first_name": "همسایه", "user_id": None})
    cards = [one.what for one in await heard(messenger, sandbox)]
    assert [(isinstance(card, Contact) and card.own) for card in cards] == [True, False]
    assert all(isinstance(card, Contact) and card.phone.lstrip("+").startswith("98917") for card in cards)
    assert isinstance(cards[1], Contact)
    assert cards[1].name == "همسایه"


async def test_places_stickers_and_edits(messenger: Messenger, sandbox: Sandbox) -> None:
    said = await sandbox.say("پیش از ویرایش")
    await sandbox.say(location={"latitude": 30.35, "longitude": 50.79})
    await sandbox.say(sticker="🙂")
    await sandbox.say("پس از ویرایش", edit=said["message_id"])
    assert [one.what for one in await heard(messenger, sandbox)][1:] == [
        GeoPoint(latitude=30.35, longitude=50.79),
        Unsupported(kind=UnsupportedKind.STICKER, text="🙂" if messenger.name == "telegram" else ""),
        Unsupported(kind=UnsupportedKind.EDITED, text="پس از ویرایش"),
    ]


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [("photo", "a.png", sample_picture(3)), ("document", "فهرست.pdf", b"%PDF-1.7"), ("voice", "v.ogg", b"OggS" * 9)],
)
async def test_files_come_with_their_captions_and_are_fetched(
    messenger: Messenger, sandbox: Sandbox, kind: str, name: str, content: bytes
) -> None:
    await sandbox.hand_over(content, name, kind, caption="رسید")
    [one] = await heard(messenger, sandbox)
    assert isinstance(one.what, IncomingFile)
    assert (one.what.kind, one.what.caption) == (FileKind(kind), "رسید")
    assert one.what.name == (name if kind == "document" else "")
    assert await messenger.download(one.what, max_bytes=len(content)) == content
    with pytest.raises(NoLongerThere):
        await messenger.download(one.what, max_bytes=len(content) - 1)


async def test_file_that_is_not_there_is_gone(messenger: Messenger, sandbox: Sandbox) -> None:
    with pytest.raises(NoLongerThere):
        await messenger.download(IncomingFile(kind=FileKind.PHOTO, remote_id="never"), max_bytes=1000)
    await sandbox.hand_over(b"%PDF", "a.pdf", "document")
    [one] = await heard(messenger, sandbox)
    assert isinstance(one.what, IncomingFile)
    await sandbox.fault("file", status=404, body="<html>")
    with pytest.raises(NoLongerThere):
        await messenger.download(one.what, max_bytes=1000)


async def test_pictures_of_an_album_bear_one_name(messenger: Messenger, sandbox: Sandbox) -> None:
    await sandbox.say(album=3)
    files = [one.what for one in await heard(messenger, sandbox)]
    assert len({file.album for file in files if isinstance(file, IncomingFile) and file.album}) == 1
    assert len(files) == 3


async def pressed(messenger: Messenger, sandbox: Sandbox, **how: object) -> Incoming:
    sent = await messenger.send(Outgoing(chat=MARYAM, text="بروم؟", keys=((Key(label="برو", data="b|home"),),)))
    await sandbox.press("برو", **how)
    one = (await heard(messenger, sandbox))[-1]
    assert (one.what, one.message, one.chat) == (Press(data="b|home"), sent.message_id, MARYAM)
    return one


@pytest.mark.parametrize("alert", [False, True])
async def test_press_is_answered_with_a_notice(messenger: Messenger, sandbox: Sandbox, *, alert: bool) -> None:
    one = await pressed(messenger, sandbox)
    await messenger.answer_callback(one.callback, "ثبت شد", alert=alert)
    notices = (await sandbox.screen())["notices"]
    assert [(notice["text"], notice["alert"]) for notice in notices] == [("ثبت شد", alert)]


async def test_long_notice_is_cut_and_a_late_one_is_no_error(messenger: Messenger, sandbox: Sandbox) -> None:
    one = await pressed(messenger, sandbox)
    await messenger.answer_callback(one.callback, "خیلی " * 100)
    [notice] = (await sandbox.screen())["notices"]
    assert notice["text"].endswith("…")
    await messenger.answer_callback("0-never", "دیر شد")


async def test_old_client_is_told_in_the_chat(messenger: Messenger, sandbox: Sandbox) -> None:
    one = await pressed(messenger, sandbox, old_client=True)
    await messenger.answer_callback(one.callback, "ثبت شد")
    told_in_chat = "ثبت شد" in [message["text"] for message in await sandbox.heard()]
    assert told_in_chat == (sandbox.name == "bale")
    assert len(await sandbox.calls("answerCallbackQuery")) == 1


async def test_commands_are_announced_where_they_can_be(messenger: Messenger, sandbox: Sandbox) -> None:
    await messenger.register_commands({"fa": {"menu": "فهرست"}, "en": {"menu": "Menu"}})
    told = [call["arguments"] for call in await sandbox.calls("setMyCommands")]
    fa, en = ([{"command": "menu", "description": said}] for said in ("فهرست", "Menu"))
    everybody, *rest = told or [{}]
    if sandbox.name == "telegram":
        assert everybody == {"commands": fa}
        assert rest == [{"commands": fa, "language_code": "fa"}, {"commands": en, "language_code": "en"}]
    else:
        assert told == []


async def test_webhook_brings_updates_with_the_secret_that_can_be_shown(messenger: Messenger, sandbox: Sandbox) -> None:
    got: asyncio.Queue[tuple[Mapping[str, str], object]] = asyncio.Queue()

    async def hear(request: web.Request) -> web.Response:
        await got.put((dict(request.headers), await request.json()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook/unguessable", hear)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    await messenger.set_webhook(f"http://{host}:{port}/hook/unguessable", "s3cret_word")
    await sandbox.say("سلام")
    async with asyncio.timeout(20):
        headers, raw = await got.get()
    assert messenger.is_webhook_authentic("s3cret_word", headers)
    assert messenger.is_webhook_authentic("another", headers) is (sandbox.name == "bale")
    one = messenger.parse_update(raw if isinstance(raw, dict) else {})
    assert isinstance(one, Incoming)
    assert one.what == TextInput(text="سلام")
    await messenger.delete_webhook()
    await runner.cleanup()


async def test_token_is_asked_for_nowhere_but_in_the_path(messenger: Messenger, sandbox: Sandbox) -> None:
    await messenger.send(Outgoing(chat=MARYAM, text="سلام"))
    assert TOKEN not in str(await sandbox.calls())
    again = made(sandbox)
    await again.open()
    await again.close()
