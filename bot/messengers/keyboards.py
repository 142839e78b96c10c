"""Keyboards of an outgoing message, built of a library's own types.

Both libraries name the types and their fields as the Bot API does, so that one builder serves both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.dialogue.screen import RequestKind
from bot.messengers.port import Key, Keys, Outgoing


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyboardTypes:
    """Types of one library. `no_keys` is the markup that takes the keys from under a message.

    `resize` asks for keys no higher than they need be, where the messenger documents it.
    """

    inline_markup: Callable[..., Any]
    no_keys: Any
    inline_button: Callable[..., Any]
    copy_text: Callable[..., Any]
    reply_markup: Callable[..., Any]
    reply_button: Callable[..., Any]
    removal: Callable[..., Any]
    resize: bool


def build_inline_keyboard(types: KeyboardTypes, keys: Keys) -> Any:
    """Return the markup of keys under a message; without keys, the one that takes them away."""
    if not keys:
        return types.no_keys
    return types.inline_markup(inline_keyboard=[[_inline_button(types, key) for key in row] for row in keys])


def build_reply_markup(types: KeyboardTypes, out: Outgoing) -> Any:
    """Return the `reply_markup` of a message, None if it has none."""
    if out.keys:
        return build_inline_keyboard(types, out.keys)
    if out.keyboard:
        rows = [[_reply_button(types, key) for key in row] for row in out.keyboard]
        return types.reply_markup(keyboard=rows, **({"resize_keyboard": True} if types.resize else {}))
    return types.removal() if out.remove_keyboard else None


def _inline_button(types: KeyboardTypes, key: Key) -> Any:
    if key.url:
        return types.inline_button(text=key.label, url=key.url)
    if key.copy:
        return types.inline_button(text=key.label, copy_text=types.copy_text(text=key.copy))
    return types.inline_button(text=key.label, callback_data=key.data)


def _reply_button(types: KeyboardTypes, key: Key) -> Any:
    match key.wants:
        case RequestKind.CONTACT:
            return types.reply_button(text=key.label, request_contact=True)
        case RequestKind.LOCATION:
            return types.reply_button(text=key.label, request_location=True)
        case _:
            return types.reply_button(text=key.label)
