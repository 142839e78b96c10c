"""Bale's dialect, as far as it is known: everything is Markdown, edits answer with a stub, nulls are sent.

What its documentation leaves open follows Telegram's words, and is on the strict side.
"""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import CallError, Reason
from bot.sandbox.bot_api.formatting import read_marks
from bot.sandbox.bot_api.parameters import BALE
from bot.sandbox.bot_api.serialization import (
    chat_json,
    found_spans,
    me_json,
    message_parts,
    span_json,
    user_json,
    without_none,
)
from bot.sandbox.core.messenger import Exchange
from bot.sandbox.core.models import Chat, Message, Query
from bot.sandbox.dialects.protocol import TEXT_MOST, Answer, Written
from bot.sandbox.dialects.telegram import BAD_REQUESTS
from bot.sandbox.options import AccountId, Messenger

KNOWN = {
    Reason.UNAUTHORIZED: (403, "Bad Request: Token not found"),
    Reason.NO_SUCH_METHOD: (404, "method not found"),
    Reason.CHAT_NOT_FOUND: (400, "no such group or user"),
    Reason.BLOCKED: (403, "Forbidden: permission_denied"),
    Reason.CANNOT_DELETE: (403, "Forbidden: permission_denied"),
    Reason.TOO_MANY: (429, "bot limit exceed"),
    Reason.UNKNOWN_PARAMETER: (400, 'Bad Request: unknown parameter "{}" (not in the documentation)'),
    Reason.OTHER_POLL: (409, "Conflict: terminated by other getUpdates request"),
    Reason.WEBHOOK_ACTIVE: (409, "Conflict: can't use getUpdates method while webhook is active"),
}
NULLS = (
    "edit_date",
    "forward_from",
    "reply_to_message",
    "caption",
    "contact",
    "location",
    "document",
    "voice",
    "reply_markup",
)
"""Fields that come as explicit nulls where they are empty."""


class Bale:
    messenger = Messenger.BALE
    parameters: Mapping[str, frozenset[str]] = BALE
    text_most = TEXT_MOST
    tells_of_blocks = False
    caption_most = TEXT_MOST

    def __init__(self, *, entities: bool = True) -> None:
        self._entities = entities

    def refuse(self, error: CallError) -> Answer:
        if error.reason in KNOWN:
            status, text = KNOWN[error.reason]
        else:
            status, text = 400, f"Bad Request: {BAD_REQUESTS[error.reason]}"
        body: dict[str, Any] = {"ok": False, "error_code": status, "description": text.format(error.detail)}
        if error.retry_after is not None:
            body["parameters"] = {"retry_after": error.retry_after}
        return Answer(status=status, body=body)

    def read_text(self, arguments: Arguments, *, caption: bool) -> Written:
        raw = arguments.text("caption" if caption else "text") or ""
        text, spans = read_marks(raw)
        return Written(text=text.strip(), raw=raw, spans=spans)

    def reply_to(self, arguments: Arguments) -> tuple[int, bool] | None:
        message_id = arguments.integer("reply_to_message_id")
        return None if message_id is None else (message_id, False)

    def user(self, exchange: Exchange, account: AccountId) -> dict[str, Any]:
        return user_json(exchange, account) | {"last_name": None, "username": None}

    def me(self, exchange: Exchange) -> dict[str, Any]:
        return me_json(exchange)

    def chat(self, exchange: Exchange, chat: Chat) -> dict[str, Any]:
        del exchange
        return chat_json(chat)

    def message(self, exchange: Exchange, message: Message) -> dict[str, Any]:
        parts = message_parts(exchange, message)
        sender = message.sender
        parts["from"] = me_json(exchange) if sender is None else self.user(exchange, sender)
        if sender is not None and self._entities:
            parts["entities"] = [span_json(s) for s in found_spans(message.text, links=False)] or None
        if message.sticker is not None:
            parts["sticker"] = {"type": "regular", "file_id": "sticker-1", "width": 512, "height": 512}
        if message.origin is not None and message.origin.account is not None:
            parts["forward_from"] = self.user(exchange, message.origin.account)
        answered = exchange.memory.chats[message.chat].messages.get(message.reply_to or message.id)
        if message.reply_to is not None and answered is not None and not answered.deleted:
            parts["reply_to_message"] = without_none(message_parts(exchange, answered))
        return dict.fromkeys(NULLS) | without_none(parts)

    def edited(self, exchange: Exchange, message: Message) -> dict[str, Any]:
        """A stub: Bale does not say what became of the message."""
        chat = exchange.memory.chats[message.chat]
        return {"message_id": 0, "date": 0, "chat": chat_json(chat), "text": None}

    def query(self, exchange: Exchange, query: Query, message: Message, data: str) -> dict[str, Any]:
        return {
            "id": query.id,
            "from": self.user(exchange, query.account),
            "message": self.message(exchange, message),
            "inline_message_id": None,
            "data": data,
        }
