"""Context of a Bot API method: one emulated messenger, its dialect, and the chat or file concerned."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.bot_api.arguments import Arguments, Upload, to_integer
from bot.sandbox.bot_api.errors import BotApiError, ErrorReason
from bot.sandbox.bot_api.serialization import count_utf16_units
from bot.sandbox.core.files import picture_size
from bot.sandbox.core.messenger import EmulatedMessenger
from bot.sandbox.core.models import Chat, ChatKind, FileId, FileKind, Message, MessageId, StoredFile
from bot.sandbox.dialects.protocol import Dialect, FormattedText
from bot.sandbox.options import AccountId, ChatId

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
ATTACH_PREFIX = "attach://"


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodContext:
    emulator: EmulatedMessenger
    dialect: Dialect

    def require_chat(self, arguments: Arguments, name: str = "chat_id") -> Chat:
        number = to_integer(arguments.required(name))
        chat = None if number is None else self.emulator.state.chats.get(ChatId(number))
        if chat is None:
            raise BotApiError(ErrorReason.CHAT_NOT_FOUND)
        return chat

    def require_reachable_chat(self, arguments: Arguments) -> Chat:
        """Return a chat that exists and whose person has not blocked the bot."""
        chat = self.require_chat(arguments)
        if chat.kind is ChatKind.PRIVATE and self.emulator.ensure_account(AccountId(chat.id)).blocked:
            raise BotApiError(ErrorReason.BLOCKED)
        return chat

    def require_message(self, chat: Chat, message_id: int | None, error: BotApiError) -> Message:
        """Return a message that has not been deleted."""
        message = chat.messages.get(MessageId(message_id)) if message_id is not None else None
        if message is None or message.deleted:
            raise error
        return message

    def read_text(self, arguments: Arguments) -> FormattedText:
        written = self.dialect.parse_text(arguments, caption=False)
        if not written.text:
            raise BotApiError(ErrorReason.TEXT_EMPTY)
        if count_utf16_units(written.text) > self.dialect.max_text_units:
            raise BotApiError(ErrorReason.TEXT_TOO_LONG)
        return written

    def read_caption(self, arguments: Arguments, max_units: int | None = None) -> FormattedText:
        written = self.dialect.parse_text(arguments, caption=True)
        if count_utf16_units(written.text) > (max_units or self.dialect.max_caption_units):
            raise BotApiError(ErrorReason.CAPTION_TOO_LONG)
        return written

    def read_file(self, arguments: Arguments, name: str, kind: FileKind) -> StoredFile:
        """Return an uploaded file, or one that this messenger already has, by its id.

        Links are not fetched.
        """
        reference = arguments.text(name) or ""
        upload = arguments.uploads.get(
            reference.removeprefix(ATTACH_PREFIX) if reference.startswith(ATTACH_PREFIX) else name
        )
        if upload is not None:
            return self._store_upload(upload, kind)
        stored = self.emulator.state.files.get(FileId(reference))
        if stored is None:
            raise BotApiError(ErrorReason.FILE_WRONG)
        if stored.kind is not kind:
            raise BotApiError(ErrorReason.FILE_MISMATCH)
        return stored

    def _store_upload(self, upload: Upload, kind: FileKind) -> StoredFile:
        if not upload.content:
            raise BotApiError(ErrorReason.FILE_EMPTY)
        if len(upload.content) > (MAX_PHOTO_BYTES if kind is FileKind.PHOTO else MAX_UPLOAD_BYTES):
            raise BotApiError(ErrorReason.FILE_TOO_BIG)
        if kind is FileKind.PHOTO and picture_size(upload.content) is None:
            raise BotApiError(ErrorReason.PICTURE_UNREADABLE)
        return self.emulator.store_file(upload.content, kind=kind, name=upload.name, mime=upload.mime)


Method = Callable[[MethodContext, Arguments], Awaitable[Any]]
