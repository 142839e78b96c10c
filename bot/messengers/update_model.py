"""A repaired update, parsed: its parts by the messenger's library, the frame around them by us.

Both libraries name the parts alike; the protocols say what of them is read. Their own `Message` is not used: it has a hundred
attributes, of which we read twelve, and took up to a tenth of a turn's time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

Json: TypeAlias = Mapping[str, Any]


class User(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str | None: ...
    @property
    def language_code(self) -> str | None: ...


class Chat(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def type(self) -> str: ...


class PhotoSize(Protocol):
    @property
    def file_id(self) -> str: ...
    @property
    def file_size(self) -> int | None: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class Voice(Protocol):
    @property
    def file_id(self) -> str: ...
    @property
    def file_size(self) -> int | None: ...
    @property
    def mime_type(self) -> str | None: ...


class Document(Voice, Protocol):
    @property
    def file_name(self) -> str | None: ...


class Card(Protocol):
    @property
    def phone_number(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str | None: ...
    @property
    def user_id(self) -> int | None: ...


class Location(Protocol):
    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    message_id: int
    chat: Chat
    from_user: User
    text: str | None
    caption: str | None
    media_group_id: str | None
    photo: Sequence[PhotoSize] = ()
    document: Document | None = None
    voice: Voice | None = None
    contact: Card | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The press of a button. `message` and `chat` are where it stands."""

    id: str
    from_user: User
    message: int
    chat: Chat
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One of `message` and `query` is there."""

    number: int
    message: Message | None = None
    query: Query | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """How a messenger's library parses each part. They may raise anything."""

    user: Callable[[Any], User]
    chat: Callable[[Any], Chat]
    photo: Callable[[Any], PhotoSize]
    document: Callable[[Any], Document]
    voice: Callable[[Any], Voice]
    contact: Callable[[Any], Card]
    location: Callable[[Any], Location]


def parse(raw: Json, parts: Parts) -> Update:
    """Of an update as `repaired` leaves it."""
    number: int = raw["update_id"]
    if (query := raw.get("callback_query")) is not None:
        return Update(number=number, query=_query(query, parts))
    return Update(number=number, message=_message(raw["message"], parts))


def _query(raw: Json, parts: Parts) -> Query:
    bearer = raw["message"]
    return Query(
        id=raw["id"],
        from_user=parts.user(raw["from"]),
        message=bearer["message_id"],
        chat=parts.chat(bearer["chat"]),
        data=raw["data"],
    )


def _message(raw: Json, parts: Parts) -> Message:
    return Message(
        message_id=raw["message_id"],
        chat=parts.chat(raw["chat"]),
        from_user=parts.user(raw["from"]),
        text=raw.get("text"),
        caption=raw.get("caption"),
        media_group_id=raw.get("media_group_id"),
        photo=[parts.photo(size) for size in raw.get("photo", ())],
        document=parts.document(raw["document"]) if "document" in raw else None,
        voice=parts.voice(raw["voice"]) if "voice" in raw else None,
        contact=parts.contact(raw["contact"]) if "contact" in raw else None,
        location=parts.location(raw["location"]) if "location" in raw else None,
    )
