"""What comes in from a person and what is shown to them, the same for every messenger.

A `Screen` holds text keys and typed arguments, never finished sentences: language and digits are chosen at the edge.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol, TypeAlias

from bot.i18n.messages import Said, Text, text


class Wants(StrEnum):
    """What a key of the reply keyboard sends when it is pressed."""

    TEXT = "text"
    CONTACT = "contact"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class Button:
    """One button: exactly one of `data` (at most 64 bytes), `url`, `copy` (text the messenger copies)."""

    label: Said
    data: str = ""
    url: str = ""
    copy: str = ""


Rows: TypeAlias = tuple[tuple[Button, ...], ...]


def rows_of(buttons: Sequence[Button], width: int) -> Rows:
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


def paging(page: int, *, more: bool, data: Callable[[int], str]) -> Rows:
    """The way to the pages before and after, where there are any; `data` is what the button of a page bears."""
    turn = [Button(text("dialogue-page-before"), data(page - 1))] if page else []
    turn += [Button(text("dialogue-page-after"), data(page + 1))] if more else []
    return (tuple(turn),) if turn else ()


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A file that we keep: `id` is its row in `files`."""

    id: int


class Made(Protocol):
    """A file that is made of this value when the screen is sent. It waits as JSON; `made` names who makes it."""

    made: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One page of the conversation.

    `request` asks the messenger for a contact or a location: the page's buttons then stand in a reply keyboard.
    `notice` is said in passing (a callback answer) and stands on the screen too, above the text.
    `beside` keeps the message whose button was pressed: it is one that keeps itself fresh.
    """

    text: Said = ""
    buttons: Rows = ()
    request: Wants | None = None
    notice: Text | None = None
    file: FileRef | Made | None = None
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
