"""Messages of a person: text, contact, location, files, sticker, forward, correction.

Each becomes a message in the chat and an update for the bot. Knows no HTTP.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.bot_api.arguments import Upload
from bot.sandbox.bot_api.serialization import mobile_digits
from bot.sandbox.core.files import sample_picture
from bot.sandbox.core.models import (
    GENERAL_TOPIC,
    Account,
    ChatKind,
    Contact,
    FileKind,
    ForwardOrigin,
    Location,
    Message,
    MessageId,
    StoredFile,
    UpdateId,
)
from bot.sandbox.options import AccountId
from bot.sandbox.user.session import UserRequestError, UserSession, require_integer

MAX_USER_ALBUM_SIZE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    """The messages sent and the bot's updates, if it asked for that kind."""

    messages: tuple[MessageId, ...]
    updates: tuple[UpdateId, ...] = ()


def say(session: UserSession, words: Mapping[str, Any], uploads: Sequence[Upload] = ()) -> SendResult:
    """Send what the body describes.

    Raises UserRequestError for an empty body, or if the bot is blocked and this is no /start.
    """
    session = _unblock_on_start(session, words)
    if words.get("edit") is not None:
        return _send(session, [_edit_message(session, words)])
    return _send(session, _build_messages(session, words, uploads))


def _unblock_on_start(session: UserSession, words: Mapping[str, Any]) -> UserSession:
    """Unblock the bot on /start, as a client's «restart» button does."""
    if not session.account.blocked or session.chat.kind is not ChatKind.PRIVATE:
        return session
    if not str(words.get("text", "")).startswith("/start"):
        raise UserRequestError(409, "this account has blocked the bot")
    session.set_blocked(blocked=False)
    return replace(session, account=session.emulator.ensure_account(session.account.id))


def _send(session: UserSession, messages: Sequence[Message]) -> SendResult:
    updates = [session.send(message) for message in messages]
    return SendResult(
        messages=tuple(message.id for message in messages),
        updates=tuple(update for update in updates if update is not None),
    )


def _build_messages(session: UserSession, words: Mapping[str, Any], uploads: Sequence[Upload]) -> list[Message]:
    common = _common_fields(session, words)
    if uploads:
        return _file_messages(session, words, _store_uploads(session, words, uploads), common)
    album = words.get("album")
    if isinstance(album, list) or (isinstance(album, int) and not isinstance(album, bool)):
        count = len(album) if isinstance(album, list) else album
        return _file_messages(session, words, _sample_files(session, count), common)
    match words:
        case {"contact": {**contact}}:
            return [session.new_message(contact=_parse_contact(session, contact), **common)]
        case {"location": {"latitude": float() | int() as north, "longitude": float() | int() as east}}:
            return [session.new_message(location=Location(latitude=north, longitude=east), **common)]
        case {"sticker": sticker} if sticker:
            return [session.new_message(sticker=sticker if isinstance(sticker, str) else "🙂", **common)]
        case {"text": str(text)} if text.strip():
            return [session.new_message(text=text.strip(), **common)]
    raise UserRequestError(400, "nothing to say: text, contact, location, sticker, album or a file is needed")


def _common_fields(session: UserSession, words: Mapping[str, Any]) -> dict[str, Any]:
    common: dict[str, Any] = {}
    if words.get("forward_from") is not None:
        common["origin"] = _parse_origin(session, words["forward_from"])
    if isinstance(words.get("reply_to"), int):
        common["reply_to"] = MessageId(words["reply_to"])
    if words.get("topic") is not None and session.chat.kind is ChatKind.GROUP:
        common["topic"] = _open_topic(session, require_integer(words["topic"], "topic"))
    return common


def _open_topic(session: UserSession, topic: int) -> int:
    """Return the topic of a message. The first word in one makes the group a forum."""
    session.chat.topics.setdefault(GENERAL_TOPIC, True)
    session.chat.topics.setdefault(topic, True)
    return 0 if topic == GENERAL_TOPIC else topic


def _parse_origin(session: UserSession, given: Any) -> ForwardOrigin:
    """Parse the origin of a forward: an account number, a hidden author's name, or an object with both."""
    date = session.emulator.now()
    match given:
        case {"id": number, **rest}:
            name = str(rest.get("first_name") or "") or None
            account = session.emulator.ensure_account(AccountId(require_integer(number, "forward_from")), name=name)
            return ForwardOrigin(name=account.name, account=account.id, date=date)
        case int():
            account = session.emulator.ensure_account(AccountId(require_integer(given, "forward_from")))
            return ForwardOrigin(name=account.name, account=account.id, date=date)
        case _:
            return ForwardOrigin(name=str(given), date=date)


def _edit_message(session: UserSession, words: Mapping[str, Any]) -> Message:
    message = session.chat.messages.get(MessageId(require_integer(words["edit"], "edit")))
    if message is None or message.deleted or message.sender != session.account.id:
        raise UserRequestError(404, "no message of this account to edit")
    text = str(words.get("text") or words.get("caption") or "").strip()
    if not text:
        raise UserRequestError(400, "an edit needs its new text")
    return replace(message, text=text, edited_at=session.emulator.now())


def _parse_contact(session: UserSession, given: Mapping[Any, Any]) -> Contact:
    """Parse a contact; without `user_id` it is the account with this phone, as a messenger would find it.

    An account with an unknown phone is believed to share its own, and keeps it from then on.
    """
    phone = str(given.get("phone_number") or "")
    if not phone:
        raise UserRequestError(400, "a contact needs its phone_number")
    named = given.get("user_id")
    user = (
        _phone_owner(session, phone)
        if "user_id" not in given
        else named and AccountId(require_integer(named, "user_id"))
    )
    if user == session.account.id and session.account.phone is None:
        session.emulator.state.accounts[session.account.id] = replace(session.account, phone=phone)
    return Contact(
        phone_number=_format_phone(session, phone),
        first_name=str(given.get("first_name") or session.account.name),
        last_name=str(given["last_name"]) if given.get("last_name") else None,
        user_id=user or None,
    )


def _phone_owner(session: UserSession, phone: str) -> AccountId | None:
    number = mobile_digits(phone) or phone
    accounts: list[Account] = list(session.emulator.state.accounts.values())
    known = {(mobile_digits(a.phone) or a.phone): a.id for a in accounts if a.phone is not None}
    if number in known:
        return known[number]
    return session.account.id if session.account.phone is None else None


def _format_phone(session: UserSession, phone: str) -> str:
    number = mobile_digits(phone)
    return phone if number is None else session.dialect.format_phone(number)


def _store_uploads(session: UserSession, words: Mapping[str, Any], uploads: Sequence[Upload]) -> list[StoredFile]:
    kind = str(words.get("kind") or FileKind.DOCUMENT)
    if kind not in list(FileKind):
        raise UserRequestError(400, "kind is photo, document or voice")
    return [session.emulator.store_file(u.content, kind=FileKind(kind), name=u.name, mime=u.mime) for u in uploads]


def _sample_files(session: UserSession, count: int) -> list[StoredFile]:
    """Return pictures of the emulator's own, for an album that was asked for without files."""
    if not 1 <= count <= MAX_USER_ALBUM_SIZE:
        raise UserRequestError(400, f"an album has 1 to {MAX_USER_ALBUM_SIZE} pictures")
    return [
        session.emulator.store_file(
            sample_picture(number), kind=FileKind.PHOTO, name=f"picture-{number}.png", mime="image/png"
        )
        for number in range(1, count + 1)
    ]


def _file_messages(
    session: UserSession, words: Mapping[str, Any], files: Sequence[StoredFile], common: dict[str, Any]
) -> list[Message]:
    """Build the messages of files: several are one album, with its caption on the first.

    `album` as a text joins files that are sent one by one.
    """
    named = words.get("album") if isinstance(words.get("album"), str) else None
    album = named or (str(session.emulator.allocate_number()) if len(files) > 1 else None)
    caption = str(words.get("caption") or "").strip()
    return [
        session.new_message(file=stored, text=caption if place == 0 else "", album=album, **common)
        for place, stored in enumerate(files)
    ]
