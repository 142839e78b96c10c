"""What a person sees: the screen of a chat as JSON, whole or since an event, at once or when it settled.

It reads the exchange and changes nothing.
"""

import asyncio
from collections.abc import Reversible
from itertools import takewhile
from typing import Any, TypeVar
from urllib.parse import quote

from bot.sandbox.bot_api.serialization import span_json
from bot.sandbox.core.messenger import Exchange
from bot.sandbox.core.models import Button, Chat, ChatKind, FileKind, Message, Notice
from bot.sandbox.options import AccountId, ChatId

T = TypeVar("T", Message, Notice)
EMPTY: dict[str, Any] = {
    "event": 0,
    "messages": [],
    "keyboard": [],
    "keyboard_kinds": [],
    "notices": [],
    "blocked": False,
}


def screen(exchange: Exchange, chat_id: ChatId, place: str, after: int = 0) -> dict[str, Any]:
    """`place` is the address of the chat, under which its files are served.

    A deleted message stays as an empty one marked `deleted`. The keyboard is always the present one.
    """
    chat = exchange.memory.chats.get(chat_id)
    if chat is None:
        return dict(EMPTY)
    private = chat.kind is ChatKind.PRIVATE
    messages = sorted(_since(chat.messages.values(), after), key=lambda message: message.id)
    return {
        "event": chat.event,
        "messages": [_message(exchange, chat, message, place) for message in messages],
        "keyboard": [[key.text for key in row] for row in chat.keyboard],
        "keyboard_kinds": [[key.kind.value for key in row] for row in chat.keyboard],
        "notices": [_notice(chat, notice) for notice in _since(chat.notices, after)],
        "blocked": private and exchange.account(AccountId(chat_id)).blocked,
    }


def _since(told: Reversible[T], after: int) -> list[T]:
    """What a later event touched, the first of them first; what came before is not even looked at."""
    return list(takewhile(lambda one: one.event > after, reversed(told)))[::-1]


async def settled(exchange: Exchange, chat_id: ChatId, *, private: bool, seconds: float) -> bool:
    """Wait until the bot confirmed all that was said here and was silent for a moment; False if it did not."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    account = AccountId(chat_id) if private else None
    while True:
        pending = exchange.updates.pending(chat=chat_id, account=account)
        silence = exchange.stillness.seconds_left(chat_id)
        if not pending and not silence:
            return True
        left = deadline - loop.time()
        if left <= 0 or exchange.closing:
            return False
        await exchange.stillness.changed.wait(left if pending else min(left, silence))


def _message(exchange: Exchange, chat: Chat, message: Message, place: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": message.id,
        "from": "bot" if message.sender is None else "user",
        "text": message.text,
        "buttons": [[_button(button) for button in row] for row in message.buttons],
        "edited": message.edited is not None,
        "deleted": message.deleted,
        "date": message.date,
        "event": message.event,
    }
    if message.sender is not None and chat.kind is ChatKind.GROUP:
        shown |= {"account": message.sender, "name": exchange.account(message.sender).name}
    return shown | _content(message, place) | _context(message)


def _content(message: Message, place: str) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if message.file is not None:
        stored = message.file
        url = f"{place}/file/{quote(stored.id)}"
        extra: dict[FileKind, dict[str, Any]] = {
            FileKind.PHOTO: {"width": stored.width, "height": stored.height},
            FileKind.DOCUMENT: {"name": stored.name, "mime": stored.mime, "size": stored.size},
            FileKind.VOICE: {"name": stored.name, "mime": stored.mime, "size": stored.size},
        }
        shown[stored.kind.value] = {"url": url} | extra[stored.kind]
    if message.contact is not None:
        contact = message.contact
        shown["contact"] = {"phone_number": contact.phone_number, "first_name": contact.first_name}
    if message.location is not None:
        shown["location"] = {
            "latitude": message.location.latitude,
            "longitude": message.location.longitude,
        }
    if message.sticker is not None:
        shown["sticker"] = message.sticker
    return shown


def _context(message: Message) -> dict[str, Any]:
    """What is there only sometimes: formatting, the text as the bot sent it, album, reply, forwarding."""
    shown: dict[str, Any] = {}
    if message.spans:
        shown["entities"] = [span_json(span) for span in message.spans]
    if message.sender is None and message.raw != message.text:
        shown["raw"] = message.raw
    if message.album is not None:
        shown["album"] = message.album
    if message.reply_to is not None:
        shown["reply_to"] = message.reply_to
    if message.origin is not None:
        shown["forwarded_from"] = message.origin.name
    return shown


def _button(button: Button) -> dict[str, Any]:
    parts = {"data": button.data, "url": button.url, "copy": button.copy}
    return {"text": button.text} | {name: value for name, value in parts.items() if value is not None}


def _notice(chat: Chat, notice: Notice) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": notice.text, "alert": notice.alert, "event": notice.event}
    if notice.url is not None:
        shown["url"] = notice.url
    if chat.kind is ChatKind.GROUP:
        shown["account"] = notice.account
    return shown
