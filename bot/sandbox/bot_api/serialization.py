"""JSON shapes that both messengers share: messages, chats and files of the Bot API.

An absent part is None here; the dialect leaves it out or sends a null.
"""

import re
from typing import Any

from bot.sandbox.core.messenger import EmulatedMessenger
from bot.sandbox.core.models import Button, Chat, ChatKind, FileKind, InlineRows, Message, Span, StoredFile
from bot.sandbox.options import AccountId

COMMAND_PATTERN = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?!\w)", re.ASCII)
MENTION_PATTERN = re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}", re.ASCII)
LINK_PATTERN = re.compile(r"https?://[^\s<>\"]+")
MOBILE_PATTERN = re.compile(r"(?:\+|00)?98(9\d{9})|0?(9\d{9})", re.ASCII)
BOT_USERNAME = "hamyar_sandbox_bot"
BOT_NAME = "همیار محله"


def count_utf16_units(text: str) -> int:
    """Return the length as the Bot API counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def detect_spans(text: str, *, links: bool) -> tuple[Span, ...]:
    """Detect commands, mentions and, on request, links, as a messenger does by itself."""
    patterns = [("bot_command", COMMAND_PATTERN), ("mention", MENTION_PATTERN)] + (
        [("url", LINK_PATTERN)] if links else []
    )
    spans = [
        Span(kind=kind, offset=count_utf16_units(text[: match.start()]), length=count_utf16_units(match.group()))
        for kind, pattern in patterns
        for match in pattern.finditer(text)
    ]
    return tuple(sorted(spans, key=lambda span: span.offset))


def mobile_digits(phone: str) -> str | None:
    """Return the ten digits 9… of an Iranian mobile number in any form; None for other numbers."""
    digits = "".join(str(int(c)) if c.isdecimal() else c for c in phone if c not in " -()\u200c\u200e\u200f")
    match = MOBILE_PATTERN.fullmatch(digits)
    return (match.group(1) or match.group(2)) if match else None


def span_json(span: Span) -> dict[str, Any]:
    shown = {"type": span.kind, "offset": span.offset, "length": span.length}
    extra = {"url": span.url, "language": span.language}
    return shown | {name: value for name, value in extra.items() if value}


def button_json(button: Button) -> dict[str, Any]:
    if button.url is not None:
        return {"text": button.text, "url": button.url}
    if button.copy is not None:
        return {"text": button.text, "copy_text": {"text": button.copy}}
    return {"text": button.text, "callback_data": button.data}


def inline_json(rows: InlineRows) -> dict[str, Any] | None:
    return {"inline_keyboard": [[button_json(b) for b in row] for row in rows]} if rows else None


def chat_json(chat: Chat) -> dict[str, Any]:
    """Return a chat; one with topics is a supergroup that says so."""
    name = "first_name" if chat.kind is ChatKind.PRIVATE else "title"
    shown = {"id": chat.id, "type": chat.kind.value, name: chat.title}
    return shown | {"type": "supergroup", "is_forum": True} if chat.topics else shown


def user_json(emulator: EmulatedMessenger, account_id: AccountId) -> dict[str, Any]:
    account = emulator.ensure_account(account_id)
    return {"id": account.id, "is_bot": False, "first_name": account.name}


def me_json(emulator: EmulatedMessenger) -> dict[str, Any]:
    return {
        "id": emulator.state.bot_id,
        "is_bot": True,
        "first_name": BOT_NAME,
        "username": BOT_USERNAME,
    }


def file_json(stored: StoredFile) -> dict[str, Any]:
    shown: dict[str, Any] = {"file_id": stored.id, "file_unique_id": stored.digest[:16]}
    match stored.kind:
        case FileKind.PHOTO:
            shown |= {"width": stored.width, "height": stored.height}
        case FileKind.DOCUMENT:
            shown |= {"file_name": stored.name, "mime_type": stored.mime}
        case FileKind.VOICE:
            shown |= {"mime_type": stored.mime}
    return shown | {"file_size": stored.size}


def message_fields(emulator: EmulatedMessenger, message: Message) -> dict[str, Any]:
    """Return the fields of a message that both dialects share.

    Sender, entities, sticker and forwarding differ between them.
    """
    chat = emulator.state.chats[message.chat]
    stored = message.file
    parts: dict[str, Any] = {
        "message_id": message.id,
        "date": message.date,
        "chat": chat_json(chat),
        "edit_date": message.edited_at,
        "media_group_id": message.album,
        "text": message.text if message.text and stored is None else None,
        "caption": message.text if message.text and stored is not None else None,
        "contact": _contact_json(message),
        "location": None,
        "reply_markup": inline_json(message.buttons),
        "photo": [file_json(stored)] if stored and stored.kind is FileKind.PHOTO else None,
        "document": file_json(stored) if stored and stored.kind is FileKind.DOCUMENT else None,
        "voice": file_json(stored) if stored and stored.kind is FileKind.VOICE else None,
    }
    if message.location is not None:
        place = message.location
        parts["location"] = {"latitude": place.latitude, "longitude": place.longitude}
    return parts


def _contact_json(message: Message) -> dict[str, Any] | None:
    contact = message.contact
    if contact is None:
        return None
    shown: dict[str, Any] = {"phone_number": contact.phone_number, "first_name": contact.first_name}
    extra = {"last_name": contact.last_name, "user_id": contact.user_id}
    return shown | {name: value for name, value in extra.items() if value is not None}


def drop_none(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value is not None}
