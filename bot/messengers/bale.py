"""Bale through python-telegram-bot's `Bot`, over a request class of ours.

The only module that imports telegram. Bale's deviations from Telegram stand here and in the table of errors. A method that answers with
a message goes out through the library's raw request: its typed methods read the answer as a `Message`, for which Bale's stub
after an edit has too few fields, and which takes up to 120 µs. No `Application` of its own.
"""

import logging
import os
import warnings
from collections import OrderedDict
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import orjson
import telegram
from aiohttp import FormData
from telegram import error as errors
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBUserWarning

from bot.backoff import BackoffPolicy
from bot.dialogue.inputs import FileKind
from bot.messengers.adapter import MAX_UPDATES, BotAdapter
from bot.messengers.bale_markdown import escape_markdown
from bot.messengers.envelope import decode_json, parse_response
from bot.messengers.error_mapping import (
    EndpointNotFound,
    ErrorRule,
    PollingConflict,
    possibly_applied,
    shared_rules,
    to_failure,
)
from bot.messengers.http_transport import (
    AnswerLost,
    HttpTimeouts,
    HttpTransport,
    TransportError,
    build_form,
)
from bot.messengers.keyboards import KeyboardTypes
from bot.messengers.port import (
    Capabilities,
    Fallback,
    Incoming,
    InvalidToken,
    MessengerFailure,
    NoLongerThere,
    Outgoing,
    ReceivedUpdate,
    RequestRejected,
    SentMessage,
    TemporaryFailure,
    Unreachable,
)
from bot.messengers.send_plan import MessagePart, safe_file_name
from bot.messengers.update_mapping import MAX_DOWNLOAD_BYTES
from bot.messengers.update_model import PartParsers

_T = TypeVar("_T")
os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library warns at each RetryAfter of those who have not opted in
warnings.filterwarnings("ignore", message="Please use 'Bot", category=PTBUserWarning)
logging.getLogger("telegram").setLevel(logging.WARNING)  # below it the library writes the token and people's words

BALE_ERRORS = (
    ErrorRule(errors.TelegramError, "token not found", InvalidToken),
    ErrorRule(errors.Forbidden, "permission_denied", Unreachable),
    ErrorRule(errors.TelegramError, "message not found", NoLongerThere),
    ErrorRule(errors.TelegramError, "file not found", NoLongerThere),
    *shared_rules(errors.TelegramError),
    ErrorRule(errors.InvalidToken, "", InvalidToken),
    ErrorRule(errors.Forbidden, "", Unreachable),
    ErrorRule(errors.ChatMigrated, "", Unreachable),
    ErrorRule(errors.EndPointNotFound, "", EndpointNotFound),
    ErrorRule(errors.Conflict, "", PollingConflict),
    ErrorRule(errors.BadRequest, "", RequestRejected),
    ErrorRule(errors.NetworkError, "service unavailable", TemporaryFailure),
    ErrorRule(errors.NetworkError, "", possibly_applied),
    ErrorRule(errors.TelegramError, "", TemporaryFailure),
)
"""python-telegram-bot's errors and their meaning. Its base class is raised for a refusal without an error code."""

BALE_PARSERS = PartParsers(
    user=lambda raw: telegram.User.de_json(raw, None),
    chat=lambda raw: telegram.Chat.de_json(raw, None),
    photo=lambda raw: telegram.PhotoSize.de_json(raw, None),
    document=lambda raw: telegram.Document.de_json(raw, None),
    voice=lambda raw: telegram.Voice.de_json(raw, None),
    contact=lambda raw: telegram.Contact.de_json(raw, None),
    location=lambda raw: telegram.Location.de_json(raw, None),
)
_KEYBOARDS = KeyboardTypes(
    inline_markup=telegram.InlineKeyboardMarkup,
    no_keys={"inline_keyboard": []},  # the library's own markup leaves an empty list out
    inline_button=telegram.InlineKeyboardButton,
    copy_text=telegram.CopyTextButton,
    reply_markup=telegram.ReplyKeyboardMarkup,
    reply_button=telegram.KeyboardButton,
    removal=telegram.ReplyKeyboardRemove,
    resize=False,
)
_FILE_ENDPOINTS = {
    FileKind.PHOTO: ("sendPhoto", "photo"),
    FileKind.DOCUMENT: ("sendDocument", "document"),
    FileKind.VOICE: ("sendVoice", "voice"),
}
_ANSWER_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "getMe": {"is_bot": True, "first_name": ""},
    "getFile": {"file_unique_id": ""},
}
"""Fields that the library requires of an answer, and Bale does not promise."""
_ERRORS_BY_STATUS: Mapping[int, type[errors.TelegramError]] = {
    0: errors.TelegramError,
    404: errors.EndPointNotFound,
    413: errors.BadRequest,
}
"""Statuses for which the library has a misleading class: every 404 would be an InvalidToken, a 413 a NetworkError."""

_MAX_OLD_CLIENT_CALLBACKS = 10_000
_OLD_CLIENT_PREFIX = "1"


class BaleRequest(BaseRequest):
    """Request class on our transport, with envelopes repaired before the library judges them."""

    __slots__ = ("_transport",)

    def __init__(self, transport: HttpTransport) -> None:
        self._transport = transport

    @property
    def read_timeout(self) -> float | None:
        return self._transport.timeouts.call_seconds

    async def initialize(self) -> None:
        """Do nothing: the transport opens itself at its first call."""

    async def shutdown(self) -> None:
        await self._transport.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        envelope = decode_json(payload)
        return {"result": None, **envelope}

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
        """Make one call; `read_timeout` limits the whole of it, the other limits are the transport's own."""
        default = self._transport.timeouts.call_seconds
        seconds: float = default if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        try:
            if method == "GET":
                return 200, await self._download(url, seconds)
            return await self._post(url, request_data, seconds)
        except AnswerLost as error:
            raise errors.TimedOut(str(error)) from None
        except TransportError as error:
            raise errors.NetworkError(str(error)) from None

    async def _post(self, url: str, request_data: RequestData | None, timeout_seconds: float) -> tuple[int, bytes]:
        body = _encode(request_data) if request_data else b"{}"
        response = await self._transport.post(url, body, timeout_seconds=timeout_seconds)
        answer = parse_response(response.status, response.body, response.headers)
        if answer.ok:
            defaults = _ANSWER_DEFAULTS.get(url.rpartition("/")[2])
            if defaults is None or not isinstance(answer.result, dict):
                return 200, response.body
            return 200, orjson.dumps({"ok": True, "result": {**defaults, **answer.result}})
        if error := _ERRORS_BY_STATUS.get(answer.status):
            raise error(answer.description)
        return answer.status, answer.to_json().encode()

    async def _download(self, url: str, timeout_seconds: float) -> bytes:
        content = bytearray()
        async for chunk in self._transport.stream(url, timeout_seconds=timeout_seconds):
            content += chunk
            if len(content) > MAX_DOWNLOAD_BYTES:
                raise errors.BadRequest("file is too big")
        return bytes(content)


def _encode(request_data: RequestData) -> bytes | FormData:
    if not request_data.contains_files:
        return orjson.dumps(request_data.parameters)
    files = {name: (file[0], file[1]) for name, file in request_data.multipart_data.items()}
    return build_form(request_data.json_parameters, files)


class BaleMessenger(BotAdapter):
    name = "bale"
    capabilities = Capabilities(
        edit_text=Fallback.NATIVE,
        edit_attachment=Fallback.SEND_NEW_MESSAGE,
        callback_toast=Fallback.SEND_MESSAGE,
        commands=Fallback.OMIT,
        copy_text=Fallback.NATIVE,
        formatting=Fallback.PLAIN_TEXT,
        webhook_secret=Fallback.SECRET_PATH,
        webhook_reply=Fallback.SEPARATE_CALL,
        max_caption_length=4096,
    )
    _parsers = BALE_PARSERS
    _keyboards = _KEYBOARDS
    _link_prefix = "https://ble.ir/"

    def __init__(
        self,
        token: str,
        api_base: str = "https://tapi.bale.ai",
        proxy: str = "",
        *,
        poll_timeout: int = 25,
        timeouts: HttpTimeouts | None = None,
        backoff: BackoffPolicy | None = None,
    ) -> None:
        transport = HttpTransport(timeouts=timeouts or HttpTimeouts(), proxy=proxy)
        super().__init__(transport=transport, poll_timeout=poll_timeout, backoff=backoff or BackoffPolicy())
        if not token or any(letter.isspace() for letter in token):
            raise InvalidToken("not of a token's shape")
        root, request = api_base.rstrip("/"), BaleRequest(transport)
        self._bot = telegram.Bot(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=request,
            get_updates_request=request,
        )
        self._chat_by_old_callback: OrderedDict[str, int] = OrderedDict()

    async def _call(self, answer: Awaitable[_T]) -> _T:
        try:
            return await answer
        except errors.TelegramError as error:
            raise _to_failure(error) from None
        except (TypeError, ValueError, KeyError, AttributeError, RuntimeError) as error:
            raise possibly_applied(f"an answer that cannot be read: {type(error).__name__}") from None

    async def _call_raw(self, endpoint: str, timeout_seconds: float | None = None, **args: Any) -> Any:
        seconds = timeout_seconds or self._timeouts.call_seconds
        return await self._call(self._bot.do_api_request(endpoint, api_kwargs=args, read_timeout=seconds))

    async def _get_me(self) -> str:
        return await self._call(self._identify())

    async def _identify(self) -> str:
        await self._bot.initialize()
        return self._bot.bot.username or ""

    async def close(self) -> None:
        await self._bot.shutdown()
        await super().close()

    async def _get_updates(self, offset: int, *, timeout_seconds: float) -> Any:
        limits = {"limit": MAX_UPDATES, "timeout": self._poll_timeout}
        return await self._call_raw("getUpdates", timeout_seconds, offset=offset or None, **limits)

    async def _send_part(self, part: MessagePart, *, upload: bool) -> SentMessage:
        attachment = part.attachment
        if attachment is None:
            answer = await self._call_raw("sendMessage", chat_id=part.chat, text=part.text, reply_markup=part.markup)
            return SentMessage(message_id=_message_id(answer))
        file: str | telegram.InputFile = attachment.remote_id
        if upload or not file:
            file = telegram.InputFile(attachment.content, filename=safe_file_name(attachment.name))
        endpoint, field = _FILE_ENDPOINTS[attachment.kind]
        args = {"chat_id": part.chat, field: file, "caption": part.text or None, "reply_markup": part.markup}
        answer = await self._call_raw(endpoint, self._timeouts.upload_seconds, **args)
        return SentMessage(message_id=_message_id(answer), remote_id=_file_id(answer, field))

    async def _edit_text(self, chat: int, message: int, text: str, markup: Any) -> None:
        args = {"chat_id": chat, "message_id": message, "text": text, "reply_markup": markup}
        await self._call_raw("editMessageText", **args)

    async def _edit_markup(self, chat: int, message: int, markup: Any) -> None:
        await self._call_raw("editMessageReplyMarkup", chat_id=chat, message_id=message, reply_markup=markup)

    async def remove_inline_keyboard(self, chat: int, message: int) -> None:
        with suppress(EndpointNotFound):
            await super().remove_inline_keyboard(chat, message)

    async def delete(self, chat: int, message: int) -> None:
        """Delete a message. Bale refuses another's with its words for «you may not write here», which mean NoLongerThere here."""
        try:
            await self._call(self._bot.delete_message(chat, message))
        except Unreachable as refusal:
            raise NoLongerThere(str(refusal)) from None

    async def _answer_callback(self, callback: str, toast: str, *, alert: bool) -> None:
        """Answer an old client, which cannot show a notice, without one, and say it in a message of the chat."""
        chat = self._chat_by_old_callback.pop(callback, None)
        if chat is None or not toast:
            await self._call(
                self._bot.answer_callback_query(callback, toast or None, show_alert=alert if toast else None)
            )
            return
        with suppress(NoLongerThere):
            await self._call(self._bot.answer_callback_query(callback))
        await self.send(Outgoing(chat=chat, text=toast))

    async def _download(self, remote_id: str, max_bytes: int) -> bytes:
        file = await self._call(self._bot.get_file(remote_id))
        if not file.file_path or (file.file_size or 0) > max_bytes:
            raise NoLongerThere("the file is too large, or has no path any more")
        content = await self._call(file.download_as_bytearray(read_timeout=self._timeouts.upload_seconds))
        if len(content) > max_bytes:
            raise NoLongerThere("the file is too large")
        return bytes(content)

    def _escape(self, text: str) -> str:
        return escape_markdown(text)

    def parse_update(self, raw: Mapping[str, Any]) -> ReceivedUpdate | None:
        received = super().parse_update(raw)
        if isinstance(received, Incoming) and received.callback.startswith(_OLD_CLIENT_PREFIX):
            self._chat_by_old_callback[received.callback] = received.chat
            if len(self._chat_by_old_callback) > _MAX_OLD_CLIENT_CALLBACKS:
                self._chat_by_old_callback.popitem(last=False)
        return received

    async def set_webhook(self, url: str, secret: str) -> None:
        await self._call(self._bot.set_webhook(url))

    async def delete_webhook(self) -> None:
        await self._call(self._bot.delete_webhook())

    def is_webhook_authentic(self, secret: str, headers: Mapping[str, str]) -> bool:
        """Return True: Bale sends no secret, and the caller has compared the unguessable path."""
        return True

    async def register_commands(self, commands: Mapping[str, Mapping[str, str]]) -> None:
        """Do nothing: Bale documents no way to register commands."""


def _to_failure(error: errors.TelegramError) -> MessengerFailure:
    """Return the failure of the first error. The raw request hides a refused token behind EndPointNotFound."""
    cause = error.__cause__
    return to_failure(cause if isinstance(cause, errors.TelegramError) else error, BALE_ERRORS)


def _message_id(answer: Any) -> int:
    """Return the id of a sent message, 0 where the answer does not tell it."""
    number = answer.get("message_id") if isinstance(answer, dict) else None
    return number if type(number) is int else 0


def _file_id(answer: Any, field: str) -> str:
    """Return the id of the file just sent, of a photo's largest size. "" if the answer bears none."""
    file = answer.get(field) if isinstance(answer, dict) else None
    if isinstance(file, list) and file:
        file = file[-1]
    file_id = file.get("file_id") if isinstance(file, dict) else None
    return file_id if isinstance(file_id, str) else ""
