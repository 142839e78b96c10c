"""An update of Bale's, in the parts of python-telegram-bot that are read.

The library's own `Message` is not among them: it is a hundred attributes, each set through a function of Python, of which the
house reads twelve. It took a tenth of a turn's time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Chat, Contact, Document, Location, PhotoSize, User, Voice

from bot.messengers.reading import Update as Readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    message_id: int
    chat: Chat
    from_user: User | None
    text: str | None
    caption: str | None
    media_group_id: str | None
    photo: Sequence[PhotoSize] | None
    document: Document | None
    voice: Voice | None
    contact: Contact | None
    location: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    message_id: int
    chat: Chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    id: str
    from_user: User
    message: Bearer | None
    data: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    update_id: int
    message: Message | None = None
    callback_query: Query | None = None


def parse(raw: Mapping[str, Any]) -> Readable:
    """Of a repaired update: exactly one of message and callback_query beside its id. May raise what the library raises."""
    if (query := raw.get("callback_query")) is not None:
        return Update(update_id=raw["update_id"], callback_query=_query(query))
    return Update(update_id=raw["update_id"], message=_message(raw["message"]))


def _query(raw: Mapping[str, Any]) -> Query:
    bearer = raw["message"]
    return Query(
        id=raw["id"],
        from_user=User.de_json(raw["from"], None),
        message=Bearer(message_id=bearer["message_id"], chat=Chat.de_json(bearer["chat"], None)),
        data=raw.get("data"),
    )


def _message(raw: Mapping[str, Any]) -> Message:
    return Message(
        message_id=raw["message_id"],
        chat=Chat.de_json(raw["chat"], None),
        from_user=User.de_json(raw["from"], None),
        text=raw.get("text"),
        caption=raw.get("caption"),
        media_group_id=raw.get("media_group_id"),
        photo=PhotoSize.de_list(raw["photo"], None) if "photo" in raw else None,
        document=Document.de_json(raw["document"], None) if "document" in raw else None,
        voice=Voice.de_json(raw["voice"], None) if "voice" in raw else None,
        contact=Contact.de_json(raw["contact"], None) if "contact" in raw else None,
        location=Location.de_json(raw["location"], None) if "location" in raw else None,
    )
