"""Telegram, with aiogram behind the port: its types, its addresses and its rule for tokens; no dispatch of its own.

The only module that imports aiogram. What is said goes out as JSON: tests hold every call against the documented schema.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Chat, Contact, Document, Location, PhotoSize, User, Voice
from aiogram.utils.token import TokenValidationError, validate_token

from bot.messengers.bot_api import BotApi, is_secret_header_valid
from bot.messengers.error_mapping import SHARED_ERROR_RULES, ErrorRule
from bot.messengers.http_transport import HttpTimeouts
from bot.messengers.polling import BackOff
from bot.messengers.port import Capabilities, Fallback, InvalidToken, NoLongerThere, Unreachable
from bot.messengers.update_model import PartParsers

TELEGRAM_ERROR_RULES = (
    ErrorRule(400, "peer_id_invalid", Unreachable),
    ErrorRule(400, "group chat was upgraded", Unreachable),
    ErrorRule(400, "have no rights", Unreachable),
    ErrorRule(400, "not enough rights", Unreachable),
    ErrorRule(400, "chat_write_forbidden", Unreachable),
    ErrorRule(400, "chat_restricted", Unreachable),
    ErrorRule(400, "input_user_deactivated", Unreachable),
    ErrorRule(400, "user_is_blocked", Unreachable),
    ErrorRule(403, "message can't be edited", NoLongerThere),
    ErrorRule(403, "message can't be deleted", NoLongerThere),
    *SHARED_ERROR_RULES,
)

TELEGRAM_PARSERS = PartParsers(
    user=User.model_validate,
    chat=Chat.model_validate,
    photo=PhotoSize.model_validate,
    document=Document.model_validate,
    voice=Voice.model_validate,
    contact=Contact.model_validate,
    location=Location.model_validate,
)

_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  the header's name, no secret
_NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}
_ALLOWED_UPDATES = ["message", "edited_message", "callback_query"]


class TelegramMessenger(BotApi):
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
    _error_rules = TELEGRAM_ERROR_RULES
    _parsers = TELEGRAM_PARSERS
    _default_args = MappingProxyType({"sendMessage": _NO_PREVIEW, "editMessageText": _NO_PREVIEW})
    _link_prefix = "https://t.me/"
    _resize_keyboard = True

    def __init__(
        self,
        token: str,
        api_base: str = "https://api.telegram.org",
        proxy: str = "",
        *,
        poll_timeout: int = 25,
        timeouts: HttpTimeouts | None = None,
        back_off: BackOff | None = None,
    ) -> None:
        super().__init__(
            api_base=api_base,
            token=token,
            proxy=proxy,
            timeouts=timeouts or HttpTimeouts(),
            poll_timeout=poll_timeout,
            back_off=back_off or BackOff(),
        )
        try:
            validate_token(token)
        except TokenValidationError:
            raise InvalidToken("not of a token's shape") from None
        self._token = token
        self._server = TelegramAPIServer.from_base(api_base)

    def _method_url(self, method: str) -> str:
        return self._server.api_url(token=self._token, method=method)

    def _escape(self, text: str) -> str:
        return text

    def _update_filter(self) -> dict[str, Any]:
        return {"allowed_updates": _ALLOWED_UPDATES}

    async def set_webhook(self, url: str, secret: str) -> None:
        await self._call_method("setWebhook", url=url, secret_token=secret, allowed_updates=_ALLOWED_UPDATES)

    def is_webhook_authentic(self, secret: str, headers: Mapping[str, str]) -> bool:
        return is_secret_header_valid(secret, headers, _SECRET_HEADER)

    async def register_commands(self, commands: Mapping[str, Mapping[str, str]]) -> None:
        """The first locale is also what people of any other language see."""
        for number, (locale, described) in enumerate(commands.items()):
            listed = [{"command": name, "description": what} for name, what in described.items()]
            if number == 0:
                await self._call_method("setMyCommands", commands=listed)
            await self._call_method("setMyCommands", commands=listed, language_code=locale)
