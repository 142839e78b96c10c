"""Updates as messengers write them, in both dialects, and mutations of any of their fields.

Knows the JSON of updates; no library, and nothing of the application.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.fuzz.malformed_values import ANSWERS, NUMBERS, anything, huge, words

Json: TypeAlias = dict[str, Any]
NAMES = (
    *(
        "update_id",
        "message",
        "callback_query",
        "edited_message",
        "channel_post",
        "my_chat_member",
        "from",
        "chat",
        "id",
    ),
    *(
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
    ),
    *("message_id", "data", "is_bot", "caption", "latitude", "longitude", "file_size", "width", "height", "first_name"),
    *(
        "message_thread_id",
        "is_topic_message",
        "is_forum",
        "last_name",
        "language_code",
        "media_group_id",
        "forward_origin",
        "forward_from",
        "sticker",
        "reply_markup",
    ),
    *("video", "pinned_message", "entities", "reply_to_message", "chat_instance", "inline_message_id", "mime_type", ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Origin of an update: sender, chat and its topic, the message with the screen, and data of its buttons."""

    account: int = 7
    chat: int = 7
    kind: str = "private"
    topic: int = 0
    name: str = "مریم"
    message: int = 3
    presses: Sequence[str] = ("b|home||", "f|1|ok", "f|1|=0", "x")
    answers: Sequence[str] = ANSWERS

    @property
    def person(self) -> Json:
        return {"id": self.account, "is_bot": False, "first_name": self.name, "language_code": "fa"}

    @property
    def place(self) -> Json:
        forum = {"is_forum": True} if self.topic else {}
        return {"id": self.chat, "type": self.kind, "first_name": self.name, **forum}

    @property
    def thread(self) -> Json:
        """Fields of a message in a topic; in «General» and for a plain answer the mark of a topic is missing."""
        if not self.topic:
            return {}
        return {"message_thread_id": self.topic, **({"is_topic_message": True} if self.topic > 1 else {})}


Part: TypeAlias = Callable[[random.Random, Origin], Json]


def _file(chance: random.Random, **more: Any) -> Json:
    name = f"file-{chance.randrange(50)}"
    size = chance.choice([0, 900, 80_000, 20 * 2**20, 21 * 2**20, None])
    return {"file_id": name, "file_unique_id": name, "file_size": size, **more}


def _photo(chance: random.Random, _: Origin) -> Json:
    sizes = [_file(chance, width=90 * n, height=60 * n) for n in range(1, chance.choice([2, 4, 5, 100]))]
    album = {"media_group_id": chance.choice(["a1", "a2", 7])} if chance.random() < 0.4 else {}
    return {"photo": sizes, "caption": words(chance), **album}


def _entities(chance: random.Random, _: Origin) -> Json:
    """Return entities that overlap, lie outside the text, or are thousands."""
    kinds = ("bot_command", "mention", "url", "bold", "text_link", "custom_emoji", "no_such_kind")
    wide = chance.choice([1, 5, 100, 3_000])
    entities = [
        {"type": chance.choice(kinds), "offset": chance.choice([0, 1, -1, 4_095, 10**9]), "length": 7}
        for _ in range(wide)
    ]
    return {"text": words(chance), "entities": entities, "link_preview_options": {"is_disabled": True}}


def _reply(chance: random.Random, origin: Origin) -> Json:
    """Return a reply to a deleted message, another person's message, or one in another chat."""
    there = chance.choice([None, {}, {"message_id": 0}, {"message_id": 10**9, "chat": origin.place, "date": 0}])
    return {
        "text": chance.choice(origin.answers),
        chance.choice(["reply_to_message", "external_reply", "quote"]): there,
    }


def _forwarded(chance: random.Random, origin: Origin) -> Json:
    part = chance.choice([_text, _photo, _contact, _command])(chance, origin)
    user = {"type": "user", "sender_user": {"id": 9, "is_bot": False, "first_name": words(chance)}, "date": 1}
    return {**part, **chance.choice([{"forward_origin": user}, {"forward_from": origin.person}, {"forward_date": 5}])}


def _contact(chance: random.Random, origin: Origin) -> Json:
    phone = chance.choice(
        ["989170001234", "+98 917 000 1234", "93701234567", "+9647701234567", "0917", 989170001234, words(chance)]
    )
    whose = chance.choice([origin.account, origin.account, 9, 0, None, str(origin.account)])
    return {"contact": {"phone_number": phone, "first_name": words(chance), "user_id": whose}}


def _location(chance: random.Random, _: Origin) -> Json:
    degrees = (30.67, -90, 90, 180, -180, 0, *NUMBERS)
    return {"location": {"latitude": chance.choice(degrees), "longitude": chance.choice(degrees)}}


def _text(chance: random.Random, origin: Origin) -> Json:
    return {"text": words(chance) if chance.random() < 0.6 else chance.choice(origin.answers)}


def _command(chance: random.Random, _: Origin) -> Json:
    name = chance.choice(
        ["start", "menu", "help", "cancel", "language", "START", "nothing", "start@other", "menu@fuzz_bot"]
    )
    return {"text": f"/{name} {chance.choice(['', 'j-hamyar1010', 'j-hamyar2010', words(chance)])}"}


def _other(chance: random.Random, _: Origin) -> Json:
    kinds = (
        "sticker",
        "video",
        "animation",
        "poll",
        "dice",
        "venue",
        "story",
        "new_chat_members",
        "pinned_message",
        "gift",
    )
    part = chance.choice(kinds)
    return {part: chance.choice([{"file_id": "x"}, {}, True, [1], "x", None]), "caption": words(chance)}


def _document(chance: random.Random, _: Origin) -> Json:
    named = {"file_name": words(chance), "mime_type": chance.choice(["image/jpeg", "x", words(chance)])}
    return {"document": _file(chance, **named), "caption": words(chance)}


def _voice(chance: random.Random, _: Origin) -> Json:
    return {"voice": _file(chance, **chance.choice([{}, {"duration": 3}, {"duration": -1}]))}


_PARTS: tuple[Part, ...] = (
    *(_text, _text, _text, _text, _command, _photo, _document, _voice, _contact, _location),
    *(_entities, _reply, _forwarded, _other),
)


def message(chance: random.Random, origin: Origin) -> Json:
    head = {"message_id": chance.choice([origin.message + 1, 10**6, 5]), "date": 1_762_158_600, **origin.thread}
    return {**head, "from": origin.person, "chat": origin.place, **chance.choice(_PARTS)(chance, origin)}


def press(chance: random.Random, origin: Origin) -> Json:
    """Return a press on the screen, on an old one, or on one that is gone."""
    standing = {"message_id": origin.message, "date": 1, "chat": origin.place, "text": "x", **origin.thread}
    odd = ({**standing, "message_id": 1}, {**standing, "date": 0}, {**standing, "chat": None}, None)
    bearer = chance.choice([standing, standing, standing, *odd])
    number = chance.choice([chance.randrange(10**15), f"1{chance.randrange(10**12)}", str(chance.randrange(10**12))])
    return {
        "id": number,
        "from": origin.person,
        "message": bearer,
        "data": chance.choice(origin.presses),
        "chat_instance": "c",
    }


def update(chance: random.Random, number: Any, origin: Origin) -> Json:
    """Return a well-formed update of any kind."""
    kind = chance.random()
    if kind < 0.35:
        return {"update_id": number, "callback_query": press(chance, origin)}
    if kind < 0.92:
        return {"update_id": number, "message": message(chance, origin)}
    if kind < 0.97:
        return {"update_id": number, "edited_message": {**message(chance, origin), "edit_date": 6}}
    return {
        "update_id": number,
        chance.choice(["channel_post", "my_chat_member", "poll", "x"]): message(chance, origin),
    }


def bent(chance: random.Random, raw: Json) -> Json:
    """Mutate up to four fields at any depth: removed, emptied, renamed or replaced."""
    for _ in range(chance.choice([1, 1, 2, 4])):
        _bend(chance, _somewhere(chance, raw))
    return raw


def _somewhere(chance: random.Random, raw: Json) -> Any:
    place: Any = raw
    while chance.random() < 0.85:
        parts = list(place.values()) if isinstance(place, dict) else place
        inner = [part for part in parts if isinstance(part, dict | list) and part]
        if not inner:
            break
        place = chance.choice(inner)
    return place


def _bend(chance: random.Random, place: Any) -> None:
    if not place:
        return
    key = chance.choice(list(place)) if isinstance(place, dict) else chance.randrange(len(place))
    match chance.randrange(8):
        case 0:
            del place[key]
        case 1:
            place[key] = None
        case 2:
            place[key] = words(chance)
        case 3:
            place[key] = [place[key]]
        case 4:
            place[key] = chance.choice(NUMBERS)
        case 5 if isinstance(place, dict):
            place[chance.choice(NAMES)] = place.pop(key)
        case 6 if chance.random() < 0.05:
            place[key] = huge(chance)
        case _:
            place[key] = anything(chance, NAMES)


def shapeless(chance: random.Random) -> Any:
    """Return JSON that is hardly an update, or none."""
    if chance.random() < 0.1:
        return anything(chance, NAMES)
    said = {chance.choice(NAMES): anything(chance, NAMES) for _ in range(chance.randrange(8))}
    return {"update_id": 5, **said, chance.choice(NAMES[1:4]): anything(chance, NAMES)}
