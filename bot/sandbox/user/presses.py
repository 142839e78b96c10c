"""Presses of a person: a key under a message, or one of the reply keyboard.

Knows no HTTP.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.core.models import Button, Message, MessageId, ReplyKey, ReplyKind
from bot.sandbox.user.messages import SendResult, say
from bot.sandbox.user.session import UserRequestError, UserSession, require_integer

SAMPLE_LOCATION = {"latitude": 30.6682, "longitude": 51.5880}
"""Where a sample person stands when asked for their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressResult:
    """Effect of a press. `url` and `copy` are for the phone alone: the bot gets no update for them."""

    send_result: SendResult
    url: str | None = None
    copy: str | None = None


def press(session: UserSession, what: Mapping[str, Any]) -> PressResult:
    """Press by message id and `data`, which need not stand there any more, or by the button's text.

    Raises UserRequestError 404 if there is no such message or key.
    """
    silent = bool(what.get("old_client"))
    if "data" in what:
        message = _require_message(session, what.get("message_id"))
        return _press_inline_button(session, message, str(what["data"]), silent=silent)
    label = str(what.get("button") or "").strip()
    within = what.get("message_id")
    match = _find_inline_button(
        session, label, None if within is None else MessageId(require_integer(within, "message_id"))
    )
    if match is not None:
        message, button = match
        if button.data is None:
            return PressResult(send_result=SendResult(messages=(message.id,)), url=button.url, copy=button.copy)
        return _press_inline_button(session, message, button.data, silent=silent)
    key = next((k for row in session.chat.keyboard for k in row if k.text.strip() == label), None)
    if key is None:
        raise UserRequestError(404, f"no button «{label}» on the screen")
    return PressResult(send_result=_press_reply_key(session, key, what))


def _require_message(session: UserSession, message_id: Any) -> Message:
    message = session.chat.messages.get(MessageId(require_integer(message_id, "message_id")))
    if message is None or message.deleted or message.sender is not None:
        raise UserRequestError(404, "no such message of the bot in this chat")
    return message


def _find_inline_button(
    session: UserSession, label: str, message_id: MessageId | None
) -> tuple[Message, Button] | None:
    """Return the newest message with the key."""
    for message in sorted(session.chat.messages.values(), key=lambda m: m.id, reverse=True):
        if message_id in {None, message.id}:
            for button in (b for row in message.buttons for b in row):
                if button.text.strip() == label:
                    return message, button
    return None


def _press_inline_button(session: UserSession, message: Message, data: str, *, silent: bool) -> PressResult:
    if session.account.blocked:
        raise UserRequestError(409, "this account has blocked the bot")
    query = session.emulator.open_query(session.chat, session.account.id, old_client=silent)
    session.emulator.quiescence.record_activity(session.chat.id)
    body = session.dialect.render_query(session.emulator, query, message, data)
    update = session.queue_update("callback_query", body)
    return PressResult(send_result=SendResult(messages=(message.id,), updates=() if update is None else (update,)))


def _press_reply_key(session: UserSession, key: ReplyKey, what: Mapping[str, Any]) -> SendResult:
    match key.kind:
        case ReplyKind.TEXT:
            return say(session, {"text": key.text})
        case ReplyKind.CONTACT:
            phone = session.account.phone
            if phone is None:
                raise UserRequestError(409, "this account has no phone yet: say a contact with its phone_number")
            own = {"phone_number": phone, "first_name": session.account.name, "user_id": session.account.id}
            return say(session, {"contact": own})
        case ReplyKind.LOCATION:
            return say(session, {"location": what.get("location") or SAMPLE_LOCATION})
