"""The port over an API of Telegram's shape, which Bale copies: everything that is said the same way to both.

An adapter adds its library's types in `_parts`, its addresses, its table of errors, and what its messenger does differently.
"""

import asyncio
import hmac
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import MappingProxyType
from typing import Any, TypeVar
from urllib.parse import quote

import orjson
from pyreqwest.multipart import FormBuilder, PartBuilder

from bot.dialogue.inputs import IncomingFile
from bot.messengers.chat_cooldown import ChatCooldown
from bot.messengers.envelope import limit_depth
from bot.messengers.error_mapping import EndpointNotFound, ErrorRule, NotModified, to_failure
from bot.messengers.http_transport import HttpTimeouts, HttpTransport
from bot.messengers.keyboards import build_inline_keyboard, build_reply_markup
from bot.messengers.polling import BackOff, poll
from bot.messengers.port import (
    Capabilities,
    Fallback,
    InvalidToken,
    MessengerFailure,
    NoLongerThere,
    Outgoing,
    RateLimited,
    ReceivedUpdate,
    SentMessage,
    SubmitUpdate,
    TemporaryFailure,
    UnreadableUpdate,
)
from bot.messengers.send_plan import (
    ApiCall,
    FilePart,
    extract_file_id,
    extract_message_id,
    plan_calls,
    replace_with_upload,
)
from bot.messengers.text_splitting import split_text, utf16_length
from bot.messengers.update_mapping import to_incoming
from bot.messengers.update_model import PartParsers, to_update
from bot.messengers.update_repair import repair
from bot.messengers.update_schema import MalformedUpdate, parse_bigint

_MAX_TOAST_LENGTH = 200
_MAX_WAITS = 3
_MAX_WAIT_SECONDS = 30.0
_R = TypeVar("_R")
_JSON_HEADERS = {"Content-Type": "application/json"}


class BotApi(ABC):
    """`_default_args` are arguments that go along with a method; `limits` are seconds for calls, `poll_timeout`
    how long the messenger may hold an empty answer of getUpdates.
    """

    name: str
    capabilities: Capabilities
    _error_rules: Sequence[ErrorRule]
    _parsers: PartParsers
    _default_args: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    _link_prefix: str
    _resize_keyboard: bool

    def __init__(
        self, *, api_base: str, token: str, proxy: str, timeouts: HttpTimeouts, poll_timeout: int, back_off: BackOff
    ) -> None:
        self._transport = HttpTransport(timeouts=timeouts, proxy=proxy)
        self._file_url = f"{api_base.rstrip('/')}/file/bot{token}"
        self._timeouts = timeouts
        self._poll_timeout = poll_timeout
        self._back_off = back_off
        self._cooldown = ChatCooldown()
        self._username = ""
        self._webhook_replies: dict[str | int, list[Mapping[str, Any]]] = {}

    @abstractmethod
    def _method_url(self, method: str) -> str:
        """The URL of a method: the token stands in it."""

    @abstractmethod
    def _escape(self, text: str) -> str:
        """Neutral text as this messenger must be given it to show it unchanged."""

    @property
    def username(self) -> str:
        return self._username

    def deep_link(self, payload: str) -> str:
        return f"{self._link_prefix}{self._username}?start={quote(payload, safe='')}"

    async def open(self) -> None:
        try:
            me = await self._call_method("getMe")
        except MessengerFailure as failure:
            await self.close()
            if isinstance(failure, EndpointNotFound):
                raise InvalidToken(str(failure)) from None
            raise
        name = me.get("username") if isinstance(me, dict) else None
        self._username = name if isinstance(name, str) else ""

    async def close(self) -> None:
        await self._transport.close()

    async def _call(self, method: str, args: Mapping[str, Any], *, timeout_seconds: float) -> Any:
        """The raw result of a method; raises only Failures. An argument may be an `FilePart`."""
        args = {**args, **self._default_args.get(method, {})}
        files = any(isinstance(value, FilePart) for value in args.values())
        body, headers = (_multipart(args), {}) if files else (orjson.dumps(args), _JSON_HEADERS)
        said = await self._transport.post(
            self._method_url(method), body, headers=headers, timeout_seconds=timeout_seconds
        )
        if not said.ok:
            raise to_failure(said, self._error_rules)
        return said.result

    # ---- what comes in

    async def poll(self, submit: SubmitUpdate) -> None:
        await poll(self._get_updates, self.parse_update, submit, messenger=self.name, back_off=self._back_off)

    async def _get_updates(self, offset: int) -> Any:
        args = {"limit": 100, "timeout": self._poll_timeout, **self._update_filter()}
        if offset:
            args["offset"] = offset
        return await self._call("getUpdates", args, timeout_seconds=self._poll_timeout + self._timeouts.call_seconds)

    def _update_filter(self) -> dict[str, Any]:
        return {}

    def parse_update(self, raw: Mapping[str, Any]) -> ReceivedUpdate | None:
        try:
            fit = repair(raw)
            if fit is None:
                return None
            update = to_update(fit.update, self._parsers)
        except MalformedUpdate as odd:
            return self._unreadable(raw, str(odd))
        except Exception as error:  # noqa: BLE001  whatever a library trips over, the update is set aside and polling goes on
            return self._unreadable(raw, type(error).__name__)
        return to_incoming(
            update,
            messenger=self.name,
            bot_username=self._username,
            unsupported_kind=fit.unsupported_kind,
            forwarded=fit.forwarded,
        )

    @contextmanager
    def webhook_reply(self, received: ReceivedUpdate) -> Iterator[list[Mapping[str, Any]]]:
        said: list[Mapping[str, Any]] = []
        if isinstance(received, UnreadableUpdate) or self.capabilities.webhook_reply is not Fallback.NATIVE:
            yield said
            return
        hook = received.callback or received.chat
        self._webhook_replies[hook] = said
        try:
            yield said
        finally:
            if self._webhook_replies.get(hook) is said:
                del self._webhook_replies[hook]

    def _unreadable(self, raw: Mapping[str, Any], reason: str) -> UnreadableUpdate:
        number = max(parse_bigint(raw.get("update_id")) or 0, 0)
        return UnreadableUpdate(messenger=self.name, update=number, raw=limit_depth(raw), reason=reason)

    async def delete_webhook(self) -> None:
        await self._call_method("deleteWebhook")

    # ---- what goes out

    async def send(self, out: Outgoing) -> SentMessage:
        self._cooldown.require_ready(out.chat)
        planned = plan_calls(
            out,
            capabilities=self.capabilities,
            escape=self._escape,
            reply_markup=build_reply_markup(out, resize=self._resize_keyboard),
        )
        result = await self._noting_rate_limit(out.chat, lambda: self._send_first(planned[0], out))
        remote_id = extract_file_id(result) if out.attachment is not None else ""
        for step in planned[1:]:
            result = await self._send_next(out.chat, step)
        return SentMessage(message_id=extract_message_id(result), remote_id=remote_id)

    async def _send_first(self, step: ApiCall, out: Outgoing) -> Any:
        """A file that the messenger knows by id is uploaded after all when it has forgotten it."""
        if out.attachment is None:
            return await self._call_method(step.method, **step.args)
        try:
            return await self._call(step.method, step.args, timeout_seconds=self._timeouts.upload_seconds)
        except NoLongerThere:
            if not (out.attachment.remote_id and out.attachment.content):
                raise
            again = replace_with_upload(step, out.attachment)
            return await self._call(again.method, again.args, timeout_seconds=self._timeouts.upload_seconds)

    async def _send_next(self, chat: int, step: ApiCall) -> Any:
        """A later part of a text whose first part is out: it waits as it is asked to. When it fails for now, whoever sends the
        whole again sends the first part twice: that is said.
        """
        waits = 0
        while True:
            try:
                return await self._noting_rate_limit(chat, lambda: self._call_method(step.method, **step.args))
            except RateLimited as slow:
                waits += 1
                if waits > _MAX_WAITS or slow.retry_after > _MAX_WAIT_SECONDS:
                    raise TemporaryFailure("a later part has to wait", may_have_applied=True) from None
                await asyncio.sleep(slow.retry_after)
            except TemporaryFailure as failure:
                raise TemporaryFailure(str(failure), may_have_applied=True) from None

    async def edit(self, message: int, out: Outgoing) -> SentMessage:
        parts = split_text(self._escape(out.text), self.capabilities.max_text_length)
        if out.attachment is not None or out.keyboard or out.remove_keyboard or len(parts) > 1:
            raise NoLongerThere("only a text with keys under it can be redrawn in place")
        self._cooldown.require_ready(out.chat)
        args: dict[str, Any] = {"chat_id": out.chat, "message_id": message, "text": parts[0] if parts else ""}
        args["reply_markup"] = build_inline_keyboard(out.keys)
        with suppress(NotModified):
            await self._noting_rate_limit(out.chat, lambda: self._call_method("editMessageText", **args))
        return SentMessage(message_id=message)

    async def remove_inline_keyboard(self, chat: int, message: int) -> None:
        with suppress(NoLongerThere, NotModified):
            await self._call_method("editMessageReplyMarkup", **_without_inline_keyboard(chat, message))

    def piggyback_remove_inline_keyboard(self, chat: int, message: int) -> bool:
        if (hook := self._webhook_replies.pop(chat, None)) is None:
            return False
        hook.append({"method": "editMessageReplyMarkup", **_without_inline_keyboard(chat, message)})
        return True

    async def delete(self, chat: int, message: int) -> None:
        await self._call_method("deleteMessage", chat_id=chat, message_id=message)

    async def answer_callback(self, callback: str, toast: str, *, alert: bool = False) -> None:
        args: dict[str, Any] = {"callback_query_id": callback}
        if toast:
            args["text"] = shorten_toast(toast)
            args["show_alert"] = alert
        if (hook := self._webhook_replies.pop(callback, None)) is not None:
            hook.append({"method": "answerCallbackQuery", **args})
            return
        with suppress(NoLongerThere):
            await self._call_method("answerCallbackQuery", **args)

    async def download(self, file: IncomingFile, *, max_bytes: int) -> bytes:
        told = await self._call_method("getFile", file_id=file.remote_id)
        path = told.get("file_path") if isinstance(told, dict) else None
        if not isinstance(path, str) or not path:
            raise NoLongerThere("the file has no path any more")
        if (parse_bigint(told.get("file_size")) or 0) > max_bytes:
            raise NoLongerThere("the file is too large")
        return await self._transport.download(f"{self._file_url}/{quote(path)}", max_bytes=max_bytes)

    async def _call_method(self, method: str, **args: Any) -> Any:
        return await self._call(method, args, timeout_seconds=self._timeouts.call_seconds)

    async def _noting_rate_limit(self, chat: int, do: Callable[[], Awaitable[_R]]) -> _R:
        try:
            return await do()
        except RateLimited as slow:
            self._cooldown.start(chat, slow.retry_after)
            raise


def _without_inline_keyboard(chat: int, message: int) -> Mapping[str, Any]:
    return {"chat_id": chat, "message_id": message, "reply_markup": build_inline_keyboard(())}


def shorten_toast(toast: str) -> str:
    """A notice that fits over the chat: cut with an ellipsis."""
    if utf16_length(toast) <= _MAX_TOAST_LENGTH:
        return toast
    return split_text(toast, _MAX_TOAST_LENGTH - 1)[0] + "…"


def is_secret_header_valid(secret: str, headers: Mapping[str, str], header: str) -> bool:
    """Compared in constant time; an empty secret allows nobody."""
    shown = next((value for name, value in headers.items() if name.lower() == header), "")
    return hmac.compare_digest(secret.encode(), shown.encode()) and bool(secret)


def _multipart(args: Mapping[str, Any]) -> FormBuilder:
    form = FormBuilder().percent_encode_noop()
    for name, value in args.items():
        match value:
            case FilePart():
                form = form.part(name, PartBuilder.from_bytes(value.content).file_name(value.name))
            case str():
                form = form.text(name, value)
            case _:
                form = form.text(name, orjson.dumps(value).decode())
    return form
