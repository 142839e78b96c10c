"""The methods by which the bot changes or takes back what stands in a chat, and answers presses."""

from dataclasses import replace
from typing import Any

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import CallError, Reason
from bot.sandbox.bot_api.keyboards import inline_only
from bot.sandbox.bot_api.method_context import Desk, Method
from bot.sandbox.bot_api.serialization import units
from bot.sandbox.core.models import Chat, FileKind, Message
from bot.sandbox.dialects.protocol import CAPTION_MOST

NOTICE_MOST = 200
DELETE_WITHIN = 48 * 3600
"""Seconds for which a message can be taken back."""


async def edit_text(desk: Desk, arguments: Arguments) -> Any:
    chat, message = _own(desk, arguments)
    if message.file is not None:
        raise CallError(Reason.NO_TEXT_TO_EDIT)
    written = desk.text(arguments)
    changed = replace(message, buttons=inline_only(arguments), **written.parts())
    return _place(desk, chat, message, changed)


async def edit_caption(desk: Desk, arguments: Arguments) -> Any:
    chat, message = _own(desk, arguments)
    if message.file is None:
        raise CallError(Reason.BAD_PARAMETER, "there is no caption in the message to edit")
    written = desk.caption(arguments)
    changed = replace(message, buttons=inline_only(arguments), **written.parts())
    return _place(desk, chat, message, changed)


async def edit_buttons(desk: Desk, arguments: Arguments) -> Any:
    chat, message = _own(desk, arguments)
    return _place(desk, chat, message, replace(message, buttons=inline_only(arguments)))


async def edit_media(desk: Desk, arguments: Arguments) -> Any:
    chat, message = _own(desk, arguments)
    media = arguments.parsed("media")
    kinds = {"photo": FileKind.PHOTO, "document": FileKind.DOCUMENT}
    if not isinstance(media, dict) or media.get("type") not in kinds:
        raise CallError(Reason.BAD_PARAMETER, "can't parse InputMedia: a photo or document expected")
    own = Arguments(values=media, uploads=arguments.uploads)
    written = desk.caption(own, CAPTION_MOST)
    changed = replace(
        message,
        file=desk.file(own, "media", kinds[media["type"]]),
        buttons=inline_only(arguments),
        **written.parts(),
    )
    return _place(desk, chat, message, changed)


def _own(desk: Desk, arguments: Arguments) -> tuple[Chat, Message]:
    """A message of the bot's own; those of people cannot be edited."""
    chat = desk.reachable_chat(arguments)
    message = desk.standing(chat, arguments.integer("message_id"), CallError(Reason.EDIT_NOT_FOUND))
    if message.sender is not None:
        raise CallError(Reason.CANNOT_EDIT)
    return chat, message


def _place(desk: Desk, chat: Chat, before: Message, after: Message) -> Any:
    if replace(after, raw=before.raw) == before:
        raise CallError(Reason.NOT_MODIFIED)
    rewritten = replace(after, raw=before.raw, buttons=before.buttons) != before  # keys alone leave no «edited» mark
    placed = desk.exchange.post(chat, replace(after, edited=desk.exchange.now() if rewritten else before.edited))
    return desk.dialect.edited(desk.exchange, placed)


async def delete_message(desk: Desk, arguments: Arguments) -> Any:
    chat = desk.known_chat(arguments)
    message = desk.standing(chat, arguments.integer("message_id"), CallError(Reason.DELETE_NOT_FOUND))
    _delete(desk, chat, message)
    return True


async def delete_messages(desk: Desk, arguments: Arguments) -> Any:
    """Those that are not there are passed over."""
    chat = desk.known_chat(arguments)
    wanted = arguments.parsed("message_ids")
    if not isinstance(wanted, list) or not all(isinstance(one, int) for one in wanted):
        raise CallError(Reason.BAD_PARAMETER, "message identifiers are not specified")
    for message in [chat.messages[one] for one in wanted if one in chat.messages]:
        if not message.deleted:
            _delete(desk, chat, message)
    return True


def _delete(desk: Desk, chat: Chat, message: Message) -> None:
    if desk.exchange.now() - message.date > DELETE_WITHIN:
        raise CallError(Reason.CANNOT_DELETE)
    desk.exchange.remove(chat, message)


async def answer_press(desk: Desk, arguments: Arguments) -> Any:
    """Once, and in time; an old client in Bale shows nothing of it."""
    exchange = desk.exchange
    text = arguments.text("text") or ""
    if units(text) > NOTICE_MOST:
        raise CallError(Reason.BAD_PARAMETER, "MESSAGE_TOO_LONG")
    query = exchange.memory.queries.pop(arguments.required("callback_query_id"), None)
    if query is None or exchange.clock() - query.asked_at > exchange.query_seconds:
        raise CallError(Reason.QUERY_TOO_OLD)
    if (text or arguments.has("url")) and not query.silent:
        exchange.notify(
            exchange.memory.chats[query.chat],
            query.account,
            text,
            alert=arguments.flag("show_alert"),
            url=arguments.text("url"),
        )
    return True


EDITING: dict[str, Method] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_buttons,
    "editMessageMedia": edit_media,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_press,
}
