"""The methods by which the bot puts something new into a chat."""

from typing import Any

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import CallError, Reason
from bot.sandbox.bot_api.keyboards import Markup, read_markup
from bot.sandbox.bot_api.method_context import Desk, Method
from bot.sandbox.bot_api.serialization import BOT_NAME
from bot.sandbox.core.models import Chat, FileKind, Message, MessageId, Origin, StoredFile
from bot.sandbox.dialects.protocol import CAPTION_MOST, Written

ALBUM_LEAST, ALBUM_MOST = 2, 10
CONTENT = ("text", "raw", "spans", "file", "contact", "location", "sticker")
"""The fields of Message that a copy takes over."""
ACTIONS = {"typing", "upload_photo", "upload_document", "upload_voice", "upload_video", "find_location"}


async def send_message(desk: Desk, arguments: Arguments) -> Any:
    chat = desk.reachable_chat(arguments)
    written, markup = desk.text(arguments), read_markup(arguments)
    message = _post(desk, chat, arguments, markup, **written.parts())
    return desk.dialect.message(desk.exchange, message)


async def send_photo(desk: Desk, arguments: Arguments) -> Any:
    return await _send_file(desk, arguments, "photo", FileKind.PHOTO)


async def send_document(desk: Desk, arguments: Arguments) -> Any:
    return await _send_file(desk, arguments, "document", FileKind.DOCUMENT)


async def send_voice(desk: Desk, arguments: Arguments) -> Any:
    return await _send_file(desk, arguments, "voice", FileKind.VOICE)


async def _send_file(desk: Desk, arguments: Arguments, name: str, kind: FileKind) -> Any:
    chat = desk.reachable_chat(arguments)
    caption, markup = desk.caption(arguments), read_markup(arguments)
    stored = desk.file(arguments, name, kind)
    message = _post(desk, chat, arguments, markup, file=stored, **caption.parts())
    return desk.dialect.message(desk.exchange, message)


async def send_media_group(desk: Desk, arguments: Arguments) -> Any:
    """Everything is read before anything is sent: an album arrives whole or not at all."""
    chat = desk.reachable_chat(arguments)
    media = arguments.parsed("media")
    if not isinstance(media, list) or not ALBUM_LEAST <= len(media) <= ALBUM_MOST:
        raise CallError(Reason.BAD_PARAMETER, "media group must include 2-10 items")
    items = [_album_item(desk, arguments, item) for item in media]
    album = str(desk.exchange.number())
    messages = [
        _post(desk, chat, arguments, Markup(), file=stored, album=album, **caption.parts()) for caption, stored in items
    ]
    return [desk.dialect.message(desk.exchange, message) for message in messages]


def _album_item(desk: Desk, arguments: Arguments, item: Any) -> tuple[Written, StoredFile]:
    kinds = {"photo": FileKind.PHOTO, "document": FileKind.DOCUMENT}
    if not isinstance(item, dict) or item.get("type") not in kinds:
        raise CallError(Reason.BAD_PARAMETER, "can't parse InputMedia: a photo or document expected")
    own = Arguments(values=item, uploads=arguments.uploads)
    return desk.caption(own, CAPTION_MOST), desk.file(own, "media", kinds[item["type"]])


async def send_chat_action(desk: Desk, arguments: Arguments) -> Any:
    desk.reachable_chat(arguments)
    if arguments.required("action") not in ACTIONS:
        raise CallError(Reason.BAD_PARAMETER, "wrong parameter action in request")
    return True


async def copy_message(desk: Desk, arguments: Arguments) -> Any:
    chat = desk.reachable_chat(arguments)
    source = _source(desk, arguments, "copy")
    parts = _content(source)
    if source.file is not None and arguments.has("caption"):
        parts |= desk.caption(arguments).parts()
    copied = _post(desk, chat, arguments, read_markup(arguments), **parts)
    return {"message_id": copied.id}


async def forward_message(desk: Desk, arguments: Arguments) -> Any:
    chat = desk.reachable_chat(arguments)
    source = _source(desk, arguments, "forward")
    name = BOT_NAME if source.sender is None else desk.exchange.account(source.sender).name
    origin = source.origin or Origin(name=name, account=source.sender, bot=source.sender is None, date=source.date)
    copied = _post(desk, chat, arguments, Markup(), origin=origin, **_content(source))
    return desk.dialect.message(desk.exchange, copied)


def _source(desk: Desk, arguments: Arguments, what: str) -> Message:
    missing = CallError(Reason.COPY_NOT_FOUND, what)
    return desk.standing(desk.known_chat(arguments, "from_chat_id"), arguments.integer("message_id"), missing)


def _content(message: Message) -> dict[str, Any]:
    return {name: getattr(message, name) for name in CONTENT}


def _post(
    desk: Desk,
    chat: Chat,
    arguments: Arguments,
    markup: Markup,
    **parts: Any,
) -> Message:
    """`parts` are the fields of Message that make its content."""
    exchange = desk.exchange
    message = Message(
        id=exchange.next_message_id(),
        chat=chat.id,
        sender=None,
        date=exchange.now(),
        event=0,
        buttons=markup.inline,
        reply_to=_answered(desk, chat, arguments),
        **parts,
    )
    posted = exchange.post(chat, message)
    if markup.reply is not None:
        exchange.show_keyboard(chat, markup.reply)
    return posted


def _answered(desk: Desk, chat: Chat, arguments: Arguments) -> MessageId | None:
    wanted = desk.dialect.reply_to(arguments)
    if wanted is None:
        return None
    message = chat.messages.get(MessageId(wanted[0]))
    if message is not None and not message.deleted:
        return message.id
    if wanted[1]:
        return None
    raise CallError(Reason.REPLY_NOT_FOUND)


SENDING: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVoice": send_voice,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
