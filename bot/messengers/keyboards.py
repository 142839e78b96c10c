"""Keys as both messengers take them: the JSON of `reply_markup`."""

from typing import Any

from bot.dialogue.screen import RequestKind
from bot.messengers.port import Key, Keys, Outgoing

_JsonObject = dict[str, Any]


def build_inline_keyboard(keys: Keys) -> _JsonObject:
    return {"inline_keyboard": [[_inline_button(key) for key in row] for row in keys]}


def build_reply_markup(out: Outgoing, *, resize: bool) -> _JsonObject | None:
    """`resize` asks for keys no higher than they need be, where the messenger is known to understand it."""
    if out.keys:
        return build_inline_keyboard(out.keys)
    if out.keyboard:
        rows = [[_keyboard_button(key) for key in row] for row in out.keyboard]
        return {"keyboard": rows, "resize_keyboard": True} if resize else {"keyboard": rows}
    return {"remove_keyboard": True} if out.remove_keyboard else None


def _inline_button(key: Key) -> _JsonObject:
    if key.url:
        return {"text": key.label, "url": key.url}
    if key.copy:
        return {"text": key.label, "copy_text": {"text": key.copy}}
    return {"text": key.label, "callback_data": key.data}


def _keyboard_button(key: Key) -> _JsonObject:
    match key.wants:
        case RequestKind.CONTACT:
            return {"text": key.label, "request_contact": True}
        case RequestKind.LOCATION:
            return {"text": key.label, "request_location": True}
        case _:
            return {"text": key.label}
