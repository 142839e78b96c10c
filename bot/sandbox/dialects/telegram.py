"""Telegram's dialect: its words, statuses and shapes; plain text unless a parse_mode is set.

Only HTML is supported as parse_mode; the others are refused by name.
"""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import BotApiError, ErrorReason
from bot.sandbox.bot_api.formatting import parse_html, trim
from bot.sandbox.bot_api.parameters import TELEGRAM_PARAMETERS
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
from bot.sandbox.core.models import CallbackQuery, Chat, ForwardOrigin, Message, Span
from bot.sandbox.dialects.protocol import MAX_CAPTION_UNITS, MAX_TEXT_UNITS, FormattedText, HttpAnswer
from bot.sandbox.options import AccountId, Messenger

BAD_REQUESTS = {
    ErrorReason.UNKNOWN_PARAMETER: 'unknown parameter "{}" (the sandbox is stricter than Telegram here)',
    ErrorReason.BAD_PARAMETER: "{}",
    ErrorReason.CHAT_NOT_FOUND: "chat not found",
    ErrorReason.TEXT_EMPTY: "message text is empty",
    ErrorReason.TEXT_TOO_LONG: "message is too long",
    ErrorReason.CAPTION_TOO_LONG: "message caption is too long",
    ErrorReason.CANNOT_PARSE: "can't parse entities: {}",
    ErrorReason.BUTTON_DATA_INVALID: "BUTTON_DATA_INVALID",
    ErrorReason.BUTTON_INVALID: "can't parse inline keyboard button: {}",
    ErrorReason.NOT_MODIFIED: "message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message",
    ErrorReason.EDIT_NOT_FOUND: "message to edit not found",
    ErrorReason.CANNOT_EDIT: "message can't be edited",
    ErrorReason.NO_TEXT_TO_EDIT: "there is no text in the message to edit",
    ErrorReason.DELETE_NOT_FOUND: "message to delete not found",
    ErrorReason.CANNOT_DELETE: "message can't be deleted",
    ErrorReason.COPY_NOT_FOUND: "message to {} not found",
    ErrorReason.REPLY_NOT_FOUND: "message to be replied not found",
    ErrorReason.TOPIC_NOT_FOUND: "message thread not found",
    ErrorReason.TOPIC_CLOSED: "TOPIC_CLOSED",
    ErrorReason.QUERY_TOO_OLD: "query is too old and response timeout expired or query ID is invalid",
    ErrorReason.FILE_EMPTY: "file must be non-empty",
    ErrorReason.FILE_WRONG: "wrong file identifier/HTTP URL specified",
    ErrorReason.FILE_UNKNOWN: "invalid file_id",
    ErrorReason.FILE_MISMATCH: "type of file mismatch",
    ErrorReason.FILE_TOO_BIG: "file is too big",
    ErrorReason.PICTURE_UNREADABLE: "IMAGE_PROCESS_FAILED",
    ErrorReason.WEBHOOK_INVALID: "bad webhook: {}",
}
OTHER_ERRORS = {
    ErrorReason.UNAUTHORIZED: (401, "Unauthorized"),
    ErrorReason.NO_SUCH_METHOD: (404, "Not Found"),
    ErrorReason.BLOCKED: (403, "Forbidden: bot was blocked by the user"),
    ErrorReason.TOO_MANY: (429, "Too Many Requests: retry after {}"),
    ErrorReason.OTHER_POLL: (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    ),
    ErrorReason.WEBHOOK_ACTIVE: (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    ),
}


class TelegramDialect:
    messenger = Messenger.TELEGRAM
    parameters: Mapping[str, frozenset[str]] = TELEGRAM_PARAMETERS
    first_message_id = 1
    executes_webhook_replies = True
    max_text_units = MAX_TEXT_UNITS
    max_caption_units = MAX_CAPTION_UNITS

    def format_error(self, error: BotApiError) -> HttpAnswer:
        if error.reason in OTHER_ERRORS:
            status, text = OTHER_ERRORS[error.reason]
        else:
            status, text = 400, f"Bad Request: {BAD_REQUESTS[error.reason]}"
        detail = error.detail if error.retry_after is None else error.retry_after
        body: dict[str, Any] = {"ok": False, "error_code": status, "description": text.format(detail)}
        if error.retry_after is not None:
            body["parameters"] = {"retry_after": error.retry_after}
        return HttpAnswer(status=status, body=body)

    def parse_text(self, arguments: Arguments, *, caption: bool) -> FormattedText:
        raw = arguments.text("caption" if caption else "text") or ""
        mode = (arguments.text("parse_mode") or "").lower()
        if mode == "html":
            text, spans = parse_html(raw)
        elif mode:
            raise BotApiError(ErrorReason.BAD_PARAMETER, "unsupported parse_mode")
        else:
            text, spans = raw, _parse_spans(arguments, "caption_entities" if caption else "entities")
        text, spans = trim(text, spans)
        return FormattedText(text=text, raw=raw, spans=spans)

    def reply_target(self, arguments: Arguments) -> tuple[int, bool] | None:
        parameters = arguments.json_value("reply_parameters")
        if isinstance(parameters, dict) and isinstance(parameters.get("message_id"), int):
            return parameters["message_id"], bool(parameters.get("allow_sending_without_reply"))
        old = arguments.integer("reply_to_message_id")
        return None if old is None else (old, arguments.flag("allow_sending_without_reply"))

    def format_phone(self, mobile_digits: str) -> str:
        return f"+98{mobile_digits}"

    def render_webhook_info(self, emulator: EmulatedMessenger) -> dict[str, Any]:
        webhook, backlog = emulator.state.webhook, emulator.updates.backlog
        info: dict[str, Any] = {
            "url": webhook.url if webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(backlog.pending),
        }
        if webhook is not None:
            info["max_connections"] = webhook.max_connections
        if emulator.last_webhook_error is not None:
            info["last_error_date"], info["last_error_message"] = emulator.last_webhook_error
        if backlog.allowed_kinds is not None:
            info["allowed_updates"] = sorted(backlog.allowed_kinds)
        return info

    def render_block(self, emulator: EmulatedMessenger, chat: Chat, *, blocked: bool) -> dict[str, Any] | None:
        states = ("member", "kicked") if blocked else ("kicked", "member")
        old, new = (_member_json(emulator, state) for state in states)
        return {
            "chat": chat_json(chat),
            "from": self.render_user(emulator, AccountId(chat.id)),
            "date": emulator.now(),
            "old_chat_member": old,
            "new_chat_member": new,
        }

    def render_user(self, emulator: EmulatedMessenger, account: AccountId) -> dict[str, Any]:
        return user_json(emulator, account) | {"language_code": emulator.ensure_account(account).language}

    def render_me(self, emulator: EmulatedMessenger) -> dict[str, Any]:
        return me_json(emulator) | {
            "can_join_groups": True,
            "can_read_all_group_messages": True,
            "supports_inline_queries": False,
        }

    def render_chat(self, emulator: EmulatedMessenger, chat: Chat) -> dict[str, Any]:
        del emulator
        return chat_json(chat) | {"accent_color_id": 0, "max_reaction_count": 11}

    def render_message(self, emulator: EmulatedMessenger, message: Message) -> dict[str, Any]:
        parts = message_fields(emulator, message)
        sender = message.sender
        parts["from"] = me_json(emulator) if sender is None else self.render_user(emulator, sender)
        spans = message.spans or detect_spans(message.text, links=True)
        name = "entities" if message.file is None else "caption_entities"
        parts[name] = [span_json(span) for span in spans] or None
        if parts["voice"]:
            parts["voice"]["duration"] = 1
        if message.sticker is not None:
            parts["sticker"] = _sticker_json(message.sticker)
        if message.topic:
            parts |= {"message_thread_id": message.topic, "is_topic_message": True}
        if message.origin is not None:
            parts |= self._forward_json(emulator, message.origin)
        answered = emulator.state.chats[message.chat].messages.get(message.reply_to or message.id)
        if message.reply_to is not None and answered is not None and not answered.deleted:
            parts["reply_to_message"] = drop_none(message_fields(emulator, answered))
        return drop_none(parts)

    def render_edit_result(self, emulator: EmulatedMessenger, message: Message) -> dict[str, Any]:
        return self.render_message(emulator, message)

    def render_query(
        self, emulator: EmulatedMessenger, query: CallbackQuery, message: Message, data: str
    ) -> dict[str, Any]:
        return {
            "id": query.id,
            "from": self.render_user(emulator, query.account),
            "message": self.render_message(emulator, message),
            "chat_instance": str(7_000_000_000_000 + abs(query.chat)),
            "data": data,
        }

    def _forward_json(self, emulator: EmulatedMessenger, origin: ForwardOrigin) -> dict[str, Any]:
        shown: dict[str, Any] = {"type": "hidden_user", "sender_user_name": origin.name}
        if origin.bot:
            shown = {"type": "user", "sender_user": me_json(emulator)}
        elif origin.account is not None:
            shown = {"type": "user", "sender_user": self.render_user(emulator, origin.account)}
        return {"forward_origin": shown | {"date": origin.date}}


def _parse_spans(arguments: Arguments, name: str) -> tuple[Span, ...]:
    return tuple(_parse_span(entity) for entity in arguments.json_list(name))


def _parse_span(entity: Any) -> Span:
    match entity:
        case {"type": str(kind), "offset": int(offset), "length": int(length)}:
            url, language = entity.get("url"), entity.get("language")
            return Span(kind=kind, offset=offset, length=length, url=url, language=language)
    raise BotApiError(ErrorReason.CANNOT_PARSE, "a MessageEntity needs type, offset and length")


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


def _member_json(emulator: EmulatedMessenger, state: str) -> dict[str, Any]:
    shown = {"user": me_json(emulator), "status": state}
    return shown if state == "member" else shown | {"until_date": 0}
