"""From a parsed update to `Incoming`: what a person did, in the house's own words. Neither library is known here."""

import re
from collections.abc import Sequence

from bot.dialogue.screen import Command, Contact, FileKind, Odd, Oddity, Place, Press, RemoteFile, Typed, What
from bot.messengers.port import Incoming
from bot.messengers.update_model import Card, Message, PhotoSize, Update, User, Voice

BIGGEST_DOWNLOAD = 20 * 1024 * 1024
"""Bytes: neither messenger hands a bot a larger file."""
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)


def incoming(update: Update, *, messenger: str, bot: str, oddity: Oddity | None, forwarded: bool) -> Incoming | None:
    """None for what is said to somebody else. `bot` is our own username: only its commands are ours."""
    if (query := update.query) is not None:
        return Incoming(
            messenger=messenger,
            account=query.from_user.id,
            chat=query.chat.id,
            update=update.number,
            what=Press(data=query.data),
            group=query.chat.type != "private",
            message=query.message,
            callback=query.id,
            name=_name(query.from_user),
            language=query.from_user.language_code or "",
        )
    if (message := update.message) is None:
        return None
    sender = message.from_user
    group = message.chat.type != "private"
    what = _oddly(message, oddity) if oddity else _what(message, sender.id, bot, forwarded=forwarded)
    if group and isinstance(what, Typed) and _for_another(message.text or "", bot):
        return None
    return Incoming(
        messenger=messenger,
        account=sender.id,
        chat=message.chat.id,
        update=update.number,
        what=what,
        group=group,
        message=message.message_id,
        name=_name(sender),
        language=sender.language_code or "",
    )


def _oddly(message: Message, kind: Oddity) -> Odd:
    return Odd(kind=kind, text=message.text or message.caption or "")


def _what(message: Message, sender: int, bot: str, *, forwarded: bool) -> What:
    if message.photo:
        return _photo(message, message.photo)
    if (document := message.document) is not None:
        return _file(message, document, FileKind.DOCUMENT, document.file_name or "")
    if message.voice is not None:
        return _file(message, message.voice, FileKind.VOICE, "")
    if (card := message.contact) is not None:
        own = card.user_id == sender and not forwarded
        return Contact(phone=card.phone_number, name=_name(card), own=own)
    if (place := message.location) is not None:
        return Place(latitude=place.latitude, longitude=place.longitude)
    if message.text is None:
        return Odd(kind=Oddity.OTHER)
    command = None if forwarded else _command(message.text, bot)
    return command or Typed(text=message.text, forwarded=forwarded)


def _command(text: str, bot: str) -> Command | None:
    found = _COMMAND.fullmatch(text) if text.startswith("/") else None
    if found is None or not _ours(found[2], bot):
        return None
    return Command(name=found[1].lower(), argument=(found[3] or "").strip())


def _for_another(text: str, bot: str) -> bool:
    found = _COMMAND.fullmatch(text) if text.startswith("/") else None
    return found is not None and not _ours(found[2], bot)


def _ours(named: str | None, bot: str) -> bool:
    return named is None or not bot or named.lower() == bot.lower()


def _photo(message: Message, sizes: Sequence[PhotoSize]) -> What:
    """The largest that can be downloaded; a size that is not told is hoped for."""
    fitting = [size for size in sizes if (size.file_size or 0) <= BIGGEST_DOWNLOAD]
    if not fitting:
        return Odd(kind=Oddity.OTHER, text=message.caption or "")
    best = max(fitting, key=lambda size: (size.width * size.height, size.file_size or 0))
    return RemoteFile(
        kind=FileKind.PHOTO,
        remote_id=best.file_id,
        mime="image/jpeg",
        size=best.file_size or 0,
        caption=message.caption or "",
        album=message.media_group_id or "",
    )


def _file(message: Message, file: Voice, kind: FileKind, name: str) -> RemoteFile:
    return RemoteFile(
        kind=kind,
        remote_id=file.file_id,
        name=name,
        mime=file.mime_type or ("audio/ogg" if kind is FileKind.VOICE else ""),
        size=file.file_size or 0,
        caption=message.caption or "",
        album=message.media_group_id or "",
    )


def _name(someone: User | Card) -> str:
    return " ".join(part for part in (someone.first_name, someone.last_name) if part)
