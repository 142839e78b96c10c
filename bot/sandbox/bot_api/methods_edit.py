"""Bot API methods that edit and delete messages and answer presses."""

from dataclasses import replace
from typing import Any

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import BotApiError, ErrorReason
from bot.sandbox.bot_api.keyboards import parse_inline_keyboard
from bot.sandbox.bot_api.method_context import Method, MethodContext
from bot.sandbox.bot_api.serialization import count_utf16_units
from bot.sandbox.core.models import Chat, FileKind, Message
from bot.sandbox.dialects.protocol import MAX_CAPTION_UNITS

MAX_NOTICE_UNITS = 200
DELETE_WINDOW_SECONDS = 48 * 3600
"""Seconds for which a message can be taken back."""


async def edit_text(context: MethodContext, arguments: Arguments) -> Any:
    chat, message = _require_own_message(context, arguments)
    if message.file is not None:
        raise BotApiError(ErrorReason.NO_TEXT_TO_EDIT)
    written = context.read_text(arguments)
    changed = replace(message, buttons=parse_inline_keyboard(arguments), **written.message_fields())
    return _apply_edit(context, chat, message, changed)


async def edit_caption(context: MethodContext, arguments: Arguments) -> Any:
    chat, message = _require_own_message(context, arguments)
    if message.file is None:
        raise BotApiError(ErrorReason.BAD_PARAMETER, "there is no caption in the message to edit")
    written = context.read_caption(arguments)
    changed = replace(message, buttons=parse_inline_keyboard(arguments), **written.message_fields())
    return _apply_edit(context, chat, message, changed)


async def edit_buttons(context: MethodContext, arguments: Arguments) -> Any:
    chat, message = _require_own_message(context, arguments)
    return _apply_edit(context, chat, message, replace(message, buttons=parse_inline_keyboard(arguments)))


async def edit_media(context: MethodContext, arguments: Arguments) -> Any:
    chat, message = _require_own_message(context, arguments)
    media = arguments.json_value("media")
    kinds = {"photo": FileKind.PHOTO, "document": FileKind.DOCUMENT}
    if not isinstance(media, dict) or media.get("type") not in kinds:
        raise BotApiError(ErrorReason.BAD_PARAMETER, "can't parse InputMedia: a photo or document expected")
    own = Arguments(values=media, uploads=arguments.uploads)
    written = context.read_caption(own, MAX_CAPTION_UNITS)
    changed = replace(
        message,
        file=context.read_file(own, "media", kinds[media["type"]]),
        buttons=parse_inline_keyboard(arguments),
        **written.message_fields(),
    )
    return _apply_edit(context, chat, message, changed)


def _require_own_message(context: MethodContext, arguments: Arguments) -> tuple[Chat, Message]:
    """Return a message of the bot's own; messages of people cannot be edited."""
    chat = context.require_reachable_chat(arguments)
    message = context.require_message(chat, arguments.integer("message_id"), BotApiError(ErrorReason.EDIT_NOT_FOUND))
    if message.sender is not None:
        raise BotApiError(ErrorReason.CANNOT_EDIT)
    return chat, message


def _apply_edit(context: MethodContext, chat: Chat, before: Message, after: Message) -> Any:
    if replace(after, raw=before.raw) == before:
        raise BotApiError(ErrorReason.NOT_MODIFIED)
    rewritten = replace(after, raw=before.raw, buttons=before.buttons) != before  # keys alone leave no «edited» mark
    placed = context.emulator.post(
        chat, replace(after, edited_at=context.emulator.now() if rewritten else before.edited_at)
    )
    return context.dialect.render_edit_result(context.emulator, placed)


async def delete_message(context: MethodContext, arguments: Arguments) -> Any:
    chat = context.require_chat(arguments)
    message = context.require_message(chat, arguments.integer("message_id"), BotApiError(ErrorReason.DELETE_NOT_FOUND))
    _delete(context, chat, message)
    return True


async def delete_messages(context: MethodContext, arguments: Arguments) -> Any:
    """Delete several messages; missing ones are skipped."""
    chat = context.require_chat(arguments)
    message_ids = arguments.json_value("message_ids")
    if not isinstance(message_ids, list) or not all(isinstance(message_id, int) for message_id in message_ids):
        raise BotApiError(ErrorReason.BAD_PARAMETER, "message identifiers are not specified")
    for message in [chat.messages[message_id] for message_id in message_ids if message_id in chat.messages]:
        if not message.deleted:
            _delete(context, chat, message)
    return True


def _delete(context: MethodContext, chat: Chat, message: Message) -> None:
    if context.emulator.now() - message.date > DELETE_WINDOW_SECONDS:
        raise BotApiError(ErrorReason.CANNOT_DELETE)
    context.emulator.delete_message(chat, message)


async def answer_callback_query(context: MethodContext, arguments: Arguments) -> Any:
    """Answer a press once and in time; an old client in Bale shows nothing of it."""
    emulator = context.emulator
    text = arguments.text("text") or ""
    if count_utf16_units(text) > MAX_NOTICE_UNITS:
        raise BotApiError(ErrorReason.BAD_PARAMETER, "MESSAGE_TOO_LONG")
    query = emulator.state.queries.pop(arguments.required("callback_query_id"), None)
    if query is None or emulator.clock() - query.asked_at > emulator.query_seconds:
        raise BotApiError(ErrorReason.QUERY_TOO_OLD)
    if (text or arguments.has("url")) and not query.old_client:
        emulator.add_notice(
            emulator.state.chats[query.chat],
            query.account,
            text,
            alert=arguments.flag("show_alert"),
            url=arguments.text("url"),
        )
    return True


EDIT_METHODS: dict[str, Method] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_buttons,
    "editMessageMedia": edit_media,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
}
