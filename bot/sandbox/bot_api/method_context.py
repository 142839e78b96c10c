"""What every Bot API method starts from: one exchange, its dialect, and the chat or file it is about."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.bot_api.arguments import Arguments, Upload, whole_number
from bot.sandbox.bot_api.errors import CallError, Reason
from bot.sandbox.bot_api.serialization import units
from bot.sandbox.core.files import picture_size
from bot.sandbox.core.messenger import Exchange
from bot.sandbox.core.models import Chat, ChatKind, FileId, FileKind, Message, MessageId, StoredFile
from bot.sandbox.dialects.protocol import Dialect, Written
from bot.sandbox.options import AccountId, ChatId

PHOTO_MOST = 10 * 1024 * 1024
UPLOAD_MOST = 50 * 1024 * 1024
ATTACH = "attach://"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    exchange: Exchange
    dialect: Dialect

    def known_chat(self, arguments: Arguments, name: str = "chat_id") -> Chat:
        number = whole_number(arguments.required(name))
        chat = None if number is None else self.exchange.memory.chats.get(ChatId(number))
        if chat is None:
            raise CallError(Reason.CHAT_NOT_FOUND)
        return chat

    def reachable_chat(self, arguments: Arguments) -> Chat:
        """A chat the bot may write to: one that exists and whose person has not blocked it."""
        chat = self.known_chat(arguments)
        if chat.kind is ChatKind.PRIVATE and self.exchange.account(AccountId(chat.id)).blocked:
            raise CallError(Reason.BLOCKED)
        return chat

    def standing(self, chat: Chat, message_id: int | None, otherwise: CallError) -> Message:
        """A message that is still there."""
        message = chat.messages.get(MessageId(message_id)) if message_id is not None else None
        if message is None or message.deleted:
            raise otherwise
        return message

    def text(self, arguments: Arguments) -> Written:
        written = self.dialect.read_text(arguments, caption=False)
        if not written.text:
            raise CallError(Reason.TEXT_EMPTY)
        if units(written.text) > self.dialect.text_most:
            raise CallError(Reason.TEXT_TOO_LONG)
        return written

    def caption(self, arguments: Arguments, most: int | None = None) -> Written:
        written = self.dialect.read_text(arguments, caption=True)
        if units(written.text) > (most or self.dialect.caption_most):
            raise CallError(Reason.CAPTION_TOO_LONG)
        return written

    def file(self, arguments: Arguments, name: str, kind: FileKind) -> StoredFile:
        """An uploaded file, or one that this messenger already has, by its id. Links are not fetched."""
        given = arguments.text(name) or ""
        upload = arguments.uploads.get(given.removeprefix(ATTACH) if given.startswith(ATTACH) else name)
        if upload is not None:
            return self._keep(upload, kind)
        stored = self.exchange.memory.files.get(FileId(given))
        if stored is None:
            raise CallError(Reason.FILE_WRONG)
        if stored.kind is not kind:
            raise CallError(Reason.FILE_MISMATCH)
        return stored

    def _keep(self, upload: Upload, kind: FileKind) -> StoredFile:
        if not upload.content:
            raise CallError(Reason.FILE_EMPTY)
        if len(upload.content) > (PHOTO_MOST if kind is FileKind.PHOTO else UPLOAD_MOST):
            raise CallError(Reason.FILE_TOO_BIG)
        if kind is FileKind.PHOTO and picture_size(upload.content) is None:
            raise CallError(Reason.PICTURE_UNREADABLE)
        return self.exchange.keep_file(upload.content, kind=kind, name=upload.name, mime=upload.mime)


Method = Callable[[Desk, Arguments], Awaitable[Any]]
