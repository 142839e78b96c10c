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
    """A command: `/start j-7Kq` has the name «start» and the argument «j-7Kq».

    It is found in the text itself, whether the messenger marks it as an entity or not.
    """

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A shared contact card; `own` is true only if the messenger says that the card is the sender's own."""

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
    """A file still with the messenger.

    `remote_id` is that messenger's own and lives an hour. `size` is in bytes, 0 if unknown.
    """

    kind: FileKind
    remote_id: str
    name: str = ""
    mime: str = ""
    size: int = 0
    caption: str = ""
    album: str = ""


class UnsupportedKind(StrEnum):
    """Kinds of messages that no question asks for; each has its own answer."""

    STICKER = "sticker"
    EDITED = "edited"
    MEDIA = "media"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsupported:
    kind: UnsupportedKind
    text: str = ""
    album: str = ""


UserInput: TypeAlias = TextInput | Command | Press | Contact | GeoPoint | IncomingFile | Unsupported
