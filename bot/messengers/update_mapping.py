"""Mapping of a parsed update to `Incoming`, the neutral form of a person's action. Knows neither library."""

import re
from collections.abc import Sequence

from bot.dialogue.inputs import (
    Command,
    Contact,
    FileKind,
    GeoPoint,
    IncomingFile,
    Press,
    TextInput,
    Unsupported,
    UnsupportedKind,
    UserInput,
)
from bot.messengers.port import Incoming
from bot.messengers.update_model import ApiContact, ApiMessage, ApiPhotoSize, ApiUpdate, ApiUser, ApiVoice

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
"""Largest file that either messenger hands to a bot."""
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)


def to_incoming(
    update: ApiUpdate, *, messenger: str, bot_username: str, unsupported_kind: UnsupportedKind | None, forwarded: bool
) -> Incoming | None:
    """Return None for a command to another bot of a group. `bot_username` is this bot's own."""
    if (query := update.callback_query) is not None:
        return Incoming(
            messenger=messenger,
            account=query.from_user.id,
            chat=query.chat.id,
            update=update.update_id,
            what=Press(data=query.data),
            group=query.chat.type != "private",
            topic=query.topic,
            message=query.message_id,
            callback=query.id,
            name=_full_name(query.from_user),
            language=query.from_user.language_code or "",
        )
    if (message := update.message) is None:
        return None
    sender = message.from_user
    group = message.chat.type != "private"
    what = (
        _to_unsupported(message, unsupported_kind)
        if unsupported_kind
        else _to_user_input(message, sender.id, bot_username, forwarded=forwarded)
    )
    if group and isinstance(what, TextInput) and _is_for_another_bot(message.text or "", bot_username):
        return None
    return Incoming(
        messenger=messenger,
        account=sender.id,
        chat=message.chat.id,
        update=update.update_id,
        what=what,
        group=group,
        topic=message.topic,
        message=message.message_id,
        name=_full_name(sender),
        language=sender.language_code or "",
    )


def _to_unsupported(message: ApiMessage, kind: UnsupportedKind) -> Unsupported:
    return Unsupported(kind=kind, text=message.text or message.caption or "", album=message.media_group_id or "")


def _to_user_input(message: ApiMessage, sender: int, bot: str, *, forwarded: bool) -> UserInput:
    if message.photo:
        return _largest_photo(message, message.photo)
    if (document := message.document) is not None:
        return _to_remote_file(message, document, FileKind.DOCUMENT, document.file_name or "")
    if message.voice is not None:
        return _to_remote_file(message, message.voice, FileKind.VOICE, "")
    if (card := message.contact) is not None:
        own = card.user_id == sender and not forwarded
        return Contact(phone=card.phone_number, name=_full_name(card), own=own)
    if (place := message.location) is not None:
        return GeoPoint(latitude=place.latitude, longitude=place.longitude)
    if message.text is None:
        return Unsupported(kind=UnsupportedKind.OTHER)
    command = None if forwarded else _parse_command(message.text, bot)
    return command or TextInput(text=message.text, forwarded=forwarded)


def _parse_command(text: str, bot: str) -> Command | None:
    match = _COMMAND.fullmatch(text) if text.startswith("/") else None
    if match is None or not _names_this_bot(match[2], bot):
        return None
    return Command(name=match[1].lower(), argument=(match[3] or "").strip())


def _is_for_another_bot(text: str, bot: str) -> bool:
    match = _COMMAND.fullmatch(text) if text.startswith("/") else None
    return match is not None and not _names_this_bot(match[2], bot)


def _names_this_bot(named: str | None, bot: str) -> bool:
    return named is None or not bot or named.lower() == bot.lower()


def _largest_photo(message: ApiMessage, sizes: Sequence[ApiPhotoSize]) -> UserInput:
    """Return the largest photo that can be downloaded, else the largest.

    An unknown size counts as small enough.
    """
    fitting = [size for size in sizes if (size.file_size or 0) <= MAX_DOWNLOAD_BYTES]
    best = max(fitting or sizes, key=lambda size: (size.width * size.height, size.file_size or 0))
    return IncomingFile(
        kind=FileKind.PHOTO,
        remote_id=best.file_id,
        mime="image/jpeg",
        size=best.file_size or 0,
        caption=message.caption or "",
        album=message.media_group_id or "",
    )


def _to_remote_file(message: ApiMessage, file: ApiVoice, kind: FileKind, name: str) -> IncomingFile:
    return IncomingFile(
        kind=kind,
        remote_id=file.file_id,
        name=name,
        mime=file.mime_type or ("audio/ogg" if kind is FileKind.VOICE else ""),
        size=file.file_size or 0,
        caption=message.caption or "",
        album=message.media_group_id or "",
    )


def _full_name(person: ApiUser | ApiContact) -> str:
    return " ".join(part for part in (person.first_name, person.last_name) if part)
