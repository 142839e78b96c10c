"""What the house asks of a messenger, and how a messenger fails.

Whoever speaks to a messenger speaks through `Messenger`; nobody but its adapter knows the library behind it.
"""

from asyncio import Future
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from bot.dialogue.inputs import FileKind, IncomingFile, UserInput
from bot.dialogue.screen import RequestKind


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
    what: UserInput
    group: bool = False
    message: int = 0
    callback: str = ""
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A button as it is drawn: its label is finished text; exactly one of data, url, copy, wants."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""
    wants: RequestKind | None = None


Keys: TypeAlias = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file to show. `remote_id` is what this messenger called it last time, else `content` is uploaded."""

    kind: FileKind
    name: str
    mime: str
    content: bytes = b""
    remote_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message as finished neutral text (no markup: what a person wrote is shown as it is).

    `keys` stand under the message, `keyboard` replaces the person's keyboard, `remove_keyboard` takes it away; a message bears
    one of the three. Text longer than the messenger's limit is split at a line by the adapter, keys on the last part.
    """

    chat: int
    text: str
    keys: Keys = ()
    keyboard: Keys = ()
    remove_keyboard: bool = False
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """What was sent: the id of the last part, which bears the keys, and what the messenger calls the attachment now."""

    message_id: int
    remote_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableUpdate:
    """An update that could not be parsed even after repair: raw JSON, and why, without its contents."""

    messenger: str
    update: int
    raw: Mapping[str, Any]
    reason: str


ReceivedUpdate: TypeAlias = Incoming | UnreadableUpdate
SubmitUpdate: TypeAlias = Callable[[ReceivedUpdate], Future[Exception | None]]
"""Begins at once, in the order of the calls; answers when the update is committed (or set aside): only then may its offset be
confirmed. An exception says that it must be tried again. Who no longer waits for the answer stops nothing.
"""


class MessengerFailure(Exception):
    """A call to a messenger that did not do what it was asked; the message bears no token and nobody's words."""


class InvalidToken(MessengerFailure):
    """The messenger does not know this bot: nothing will work until a person mends the setting."""


class Unreachable(MessengerFailure):
    """This recipient cannot be written to: blocked, never started, deleted."""


class RateLimited(MessengerFailure):
    def __init__(self, retry_after: float) -> None:
        """`retry_after` is in seconds; a messenger that names none is given one second."""
        super().__init__(f"asked to wait {retry_after:g} s")
        self.retry_after = retry_after


class TemporaryFailure(MessengerFailure):
    """The network or the messenger failed; `may_have_applied` when the call may have taken effect although its answer was lost."""

    def __init__(self, reason: str, *, may_have_applied: bool = False) -> None:
        super().__init__(reason)
        self.may_have_applied = may_have_applied


class NoLongerThere(MessengerFailure):
    """The message to edit or delete, or the file to fetch, is not there any more (or is too old)."""


class RequestRejected(MessengerFailure):
    """The messenger refused what we said: our mistake, never tried again."""


class Fallback(StrEnum):
    """What happens where a messenger lacks a feature, named."""

    NATIVE = "native"
    SEND_NEW_MESSAGE = "send a new message instead"
    SEND_MESSAGE = "say it in a message"
    OMIT = "leave it out"
    PLAIN_TEXT = "plain text"
    SECRET_PATH = "an unguessable path"  # noqa: S105  a way, no secret
    SEPARATE_CALL = "a call of its own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a messenger does and what stands in for what it does not."""

    edit_text: Fallback
    edit_attachment: Fallback
    callback_toast: Fallback
    commands: Fallback
    copy_text: Fallback
    formatting: Fallback
    webhook_secret: Fallback
    webhook_reply: Fallback
    max_text_length: int = 4096
    max_caption_length: int = 1024
    max_callback_data_bytes: int = 64
    max_upload_bytes: int = 20 * 1024 * 1024


class Messenger(Protocol):
    """One bot of one messenger. Every method raises only `MessengerFailure`s."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    async def open(self) -> None:
        """Connect and learn the bot's own name; InvalidToken when the token is not known."""
        ...

    @property
    def username(self) -> str: ...

    def deep_link(self, payload: str) -> str:
        """The deep link that opens a private chat with `/start payload`."""
        ...

    async def poll(self, submit: SubmitUpdate) -> None:
        """Take updates by long polling until cancelled; an offset is confirmed when every update it covers has been taken."""
        ...

    async def set_webhook(self, url: str, secret: str) -> None: ...

    async def delete_webhook(self) -> None: ...

    def is_webhook_authentic(self, secret: str, headers: Mapping[str, str]) -> bool:
        """Whether a request to the bot's (unguessable) path bears the secret header that this messenger can send."""
        ...

    def webhook_reply(self, received: ReceivedUpdate) -> AbstractContextManager[list[Mapping[str, Any]]]:
        """While it lasts, one call whose result nobody waits for goes into the list, for the webhook's own answer to carry: the
        answer to this update's press, or what `piggyback_remove_inline_keyboard` takes. It stays empty where the messenger cannot read it there.
        """
        ...

    def parse_update(self, raw: Mapping[str, Any]) -> ReceivedUpdate | None:
        """Repair and parse one raw update; None when it is of a kind that nobody waits for."""
        ...

    async def send(self, out: Outgoing) -> SentMessage: ...

    async def edit(self, message: int, out: Outgoing) -> SentMessage:
        """Redraw a message in place. «Not modified» is success. Gone when it cannot be edited any more."""
        ...

    async def remove_inline_keyboard(self, chat: int, message: int) -> None:
        """Take the keys from under a message; a message that has none, or is gone, is left as it is."""
        ...

    def piggyback_remove_inline_keyboard(self, chat: int, message: int) -> bool:
        """The same with the answer to the webhook that brought this chat's update; False where there is none to carry it."""
        ...

    async def delete(self, chat: int, message: int) -> None: ...

    async def answer_callback(self, callback: str, toast: str, *, alert: bool = False) -> None:
        """Answer a press, once; too late is no error."""
        ...

    async def download(self, file: IncomingFile, *, max_bytes: int) -> bytes:
        """Download a file; Gone when it is too large or not there any more."""
        ...

    async def register_commands(self, commands: Mapping[str, Mapping[str, str]]) -> None:
        """Register commands: locale -> command -> what it does. Left out where the messenger cannot."""
        ...

    async def close(self) -> None: ...
