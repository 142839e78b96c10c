"""Bale's dialect as far as it is documented: Markdown everywhere, stubs for edits, nulls.

Where the documentation is silent, it follows Telegram's words, on the strict side.
"""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import BotApiError, ErrorReason
from bot.sandbox.bot_api.formatting import parse_bale_markdown
from bot.sandbox.bot_api.parameters import BALE_PARAMETERS
from bot.sandbox.bot_api.serialization import (
    chat_json,
    detect_spans,
    drop_none,
    me_json,
    message_fields,
    span_json,
    user_json,
)
from bot.sandbox.core.messenger import EmulatedMessenger
from bot.sandbox.core.models import CallbackQuery, Chat, Message
from bot.sandbox.dialects.protocol import MAX_TEXT_UNITS, FormattedText, HttpAnswer
from bot.sandbox.dialects.telegram import BAD_REQUESTS
from bot.sandbox.options import AccountId, Messenger

BALE_ERRORS = {
    ErrorReason.UNAUTHORIZED: (403, "Bad Request: Token not found"),
    ErrorReason.NO_SUCH_METHOD: (404, "method not found"),
    ErrorReason.CHAT_NOT_FOUND: (400, "no such group or user"),
    ErrorReason.BLOCKED: (403, "Forbidden: permission_denied"),
    ErrorReason.CANNOT_DELETE: (403, "Forbidden: permission_denied"),
    ErrorReason.TOO_MANY: (429, "bot limit exceed"),
    ErrorReason.UNKNOWN_PARAMETER: (400, 'Bad Request: unknown parameter "{}" (not in the documentation)'),
    ErrorReason.OTHER_POLL: (409, "Conflict: terminated by other getUpdates request"),
    ErrorReason.WEBHOOK_ACTIVE: (409, "Conflict: can't use getUpdates method while webhook is active"),
}
NULL_FIELDS = (
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


class BaleDialect:
    messenger = Messenger.BALE
    parameters: Mapping[str, frozenset[str]] = BALE_PARAMETERS
    first_message_id = 1 << 33  # ids have up to 52 bits: a client that keeps them in 32 fails here
    executes_webhook_replies = False
    max_text_units = MAX_TEXT_UNITS
    max_caption_units = MAX_TEXT_UNITS

    def __init__(self, *, entities: bool = True) -> None:
        self._entities = entities

    def format_error(self, error: BotApiError) -> HttpAnswer:
        if error.reason in BALE_ERRORS:
            status, text = BALE_ERRORS[error.reason]
        else:
            status, text = 400, f"Bad Request: {BAD_REQUESTS[error.reason]}"
        body: dict[str, Any] = {"ok": False, "error_code": status, "description": text.format(error.detail)}
        if error.retry_after is not None:
            body["parameters"] = {"retry_after": error.retry_after}
        return HttpAnswer(status=status, body=body)

    def parse_text(self, arguments: Arguments, *, caption: bool) -> FormattedText:
        raw = arguments.text("caption" if caption else "text") or ""
        text, spans = parse_bale_markdown(raw)
        return FormattedText(text=text.strip(), raw=raw, spans=spans)

    def reply_target(self, arguments: Arguments) -> tuple[int, bool] | None:
        message_id = arguments.integer("reply_to_message_id")
        return None if message_id is None else (message_id, False)

    def format_phone(self, mobile_digits: str) -> str:
        return f"98{mobile_digits}"

    def render_webhook_info(self, emulator: EmulatedMessenger) -> dict[str, Any]:
        return {"url": emulator.state.webhook.url if emulator.state.webhook else ""}

    def render_block(self, emulator: EmulatedMessenger, chat: Chat, *, blocked: bool) -> dict[str, Any] | None:
        del emulator, chat, blocked
        return None

    def render_user(self, emulator: EmulatedMessenger, account: AccountId) -> dict[str, Any]:
        return user_json(emulator, account) | {"last_name": None, "username": None}

    def render_me(self, emulator: EmulatedMessenger) -> dict[str, Any]:
        return me_json(emulator)

    def render_chat(self, emulator: EmulatedMessenger, chat: Chat) -> dict[str, Any]:
        del emulator
        return chat_json(chat)

    def render_message(self, emulator: EmulatedMessenger, message: Message) -> dict[str, Any]:
        parts = message_fields(emulator, message)
        sender = message.sender
        parts["from"] = me_json(emulator) if sender is None else self.render_user(emulator, sender)
        if sender is not None and self._entities:
            parts["entities"] = [span_json(s) for s in detect_spans(message.text, links=False)] or None
        if message.sticker is not None:
            parts["sticker"] = {"type": "regular", "file_id": "sticker-1", "width": 512, "height": 512}
        if message.origin is not None and message.origin.account is not None:
            parts["forward_from"] = self.render_user(emulator, message.origin.account)
        answered = emulator.state.chats[message.chat].messages.get(message.reply_to or message.id)
        if message.reply_to is not None and answered is not None and not answered.deleted:
            parts["reply_to_message"] = drop_none(message_fields(emulator, answered))
        return dict.fromkeys(NULL_FIELDS) | drop_none(parts)

    def render_edit_result(self, emulator: EmulatedMessenger, message: Message) -> dict[str, Any]:
        """Return a stub: Bale does not say what became of the message."""
        chat = emulator.state.chats[message.chat]
        return {"message_id": 0, "date": 0, "chat": chat_json(chat), "text": None}

    def render_query(
        self, emulator: EmulatedMessenger, query: CallbackQuery, message: Message, data: str
    ) -> dict[str, Any]:
        return {
            "id": query.id,
            "from": self.render_user(emulator, query.account),
            "message": self.render_message(emulator, message),
            "inline_message_id": None,
            "data": data,
        }
