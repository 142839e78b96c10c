"""Raw updates of both dialects, as they come and as they should not, and what the bot receives. No network."""

from typing import Any

import pytest

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
    UserInput,
)
from bot.messengers.bale import BaleMessenger
from bot.messengers.port import Incoming, Messenger, UnreadableUpdate
from bot.messengers.telegram import TelegramMessenger

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
MB = 1024 * 1024
BIG = 2**52 - 1
FROM = {"id": 7, "is_bot": False, "first_name": "مریم", "last_name": "احمدی", "language_code": "fa"}
CHAT = {"id": 7, "type": "private", "first_name": "مریم"}


@pytest.fixture(params=["telegram", "bale"])
def messenger(request: pytest.FixtureRequest) -> Messenger:
    return TelegramMessenger(TOKEN) if request.param == "telegram" else BaleMessenger(TOKEN)


def message(**parts: Any) -> dict[str, Any]:
    return {"update_id": 9, "message": {"message_id": 3, "date": 1762151400, "from": FROM, "chat": CHAT, **parts}}


def photo(number: int, size: int | None, side: int) -> dict[str, Any]:
    return {"file_id": f"p{number}", "file_unique_id": f"u{number}", "width": side, "height": side, "file_size": size}


def picture(number: int, size: int, **more: Any) -> IncomingFile:
    return IncomingFile(kind=FileKind.PHOTO, remote_id=f"p{number}", mime="image/jpeg", size=size, **more)


DOCUMENT = {"file_id": "d", "file_unique_id": "u", "file_name": "a.pdf", "mime_type": "application/pdf", "file_size": 5}
NULLS = dict.fromkeys(("entities", "caption", "photo", "document", "voice", "contact", "location", "forward_from"))

HEARD: list[tuple[str, dict[str, Any], UserInput]] = [
    ("text", message(text="سلام"), TextInput(text="سلام")),
    ("text as typed", message(text="  ي\u200cك\n۱۲ "), TextInput(text="  ي\u200cك\n۱۲ ")),
    ("text with half an emoji", message(text="نیمه\udc00"), TextInput(text="نیمه")),
    ("text among nulls", message(text="سلام", **NULLS), TextInput(text="سلام")),
    ("text with odd entities", message(text="سلام", entities=[{"type": 5}]), TextInput(text="سلام")),
    ("text in reply", message(text="بله", reply_to_message={"message_id": "?"}), TextInput(text="بله")),
    ("text of an odd date", message(text="سلام", date=10**20), TextInput(text="سلام")),
    ("text of no date", message(text="سلام", date=None), TextInput(text="سلام")),
    ("command", message(text="/start j-7Kq"), Command(name="start", argument="j-7Kq")),
    ("command without entities", message(text="/menu", entities=None), Command(name="menu")),
    ("command in capitals", message(text="/MENU"), Command(name="menu")),
    ("command with a line", message(text="/start\nj-1 "), Command(name="start", argument="j-1")),
    ("slash alone", message(text="/ ۱۲"), TextInput(text="/ ۱۲")),
    ("date with slashes", message(text="/۷/۳"), TextInput(text="/۷/۳")),
    (
        "forward of today",
        message(text="خبر", forward_origin={"type": "hidden_user"}),
        TextInput(text="خبر", forwarded=True),
    ),
    ("forward of old", message(text="خبر", forward_from=FROM, forward_date=1), TextInput(text="خبر", forwarded=True)),
    ("forwarded command", message(text="/menu", forward_date=1), TextInput(text="/menu", forwarded=True)),
    (
        "own contact",
        message(contact={"phone_number": "+989171110000", "first_name": "مریم", "user_id": 7}),
        Contact(phone="+989171110000", name="مریم", own=True),
    ),
    (
        "contact of another",
        message(contact={"phone_number": "989171110000", "first_name": "علی", "last_name": "راد", "user_id": 8}),
        Contact(phone="989171110000", name="علی راد"),
    ),
    (
        "contact of no user",
        message(contact={"phone_number": 9171110000, "first_name": None, "user_id": None}),
        Contact(phone="9171110000"),
    ),
    (
        "own contact, forwarded",
        message(contact={"phone_number": "0917", "first_name": "مریم", "user_id": 7}, forward_date=1),
        Contact(phone="0917", name="مریم"),
    ),
    ("place", message(location={"latitude": 30, "longitude": 51.5}), GeoPoint(latitude=30.0, longitude=51.5)),
    (
        "venue",
        message(location={"latitude": 30.5, "longitude": 51.5}, venue={"title": "مسجد"}),
        GeoPoint(latitude=30.5, longitude=51.5),
    ),
    ("largest picture", message(photo=[photo(1, 10, 90), photo(2, 99, 800)]), picture(2, 99)),
    ("sizes in any order", message(photo=[photo(2, 99, 800), photo(1, 10, 90)]), picture(2, 99)),
    ("largest that can be fetched", message(photo=[photo(1, 9, 90), photo(2, 21 * MB, 8000)]), picture(1, 9)),
    ("picture of unknown size", message(photo=[photo(1, None, 90)]), picture(1, 0)),
    (
        "picture of an album",
        message(photo=[photo(1, 9, 90)], caption="رسید", media_group_id=12345),
        picture(1, 9, caption="رسید", album="12345"),
    ),
    (
        "pictures too large",
        message(photo=[photo(1, 21 * MB, 90)], caption="رسید"),
        IncomingFile(kind=FileKind.PHOTO, remote_id="p1", mime="image/jpeg", size=21 * MB, caption="رسید"),
    ),
    ("no pictures at all", message(photo=[]), Unsupported(kind=UnsupportedKind.OTHER)),
    (
        "document",
        message(document=DOCUMENT),
        IncomingFile(kind=FileKind.DOCUMENT, remote_id="d", name="a.pdf", mime="application/pdf", size=5),
    ),
    (
        "document with nothing but an id",
        message(document={"file_id": "d", "file_size": -1, "file_name": None, "mime_type": 4}),
        IncomingFile(kind=FileKind.DOCUMENT, remote_id="d"),
    ),
    (
        "voice without a duration",
        message(voice={"file_id": "v", "duration": None}),
        IncomingFile(kind=FileKind.VOICE, remote_id="v", mime="audio/ogg"),
    ),
    ("sticker", message(sticker={"emoji": "🙂"}), Unsupported(kind=UnsupportedKind.STICKER, text="🙂")),
    ("film", message(video={"file_id": "x"}, caption="ببینید"), Unsupported(kind=UnsupportedKind.MEDIA, text="ببینید")),
    (
        "moving picture, sent as a document too",
        message(animation={}, document=DOCUMENT),
        Unsupported(kind=UnsupportedKind.MEDIA),
    ),
    ("poll", message(poll={"id": "1"}), Unsupported(kind=UnsupportedKind.OTHER)),
    ("something not yet invented", message(hologram={"id": "1"}), Unsupported(kind=UnsupportedKind.OTHER)),
]


@pytest.mark.parametrize(("raw", "what"), [pytest.param(raw, what, id=name) for name, raw, what in HEARD])
def test_what_a_message_says(messenger: Messenger, raw: dict[str, Any], what: UserInput) -> None:
    assert messenger.parse_update(raw) == Incoming(
        messenger=messenger.name, account=7, chat=7, update=9, what=what, message=3, name="مریم احمدی", language="fa"
    )


def test_edited_message(messenger: Messenger) -> None:
    raw = message(text="درست شد", edit_date=1)
    edited = {"update_id": 9, "edited_message": raw["message"]}
    one = messenger.parse_update(edited)
    assert isinstance(one, Incoming)
    assert one.what == Unsupported(kind=UnsupportedKind.EDITED, text="درست شد")


def press(**parts: Any) -> dict[str, Any]:
    bearer = {"message_id": 4, "chat": CHAT, "date": 1762151400, "from": {"id": 1, "is_bot": True, "first_name": "ه"}}
    query = {"id": "77", "from": FROM, "chat_instance": "5", "data": "f|1|yes", "message": bearer}
    return {"update_id": 9, "callback_query": {**query, **parts}}


PRESSES = [
    ("as it should be", press(), 7, 4, "f|1|yes"),
    ("without a chat instance", press(chat_instance=None), 7, 4, "f|1|yes"),
    ("number that is a number", press(id=77), 7, 4, "f|1|yes"),
    ("on a message too old to show", press(message={"message_id": 4, "chat": CHAT, "date": 0}), 7, 4, "f|1|yes"),
    ("on a message without a date", press(message={"message_id": 4, "chat": CHAT}), 7, 4, "f|1|yes"),
    ("on a message with an odd body", press(message={"message_id": 4, "chat": CHAT, "text": [1]}), 7, 4, "f|1|yes"),
    ("on a message that is not told", press(message=None), 7, 0, "f|1|yes"),
    ("on a message without a chat", press(message={"message_id": 4, "date": 1}), 7, 4, "f|1|yes"),
    ("on a message whose chat is null", press(message={"message_id": 4, "chat": None}), 7, 4, "f|1|yes"),
    ("without data", press(data=None), 7, 4, ""),
]


@pytest.mark.parametrize(("raw", "chat", "bearer", "data"), [pytest.param(*rest, id=name) for name, *rest in PRESSES])
def test_presses(messenger: Messenger, raw: dict[str, Any], chat: int, bearer: int, data: str) -> None:
    one = messenger.parse_update(raw)
    assert isinstance(one, Incoming)
    assert (one.what, one.chat, one.message, one.callback) == (Press(data=data), chat, bearer, "77")
    assert (one.account, one.group, one.name) == (7, False, "مریم احمدی")


def test_groups_are_told_by_type_whatever_their_number(messenger: Messenger) -> None:
    for number, kind in ((-100123, "supergroup"), (55, "group"), (BIG, "group")):
        one = messenger.parse_update(message(text="سلام", chat={"id": number, "type": kind, "title": "گروه"}))
        assert isinstance(one, Incoming)
        assert (one.account, one.chat, one.group) == (7, number, True)
    pressed = messenger.parse_update(press(message={"message_id": 4, "chat": {"id": 55, "type": "group"}}))
    assert isinstance(pressed, Incoming)
    assert pressed.group


def test_chat_of_no_type_is_private_only_when_it_is_the_persons_own(messenger: Messenger) -> None:
    for number, group in ((7, False), (55, True)):
        one = messenger.parse_update(message(text="سلام", chat={"id": number}))
        assert isinstance(one, Incoming)
        assert one.group is group


def test_private_chat_tells_who_wrote_when_the_message_does_not(messenger: Messenger) -> None:
    raw = message(text="سلام")
    del raw["message"]["from"]
    one = messenger.parse_update(raw)
    assert isinstance(one, Incoming)
    assert (one.account, one.name, one.language) == (7, "مریم", "")


@pytest.mark.parametrize("number", [1, 2**31, 2**32 + 5, BIG, 2**63 - 1])
def test_numbers_up_to_63_bits_come_through(messenger: Messenger, number: int) -> None:
    raw = message(text="سلام", message_id=number)
    raw["message"]["from"] = {**FROM, "id": number}
    raw["message"]["chat"] = {**CHAT, "id": str(number)}
    raw["update_id"] = float(9)
    one = messenger.parse_update(raw)
    assert isinstance(one, Incoming)
    assert (one.account, one.chat, one.message, one.update) == (number, number, number, 9)


SENT_BY_NOBODY = [
    {"update_id": 9},
    {"update_id": 9, "message": None, "callback_query": None},
    {"update_id": 9, "my_chat_member": {"chat": CHAT, "from": FROM}},
    {"update_id": 9, "channel_post": {"message_id": 3}},
    {"update_id": 9, "inline_query": {"id": "1"}},
    message(text="سلام", chat={"id": -5, "type": "channel"}),
    message(text="سلام", **{"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}),
    message(text="سلام", chat={"id": -5, "type": "group"}, **{"from": None}),
    message(new_chat_members=[FROM]),
    message(left_chat_member=FROM),
    message(pinned_message={"message_id": 1}),
    message(migrate_to_chat_id=-100),
    {"update_id": 9, "edited_message": message(location={"latitude": 1, "longitude": 2})["message"]},
]


@pytest.mark.parametrize("raw", SENT_BY_NOBODY)
def test_what_nobody_waits_for(messenger: Messenger, raw: dict[str, Any]) -> None:
    assert messenger.parse_update(raw) is None


UNREADABLE: list[tuple[dict[str, Any], int, str]] = [
    ({}, 0, "update_id is missing or odd"),
    ({"update_id": "x", "message": message()["message"]}, 0, "update_id is missing or odd"),
    ({"update_id": True}, 0, "update_id is missing or odd"),
    ({"update_id": -4}, 0, "update_id is missing or odd"),
    ({"update_id": 9, "message": "text"}, 9, "message is not an object"),
    ({"update_id": 9, "message": {}}, 9, "message.chat is not an object"),
    ({"update_id": 9, "callback_query": []}, 9, "callback_query is not an object"),
    (press(**{"from": None}), 9, "callback_query.from is missing"),
    (press(id=None), 9, "callback_query.id is missing"),
    (message(text={"a": 1}), 9, "message.text is odd"),
    (message(message_id=None), 9, "message.message_id is missing"),
    (message(chat={"id": 2**63, "type": "private"}), 9, "message.chat.id is odd"),
    (message(chat={"id": [7], "type": "private"}), 9, "message.chat.id is odd"),
    (message(location={"latitude": 91, "longitude": 0}), 9, "message.location.latitude is odd"),
    (message(location={"latitude": float("nan"), "longitude": 0}), 9, "message.location.latitude is odd"),
    (message(contact={"first_name": "مریم"}), 9, "message.contact.phone_number is missing"),
    (message(document={"file_name": "a"}), 9, "message.document.file_id is missing"),
    (message(photo={"file_id": "p"}), 9, "message.photo is odd"),
]


@pytest.mark.parametrize(("raw", "update", "why"), UNREADABLE)
def test_what_cannot_be_read_says_why_without_saying_what(
    messenger: Messenger, raw: dict[str, Any], update: int, why: str
) -> None:
    assert messenger.parse_update(raw) == UnreadableUpdate(messenger=messenger.name, update=update, raw=raw, reason=why)
