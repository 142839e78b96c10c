"""Telegram's dialect: its words, its statuses and its shapes, plain text unless a parse_mode is given.

Only HTML is read as parse_mode: nobody needs the others here, and they are refused by name.
"""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import CallError, Reason
from bot.sandbox.bot_api.formatting import read_html, trimmed
from bot.sandbox.bot_api.parameters import TELEGRAM
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
from bot.sandbox.core.models import Chat, Message, Origin, Query, Span
from bot.sandbox.dialects.protocol import CAPTION_MOST, TEXT_MOST, Answer, Written
from bot.sandbox.options import AccountId, Messenger

BAD_REQUESTS = {
    Reason.UNKNOWN_PARAMETER: 'unknown parameter "{}" (the sandbox is stricter than Telegram here)',
    Reason.BAD_PARAMETER: "{}",
    Reason.CHAT_NOT_FOUND: "chat not found",
    Reason.TEXT_EMPTY: "message text is empty",
    Reason.TEXT_TOO_LONG: "message is too long",
    Reason.CAPTION_TOO_LONG: "message caption is too long",
    Reason.CANNOT_PARSE: "can't parse entities: {}",
    Reason.BUTTON_DATA_INVALID: "BUTTON_DATA_INVALID",
    Reason.BUTTON_INVALID: "can't parse inline keyboard button: {}",
    Reason.NOT_MODIFIED: "message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message",
    Reason.EDIT_NOT_FOUND: "message to edit not found",
    Reason.CANNOT_EDIT: "message can't be edited",
    Reason.NO_TEXT_TO_EDIT: "there is no text in the message to edit",
    Reason.DELETE_NOT_FOUND: "message to delete not found",
    Reason.CANNOT_DELETE: "message can't be deleted",
    Reason.COPY_NOT_FOUND: "message to {} not found",
    Reason.REPLY_NOT_FOUND: "message to be replied not found",
    Reason.QUERY_TOO_OLD: "query is too old and response timeout expired or query ID is invalid",
    Reason.FILE_EMPTY: "file must be non-empty",
    Reason.FILE_WRONG: "wrong file identifier/HTTP URL specified",
    Reason.FILE_UNKNOWN: "invalid file_id",
    Reason.FILE_MISMATCH: "type of file mismatch",
    Reason.FILE_TOO_BIG: "file is too big",
    Reason.PICTURE_UNREADABLE: "IMAGE_PROCESS_FAILED",
    Reason.WEBHOOK_INVALID: "bad webhook: {}",
}
OTHERS = {
    Reason.UNAUTHORIZED: (401, "Unauthorized"),
    Reason.NO_SUCH_METHOD: (404, "Not Found"),
    Reason.BLOCKED: (403, "Forbidden: bot was blocked by the user"),
    Reason.TOO_MANY: (429, "Too Many Requests: retry after {}"),
    Reason.OTHER_POLL: (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    ),
    Reason.WEBHOOK_ACTIVE: (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    ),
}


class Telegram:
    messenger = Messenger.TELEGRAM
    parameters: Mapping[str, frozenset[str]] = TELEGRAM
    text_most = TEXT_MOST
    tells_of_blocks = True
    caption_most = CAPTION_MOST

    def refuse(self, error: CallError) -> Answer:
        if error.reason in OTHERS:
            status, text = OTHERS[error.reason]
        else:
            status, text = 400, f"Bad Request: {BAD_REQUESTS[error.reason]}"
        detail = error.detail if error.retry_after is None else error.retry_after
        body: dict[str, Any] = {"ok": False, "error_code": status, "description": text.format(detail)}
        if error.retry_after is not None:
            body["parameters"] = {"retry_after": error.retry_after}
        return Answer(status=status, body=body)

    def read_text(self, arguments: Arguments, *, caption: bool) -> Written:
        raw = arguments.text("caption" if caption else "text") or ""
        mode = (arguments.text("parse_mode") or "").lower()
        if mode == "html":
            text, spans = read_html(raw)
        elif mode:
            raise CallError(Reason.BAD_PARAMETER, "unsupported parse_mode")
        else:
            text, spans = raw, _given_spans(arguments, "caption_entities" if caption else "entities")
        text, spans = trimmed(text, spans)
        return Written(text=text, raw=raw, spans=spans)

    def reply_to(self, arguments: Arguments) -> tuple[int, bool] | None:
        given = arguments.parsed("reply_parameters")
        if isinstance(given, dict) and isinstance(given.get("message_id"), int):
            return given["message_id"], bool(given.get("allow_sending_without_reply"))
        old = arguments.integer("reply_to_message_id")
        return None if old is None else (old, arguments.flag("allow_sending_without_reply"))

    def user(self, exchange: Exchange, account: AccountId) -> dict[str, Any]:
        return user_json(exchange, account) | {"language_code": exchange.account(account).language}

    def me(self, exchange: Exchange) -> dict[str, Any]:
        return me_json(exchange) | {
            "can_join_groups": True,
            "can_read_all_group_messages": True,
            "supports_inline_queries": False,
        }

    def chat(self, exchange: Exchange, chat: Chat) -> dict[str, Any]:
        del exchange
        return chat_json(chat) | {"accent_color_id": 0, "max_reaction_count": 11}

    def message(self, exchange: Exchange, message: Message) -> dict[str, Any]:
        parts = message_parts(exchange, message)
        sender = message.sender
        parts["from"] = me_json(exchange) if sender is None else self.user(exchange, sender)
        spans = message.spans or found_spans(message.text, links=True)
        name = "entities" if message.file is None else "caption_entities"
        parts[name] = [span_json(span) for span in spans] or None
        if parts["voice"]:
            parts["voice"]["duration"] = 1
        if message.sticker is not None:
            parts["sticker"] = _sticker_json(message.sticker)
        if message.origin is not None:
            parts |= self._forwarded(exchange, message.origin)
        answered = exchange.memory.chats[message.chat].messages.get(message.reply_to or message.id)
        if message.reply_to is not None and answered is not None and not answered.deleted:
            parts["reply_to_message"] = without_none(message_parts(exchange, answered))
        return without_none(parts)

    def edited(self, exchange: Exchange, message: Message) -> dict[str, Any]:
        return self.message(exchange, message)

    def query(self, exchange: Exchange, query: Query, message: Message, data: str) -> dict[str, Any]:
        return {
            "id": query.id,
            "from": self.user(exchange, query.account),
            "message": self.message(exchange, message),
            "chat_instance": str(7_000_000_000_000 + abs(query.chat)),
            "data": data,
        }

    def _forwarded(self, exchange: Exchange, origin: Origin) -> dict[str, Any]:
        shown: dict[str, Any] = {"type": "hidden_user", "sender_user_name": origin.name}
        if origin.bot:
            shown = {"type": "user", "sender_user": me_json(exchange)}
        elif origin.account is not None:
            shown = {"type": "user", "sender_user": self.user(exchange, origin.account)}
        return {"forward_origin": shown | {"date": origin.date}}


def _given_spans(arguments: Arguments, name: str) -> tuple[Span, ...]:
    return tuple(_given_span(entity) for entity in arguments.parsed_list(name))


def _given_span(entity: Any) -> Span:
    match entity:
        case {"type": str(kind), "offset": int(offset), "length": int(length)}:
            url, language = entity.get("url"), entity.get("language")
            return Span(kind=kind, offset=offset, length=length, url=url, language=language)
    raise CallError(Reason.CANNOT_PARSE, "a MessageEntity needs type, offset and length")


def _sticker_json(emoji: str) -> dict[str, Any]:
    return {
        "file_id": "sticker-1",
        "file_unique_id": "sticker",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": emoji,
    }


def blocked_update(exchange: Exchange, chat: Chat, *, blocked: bool) -> dict[str, Any]:
    """my_chat_member: the person stopped the bot, or let it in again."""
    person = Telegram().user(exchange, AccountId(chat.id))
    states = ("member", "kicked") if blocked else ("kicked", "member")
    old, new = (_member_json(exchange, state) for state in states)
    return {
        "chat": chat_json(chat),
        "from": person,
        "date": exchange.now(),
        "old_chat_member": old,
        "new_chat_member": new,
    }


def _member_json(exchange: Exchange, state: str) -> dict[str, Any]:
    shown = {"user": me_json(exchange), "status": state}
    return shown if state == "member" else shown | {"until_date": 0}
