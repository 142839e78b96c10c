"""What a person can say: a text, a contact, a place, files, a sticker, something forwarded, a correction.

Each becomes a message in the chat and an update for the bot. It knows no HTTP.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.bot_api.arguments import Upload
from bot.sandbox.bot_api.serialization import mobile
from bot.sandbox.core.files import sample_picture
from bot.sandbox.core.models import (
    Account,
    ChatKind,
    Contact,
    FileKind,
    Location,
    Message,
    MessageId,
    Origin,
    StoredFile,
    UpdateId,
)
from bot.sandbox.options import AccountId, Messenger
from bot.sandbox.user.session import Line, PhoneError, whole

ALBUM_MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The messages that came of it and the bot's updates, where it asked for that kind."""

    messages: tuple[MessageId, ...]
    updates: tuple[UpdateId, ...] = ()


def say(line: Line, words: Mapping[str, Any], uploads: Sequence[Upload] = ()) -> Said:
    """PhoneError when there is nothing to say, or the bot is blocked and this is no /start."""
    line = _unblocked(line, words)
    if words.get("edit") is not None:
        return _send(line, [_corrected(line, words)])
    return _send(line, _messages(line, words, uploads))


def _unblocked(line: Line, words: Mapping[str, Any]) -> Line:
    """A client shows «restart» in place of the composer; it lets the bot in and says /start."""
    if not line.account.blocked or line.chat.kind is not ChatKind.PRIVATE:
        return line
    if not str(words.get("text", "")).startswith("/start"):
        raise PhoneError(409, "this account has blocked the bot")
    line.block(blocked=False)
    return replace(line, account=line.exchange.account(line.account.id))


def _send(line: Line, messages: Sequence[Message]) -> Said:
    updates = [line.send(message) for message in messages]
    return Said(
        messages=tuple(message.id for message in messages),
        updates=tuple(update for update in updates if update is not None),
    )


def _messages(line: Line, words: Mapping[str, Any], uploads: Sequence[Upload]) -> list[Message]:
    common = _common(line, words)
    if uploads:
        return _with_files(line, words, _uploaded(line, words, uploads), common)
    album = words.get("album")
    if isinstance(album, list) or (isinstance(album, int) and not isinstance(album, bool)):
        count = len(album) if isinstance(album, list) else album
        return _with_files(line, words, _sampled(line, count), common)
    match words:
        case {"contact": {**contact}}:
            return [line.draft(contact=_contact(line, contact), **common)]
        case {"location": {"latitude": float() | int() as north, "longitude": float() | int() as east}}:
            return [line.draft(location=Location(latitude=north, longitude=east), **common)]
        case {"sticker": sticker} if sticker:
            return [line.draft(sticker=sticker if isinstance(sticker, str) else "🙂", **common)]
        case {"text": str(text)} if text.strip():
            return [line.draft(text=text.strip(), **common)]
    raise PhoneError(400, "nothing to say: text, contact, location, sticker, album or a file is needed")


def _common(line: Line, words: Mapping[str, Any]) -> dict[str, Any]:
    common: dict[str, Any] = {}
    if words.get("forward_from") is not None:
        common["origin"] = _origin(line, words["forward_from"])
    if isinstance(words.get("reply_to"), int):
        common["reply_to"] = MessageId(words["reply_to"])
    return common


def _origin(line: Line, given: Any) -> Origin:
    """An account number, a name alone (who hides behind it), or an object with both."""
    date = line.exchange.now()
    match given:
        case {"id": number, **rest}:
            name = str(rest.get("first_name") or "") or None
            account = line.exchange.account(AccountId(whole(number, "forward_from")), name=name)
            return Origin(name=account.name, account=account.id, date=date)
        case int():
            account = line.exchange.account(AccountId(whole(given, "forward_from")))
            return Origin(name=account.name, account=account.id, date=date)
        case _:
            return Origin(name=str(given), date=date)


def _corrected(line: Line, words: Mapping[str, Any]) -> Message:
    message = line.chat.messages.get(MessageId(whole(words["edit"], "edit")))
    if message is None or message.deleted or message.sender != line.account.id:
        raise PhoneError(404, "no message of this account to edit")
    text = str(words.get("text") or words.get("caption") or "").strip()
    if not text:
        raise PhoneError(400, "an edit needs its new text")
    return replace(message, text=text, edited=line.exchange.now())


def _contact(line: Line, given: Mapping[Any, Any]) -> Contact:
    """`user_id` as given; left out, it is the account that has this phone, as the messenger would find it.

    An account whose phone nobody knows yet is believed to share its own, and is known by it from then on.
    """
    phone = str(given.get("phone_number") or "")
    if not phone:
        raise PhoneError(400, "a contact needs its phone_number")
    named = given.get("user_id")
    user = _owner(line, phone) if "user_id" not in given else named and AccountId(whole(named, "user_id"))
    if user == line.account.id and line.account.phone is None:
        line.exchange.memory.accounts[line.account.id] = replace(line.account, phone=phone)
    return Contact(
        phone_number=_as_messenger_writes(line, phone),
        first_name=str(given.get("first_name") or line.account.name),
        last_name=str(given["last_name"]) if given.get("last_name") else None,
        user_id=user or None,
    )


def _owner(line: Line, phone: str) -> AccountId | None:
    number = mobile(phone) or phone
    accounts: list[Account] = list(line.exchange.memory.accounts.values())
    known = {(mobile(a.phone) or a.phone): a.id for a in accounts if a.phone is not None}
    if number in known:
        return known[number]
    return line.account.id if line.account.phone is None else None


def _as_messenger_writes(line: Line, phone: str) -> str:
    number = mobile(phone)
    if number is None:
        return phone
    return f"98{number}" if line.exchange.messenger is Messenger.BALE else f"+98{number}"


def _uploaded(line: Line, words: Mapping[str, Any], uploads: Sequence[Upload]) -> list[StoredFile]:
    kind = str(words.get("kind") or FileKind.DOCUMENT)
    if kind not in list(FileKind):
        raise PhoneError(400, "kind is photo, document or voice")
    return [line.exchange.keep_file(u.content, kind=FileKind(kind), name=u.name, mime=u.mime) for u in uploads]


def _sampled(line: Line, count: int) -> list[StoredFile]:
    """Pictures of the sandbox's own, for an album that was asked for without files."""
    if not 1 <= count <= ALBUM_MOST:
        raise PhoneError(400, f"an album has 1 to {ALBUM_MOST} pictures")
    return [
        line.exchange.keep_file(
            sample_picture(number), kind=FileKind.PHOTO, name=f"picture-{number}.png", mime="image/png"
        )
        for number in range(1, count + 1)
    ]


def _with_files(
    line: Line, words: Mapping[str, Any], files: Sequence[StoredFile], common: dict[str, Any]
) -> list[Message]:
    """Several files are one album, its caption on the first; `album` as a text joins files said one by one."""
    named = words.get("album") if isinstance(words.get("album"), str) else None
    album = named or (str(line.exchange.number()) if len(files) > 1 else None)
    caption = str(words.get("caption") or "").strip()
    return [
        line.draft(file=stored, text=caption if place == 0 else "", album=album, **common)
        for place, stored in enumerate(files)
    ]
