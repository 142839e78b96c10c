"""The port over a library's `Bot`: what both adapters do alike.

Telegram and Bale differ in libraries and details, not in the order of work: split a text, wait where a chat asked for it,
upload a file whose id was forgotten. The subclasses make the calls, each with one typed method of its library.
"""

import asyncio
import hmac
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import quote

from bot.backoff import Backoff, BackoffPolicy
from bot.dialogue.inputs import IncomingFile
from bot.messengers.chat_cooldown import ChatCooldown
from bot.messengers.envelope import limit_depth
from bot.messengers.error_mapping import EndpointNotFound, NotModified
from bot.messengers.http_transport import HttpTimeouts, HttpTransport
from bot.messengers.keyboards import KeyboardTypes, build_inline_keyboard
from bot.messengers.polling import poll
from bot.messengers.port import (
    AttachmentRefused,
    Capabilities,
    InvalidToken,
    MessengerFailure,
    NoLongerThere,
    Outgoing,
    RateLimited,
    ReceivedUpdate,
    RequestRejected,
    SentMessage,
    SubmitUpdate,
    TemporaryFailure,
    UnreadableUpdate,
)
from bot.messengers.refusal_handling import send_or_simplify
from bot.messengers.send_plan import MessagePart, plan_parts
from bot.messengers.simpler_forms import without_file
from bot.messengers.text_splitting import split_text, utf16_length
from bot.messengers.update_mapping import to_incoming
from bot.messengers.update_model import PartParsers, to_update
from bot.messengers.update_repair import repair
from bot.messengers.update_schema import MalformedUpdate, parse_bigint

log = logging.getLogger(__name__)
_MAX_TOAST_LENGTH = 200
_MAX_WAITS = 3
_MAX_WAIT_SECONDS = 30.0
MAX_UPDATES = 100  # of one getUpdates, the API's own maximum
_R = TypeVar("_R")


class BoundedBuffer(BytesIO):
    """Destination of a download: raises NoLongerThere rather than hold more than `max_bytes`."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self._max_bytes = max_bytes

    def write(self, chunk: Any, /) -> int:
        if self.tell() + len(chunk) > self._max_bytes:
            raise NoLongerThere("the file is too large")
        return super().write(chunk)


class BotAdapter(ABC):
    """Every public method raises only MessengerFailures."""

    name: str
    capabilities: Capabilities
    _parsers: PartParsers
    _keyboards: KeyboardTypes
    _link_prefix: str

    def __init__(self, *, transport: HttpTransport, poll_timeout: int, backoff: BackoffPolicy) -> None:
        """`poll_timeout` is how long the messenger may hold an empty answer of getUpdates, in seconds."""
        self._transport = transport
        self._poll_timeout = poll_timeout
        self._backoff = backoff
        self._cooldown = ChatCooldown()
        self._username = ""

    # ---- calls, each one typed method of the library

    @abstractmethod
    async def _get_me(self) -> str:
        """Return the bot's username, "" if it has none."""

    @abstractmethod
    async def _get_updates(self, offset: int, *, timeout_seconds: float) -> Any:
        """Return the raw updates from `offset` on (0 for none), unparsed."""

    @abstractmethod
    async def _send_part(self, part: MessagePart, *, upload: bool) -> SentMessage:
        """Send a text or a file; `upload` sends a file's content though the messenger has an id for it."""

    @abstractmethod
    async def _edit_text(self, chat: int, message: int, text: str, markup: Any) -> None: ...

    @abstractmethod
    async def _edit_markup(self, chat: int, message: int, markup: Any) -> None: ...

    @abstractmethod
    async def _answer_callback(self, callback: str, toast: str, *, alert: bool) -> None: ...

    @abstractmethod
    async def _download(self, remote_id: str, max_bytes: int) -> bytes:
        """Download a file by its id. Raises NoLongerThere where it is gone or larger than `max_bytes`."""

    @abstractmethod
    def _escape(self, text: str) -> str:
        """Return the text as this messenger must be given it to show it unchanged."""

    # ---- the bot

    @property
    def _timeouts(self) -> HttpTimeouts:
        return self._transport.timeouts

    @property
    def username(self) -> str:
        return self._username

    def deep_link(self, payload: str) -> str:
        return f"{self._link_prefix}{self._username}?start={quote(payload, safe='')}"

    async def open(self) -> None:
        try:
            self._username = await self._get_me()
        except EndpointNotFound as failure:
            await self.close()
            raise InvalidToken(str(failure)) from None
        except MessengerFailure:
            await self.close()
            raise

    async def close(self) -> None:
        await self._transport.close()

    # ---- updates in

    async def poll(self, submit: SubmitUpdate) -> None:
        async def get_updates(offset: int) -> Any:
            return await self._get_updates(offset, timeout_seconds=self._poll_timeout + self._timeouts.call_seconds)

        await poll(get_updates, self.parse_update, submit, messenger=self.name, backoff=Backoff(policy=self._backoff))

    def parse_update(self, raw: Mapping[str, Any]) -> ReceivedUpdate | None:
        try:
            repaired = repair(raw)
            if repaired is None:
                return None
            update = to_update(repaired.update, self._parsers)
        except MalformedUpdate as error:
            return self._unreadable(raw, str(error))
        except Exception as error:  # noqa: BLE001 - any fault of a library sets the update aside, and polling goes on
            return self._unreadable(raw, type(error).__name__)
        return to_incoming(
            update,
            messenger=self.name,
            bot_username=self._username,
            unsupported_kind=repaired.unsupported_kind,
            forwarded=repaired.forwarded,
        )

    def _unreadable(self, raw: Mapping[str, Any], reason: str) -> UnreadableUpdate:
        number = max(parse_bigint(raw.get("update_id")) or 0, 0)
        return UnreadableUpdate(messenger=self.name, update=number, raw=limit_depth(raw), reason=reason)

    @contextmanager
    def webhook_reply(self, received: ReceivedUpdate) -> Iterator[list[Mapping[str, Any]]]:
        yield []

    # ---- messages out

    async def send(self, out: Outgoing) -> SentMessage:
        self._cooldown.require_ready(out.chat)
        try:
            return await self._send_all_parts(out)
        except AttachmentRefused as refusal:
            log.warning("a file was refused and left out: %s", refusal)
            note = out.fallback_notes.get(refusal.problem) or out.fallback_notes.get("refused", "")
            return await self._send_all_parts(without_file(out, note))

    async def _send_all_parts(self, out: Outgoing) -> SentMessage:
        first, *rest = plan_parts(out, capabilities=self.capabilities, escape=self._escape, keyboards=self._keyboards)
        sent = await self._noting_rate_limit(out.chat, lambda: self._send_first(first))
        remote_id = sent.remote_id
        for part in rest:
            sent = await self._send_next(part)
        return SentMessage(message_id=sent.message_id, remote_id=remote_id)

    async def _send_first(self, part: MessagePart) -> SentMessage:
        return await send_or_simplify(self._send_part, part)

    async def _send_next(self, part: MessagePart) -> SentMessage:
        """Send a later part of a text, waiting as the messenger asks.

        The first part is out: a TemporaryFailure says so, since sending the whole again repeats that part.
        """
        waits = 0
        while True:
            try:
                return await self._noting_rate_limit(part.chat, lambda: send_or_simplify(self._send_part, part))
            except RateLimited as slow:
                waits += 1
                if waits > _MAX_WAITS or slow.retry_after > _MAX_WAIT_SECONDS:
                    raise TemporaryFailure("a later part has to wait", may_have_applied=True) from None
                await asyncio.sleep(slow.retry_after)
            except TemporaryFailure as failure:
                raise TemporaryFailure(str(failure), may_have_applied=True) from None

    async def edit(self, message: int, out: Outgoing) -> SentMessage:
        texts = split_text(self._escape(out.text), self.capabilities.max_text_length)
        if out.attachment is not None or out.keyboard or out.remove_keyboard or len(texts) > 1:
            raise NoLongerThere("only a text with keys under it can be redrawn in place")
        self._cooldown.require_ready(out.chat)
        text, markup = texts[0] if texts else "", build_inline_keyboard(self._keyboards, out.keys)
        with suppress(NotModified):
            await self._noting_rate_limit(out.chat, lambda: self._edit_text(out.chat, message, text, markup))
        return SentMessage(message_id=message)

    async def remove_inline_keyboard(self, chat: int, message: int) -> None:
        with suppress(NoLongerThere, NotModified):
            await self._edit_markup(chat, message, self._keyboards.no_keys)

    def piggyback_remove_inline_keyboard(self, chat: int, message: int) -> bool:
        return False

    async def answer_callback(self, callback: str, toast: str, *, alert: bool = False) -> bool:
        """Answer a press; where its toast is refused, without one, so that the button comes to rest."""
        try:
            await self._answer_callback(callback, shorten_toast(toast), alert=alert)
        except NoLongerThere:
            return False
        except RequestRejected as refusal:
            log.warning("a toast was refused: %s", refusal)
            with suppress(NoLongerThere, RequestRejected):
                await self._answer_callback(callback, "", alert=False)
            return False
        return bool(toast)

    async def download(self, file: IncomingFile, *, max_bytes: int) -> bytes:
        return await self._download(file.remote_id, max_bytes)

    async def _noting_rate_limit(self, chat: int, call: Callable[[], Awaitable[_R]]) -> _R:
        try:
            return await call()
        except RateLimited as slow:
            self._cooldown.start(chat, slow.retry_after)
            raise


def shorten_toast(toast: str) -> str:
    """Cut a notice with an ellipsis to the 200 characters that fit over a chat."""
    if utf16_length(toast) <= _MAX_TOAST_LENGTH:
        return toast
    return split_text(toast, _MAX_TOAST_LENGTH - 1)[0] + "…"


def is_secret_header_valid(secret: str, headers: Mapping[str, str], header: str) -> bool:
    """Return True if `header` (in lower case) bears the secret. Never for an empty secret; constant time."""
    value = next((value for name, value in headers.items() if name.lower() == header), "")
    return hmac.compare_digest(secret.encode(), value.encode("utf-8", "surrogateescape")) and bool(secret)
