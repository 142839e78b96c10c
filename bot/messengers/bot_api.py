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

from bot.dialogue.screen import RemoteFile
from bot.messengers.chat_cooldown import Patience
from bot.messengers.envelope import shallow
from bot.messengers.error_mapping import NotKnown, Rule, Unchanged, failure
from bot.messengers.http_transport import Limits, Transport
from bot.messengers.keyboards import inline, markup
from bot.messengers.polling import BackOff, poll
from bot.messengers.port import (
    BadToken,
    Capabilities,
    Failure,
    Fallback,
    Gone,
    Outgoing,
    Received,
    Sent,
    SlowDown,
    Take,
    TryAgain,
    Unreadable,
)
from bot.messengers.send_plan import Step, Upload, file_id, message_id, steps, uploaded_instead
from bot.messengers.text_splitting import measure, split
from bot.messengers.update_mapping import incoming
from bot.messengers.update_model import Parts, parse
from bot.messengers.update_repair import repaired
from bot.messengers.update_schema import OddShapeError, whole

_NOTICE_LIMIT = 200
_WAITS = 3
_PATIENT = 30.0
_R = TypeVar("_R")
_JSON = {"Content-Type": "application/json"}


class BotApi(ABC):
    """`_always` are arguments that go along with a method; `limits` are seconds for calls, `poll_timeout`
    how long the messenger may hold an empty answer of getUpdates.
    """

    name: str
    can: Capabilities
    _errors: Sequence[Rule]
    _parts: Parts
    _always: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    _link: str
    _resize_keyboard: bool

    def __init__(
        self, *, api_base: str, token: str, proxy: str, limits: Limits, poll_timeout: int, back_off: BackOff
    ) -> None:
        self._transport = Transport(limits=limits, proxy=proxy)
        self._files = f"{api_base.rstrip('/')}/file/bot{token}"
        self._limits = limits
        self._poll_timeout = poll_timeout
        self._back_off = back_off
        self._patience = Patience()
        self._username = ""
        self._hooks: dict[str | int, list[Mapping[str, Any]]] = {}

    @abstractmethod
    def _address(self, method: str) -> str:
        """The URL of a method: the token stands in it."""

    @abstractmethod
    def _write(self, text: str) -> str:
        """Neutral text as this messenger must be given it to show it unchanged."""

    @property
    def username(self) -> str:
        return self._username

    def link(self, payload: str) -> str:
        return f"{self._link}{self._username}?start={quote(payload, safe='')}"

    async def open(self) -> None:
        try:
            me = await self._quick("getMe")
        except Failure as failure:
            await self.close()
            if isinstance(failure, NotKnown):
                raise BadToken(str(failure)) from None
            raise
        name = me.get("username") if isinstance(me, dict) else None
        self._username = name if isinstance(name, str) else ""

    async def close(self) -> None:
        await self._transport.close()

    async def _call(self, method: str, args: Mapping[str, Any], *, within: float) -> Any:
        """The raw result of a method; raises only Failures. An argument may be an `Upload`."""
        args = {**args, **self._always.get(method, {})}
        files = any(isinstance(value, Upload) for value in args.values())
        body, headers = (_multipart(args), {}) if files else (orjson.dumps(args), _JSON)
        said = await self._transport.post(self._address(method), body, headers=headers, within=within)
        if not said.ok:
            raise failure(said, self._errors)
        return said.result

    # ---- what comes in

    async def poll(self, take: Take) -> None:
        await poll(self._ask, self.read, take, messenger=self.name, back_off=self._back_off)

    async def _ask(self, offset: int) -> Any:
        args = {"limit": 100, "timeout": self._poll_timeout, **self._updates_wanted()}
        if offset:
            args["offset"] = offset
        return await self._call("getUpdates", args, within=self._poll_timeout + self._limits.call)

    def _updates_wanted(self) -> dict[str, Any]:
        return {}

    def read(self, raw: Mapping[str, Any]) -> Received | None:
        try:
            fit = repaired(raw)
            if fit is None:
                return None
            update = parse(fit.update, self._parts)
        except OddShapeError as odd:
            return self._unreadable(raw, str(odd))
        except Exception as error:  # noqa: BLE001  whatever a library trips over, the update is set aside and polling goes on
            return self._unreadable(raw, type(error).__name__)
        return incoming(update, messenger=self.name, bot=self._username, oddity=fit.oddity, forwarded=fit.forwarded)

    @contextmanager
    def hooked(self, received: Received) -> Iterator[list[Mapping[str, Any]]]:
        said: list[Mapping[str, Any]] = []
        if isinstance(received, Unreadable) or self.can.webhook_answer is not Fallback.NATIVE:
            yield said
            return
        hook = received.callback or received.chat
        self._hooks[hook] = said
        try:
            yield said
        finally:
            if self._hooks.get(hook) is said:
                del self._hooks[hook]

    def _unreadable(self, raw: Mapping[str, Any], why: str) -> Unreadable:
        number = max(whole(raw.get("update_id")) or 0, 0)
        return Unreadable(messenger=self.name, update=number, raw=shallow(raw), why=why)

    async def delete_webhook(self) -> None:
        await self._quick("deleteWebhook")

    # ---- what goes out

    async def send(self, out: Outgoing) -> Sent:
        self._patience.check(out.chat)
        planned = steps(out, can=self.can, write=self._write, markup=markup(out, resize=self._resize_keyboard))
        result = await self._heeding(out.chat, lambda: self._first(planned[0], out))
        remote_id = file_id(result) if out.attachment is not None else ""
        for step in planned[1:]:
            result = await self._next(out.chat, step)
        return Sent(message=message_id(result), remote_id=remote_id)

    async def _first(self, step: Step, out: Outgoing) -> Any:
        """A file that the messenger knows by id is uploaded after all when it has forgotten it."""
        if out.attachment is None:
            return await self._quick(step.method, **step.args)
        try:
            return await self._call(step.method, step.args, within=self._limits.upload)
        except Gone:
            if not (out.attachment.remote_id and out.attachment.content):
                raise
            again = uploaded_instead(step, out.attachment)
            return await self._call(again.method, again.args, within=self._limits.upload)

    async def _next(self, chat: int, step: Step) -> Any:
        """A later part of a text whose first part is out: it waits as it is asked to. When it fails for now, whoever sends the
        whole again sends the first part twice: that is said.
        """
        waits = 0
        while True:
            try:
                return await self._heeding(chat, lambda: self._quick(step.method, **step.args))
            except SlowDown as slow:
                waits += 1
                if waits > _WAITS or slow.retry_after > _PATIENT:
                    raise TryAgain("a later part has to wait", perhaps_done=True) from None
                await asyncio.sleep(slow.retry_after)
            except TryAgain as failure:
                raise TryAgain(str(failure), perhaps_done=True) from None

    async def edit(self, message: int, out: Outgoing) -> Sent:
        parts = split(self._write(out.text), self.can.text_limit)
        if out.attachment is not None or out.keyboard or out.remove_keyboard or len(parts) > 1:
            raise Gone("only a text with keys under it can be redrawn in place")
        self._patience.check(out.chat)
        args: dict[str, Any] = {"chat_id": out.chat, "message_id": message, "text": parts[0] if parts else ""}
        args["reply_markup"] = inline(out.keys)
        with suppress(Unchanged):
            await self._heeding(out.chat, lambda: self._quick("editMessageText", **args))
        return Sent(message=message)

    async def strip(self, chat: int, message: int) -> None:
        with suppress(Gone, Unchanged):
            await self._quick("editMessageReplyMarkup", **_bare(chat, message))

    def strip_along(self, chat: int, message: int) -> bool:
        if (hook := self._hooks.pop(chat, None)) is None:
            return False
        hook.append({"method": "editMessageReplyMarkup", **_bare(chat, message)})
        return True

    async def delete(self, chat: int, message: int) -> None:
        await self._quick("deleteMessage", chat_id=chat, message_id=message)

    async def answer(self, callback: str, notice: str, *, alert: bool = False) -> None:
        args: dict[str, Any] = {"callback_query_id": callback}
        if notice:
            args["text"] = shortened(notice)
            args["show_alert"] = alert
        if (hook := self._hooks.pop(callback, None)) is not None:
            hook.append({"method": "answerCallbackQuery", **args})
            return
        with suppress(Gone):
            await self._quick("answerCallbackQuery", **args)

    async def fetch(self, file: RemoteFile, *, at_most: int) -> bytes:
        told = await self._quick("getFile", file_id=file.remote_id)
        path = told.get("file_path") if isinstance(told, dict) else None
        if not isinstance(path, str) or not path:
            raise Gone("the file has no path any more")
        if (whole(told.get("file_size")) or 0) > at_most:
            raise Gone("the file is too large")
        return await self._transport.download(f"{self._files}/{quote(path)}", at_most=at_most)

    async def _quick(self, method: str, **args: Any) -> Any:
        return await self._call(method, args, within=self._limits.call)

    async def _heeding(self, chat: int, do: Callable[[], Awaitable[_R]]) -> _R:
        try:
            return await do()
        except SlowDown as slow:
            self._patience.asked(chat, slow.retry_after)
            raise


def _bare(chat: int, message: int) -> Mapping[str, Any]:
    return {"chat_id": chat, "message_id": message, "reply_markup": inline(())}


def shortened(notice: str) -> str:
    """A notice that fits over the chat: cut with an ellipsis."""
    if measure(notice) <= _NOTICE_LIMIT:
        return notice
    return split(notice, _NOTICE_LIMIT - 1)[0] + "…"


def secret_header_allowed(secret: str, headers: Mapping[str, str], header: str) -> bool:
    """Compared in constant time; an empty secret allows nobody."""
    shown = next((value for name, value in headers.items() if name.lower() == header), "")
    return hmac.compare_digest(secret.encode(), shown.encode()) and bool(secret)


def _multipart(args: Mapping[str, Any]) -> FormBuilder:
    form = FormBuilder().percent_encode_noop()
    for name, value in args.items():
        match value:
            case Upload():
                form = form.part(name, PartBuilder.from_bytes(value.content).file_name(value.name))
            case str():
                form = form.text(name, value)
            case _:
                form = form.text(name, orjson.dumps(value).decode())
    return form
