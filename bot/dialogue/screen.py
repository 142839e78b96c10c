"""Screens: what is shown to a person, the same for every messenger.

A `Screen` holds text keys and typed arguments, never finished sentences: language and digits are chosen at the edge.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol, TypeAlias

from bot.i18n.messages import Localizable, Text


class RequestKind(StrEnum):
    """The kind of message that a key of the reply keyboard sends."""

    TEXT = "text"
    CONTACT = "contact"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class Button:
    """One button: exactly one of `data` (at most 64 bytes), `url`, `copy` (text the messenger copies)."""

    label: Localizable
    data: str = ""
    url: str = ""
    copy: str = ""


ButtonRows: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A stored file: `id` is its row in `files`, `caption` what its sender wrote under it."""

    id: int
    caption: str = ""


class Renderable(Protocol):
    """A value that a file is rendered from when the screen is sent.

    It waits as JSON; `render_kind` names its renderer.
    """

    render_kind: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One page of the conversation.

    `request` asks the messenger for a contact or a location: the page's buttons then stand in a reply keyboard. `toast` is
    shown in passing (a callback answer) and stands above the text too. `as_new_message` keeps the message whose button was
    pressed, for one that is updated live.
    """

    text: Localizable = ""
    buttons: ButtonRows = ()
    request: RequestKind | None = None
    toast: Text | None = None
    file: FileRef | Renderable | None = None
    as_new_message: bool = False
