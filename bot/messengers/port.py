"""Port of the messengers: neutral updates in, neutral messages out, and the failures of a call.

The turn and the delivery use `Messenger`; only its adapter knows the library behind it.
"""

from asyncio import Future
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Protocol, TypeAlias

from bot.dialogue.inputs import FileKind, IncomingFile, UserInput
from bot.dialogue.screen import RequestKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One update of any messenger.

    `account` is the acting person's id in the messenger and `chat` the place; they are equal in a private chat. `message` is the id of
    the person's message, or of the screen that bears the pressed button. `topic` is the forum topic that it stands in, 0 for none
    and for «General». `callback` must be answered once.
    """

    messenger: str
    account: int
    chat: int
    update: int
    what: UserInput
    group: bool = False
    topic: int = 0
    message: int = 0
    callback: str = ""
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Button of a keyboard: its label is finished text; exactly one of data, url, copy, wants."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""
    wants: RequestKind | None = None


Keys: TypeAlias = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """File to send: by `remote_id`, its id from an earlier upload, else by uploading `content`."""

    kind: FileKind
    name: str
    mime: str
    content: bytes = b""
    remote_id: str = ""


FileProblem: TypeAlias = Literal["unavailable", "voice", "dimensions", "large", "refused"]
"""Why a file is not shown. `voice`: the person takes no voice messages; `unavailable`: we cannot make or find it."""
FallbackNote: TypeAlias = FileProblem | Literal["message"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message as finished neutral text, without markup: a person's words are shown as they are.

    `keys` stand under the message, `keyboard` replaces the person's keyboard, `remove_keyboard` takes it away; a message bears
    one of the three. Text longer than the messenger's limit is split at a line by the adapter, keys on the last part.
    `fallback_notes` are finished lines that stand in for what a messenger refuses: for the file by its problem, and for the whole
    `message`.
    """

    chat: int
    text: str
    keys: Keys = ()
    keyboard: Keys = ()
    remove_keyboard: bool = False
    attachment: Attachment | None = None
    topic: int = 0
    fallback_notes: Mapping[FallbackNote, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """Result of a send: the id of the last part, which bears the keys, and the attachment's id."""

    message_id: int
    remote_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableUpdate:
    """Update that could not be parsed even after repair: raw JSON, and a reason without its contents."""

    messenger: str
    update: int
    raw: Mapping[str, Any]
    reason: str


ReceivedUpdate: TypeAlias = Incoming | UnreadableUpdate
SubmitUpdate: TypeAlias = Callable[[ReceivedUpdate], Future[Exception | None]]
"""Takes an update and begins at once, in the order of the calls.

The future ends when the update is committed or a dead letter: only then may its offset be confirmed. Its result is an
exception where the update must be submitted again. Cancelling the wait for it stops nothing.
"""


class MessengerFailure(Exception):
    """Failed call to a messenger. The message contains no token and no person's words."""


class InvalidToken(MessengerFailure):
    """The messenger does not know this bot: no call will work until a person corrects the setting."""


class Unreachable(MessengerFailure):
    """This recipient cannot be written to: blocked, never started, deleted."""


class RateLimited(MessengerFailure):
    """The messenger asks to wait before the next call (429)."""

    def __init__(self, retry_after: float) -> None:
        """`retry_after` is in seconds; a messenger that names none is given one second."""
        super().__init__(f"asked to wait {retry_after:g} s")
        self.retry_after = retry_after


class TemporaryFailure(MessengerFailure):
    """Failure of the network or the messenger. `may_have_applied`: the call may have taken effect."""

    def __init__(self, reason: str, *, may_have_applied: bool = False) -> None:
        super().__init__(reason)
        self.may_have_applied = may_have_applied


class NoLongerThere(MessengerFailure):
    """The message to edit or delete, or the file to fetch, is not there any more (or is too old)."""


class RequestRejected(MessengerFailure):
    """The messenger refused the call as wrong: it is never tried again as it is."""


class AttachmentRefused(RequestRejected):
    """The messenger refused the file of a message, in every form that it could have."""

    def __init__(self, reason: str, problem: FileProblem) -> None:
        super().__init__(reason)
        self.problem: FileProblem = problem


class TopicClosed(RequestRejected):
    """The topic, or «General», is closed or deleted: nothing can be written there."""


class Fallback(StrEnum):
    """Named fallbacks for features that a messenger lacks."""

    NATIVE = "native"
    SEND_NEW_MESSAGE = "send a new message instead"
    SEND_MESSAGE = "say it in a message"
    OMIT = "leave it out"
    PLAIN_TEXT = "plain text"
    SECRET_PATH = "an unguessable path"  # noqa: S105 - a way, no secret
    SEPARATE_CALL = "a call of its own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Features and limits of a messenger, each gap with its fallback."""

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
        """Return the deep link that opens a private chat with `/start payload`."""
        ...

    async def poll(self, submit: SubmitUpdate) -> None:
        """Take updates by long polling until cancelled. An offset is confirmed once all it covers is taken."""
        ...

    async def set_webhook(self, url: str, secret: str) -> None: ...

    async def delete_webhook(self) -> None: ...

    def is_webhook_authentic(self, secret: str, headers: Mapping[str, str]) -> bool:
        """Return True if a webhook request bears the secret header. Always if the messenger has none."""
        ...

    def webhook_reply(self, received: ReceivedUpdate) -> AbstractContextManager[list[Mapping[str, Any]]]:
        """Collect one call without a result for the answer to this update's webhook request.

        The call is the answer to the update's press, or the one of `piggyback_remove_inline_keyboard`. The list stays empty
        where the messenger does not read calls there.
        """
        ...

    def parse_update(self, raw: Mapping[str, Any]) -> ReceivedUpdate | None:
        """Repair and parse one raw update; None if it is of a kind that is not read."""
        ...

    async def send(self, out: Outgoing) -> SentMessage:
        """Send a message, and where it is refused as wrong, in the next simpler form.

        A file goes as a document, then its note in its place; a text goes without odd characters, then without keys. RequestRejected
        when the plain words are refused too.
        """
        ...

    async def edit(self, message: int, out: Outgoing) -> SentMessage:
        """Redraw a message in place. «Not modified» is success. NoLongerThere when it cannot be edited any more."""
        ...

    async def remove_inline_keyboard(self, chat: int, message: int) -> None:
        """Take the keys from under a message; one that has none, or is gone, is no failure."""
        ...

    def piggyback_remove_inline_keyboard(self, chat: int, message: int) -> bool:
        """Do the same in the answer to the webhook request of this chat's update; False if none is open."""
        ...

    async def delete(self, chat: int, message: int) -> None: ...

    async def answer_callback(self, callback: str, toast: str, *, alert: bool = False) -> bool:
        """Answer a press, once; return True if the toast was shown. A late answer is no failure."""
        ...

    async def download(self, file: IncomingFile, *, max_bytes: int) -> bytes:
        """Download a file; NoLongerThere when it is too large or gone."""
        ...

    async def register_commands(self, commands: Mapping[str, Mapping[str, str]]) -> None:
        """Register commands with their descriptions, by locale and name. Does nothing without support."""
        ...

    async def close(self) -> None: ...
