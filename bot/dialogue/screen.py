"""What comes in from a person and what is shown to them, the same for every messenger.

A `Screen` holds text keys and typed arguments, never finished sentences: language and digits are chosen at the edge.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias, cast

from bot.persian.calendar import Period
from bot.persian.said import Said, said_json, said_of


@dataclass(frozen=True, slots=True)
class Lines:
    """Texts one under the other; empty ones are left out."""

    items: "tuple[Text | Lines | str, ...]"
    between: "Text | str" = "\n"


@dataclass(frozen=True, slots=True)
class Text:
    """A key of locales/*.ftl and its arguments. A `str` argument is a person's own words: never markup."""

    key: str
    args: "Mapping[str, Argument]" = field(default_factory=dict)


Argument: TypeAlias = "Said | Period | Lines | Text"


def text(key: str, /, **args: "Argument") -> Text:
    return Text(key, args)


def word(value: StrEnum) -> Text:
    """The name of an enum's member on screen: `Kind.IN_KIND` is the text `kind-in-kind`."""
    kind = "".join(f"-{c.lower()}" if c.isupper() else c for c in type(value).__name__).lstrip("-")
    return Text(f"{kind}-{value.value}".replace("_", "-"))


def label_json(label: Text | str) -> Any:
    """Arguments of a text that is kept are values, not texts."""
    if isinstance(label, str):
        return label
    return {"key": label.key, "args": {name: said_json(cast(Said, value)) for name, value in label.args.items()}}


def label_of(kept: Any) -> Text | str:
    return kept if isinstance(kept, str) else Text(kept["key"], {n: said_of(v) for n, v in kept["args"].items()})


class Wants(StrEnum):
    """What a key of the reply keyboard sends when it is pressed."""

    TEXT = "text"
    CONTACT = "contact"
    LOCATION = "location"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One button: exactly one of `data` (at most 64 bytes), `url`, `copy` (text the messenger copies)."""

    label: Text | str
    data: str = ""
    url: str = ""
    copy: str = ""


Rows: TypeAlias = tuple[tuple[Button, ...], ...]


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A file that we keep: `id` is its row in `files`."""

    id: int
    kind: FileKind = FileKind.PHOTO
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One page of the conversation.

    `request` asks the messenger for a contact or a location: the page's buttons then stand in a reply keyboard.
    `notice` is said in passing (a callback answer) and stands on the screen too, above the text.
    `beside` keeps the message whose button was pressed: it is one that keeps itself fresh.
    """

    text: Text | Lines
    buttons: Rows = ()
    request: Wants | None = None
    request_label: Text | None = None
    notice: Text | None = None
    file: FileRef | None = None
    beside: bool = False


# ---- what a person did


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    text: str
    forwarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`/start j-7Kq` is name «start», argument «j-7Kq»; found in the text itself, entities or not."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """`own` is true only when the messenger says that the card is the sender's own."""

    phone: str
    name: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A shared location, degrees in WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file still with the messenger; `remote_id` is that messenger's own and lives an hour. `size` in bytes, 0 when unknown."""

    kind: FileKind
    remote_id: str
    name: str = ""
    mime: str = ""
    size: int = 0
    caption: str = ""
    album: str = ""


class Oddity(StrEnum):
    """What a person may send and no question asks for; each has its own answer."""

    STICKER = "sticker"
    EDITED = "edited"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    kind: Oddity
    text: str = ""


What: TypeAlias = Typed | Command | Press | Contact | Place | RemoteFile | Odd


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One update, whoever carried it.

    `account` is who acts (the messenger's user id), `chat` where; they are equal in a private chat. `message` is the id of
    the person's message, or of the screen that bears the pressed button. `callback` must be answered once.
    """

    messenger: str
    account: int
    chat: int
    update: int
    what: What
    group: bool = False
    message: int = 0
    callback: str = ""
    name: str = ""
    language: str = ""
