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
from bot.messengers.error_mapping import SHARED, NotKnown, Rule
from bot.messengers.http_transport import Limits
from bot.messengers.polling import BackOff
from bot.messengers.port import (
    BadToken,
    Capabilities,
    Fallback,
    Gone,
    Incoming,
    Outgoing,
    Received,
    Unreachable,
)
from bot.messengers.update_model import Parts

ERRORS = (
    Rule(0, "token not found", BadToken),
    Rule(403, "permission_denied", Unreachable),
    Rule(0, "message not found", Gone),
    Rule(0, "file not found", Gone),
    *SHARED,
)
PARTS = Parts(
    user=lambda raw: User.de_json(raw, None),
    chat=lambda raw: Chat.de_json(raw, None),
    photo=lambda raw: PhotoSize.de_json(raw, None),
    document=lambda raw: Document.de_json(raw, None),
    voice=lambda raw: Voice.de_json(raw, None),
    contact=lambda raw: Contact.de_json(raw, None),
    location=lambda raw: Location.de_json(raw, None),
)

_MARKS = re.compile(r"(?<![^\W_])(?<![*_`])[*_`]+(?=[^\s*_`])|[*_`]{2,}")
_JOINER = "\u2060"
_REMEMBERED = 10_000
_OLD_CLIENT = "1"


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
        webhook_answer=Fallback.CALL,
        caption_limit=4096,
    )
    _errors = ERRORS
    _parts = PARTS
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
        if not token or any(letter.isspace() for letter in token):
            raise BadToken("not of a token's shape")
        self._api = f"{api_base.rstrip('/')}/bot{token}/"
        self._old_clients: OrderedDict[str, int] = OrderedDict()

    def _address(self, method: str) -> str:
        return self._api + method

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


def _apart(marks: re.Match[str]) -> str:
    return "".join(_JOINER + mark for mark in marks[0])
