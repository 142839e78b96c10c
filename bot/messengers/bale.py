"""Bale, with python-telegram-bot behind the port: its types, its raw door and its request seam on our transport.

The only module that imports telegram. What Bale documents otherwise than Telegram is said here and in its table of errors.
"""

import logging
import re
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import orjson
from aiohttp import FormData
from telegram import Bot, InputFile, Update
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.messengers.bot_api import BotApi
from bot.messengers.outcomes import SHARED, NotKnown, Rule, failure
from bot.messengers.polling import BackOff
from bot.messengers.port import (
    BadToken,
    Capabilities,
    Failure,
    Fallback,
    Gone,
    Incoming,
    Outgoing,
    Received,
    Unreachable,
)
from bot.messengers.reading import Update as Readable
from bot.messengers.sending import Upload
from bot.messengers.transport import Limits, Transport

for _library in ("telegram", "httpx", "httpcore"):
    logging.getLogger(_library).setLevel(logging.WARNING)

ERRORS = (
    Rule(0, "token not found", BadToken),
    Rule(403, "permission_denied", Unreachable),
    Rule(0, "message not found", Gone),
    Rule(0, "file not found", Gone),
    *SHARED,
)

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_MARKS = re.compile(r"(?<![^\W_])(?<![*_`])[*_`]+(?=[^\s*_`])|[*_`]{2,}")
_JOINER = "\u2060"
_REMEMBERED = 10_000
_OLD_CLIENT = "1"


class _FailedError(TelegramError):
    """Carries our failure through the library unchanged."""

    def __init__(self, what: Failure) -> None:
        super().__init__(type(what).__name__)
        self.failure = what


class _Request(BaseRequest):
    """python-telegram-bot's seam for another HTTP client; the envelope is judged before the library sees it."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def read_timeout(self) -> float:
        return self._transport.limits.call

    async def initialize(self) -> None:
        """The transport opens when it is first used."""

    async def shutdown(self) -> None:
        await self._transport.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        within = self.read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else float(read_timeout)
        body, headers = _body(request_data)
        try:
            said = await self._transport.post(url, body, headers=headers, within=within)
        except Failure as lost:
            raise _FailedError(lost) from None
        if not said.ok:
            raise _FailedError(failure(said, ERRORS))
        result = _Result()
        result.value = said.result
        return HTTPStatus.OK, result

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The library hands back what `do_request` gave it: already parsed, once."""
        return {"result": payload.value if isinstance(payload, _Result) else None}


class _Result(bytes):
    """A result on its way through a door that is made for bytes."""

    value: Any = None


def _body(data: RequestData | None) -> tuple[bytes | FormData, Mapping[str, str]]:
    if data is None:
        return b"", _FORM
    said = {
        name: value if isinstance(value, str) else orjson.dumps(value).decode()
        for name, value in data.parameters.items()
    }
    if not data.contains_files:
        return urlencode(said).encode(), _FORM
    form = FormData(quote_fields=False)
    for name, text in said.items():
        form.add_field(name, text)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, {}


class _Door(Bot):
    """The library's raw door, without its advice to use typed methods: their answers are what Bale does otherwise."""

    @classmethod
    def _warn(cls, *_: Any, **__: Any) -> None:
        """Nothing to say."""


class BaleMessenger(BotApi):
    name = "bale"
    can = Capabilities(
        edit_text=Fallback.NATIVE,
        edit_attachment=Fallback.SEND_NEW_MESSAGE,
        callback_notice=Fallback.SAY_IN_CHAT,
        commands=Fallback.LEAVE_OUT,
        copy_text=Fallback.NATIVE,
        formatting=Fallback.PLAIN_TEXT,
        webhook_secret=Fallback.SECRET_PATH,
        caption_limit=4096,
    )
    _link = "https://ble.ir/"
    _resize_keyboard = False

    def __init__(
        self,
        token: str,
        api_base: str = "https://tapi.bale.ai",
        *,
        poll_timeout: int = 25,
        limits: Limits | None = None,
        back_off: BackOff | None = None,
    ) -> None:
        super().__init__(
            api_base=api_base,
            token=token,
            proxy="",
            limits=limits or Limits(),
            poll_timeout=poll_timeout,
            back_off=back_off or BackOff(),
        )
        request = _Request(self._transport)
        base = api_base.rstrip("/")
        try:
            self._bot = _Door(
                token,
                base_url=f"{base}/bot",
                base_file_url=f"{base}/file/bot",
                request=request,
                get_updates_request=request,
            )
        except InvalidToken:
            raise BadToken("not of a token's shape") from None
        self._old_clients: OrderedDict[str, int] = OrderedDict()

    async def _call(self, method: str, args: dict[str, Any], *, within: float) -> Any:
        prepared = {name: _file(value) if isinstance(value, Upload) else value for name, value in args.items()}
        try:
            return await self._bot.do_api_request(method, prepared, read_timeout=within)
        except _FailedError as failed:
            raise failed.failure from None

    def _parse(self, raw: dict[str, Any]) -> Readable:
        return Update.de_json(raw, self._bot)

    def _write(self, text: str) -> str:
        """Bale reads everything as Markdown and documents no escape: a joiner keeps each mark from meaning anything."""
        if "](" in text:
            text = text.replace("](", f"]{_JOINER}(")
        return _MARKS.sub(_apart, text)

    def read(self, raw: Mapping[str, Any]) -> Received | None:
        received = super().read(raw)
        if isinstance(received, Incoming) and received.callback.startswith(_OLD_CLIENT):
            self._old_clients[received.callback] = received.chat
            if len(self._old_clients) > _REMEMBERED:
                self._old_clients.popitem(last=False)
        return received

    async def answer(self, callback: str, notice: str, *, alert: bool = False) -> None:
        """An old client spins until it is answered, but cannot show what the answer says: that is said in the chat."""
        chat = self._old_clients.pop(callback, None)
        if chat is None or not notice:
            await super().answer(callback, notice, alert=alert)
            return
        await super().answer(callback, "")
        await self.send(Outgoing(chat=chat, text=notice))

    async def strip(self, chat: int, message: int) -> None:
        with suppress(NotKnown):
            await super().strip(chat, message)

    async def delete(self, chat: int, message: int) -> None:
        """Bale's word for «this is not yours to delete» is the one that it has for «you may not write here»."""
        try:
            await super().delete(chat, message)
        except Unreachable as refused:
            raise Gone(str(refused)) from None

    async def set_webhook(self, url: str, secret: str) -> None:
        await self._quick("setWebhook", url=url)

    def webhook_allowed(self, secret: str, headers: Mapping[str, str]) -> bool:
        """Bale sends nothing to compare: the unguessable path, which the caller compares, is all there is."""
        return True

    async def announce(self, commands: Mapping[str, Mapping[str, str]]) -> None:
        """Left out: Bale documents no way to register commands."""


def _file(upload: Upload) -> InputFile:
    return InputFile(upload.content, filename=upload.name)


def _apart(marks: re.Match[str]) -> str:
    return "".join(_JOINER + mark for mark in marks[0])
