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
    markup = arguments.json_value("reply_markup")
    if markup is None or markup == {}:
        return ReplyMarkup()
    if not isinstance(markup, dict):
        raise BotApiError(ErrorReason.BAD_PARAMETER, "object expected as reply markup")
    if "inline_keyboard" in markup:
        return ReplyMarkup(
            inline=tuple(tuple(map(_parse_button, row)) for row in _parse_rows(markup["inline_keyboard"]))
        )
    if "keyboard" in markup:
        return ReplyMarkup(reply=tuple(tuple(map(_parse_key, row)) for row in _parse_rows(markup["keyboard"])))
    return ReplyMarkup(reply=() if markup.get("remove_keyboard") else None)


def parse_inline_keyboard(arguments: Arguments) -> InlineRows:
    """Parse the inline keys of an edit: a reply keyboard cannot be edited in."""
    markup = parse_markup(arguments)
    if markup.reply is not None:
        raise BotApiError(ErrorReason.BAD_PARAMETER, "inline keyboard expected")
    return markup.inline


def _parse_rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise BotApiError(ErrorReason.BAD_PARAMETER, "can't parse keyboard: an array of arrays expected")
    return [row for row in rows if row]


def _parse_button(raw: Any) -> Button:
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str) or not raw["text"].strip():
        raise BotApiError(ErrorReason.BUTTON_INVALID, "field text must be a non-empty string")
    text = raw["text"]
    match raw:
        case {"callback_data": str(data)}:
            if not 1 <= len(data.encode(errors="surrogatepass")) <= MAX_CALLBACK_BYTES:
                raise BotApiError(ErrorReason.BUTTON_DATA_INVALID)
            return Button(text=text, data=data)
        case {"url": str(url)} | {"web_app": {"url": str(url)}} if "." in url or "://" in url:
            return Button(text=text, url=url)
        case {"copy_text": {"text": str(copied)}} if 1 <= len(copied) <= MAX_COPY_LENGTH:
            return Button(text=text, copy=copied)
    raise BotApiError(ErrorReason.BUTTON_INVALID, "Text buttons are unallowed in the inline keyboard")


def _parse_key(raw: Any) -> ReplyKey:
    text = raw if isinstance(raw, str) else raw.get("text") if isinstance(raw, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise BotApiError(ErrorReason.BUTTON_INVALID, "field text must be a non-empty string")
    if isinstance(raw, dict) and raw.get("request_contact"):
        return ReplyKey(text=text, kind=ReplyKind.CONTACT)
    if isinstance(raw, dict) and raw.get("request_location"):
        return ReplyKey(text=text, kind=ReplyKind.LOCATION)
    return ReplyKey(text=text)
