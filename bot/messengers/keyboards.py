"""Keys as both messengers take them: the JSON of `reply_markup`."""

from typing import Any

from bot.dialogue.screen import Wants
from bot.messengers.port import Key, Keys, Outgoing

Json = dict[str, Any]


def inline(keys: Keys) -> Json:
    return {"inline_keyboard": [[_inline(key) for key in row] for row in keys]}


def markup(out: Outgoing, *, resize: bool) -> Json | None:
    """`resize` asks for keys no higher than they need be, where the messenger is known to understand it."""
    if out.keys:
        return inline(out.keys)
    if out.keyboard:
        rows = [[_typed(key) for key in row] for row in out.keyboard]
        return {"keyboard": rows, "resize_keyboard": True} if resize else {"keyboard": rows}
    return {"remove_keyboard": True} if out.remove_keyboard else None


def _inline(key: Key) -> Json:
    if key.url:
        return {"text": key.label, "url": key.url}
    if key.copy:
        return {"text": key.label, "copy_text": {"text": key.copy}}
    return {"text": key.label, "callback_data": key.data}


def _typed(key: Key) -> Json:
    match key.wants:
        case Wants.CONTACT:
            return {"text": key.label, "request_contact": True}
        case Wants.LOCATION:
            return {"text": key.label, "request_location": True}
        case _:
            return {"text": key.label}
