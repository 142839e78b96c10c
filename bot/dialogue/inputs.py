"""Inputs: what a person types, presses or sends, the same for every messenger."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextInput:
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
class GeoPoint:
    """A shared location, degrees in WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file still with the messenger; `remote_id` is that messenger's own and lives an hour. `size` in bytes, 0 when unknown."""

    kind: FileKind
    remote_id: str
    name: str = ""
    mime: str = ""
    size: int = 0
    caption: str = ""
    album: str = ""


class UnsupportedKind(StrEnum):
    """What a person may send and no question asks for; each has its own answer."""

    STICKER = "sticker"
    EDITED = "edited"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsupported:
    kind: UnsupportedKind
    text: str = ""


UserInput: TypeAlias = TextInput | Command | Press | Contact | GeoPoint | IncomingFile | Unsupported
