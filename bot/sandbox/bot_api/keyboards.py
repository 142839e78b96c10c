"""Parser of reply_markup: inline keys, a reply keyboard, or its removal, each validated.

Knows no message that the keys stand under.
"""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import BotApiError, ErrorReason
from bot.sandbox.core.models import Button, InlineRows, ReplyKey, ReplyKind, ReplyRows
from bot.sandbox.dialects.protocol import MAX_CALLBACK_BYTES

MAX_COPY_LENGTH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyMarkup:
    """Keyboards of one call. `reply` None leaves the reply keyboard as it is; empty removes it."""

    inline: InlineRows = ()
    reply: ReplyRows | None = None


def parse_markup(arguments: Arguments) -> ReplyMarkup:
    given = arguments.json_value("reply_markup")
    if given is None or given == {}:
        return ReplyMarkup()
    if not isinstance(given, dict):
        raise BotApiError(ErrorReason.BAD_PARAMETER, "object expected as reply markup")
    if "inline_keyboard" in given:
        return ReplyMarkup(
            inline=tuple(tuple(map(_parse_button, row)) for row in _parse_rows(given["inline_keyboard"]))
        )
    if "keyboard" in given:
        return ReplyMarkup(reply=tuple(tuple(map(_parse_key, row)) for row in _parse_rows(given["keyboard"])))
    return ReplyMarkup(reply=() if given.get("remove_keyboard") else None)


def parse_inline_keyboard(arguments: Arguments) -> InlineRows:
    """Parse the inline keys of an edit: a reply keyboard cannot be edited in."""
    markup = parse_markup(arguments)
    if markup.reply is not None:
        raise BotApiError(ErrorReason.BAD_PARAMETER, "inline keyboard expected")
    return markup.inline


def _parse_rows(given: Any) -> list[list[Any]]:
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise BotApiError(ErrorReason.BAD_PARAMETER, "can't parse keyboard: an array of arrays expected")
    return [row for row in given if row]


def _parse_button(given: Any) -> Button:
    if not isinstance(given, dict) or not isinstance(given.get("text"), str) or not given["text"].strip():
        raise BotApiError(ErrorReason.BUTTON_INVALID, "field text must be a non-empty string")
    text = given["text"]
    match given:
        case {"callback_data": str(data)}:
            if not 1 <= len(data.encode(errors="surrogatepass")) <= MAX_CALLBACK_BYTES:
                raise BotApiError(ErrorReason.BUTTON_DATA_INVALID)
            return Button(text=text, data=data)
        case {"url": str(url)} | {"web_app": {"url": str(url)}} if "." in url or "://" in url:
            return Button(text=text, url=url)
        case {"copy_text": {"text": str(copied)}} if 1 <= len(copied) <= MAX_COPY_LENGTH:
            return Button(text=text, copy=copied)
    raise BotApiError(ErrorReason.BUTTON_INVALID, "Text buttons are unallowed in the inline keyboard")


def _parse_key(given: Any) -> ReplyKey:
    text = given if isinstance(given, str) else given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise BotApiError(ErrorReason.BUTTON_INVALID, "field text must be a non-empty string")
    if isinstance(given, dict) and given.get("request_contact"):
        return ReplyKey(text=text, kind=ReplyKind.CONTACT)
    if isinstance(given, dict) and given.get("request_location"):
        return ReplyKey(text=text, kind=ReplyKind.LOCATION)
    return ReplyKey(text=text)
