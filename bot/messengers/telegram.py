"""Telegram, with aiogram behind the port: its types and methods, its session seam on our transport; no dispatch of its own.

The only module that imports aiogram.
"""

import logging
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import orjson
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    DeleteWebhook,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetMe,
    GetUpdates,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendVoice,
    SetMyCommands,
    SetWebhook,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile, Update
from aiogram.utils.token import TokenValidationError
from aiohttp import FormData
from pydantic import ValidationError

from bot.messengers.bot_api import BotApi, secret_header_allowed
from bot.messengers.outcomes import SHARED, Rule, failure
from bot.messengers.polling import BackOff
from bot.messengers.port import BadToken, Bug, Capabilities, Fallback, Gone, Unreachable
from bot.messengers.reading import BIGGEST_DOWNLOAD
from bot.messengers.sending import Upload
from bot.messengers.transport import Limits, Transport

logging.getLogger("aiogram").setLevel(logging.WARNING)

ERRORS = (
    Rule(400, "peer_id_invalid", Unreachable),
    Rule(400, "group chat was upgraded", Unreachable),
    Rule(400, "have no rights", Unreachable),
    Rule(400, "not enough rights", Unreachable),
    Rule(400, "chat_write_forbidden", Unreachable),
    Rule(400, "chat_restricted", Unreachable),
    Rule(400, "input_user_deactivated", Unreachable),
    Rule(400, "user_is_blocked", Unreachable),
    Rule(403, "message can't be edited", Gone),
    Rule(403, "message can't be deleted", Gone),
    *SHARED,
)

_METHODS: dict[str, type[TelegramMethod[Any]]] = {
    method.__api_method__: method
    for method in (
        AnswerCallbackQuery, DeleteMessage, DeleteWebhook, EditMessageReplyMarkup, EditMessageText, GetFile, GetMe,
        GetUpdates, SendDocument, SendMessage, SendPhoto, SendVoice, SetMyCommands, SetWebhook,
    )
}  # fmt: skip
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  the header's name, no secret
_JSON = {"Content-Type": "application/json"}
_NO_PREVIEW = {"is_disabled": True}
_WANTED = ["message", "edited_message", "callback_query"]


class _Session(BaseSession):
    """aiogram's seam for another HTTP client. Results stay raw: of what Telegram answers we read two fields."""

    def __init__(self, *, api: TelegramAPIServer, transport: Transport) -> None:
        super().__init__(api=api)
        self._transport = transport

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: float | None = None,  # noqa: ASYNC109  the library's own signature
    ) -> Any:
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        body, headers = self._body(bot, method)
        said = await self._transport.post(url, body, headers=headers, within=timeout or self.timeout)
        if said.ok:
            return said.result
        raise failure(said, ERRORS)

    def _body(self, bot: Bot, method: TelegramMethod[Any]) -> tuple[bytes | FormData, Mapping[str, str]]:
        args = method.model_dump(exclude_unset=True, exclude_none=True, warnings=False)
        if not any(isinstance(value, BufferedInputFile) for value in args.values()):
            return orjson.dumps(args), _JSON
        files: dict[str, Any] = {}
        form = FormData(quote_fields=False)
        for name, value in args.items():
            form.add_field(name, self.prepare_value(value, bot=bot, files=files))
        for name, file in files.items():
            form.add_field(name, file.data, filename=file.filename)
        return form, {}

    async def close(self) -> None:
        await self._transport.close()

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109  the library's own signature
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        yield await self._transport.download(url, at_most=BIGGEST_DOWNLOAD)


class TelegramMessenger(BotApi):
    name = "telegram"
    can = Capabilities(
        edit_text=Fallback.NATIVE,
        edit_attachment=Fallback.SEND_NEW_MESSAGE,
        callback_notice=Fallback.NATIVE,
        commands=Fallback.NATIVE,
        copy_text=Fallback.NATIVE,
        formatting=Fallback.PLAIN_TEXT,
        webhook_secret=Fallback.NATIVE,
    )
    _link = "https://t.me/"
    _resize_keyboard = True

    def __init__(
        self,
        token: str,
        api_base: str = "https://api.telegram.org",
        proxy: str = "",
        *,
        poll_timeout: int = 25,
        limits: Limits | None = None,
        back_off: BackOff | None = None,
    ) -> None:
        super().__init__(
            api_base=api_base,
            token=token,
            proxy=proxy,
            limits=limits or Limits(),
            poll_timeout=poll_timeout,
            back_off=back_off or BackOff(),
        )
        self._session = _Session(api=TelegramAPIServer.from_base(api_base), transport=self._transport)
        try:
            self._bot = Bot(token, session=self._session)
        except TokenValidationError:
            raise BadToken("not of a token's shape") from None

    async def _call(self, method: str, args: dict[str, Any], *, within: float) -> Any:
        prepared = {name: _file(value) if isinstance(value, Upload) else value for name, value in args.items()}
        if method in {"sendMessage", "editMessageText"}:
            prepared["link_preview_options"] = _NO_PREVIEW
        try:
            call = _METHODS[method](**prepared)
        except ValidationError:
            raise Bug(f"{method} does not take these arguments") from None
        return await self._session.make_request(self._bot, call, within)

    def _parse(self, raw: dict[str, Any]) -> Update:
        return Update.model_validate(raw)

    def _write(self, text: str) -> str:
        return text

    def _updates_wanted(self) -> dict[str, Any]:
        return {"allowed_updates": _WANTED}

    async def set_webhook(self, url: str, secret: str) -> None:
        await self._quick("setWebhook", url=url, secret_token=secret, allowed_updates=_WANTED)

    def webhook_allowed(self, secret: str, headers: Mapping[str, str]) -> bool:
        return secret_header_allowed(secret, headers, _SECRET_HEADER)

    async def announce(self, commands: Mapping[str, Mapping[str, str]]) -> None:
        """The first locale is also what people of any other language see."""
        for number, (locale, described) in enumerate(commands.items()):
            listed = [{"command": name, "description": what} for name, what in described.items()]
            if number == 0:
                await self._quick("setMyCommands", commands=listed)
            await self._quick("setMyCommands", commands=listed, language_code=locale)


def _file(upload: Upload) -> BufferedInputFile:
    return BufferedInputFile(upload.content, filename=upload.name)
