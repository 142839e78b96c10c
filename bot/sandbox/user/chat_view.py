"""A person's view of a chat as JSON: whole or since an event, at once or when settled.

It reads the messenger and changes nothing.
"""

import asyncio
from collections.abc import Reversible
from itertools import takewhile
from typing import Any, TypeVar
from urllib.parse import quote

from bot.sandbox.bot_api.serialization import span_json
from bot.sandbox.core.messenger import EmulatedMessenger
from bot.sandbox.core.models import Button, Chat, ChatKind, FileKind, Message, Notice
from bot.sandbox.options import AccountId, ChatId

T = TypeVar("T", Message, Notice)
EMPTY_SCREEN: dict[str, Any] = {
    "event": 0,
    "messages": [],
    "keyboard": [],
    "keyboard_kinds": [],
    "notices": [],
    "blocked": False,
}


def render_chat_view(emulator: EmulatedMessenger, chat_id: ChatId, chat_path: str, after: int = 0) -> dict[str, Any]:
    """Render a chat as JSON; `chat_path` is the address under which its files are served.

    A deleted message stays as an empty one marked `deleted`. The keyboard is always the present one.
    """
    chat = emulator.state.chats.get(chat_id)
    if chat is None:
        return dict(EMPTY_SCREEN)
    private = chat.kind is ChatKind.PRIVATE
    messages = sorted(_events_after(chat.messages.values(), after), key=lambda message: message.id)
    return {
        "event": chat.event,
        "messages": [_message_json(emulator, chat, message, chat_path) for message in messages],
        "keyboard": [[key.text for key in row] for row in chat.keyboard],
        "keyboard_kinds": [[key.kind.value for key in row] for row in chat.keyboard],
        "notices": [_notice_json(chat, notice) for notice in _events_after(chat.notices, after)],
        "blocked": private and emulator.ensure_account(AccountId(chat_id)).blocked,
    }


def _events_after(events: Reversible[T], after: int) -> list[T]:
    """Return what a later event touched, in order; earlier messages are not visited."""
    return list(takewhile(lambda event: event.event > after, reversed(events)))[::-1]


async def wait_until_settled(emulator: EmulatedMessenger, chat_id: ChatId, *, private: bool, seconds: float) -> bool:
    """Wait until the bot confirmed every update of this chat and was silent; False if it did not."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    account = AccountId(chat_id) if private else None
    while True:
        pending = emulator.updates.has_pending(chat=chat_id, account=account)
        silence = emulator.quiescence.seconds_left(chat_id)
        if not pending and not silence:
            return True
        left = deadline - loop.time()
        if left <= 0 or emulator.closing:
            return False
        await emulator.quiescence.change_signal.wait(left if pending else min(left, silence))


def _message_json(emulator: EmulatedMessenger, chat: Chat, message: Message, chat_path: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": message.id,
        "from": "bot" if message.sender is None else "user",
        "text": message.text,
        "buttons": [[_button_json(button) for button in row] for row in message.buttons],
        "edited": message.edited_at is not None,
        "deleted": message.deleted,
        "date": message.date,
        "event": message.event,
    }
    if message.sender is not None and chat.kind is ChatKind.GROUP:
        shown |= {"account": message.sender, "name": emulator.ensure_account(message.sender).name}
    return shown | _content_json(message, chat_path) | _context_json(message)


def _content_json(message: Message, chat_path: str) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if message.file is not None:
        stored = message.file
        url = f"{chat_path}/file/{quote(stored.id)}"
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


def _context_json(message: Message) -> dict[str, Any]:
    """Return the optional parts: formatting, text as sent, album, reply, forwarding."""
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


def _button_json(button: Button) -> dict[str, Any]:
    parts = {"data": button.data, "url": button.url, "copy": button.copy}
    return {"text": button.text} | {name: value for name, value in parts.items() if value is not None}


def _notice_json(chat: Chat, notice: Notice) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": notice.text, "alert": notice.alert, "event": notice.event}
    if notice.url is not None:
        shown["url"] = notice.url
    if chat.kind is ChatKind.GROUP:
        shown["account"] = notice.account
    return shown
