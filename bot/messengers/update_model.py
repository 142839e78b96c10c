"""Parsed update: its parts are a library's own objects, the frame around them is ours.

Both libraries name the parts alike; the protocols list the attributes that are read. Their own `Message` is not used: it has a
hundred attributes, of which twelve are read, and parsing it takes 0.12 ms.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

_JsonObject: TypeAlias = Mapping[str, Any]


class ApiUser(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str | None: ...
    @property
    def language_code(self) -> str | None: ...


class ApiChat(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def type(self) -> str: ...


class ApiPhotoSize(Protocol):
    @property
    def file_id(self) -> str: ...
    @property
    def file_size(self) -> int | None: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class ApiVoice(Protocol):
    @property
    def file_id(self) -> str: ...
    @property
    def file_size(self) -> int | None: ...
    @property
    def mime_type(self) -> str | None: ...


class ApiDocument(ApiVoice, Protocol):
    @property
    def file_name(self) -> str | None: ...


class ApiContact(Protocol):
    @property
    def phone_number(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str | None: ...
    @property
    def user_id(self) -> int | None: ...


class ApiLocation(Protocol):
    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiMessage:
    message_id: int
    chat: ApiChat
    from_user: ApiUser
    text: str | None
    caption: str | None
    media_group_id: str | None
    topic: int = 0
    photo: Sequence[ApiPhotoSize] = ()
    document: ApiDocument | None = None
    voice: ApiVoice | None = None
    contact: ApiContact | None = None
    location: ApiLocation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCallbackQuery:
    """Press of a button. `message_id` and `chat` are those of the message that bears it."""

    id: str
    from_user: ApiUser
    message_id: int
    chat: ApiChat
    data: str
    topic: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiUpdate:
    """Update with exactly one of `message` and `callback_query`."""

    update_id: int
    message: ApiMessage | None = None
    callback_query: ApiCallbackQuery | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartParsers:
    """A library's parsers of the parts. They may raise anything."""

    user: Callable[[Any], ApiUser]
    chat: Callable[[Any], ApiChat]
    photo: Callable[[Any], ApiPhotoSize]
    document: Callable[[Any], ApiDocument]
    voice: Callable[[Any], ApiVoice]
    contact: Callable[[Any], ApiContact]
    location: Callable[[Any], ApiLocation]


_GENERAL_TOPIC = 1


def _topic(message: _JsonObject) -> int:
    """Return the forum topic that a message stands in, 0 for none.

    A plain answer in a group has a thread id too, and is in no topic. «General» takes no thread id.
    """
    topic: int = message.get("message_thread_id", 0) if message.get("is_topic_message") else 0
    return topic if topic > _GENERAL_TOPIC else 0


def to_update(raw: _JsonObject, parsers: PartParsers) -> ApiUpdate:
    """Parse an update that `repair` returned."""
    number: int = raw["update_id"]
    if (query := raw.get("callback_query")) is not None:
        return ApiUpdate(update_id=number, callback_query=_to_callback_query(query, parsers))
    return ApiUpdate(update_id=number, message=_to_message(raw["message"], parsers))


def _to_callback_query(raw: _JsonObject, parts: PartParsers) -> ApiCallbackQuery:
    message = raw["message"]
    return ApiCallbackQuery(
        id=raw["id"],
        from_user=parts.user(raw["from"]),
        message_id=message["message_id"],
        chat=parts.chat(message["chat"]),
        data=raw["data"],
        topic=_topic(message),
    )


def _to_message(raw: _JsonObject, parts: PartParsers) -> ApiMessage:
    return ApiMessage(
        message_id=raw["message_id"],
        chat=parts.chat(raw["chat"]),
        from_user=parts.user(raw["from"]),
        text=raw.get("text"),
        caption=raw.get("caption"),
        media_group_id=raw.get("media_group_id"),
        topic=_topic(raw),
        photo=[parts.photo(size) for size in raw.get("photo", ())],
        document=parts.document(raw["document"]) if "document" in raw else None,
        voice=parts.voice(raw["voice"]) if "voice" in raw else None,
        contact=parts.contact(raw["contact"]) if "contact" in raw else None,
        location=parts.location(raw["location"]) if "location" in raw else None,
    )
