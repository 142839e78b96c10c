"""What a person can press: a key under a message, or one of the reply keyboard.

It knows no HTTP.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.core.models import Button, Message, MessageId, ReplyKey, ReplyKind
from bot.sandbox.user.messages import Said, say
from bot.sandbox.user.session import Line, PhoneError, whole

YASUJ = {"latitude": 30.6682, "longitude": 51.5880}
"""Where a sample person stands when asked for their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """`url` and `copy` are for the phone alone: the bot does not hear of such a key."""

    said: Said
    url: str | None = None
    copy: str | None = None


def press(line: Line, what: Mapping[str, Any]) -> Pressed:
    """By `message_id` and `data`, which need not stand there any more, or by the `button`'s text.

    PhoneError 404 when there is no such message or key.
    """
    silent = bool(what.get("old_client"))
    if "data" in what:
        message = _standing(line, what.get("message_id"))
        return _query(line, message, str(what["data"]), silent=silent)
    wanted = str(what.get("button") or "").strip()
    within = what.get("message_id")
    found = _inline(line, wanted, None if within is None else MessageId(whole(within, "message_id")))
    if found is not None:
        message, button = found
        if button.data is None:
            return Pressed(said=Said(messages=(message.id,)), url=button.url, copy=button.copy)
        return _query(line, message, button.data, silent=silent)
    key = next((k for row in line.chat.keyboard for k in row if k.text.strip() == wanted), None)
    if key is None:
        raise PhoneError(404, f"no button «{wanted}» on the screen")
    return Pressed(said=_pressed_key(line, key, what))


def _standing(line: Line, message_id: Any) -> Message:
    message = line.chat.messages.get(MessageId(whole(message_id, "message_id")))
    if message is None or message.deleted or message.sender is not None:
        raise PhoneError(404, "no such message of the bot in this chat")
    return message


def _inline(line: Line, wanted: str, within: MessageId | None) -> tuple[Message, Button] | None:
    """The newest message that bears the key."""
    for message in sorted(line.chat.messages.values(), key=lambda m: m.id, reverse=True):
        if within in {None, message.id}:
            for button in (b for row in message.buttons for b in row):
                if button.text.strip() == wanted:
                    return message, button
    return None


def _query(line: Line, message: Message, data: str, *, silent: bool) -> Pressed:
    if line.account.blocked:
        raise PhoneError(409, "this account has blocked the bot")
    query = line.exchange.ask(line.chat, line.account.id, silent=silent)
    line.exchange.stillness.touch(line.chat.id)
    body = line.dialect.query(line.exchange, query, message, data)
    update = line.tell("callback_query", body)
    return Pressed(said=Said(messages=(message.id,), updates=() if update is None else (update,)))


def _pressed_key(line: Line, key: ReplyKey, what: Mapping[str, Any]) -> Said:
    match key.kind:
        case ReplyKind.TEXT:
            return say(line, {"text": key.text})
        case ReplyKind.CONTACT:
            phone = line.account.phone
            if phone is None:
                raise PhoneError(409, "this account has no phone yet: say a contact with its phone_number")
            own = {"phone_number": phone, "first_name": line.account.name, "user_id": line.account.id}
            return say(line, {"contact": own})
        case ReplyKind.LOCATION:
            return say(line, {"location": what.get("location") or YASUJ})
