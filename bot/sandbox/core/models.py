"""Value types of an emulated messenger: accounts, messages and their parts, in no dialect.

Only messenger.py changes them; serialization.py and chat_view.py show them.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from bot.sandbox.options import AccountId, ChatId

MessageId = NewType("MessageId", int)
UpdateId = NewType("UpdateId", int)
FileId = NewType("FileId", str)
GENERAL_TOPIC = 1
"""The topic of a forum for what is sent without one. Nothing is sent to it by its number."""


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"


class ReplyKind(StrEnum):
    """Effect of a key of the reply keyboard when it is pressed."""

    TEXT = "text"
    CONTACT = "contact"
    LOCATION = "location"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    id: AccountId
    name: str
    phone: str | None = None
    language: str = "fa"
    blocked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that was sent.

    `path` is where the bot downloads it; `width` and `height` are pixels, 0 if it is no picture.
    """

    id: FileId
    kind: FileKind
    digest: str
    name: str
    mime: str
    size: int
    path: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A formatted stretch of a text; offset and length are UTF-16 units, as in the Bot API."""

    kind: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    phone_number: str
    first_name: str
    last_name: str | None = None
    user_id: AccountId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One inline key. Exactly one of data, url and copy is set."""

    text: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyKey:
    text: str
    kind: ReplyKind = ReplyKind.TEXT


InlineRows = tuple[tuple[Button, ...], ...]
ReplyRows = tuple[tuple[ReplyKey, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardOrigin:
    """First author of a forwarded message: an account, the bot, or only a name if hidden."""

    name: str
    account: AccountId | None = None
    bot: bool = False
    date: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a chat.

    `sender` None is the bot. `text` is what a person reads (the caption, if there is a file); `raw` is what the bot
    sent before its marks were parsed. `event` is the chat's last event that touched it. `topic` is 0 outside of topics.
    """

    id: MessageId
    chat: ChatId
    sender: AccountId | None
    date: int
    event: int
    text: str = ""
    raw: str = ""
    spans: tuple[Span, ...] = ()
    file: StoredFile | None = None
    contact: Contact | None = None
    location: Location | None = None
    sticker: str | None = None
    buttons: InlineRows = ()
    album: str | None = None
    topic: int = 0
    reply_to: MessageId | None = None
    origin: ForwardOrigin | None = None
    edited_at: int | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A callback answer as it is shown: a toast, or an alert to be closed."""

    event: int
    account: AccountId
    text: str
    alert: bool
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackQuery:
    """A press that waits for its callback answer. `old_client` marks a client that cannot show one."""

    id: str
    account: AccountId
    chat: ChatId
    asked_at: float
    old_client: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BotCommand:
    command: str
    description: str


@dataclass(slots=True, kw_only=True)
class Chat:
    """One conversation: with one person, or a group.

    `event` only grows, and `messages` are in the order of theirs. A group with `topics` is a forum: each is true while it is open.
    """

    id: ChatId
    kind: ChatKind
    title: str
    event: int = 0
    messages: dict[MessageId, Message]
    notices: list[Notice]
    keyboard: ReplyRows = ()
    members: set[AccountId]
    topics: dict[int, bool] = field(default_factory=dict)
