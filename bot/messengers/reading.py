"""From a parsed update to `Incoming`: what a person did, in the house's own words.

Both libraries name the parts of a message alike; the protocols say which of them are read. Neither library is known here.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from bot.dialogue.screen import Command, Contact, FileKind, Odd, Oddity, Place, Press, RemoteFile, Typed, What
from bot.messengers.port import Incoming

BIGGEST_DOWNLOAD = 20 * 1024 * 1024
"""Bytes: neither messenger hands a bot a larger file."""
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)


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


class Message(Protocol):
    @property
    def message_id(self) -> int: ...
    @property
    def chat(self) -> Chat: ...
    @property
    def from_user(self) -> User | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def caption(self) -> str | None: ...
    @property
    def media_group_id(self) -> str | None: ...
    @property
    def photo(self) -> Sequence[PhotoSize] | None: ...
    @property
    def document(self) -> Document | None: ...
    @property
    def voice(self) -> Voice | None: ...
    @property
    def contact(self) -> Card | None: ...
    @property
    def location(self) -> Location | None: ...


class Bearer(Protocol):
    @property
    def message_id(self) -> int: ...
    @property
    def chat(self) -> Chat: ...


class Query(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def from_user(self) -> User: ...
    @property
    def message(self) -> Bearer | None: ...
    @property
    def data(self) -> str | None: ...


class Update(Protocol):
    @property
    def update_id(self) -> int: ...
    @property
    def message(self) -> Message | None: ...
    @property
    def callback_query(self) -> Query | None: ...


def incoming(update: Update, *, messenger: str, bot: str, oddity: Oddity | None, forwarded: bool) -> Incoming | None:
    """None for what is said to somebody else. `bot` is our own username: only its commands are ours."""
    if (query := update.callback_query) is not None and (bearer := query.message) is not None:
        return Incoming(
            messenger=messenger,
            account=query.from_user.id,
            chat=bearer.chat.id,
            update=update.update_id,
            what=Press(data=query.data or ""),
            group=bearer.chat.type != "private",
            message=bearer.message_id,
            callback=query.id,
            name=_name(query.from_user),
            language=query.from_user.language_code or "",
        )
    message = update.message
    if message is None or (sender := message.from_user) is None:
        return None
    group = message.chat.type != "private"
    what = _oddly(message, oddity) if oddity else _what(message, sender.id, bot, forwarded=forwarded)
    if group and isinstance(what, Typed) and _for_another(message.text or "", bot):
        return None
    return Incoming(
        messenger=messenger,
        account=sender.id,
        chat=message.chat.id,
        update=update.update_id,
        what=what,
        group=group,
        message=message.message_id,
        name=_name(sender),
        language=sender.language_code or "",
    )


def _oddly(message: Message, kind: Oddity) -> Odd:
    return Odd(kind=kind, text=message.text or message.caption or "")


def _what(message: Message, sender: int, bot: str, *, forwarded: bool) -> What:
    if message.photo:
        return _photo(message, message.photo)
    if (document := message.document) is not None:
        return _file(message, document, FileKind.DOCUMENT, document.file_name or "")
    if message.voice is not None:
        return _file(message, message.voice, FileKind.VOICE, "")
    if (card := message.contact) is not None:
        own = card.user_id == sender and not forwarded
        return Contact(phone=card.phone_number, name=_name(card), own=own)
    if (place := message.location) is not None:
        return Place(latitude=place.latitude, longitude=place.longitude)
    if message.text is None:
        return Odd(kind=Oddity.OTHER)
    command = None if forwarded else _command(message.text, bot)
    return command or Typed(text=message.text, forwarded=forwarded)


def _command(text: str, bot: str) -> Command | None:
    found = _COMMAND.fullmatch(text) if text.startswith("/") else None
    if found is None or not _ours(found[2], bot):
        return None
    return Command(name=found[1].lower(), argument=(found[3] or "").strip())


def _for_another(text: str, bot: str) -> bool:
    found = _COMMAND.fullmatch(text) if text.startswith("/") else None
    return found is not None and not _ours(found[2], bot)


def _ours(named: str | None, bot: str) -> bool:
    return named is None or not bot or named.lower() == bot.lower()


def _photo(message: Message, sizes: Sequence[PhotoSize]) -> What:
    """The largest that can be downloaded; a size that is not told is hoped for."""
    fitting = [size for size in sizes if (size.file_size or 0) <= BIGGEST_DOWNLOAD]
    if not fitting:
        return Odd(kind=Oddity.OTHER, text=message.caption or "")
    best = max(fitting, key=lambda size: (size.width * size.height, size.file_size or 0))
    return RemoteFile(
        kind=FileKind.PHOTO,
        remote_id=best.file_id,
        mime="image/jpeg",
        size=best.file_size or 0,
        caption=message.caption or "",
        album=message.media_group_id or "",
    )


def _file(message: Message, file: Voice, kind: FileKind, name: str) -> RemoteFile:
    return RemoteFile(
        kind=kind,
        remote_id=file.file_id,
        name=name,
        mime=file.mime_type or ("audio/ogg" if kind is FileKind.VOICE else ""),
        size=file.file_size or 0,
        caption=message.caption or "",
        album=message.media_group_id or "",
    )


def _name(someone: User | Card) -> str:
    return " ".join(part for part in (someone.first_name, someone.last_name) if part)
