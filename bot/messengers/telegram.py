"""Telegram through aiogram's `Bot`: its methods, types, errors and files, over a session of ours. No dispatcher of its own.

The only module that imports aiogram. A sent message is read in parts: a whole `Message` takes 55 µs more, and only the ids of
the message and of its file are needed.
"""

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from math import ceil
from typing import Any, TypeVar
from urllib.parse import quote

import orjson
from aiogram import Bot, exceptions, methods, types
from aiogram.client.default import Default, DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.utils.token import TokenValidationError, validate_token
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.backoff import BackoffPolicy
from bot.dialogue.inputs import FileKind
from bot.messengers.adapter import MAX_UPDATES, BotAdapter, BoundedBuffer, is_secret_header_valid
from bot.messengers.envelope import parse_response
from bot.messengers.error_mapping import (
    EndpointNotFound,
    ErrorRule,
    PollingConflict,
    possibly_applied,
    shared_rules,
    to_failure,
)
from bot.messengers.http_transport import HttpTimeouts, HttpTransport, TransportError, build_form
from bot.messengers.keyboards import KeyboardTypes
from bot.messengers.port import (
    Capabilities,
    Fallback,
    InvalidToken,
    NoLongerThere,
    ReceivedUpdate,
    RequestRejected,
    SentMessage,
    TemporaryFailure,
    Unreachable,
)
from bot.messengers.send_plan import MessagePart, safe_file_name
from bot.messengers.update_model import PartParsers
from bot.messengers.webhook_reply import WebhookReplies

_T = TypeVar("_T")
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name, no secret
_ALLOWED_UPDATES = ["message", "edited_message", "callback_query"]

TELEGRAM_ERRORS = (
    *(
        ErrorRule(exceptions.TelegramBadRequest, part, Unreachable)
        for part in (
            "peer_id_invalid", "group chat was upgraded", "have no rights", "not enough rights", "chat_write_forbidden",
            "chat_restricted", "input_user_deactivated", "user_is_blocked",
        )
    ),
    *shared_rules(exceptions.TelegramAPIError),
    ErrorRule(exceptions.TelegramUnauthorizedError, "", InvalidToken),
    ErrorRule(exceptions.TelegramForbiddenError, "", Unreachable),
    ErrorRule(exceptions.TelegramMigrateToChat, "", Unreachable),
    ErrorRule(exceptions.TelegramNotFound, "", EndpointNotFound),
    ErrorRule(exceptions.TelegramConflictError, "", PollingConflict),
    ErrorRule(exceptions.TelegramBadRequest, "", RequestRejected),
    ErrorRule(exceptions.TelegramEntityTooLarge, "", RequestRejected),
    ErrorRule(exceptions.TelegramServerError, "service unavailable", TemporaryFailure),
    ErrorRule(exceptions.TelegramServerError, "", possibly_applied),
    ErrorRule(exceptions.TelegramNetworkError, "", possibly_applied),
    ErrorRule(exceptions.ClientDecodeError, "", possibly_applied),
    ErrorRule(exceptions.AiogramError, "", TemporaryFailure),
)  # fmt: skip
"""aiogram's errors and their meaning. Its base class is raised for a refusal without an error code."""

TELEGRAM_PARSERS = PartParsers(
    user=types.User.model_validate,
    chat=types.Chat.model_validate,
    photo=types.PhotoSize.model_validate,
    document=types.Document.model_validate,
    voice=types.Voice.model_validate,
    contact=types.Contact.model_validate,
    location=types.Location.model_validate,
)
_KEYBOARDS = KeyboardTypes(
    inline_markup=types.InlineKeyboardMarkup,
    no_keys=types.InlineKeyboardMarkup(inline_keyboard=[]),
    inline_button=types.InlineKeyboardButton,
    copy_text=types.CopyTextButton,
    reply_markup=types.ReplyKeyboardMarkup,
    reply_button=types.KeyboardButton,
    removal=types.ReplyKeyboardRemove,
    resize=True,
)


class _SentParts(BaseModel):
    """Parts of a sent message that are read."""

    message_id: int
    photo: tuple[types.PhotoSize, ...] = ()
    document: types.Document | None = None
    voice: types.Voice | None = None

    def file_id(self) -> str:
        """Return the id of the file that the message bears, the largest size of a photo; "" for none."""
        file = self.photo[-1] if self.photo else self.document or self.voice
        return file.file_id if file else ""


_READ_AS: Mapping[Any, Any] = {
    types.Message: _SentParts,
    types.Message | bool: Any,  # of an edit nothing is read
    list[types.Update]: Any,  # one update that aiogram cannot read would fail the whole batch
}
"""Types that answers are read as in place of those that aiogram names."""


@cache
def _result_reader(returning: Any) -> TypeAdapter[Any]:
    return TypeAdapter(_READ_AS.get(returning, returning))


class AiogramSession(BaseSession):
    """Session of one bot on our transport: calls as JSON, envelopes repaired before aiogram judges them."""

    def __init__(self, transport: HttpTransport, api: TelegramAPIServer) -> None:
        super().__init__(api=api, timeout=transport.timeouts.call_seconds)
        self._transport = transport
        self._defaults: dict[str, Any] = {}

    async def close(self) -> None:
        await self._transport.close()

    async def make_request(self, bot: Bot, method: methods.TelegramMethod[_T], timeout: float | None = None) -> _T:  # noqa: ASYNC109 - the base class's name
        """Call the method and return its answer as `__returning__` says; raises an AiogramError."""
        files: dict[str, types.InputFile] = {}
        arguments = self.dump(bot, method, files)
        try:
            response = await self._transport.post(
                self.api.api_url(token=bot.token, method=method.__api_method__),
                await self._form(bot, arguments, files) if files else orjson.dumps(arguments),
                timeout_seconds=timeout or self.timeout,
            )
        except TransportError as error:
            raise exceptions.TelegramNetworkError(method=method, message=str(error)) from None
        answer = parse_response(response.status, response.body, response.headers)
        if not answer.ok:
            self.check_response(bot, method, answer.status, answer.to_json())
        try:
            result: _T = _result_reader(method.__returning__).validate_python(answer.result)
        except ValidationError as error:
            raise exceptions.ClientDecodeError("unexpected result", error, None) from None
        return result

    def dump(self, bot: Bot, method: methods.TelegramMethod[Any], files: dict[str, types.InputFile]) -> dict[str, Any]:
        """Return the method's arguments as JSON values with the bot's defaults. Uploads go into `files`."""
        arguments = method.model_dump(exclude_none=True, warnings=False)
        for name, value in [*arguments.items()]:
            if isinstance(value, Default):
                arguments[name] = self._default(bot, value)
            elif isinstance(value, types.InputFile):
                arguments[name] = self.prepare_value(value, bot, files, _dumps_json=False)
        return {name: value for name, value in arguments.items() if value is not None}

    def _default(self, bot: Bot, default: Default) -> Any:
        """Return the bot's default as a JSON value, prepared once: the link preview's takes 12 µs."""
        if default.name not in self._defaults:
            self._defaults[default.name] = self.prepare_value(default, bot, {}, _dumps_json=False)
        return self._defaults[default.name]

    async def _form(self, bot: Bot, arguments: Mapping[str, Any], files: Mapping[str, types.InputFile]) -> Any:
        """Build a form whose files have a known length: a request of unknown length would be sent in chunks."""
        contents = {
            name: (file.filename or name, b"".join([chunk async for chunk in file.read(bot)]))
            for name, file in files.items()
        }
        fields = {
            name: value if isinstance(value, str) else orjson.dumps(value).decode() for name, value in arguments.items()
        }
        return build_form(fields, contents)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: float = 30,  # noqa: ASYNC109 - the base class's name
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        try:
            async for chunk in self._transport.stream(url, timeout_seconds=timeout):
                yield chunk
        except TransportError as error:
            raise exceptions.TelegramNetworkError(method=methods.GetFile(file_id=""), message=str(error)) from None


class TelegramMessenger(BotAdapter):
    name = "telegram"
    capabilities = Capabilities(
        edit_text=Fallback.NATIVE,
        edit_attachment=Fallback.SEND_NEW_MESSAGE,
        callback_toast=Fallback.NATIVE,
        commands=Fallback.NATIVE,
        copy_text=Fallback.NATIVE,
        formatting=Fallback.PLAIN_TEXT,
        webhook_secret=Fallback.NATIVE,
        webhook_reply=Fallback.NATIVE,
    )
    _parsers = TELEGRAM_PARSERS
    _keyboards = _KEYBOARDS
    _link_prefix = "https://t.me/"

    def __init__(
        self,
        token: str,
        api_base: str = "https://api.telegram.org",
        proxy: str = "",
        *,
        poll_timeout: int = 25,
        timeouts: HttpTimeouts | None = None,
        backoff: BackoffPolicy | None = None,
    ) -> None:
        transport = HttpTransport(timeouts=timeouts or HttpTimeouts(), proxy=proxy)
        super().__init__(transport=transport, poll_timeout=poll_timeout, backoff=backoff or BackoffPolicy())
        try:
            validate_token(token)
        except TokenValidationError:
            raise InvalidToken("not of a token's shape") from None
        self._session = AiogramSession(transport, TelegramAPIServer.from_base(api_base))
        defaults = DefaultBotProperties(link_preview=types.LinkPreviewOptions(is_disabled=True))
        self._bot = Bot(token, session=self._session, default=defaults)
        self._webhook_replies = WebhookReplies()

    async def _call(self, method: methods.TelegramMethod[Any], timeout_seconds: float | None = None) -> Any:
        try:
            return await self._bot(method, request_timeout=ceil(timeout_seconds) if timeout_seconds else None)
        except exceptions.AiogramError as error:
            raise to_failure(error, TELEGRAM_ERRORS) from None

    async def _get_me(self) -> str:
        return (await self._call(methods.GetMe())).username or ""

    async def _get_updates(self, offset: int, *, timeout_seconds: float) -> Any:
        method = methods.GetUpdates(
            offset=offset or None, limit=MAX_UPDATES, timeout=self._poll_timeout, allowed_updates=_ALLOWED_UPDATES
        )
        return await self._call(method, timeout_seconds)

    async def _send_part(self, part: MessagePart, *, upload: bool) -> SentMessage:
        attachment = part.attachment
        if attachment is None:
            method = methods.SendMessage(
                chat_id=part.chat, message_thread_id=part.topic or None, text=part.text, reply_markup=part.markup
            )
            return SentMessage(message_id=(await self._call(method)).message_id)
        file: str | types.InputFile = attachment.remote_id
        if upload or not file:
            file = types.BufferedInputFile(attachment.content, safe_file_name(attachment.name))
        sent = await self._call(_build_file_method(part, attachment.kind, file), self._timeouts.upload_seconds)
        return SentMessage(message_id=sent.message_id, remote_id=sent.file_id())

    async def _edit_text(self, chat: int, message: int, text: str, markup: Any) -> None:
        await self._call(methods.EditMessageText(chat_id=chat, message_id=message, text=text, reply_markup=markup))

    async def _edit_markup(self, chat: int, message: int, markup: Any) -> None:
        await self._call(methods.EditMessageReplyMarkup(chat_id=chat, message_id=message, reply_markup=markup))

    async def delete(self, chat: int, message: int) -> None:
        await self._call(methods.DeleteMessage(chat_id=chat, message_id=message))

    async def _answer_callback(self, callback: str, toast: str, *, alert: bool) -> None:
        method = methods.AnswerCallbackQuery(
            callback_query_id=callback, text=toast or None, show_alert=alert if toast else None
        )
        if (calls := self._webhook_replies.take(callback)) is not None:
            calls.append(self._webhook_call(method))
        else:
            await self._call(method)

    async def _download(self, remote_id: str, max_bytes: int) -> bytes:
        file: types.File = await self._call(methods.GetFile(file_id=remote_id))
        if not file.file_path or (file.file_size or 0) > max_bytes:
            raise NoLongerThere("the file is too large, or has no path any more")
        buffer = BoundedBuffer(max_bytes)
        try:
            await self._bot.download_file(quote(file.file_path), buffer, timeout=ceil(self._timeouts.upload_seconds))
        except exceptions.AiogramError as error:
            raise to_failure(error, TELEGRAM_ERRORS) from None
        return buffer.getvalue()

    def _escape(self, text: str) -> str:
        return text

    @contextmanager
    def webhook_reply(self, received: ReceivedUpdate) -> Iterator[list[Mapping[str, Any]]]:
        with self._webhook_replies.open(received) as calls:
            yield calls

    def piggyback_remove_inline_keyboard(self, chat: int, message: int) -> bool:
        if (calls := self._webhook_replies.take(chat)) is None:
            return False
        method = methods.EditMessageReplyMarkup(chat_id=chat, message_id=message, reply_markup=_KEYBOARDS.no_keys)
        calls.append(self._webhook_call(method))
        return True

    def _webhook_call(self, method: methods.TelegramMethod[Any]) -> Mapping[str, Any]:
        return {"method": method.__api_method__, **self._session.dump(self._bot, method, {})}

    async def set_webhook(self, url: str, secret: str) -> None:
        await self._call(methods.SetWebhook(url=url, secret_token=secret, allowed_updates=_ALLOWED_UPDATES))

    async def delete_webhook(self) -> None:
        await self._call(methods.DeleteWebhook())

    def is_webhook_authentic(self, secret: str, headers: Mapping[str, str]) -> bool:
        return is_secret_header_valid(secret, headers, _SECRET_HEADER)

    async def register_commands(self, commands: Mapping[str, Mapping[str, str]]) -> None:
        """Register the commands of each locale; people of any other language see those of the first."""
        for number, (locale, described) in enumerate(commands.items()):
            listed = [types.BotCommand(command=name, description=text) for name, text in described.items()]
            if number == 0:
                await self._call(methods.SetMyCommands(commands=listed))
            await self._call(methods.SetMyCommands(commands=listed, language_code=locale))


def _build_file_method(
    part: MessagePart, kind: FileKind, file: str | types.InputFile
) -> methods.SendPhoto | methods.SendDocument | methods.SendVoice:
    rest: dict[str, Any] = {
        "chat_id": part.chat,
        "message_thread_id": part.topic or None,
        "caption": part.text or None,
        "reply_markup": part.markup,
    }
    match kind:
        case FileKind.PHOTO:
            return methods.SendPhoto(photo=file, **rest)
        case FileKind.DOCUMENT:
            return methods.SendDocument(document=file, disable_content_type_detection=True, **rest)
        case FileKind.VOICE:
            return methods.SendVoice(voice=file, **rest)
