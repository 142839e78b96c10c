"""Bot API methods that send new messages."""

from typing import Any

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import BotApiError, ErrorReason
from bot.sandbox.bot_api.keyboards import ReplyMarkup, parse_markup
from bot.sandbox.bot_api.method_context import Method, MethodContext
from bot.sandbox.bot_api.serialization import BOT_NAME
from bot.sandbox.core.models import GENERAL_TOPIC, Chat, FileKind, ForwardOrigin, Message, MessageId, StoredFile
from bot.sandbox.dialects.protocol import MAX_CAPTION_UNITS, FormattedText

MIN_ALBUM_SIZE, MAX_ALBUM_SIZE = 2, 10
COPIED_FIELDS = ("text", "raw", "spans", "file", "contact", "location", "sticker")
"""The fields of Message that a copy takes over."""
CHAT_ACTIONS = {"typing", "upload_photo", "upload_document", "upload_voice", "upload_video", "find_location"}


async def send_message(context: MethodContext, arguments: Arguments) -> Any:
    chat = context.require_reachable_chat(arguments)
    written, markup = context.read_text(arguments), parse_markup(arguments)
    message = _post(context, chat, arguments, markup, **written.message_fields())
    return context.dialect.render_message(context.emulator, message)


async def send_photo(context: MethodContext, arguments: Arguments) -> Any:
    return await _send_file(context, arguments, "photo", FileKind.PHOTO)


async def send_document(context: MethodContext, arguments: Arguments) -> Any:
    return await _send_file(context, arguments, "document", FileKind.DOCUMENT)


async def send_voice(context: MethodContext, arguments: Arguments) -> Any:
    return await _send_file(context, arguments, "voice", FileKind.VOICE)


async def _send_file(context: MethodContext, arguments: Arguments, name: str, kind: FileKind) -> Any:
    chat = context.require_reachable_chat(arguments)
    caption, markup = context.read_caption(arguments), parse_markup(arguments)
    stored = context.read_file(arguments, name, kind)
    message = _post(context, chat, arguments, markup, file=stored, **caption.message_fields())
    return context.dialect.render_message(context.emulator, message)


async def send_media_group(context: MethodContext, arguments: Arguments) -> Any:
    """Send an album, all or nothing: every part is read before the first is sent."""
    chat = context.require_reachable_chat(arguments)
    media = arguments.json_value("media")
    if not isinstance(media, list) or not MIN_ALBUM_SIZE <= len(media) <= MAX_ALBUM_SIZE:
        raise BotApiError(ErrorReason.BAD_PARAMETER, "media group must include 2-10 items")
    items = [_album_item(context, arguments, item) for item in media]
    album = str(context.emulator.allocate_number())
    messages = [
        _post(context, chat, arguments, ReplyMarkup(), file=stored, album=album, **caption.message_fields())
        for caption, stored in items
    ]
    return [context.dialect.render_message(context.emulator, message) for message in messages]


def _album_item(context: MethodContext, arguments: Arguments, item: Any) -> tuple[FormattedText, StoredFile]:
    kinds = {"photo": FileKind.PHOTO, "document": FileKind.DOCUMENT}
    if not isinstance(item, dict) or item.get("type") not in kinds:
        raise BotApiError(ErrorReason.BAD_PARAMETER, "can't parse InputMedia: a photo or document expected")
    own = Arguments(values=item, uploads=arguments.uploads)
    return context.read_caption(own, MAX_CAPTION_UNITS), context.read_file(own, "media", kinds[item["type"]])


async def send_chat_action(context: MethodContext, arguments: Arguments) -> Any:
    context.require_reachable_chat(arguments)
    if arguments.required("action") not in CHAT_ACTIONS:
        raise BotApiError(ErrorReason.BAD_PARAMETER, "wrong parameter action in request")
    return True


async def copy_message(context: MethodContext, arguments: Arguments) -> Any:
    chat = context.require_reachable_chat(arguments)
    source = _source_message(context, arguments, "copy")
    parts = _content_fields(source)
    if source.file is not None and arguments.has("caption"):
        parts |= context.read_caption(arguments).message_fields()
    copied = _post(context, chat, arguments, parse_markup(arguments), **parts)
    return {"message_id": copied.id}


async def forward_message(context: MethodContext, arguments: Arguments) -> Any:
    chat = context.require_reachable_chat(arguments)
    source = _source_message(context, arguments, "forward")
    name = BOT_NAME if source.sender is None else context.emulator.ensure_account(source.sender).name
    origin = source.origin or ForwardOrigin(
        name=name, account=source.sender, bot=source.sender is None, date=source.date
    )
    copied = _post(context, chat, arguments, ReplyMarkup(), origin=origin, **_content_fields(source))
    return context.dialect.render_message(context.emulator, copied)


def _source_message(context: MethodContext, arguments: Arguments, what: str) -> Message:
    missing = BotApiError(ErrorReason.COPY_NOT_FOUND, what)
    return context.require_message(
        context.require_chat(arguments, "from_chat_id"), arguments.integer("message_id"), missing
    )


def _content_fields(message: Message) -> dict[str, Any]:
    return {name: getattr(message, name) for name in COPIED_FIELDS}


def _post(
    context: MethodContext,
    chat: Chat,
    arguments: Arguments,
    markup: ReplyMarkup,
    **parts: Any,
) -> Message:
    """Post a message of the bot; `parts` are the fields of Message with its content."""
    emulator = context.emulator
    message = Message(
        id=emulator.allocate_message_id(),
        chat=chat.id,
        sender=None,
        date=emulator.now(),
        event=0,
        buttons=markup.inline,
        topic=_topic(chat, arguments),
        reply_to=_reply_target(context, chat, arguments),
        **parts,
    )
    posted = emulator.post(chat, message)
    if markup.reply is not None:
        emulator.set_keyboard(chat, markup.reply)
    return posted


def _topic(chat: Chat, arguments: Arguments) -> int:
    """Return the topic that a message goes to, 0 for «General» and where there are none."""
    topic = arguments.integer("message_thread_id")
    if topic is not None and (topic == GENERAL_TOPIC or topic not in chat.topics):
        raise BotApiError(ErrorReason.TOPIC_NOT_FOUND)
    if not chat.topics.get(topic or GENERAL_TOPIC, True):
        raise BotApiError(ErrorReason.TOPIC_CLOSED)
    return topic or 0


def _reply_target(context: MethodContext, chat: Chat, arguments: Arguments) -> MessageId | None:
    reply_target = context.dialect.reply_target(arguments)
    if reply_target is None:
        return None
    message = chat.messages.get(MessageId(reply_target[0]))
    if message is not None and not message.deleted:
        return message.id
    if reply_target[1]:
        return None
    raise BotApiError(ErrorReason.REPLY_NOT_FOUND)


SEND_METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVoice": send_voice,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
