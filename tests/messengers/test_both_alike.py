"""Two libraries that share no code hear the same in whatever comes, and neither ever fails. Seeded, no network."""

import random
from typing import Any

from bot.messengers.bale import BaleMessenger
from bot.messengers.port import Unreadable
from bot.messengers.telegram import TelegramMessenger

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
NAMES = [
    "update_id",
    "message",
    "callback_query",
    "edited_message",
    "from",
    "chat",
    "id",
    "type",
    "text",
    "photo",
    "document",
    "voice",
    "contact",
    "location",
    "phone_number",
    "user_id",
    "file_id",
    "date",
    "message_id",
    "data",
    "is_bot",
    "caption",
    "latitude",
    "longitude",
    "file_size",
    "width",
    "height",
    "first_name",
    "last_name",
    "language_code",
    "media_group_id",
    "forward_origin",
    "sticker",
    "reply_markup",
    "video",
    "pinned_message",
]
VALUES: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        7,
        2**31,
        2**53,
        2**63,
        2**64,
        10**30,
        1.5,
        float("inf"),
        float("nan"),
        "",
        "x",
        "7",
    ),
    *("/start a", "\ud83d", "\u202e", "\x00", "a" * 4096, "private", "group", "channel", [], {}, [1], [None], [[]]),
]
ROUNDS = 4000


def anything(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.random()
    if depth > 3 or kind < 0.5:
        return chance.choice(VALUES)
    if kind < 0.6:
        return [anything(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice(NAMES): anything(chance, depth + 1) for _ in range(chance.randrange(6))}


def nearly_right(chance: random.Random) -> dict[str, Any]:
    """A good update with up to three fields, at any depth, made into something else."""
    person, chat = {"id": 7, "is_bot": False, "first_name": "مریم"}, {"id": 7, "type": "private"}
    message = {"message_id": 3, "date": 5, "from": dict(person), "chat": chat, "text": "سلام"}
    kind = chance.choice(["message", "edited_message", "callback_query"])
    body = {"id": "5", "from": person, "data": "x", "message": message} if kind == "callback_query" else message
    for _ in range(chance.randrange(4)):
        place: dict[str, Any] = body
        while chance.random() < 0.4 and (inner := [each for each in place.values() if isinstance(each, dict)]):
            place = chance.choice(inner)
        place[chance.choice(NAMES)] = anything(chance)
    return {"update_id": chance.choice([9, 9, 9, anything(chance)]), kind: body}


def test_both_hear_the_same_in_whatever_comes() -> None:
    chance = random.Random(1404)  # noqa: S311  a seed, no secret
    telegram, bale = TelegramMessenger(TOKEN), BaleMessenger(TOKEN)
    heard = 0
    for _ in range(ROUNDS):
        raw = nearly_right(chance) if chance.random() < 0.8 else {name: anything(chance) for name in NAMES[:5]}
        one, other = telegram.read(raw), bale.read(raw)
        if one is None or other is None or isinstance(one, Unreadable) or isinstance(other, Unreadable):
            assert type(one) is type(other), raw
            continue
        assert (one.what, one.account, one.chat, one.message, one.group, one.callback) == (
            other.what,
            other.account,
            other.chat,
            other.message,
            other.group,
            other.callback,
        ), raw
        heard += 1
    assert heard > ROUNDS // 5
