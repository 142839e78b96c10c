"""Bale, with python-telegram-bot behind the port: its types; no dispatch of its own.

The only module that imports telegram. What Bale documents otherwise than Telegram is said here and in its table of errors.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from telegram import Chat, Contact, Document, Location, PhotoSize, User, Voice

from bot.messengers.bot_api import BotApi
from bot.messengers.error_mapping import SHARED_ERROR_RULES, EndpointNotFound, ErrorRule
from bot.messengers.http_transport import HttpTimeouts
from bot.messengers.polling import BackOff
from bot.messengers.port import (
    Capabilities,
    Fallback,
    Incoming,
    InvalidToken,
    NoLongerThere,
    Outgoing,
    ReceivedUpdate,
    Unreachable,
)
from bot.messengers.update_model import PartParsers

BALE_ERROR_RULES = (
    ErrorRule(0, "token not found", InvalidToken),
    ErrorRule(403, "permission_denied", Unreachable),
    ErrorRule(0, "message not found", NoLongerThere),
    ErrorRule(0, "file not found", NoLongerThere),
    *SHARED_ERROR_RULES,
)
BALE_PARSERS = PartParsers(
    user=lambda raw: User.de_json(raw, None),
    chat=lambda raw: Chat.de_json(raw, None),
    photo=lambda raw: PhotoSize.de_json(raw, None),
    document=lambda raw: Document.de_json(raw, None),
    voice=lambda raw: Voice.de_json(raw, None),
    contact=lambda raw: Contact.de_json(raw, None),
    location=lambda raw: Location.de_json(raw, None),
)

_MARKDOWN_MARKS = re.compile(r"(?<![^\W_])(?<![*_`])[*_`]+(?=[^\s*_`])|[*_`]{2,}")
_JOINER = "\u2060"
_MAX_OLD_CLIENT_CALLBACKS = 10_000
_OLD_CLIENT_PREFIX = "1"


class BaleMessenger(BotApi):
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
    _error_rules = BALE_ERROR_RULES
    _parsers = BALE_PARSERS
    _link_prefix = "https://ble.ir/"
    _resize_keyboard = False

    def __init__(
        self,
        token: str,
        api_base: str = "https://tapi.bale.ai",
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
        if not token or any(letter.isspace() for letter in token):
            raise InvalidToken("not of a token's shape")
        self._api = f"{api_base.rstrip('/')}/bot{token}/"
        self._chat_by_old_callback: OrderedDict[str, int] = OrderedDict()

    def _method_url(self, method: str) -> str:
        return self._api + method

    def _escape(self, text: str) -> str:
        """Bale reads everything as Markdown and documents no escape: a joiner keeps each mark from meaning anything."""
        if "](" in text:
            text = text.replace("](", f"]{_JOINER}(")
        return _MARKDOWN_MARKS.sub(_break_marks, text)

    def parse_update(self, raw: Mapping[str, Any]) -> ReceivedUpdate | None:
        received = super().parse_update(raw)
        if isinstance(received, Incoming) and received.callback.startswith(_OLD_CLIENT_PREFIX):
            self._chat_by_old_callback[received.callback] = received.chat
            if len(self._chat_by_old_callback) > _MAX_OLD_CLIENT_CALLBACKS:
                self._chat_by_old_callback.popitem(last=False)
        return received

    async def answer_callback(self, callback: str, toast: str, *, alert: bool = False) -> None:
        """An old client spins until it is answered, but cannot show what the answer says: that is said in the chat."""
        chat = self._chat_by_old_callback.pop(callback, None)
        if chat is None or not toast:
            await super().answer_callback(callback, toast, alert=alert)
            return
        await super().answer_callback(callback, "")
        await self.send(Outgoing(chat=chat, text=toast))

    async def remove_inline_keyboard(self, chat: int, message: int) -> None:
        with suppress(EndpointNotFound):
            await super().remove_inline_keyboard(chat, message)

    async def delete(self, chat: int, message: int) -> None:
        """Bale's word for «this is not yours to delete» is the one that it has for «you may not write here»."""
        try:
            await super().delete(chat, message)
        except Unreachable as refused:
            raise NoLongerThere(str(refused)) from None

    async def set_webhook(self, url: str, secret: str) -> None:
        await self._call_method("setWebhook", url=url)

    def is_webhook_authentic(self, secret: str, headers: Mapping[str, str]) -> bool:
        """Bale sends nothing to compare: the unguessable path, which the caller compares, is all there is."""
        return True

    async def register_commands(self, commands: Mapping[str, Mapping[str, str]]) -> None:
        """Left out: Bale documents no way to register commands."""


def _break_marks(marks: re.Match[str]) -> str:
    return "".join(_JOINER + mark for mark in marks[0])
