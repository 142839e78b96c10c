"""Reading reply_markup: inline keys, a reply keyboard, or its removal, each checked as the messengers do.

It knows no message that the keys stand under.
"""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import CallError, Reason
from bot.sandbox.core.models import Button, InlineRows, ReplyKey, ReplyKind, ReplyRows
from bot.sandbox.dialects.protocol import CALLBACK_MOST

COPY_MOST = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """`reply` None leaves the reply keyboard as it is; empty takes it away."""

    inline: InlineRows = ()
    reply: ReplyRows | None = None


def read_markup(arguments: Arguments) -> Markup:
    given = arguments.parsed("reply_markup")
    if given is None or given == {}:
        return Markup()
    if not isinstance(given, dict):
        raise CallError(Reason.BAD_PARAMETER, "object expected as reply markup")
    if "inline_keyboard" in given:
        return Markup(inline=tuple(tuple(map(_button, row)) for row in _rows(given["inline_keyboard"])))
    if "keyboard" in given:
        return Markup(reply=tuple(tuple(map(_key, row)) for row in _rows(given["keyboard"])))
    return Markup(reply=() if given.get("remove_keyboard") else None)


def inline_only(arguments: Arguments) -> InlineRows:
    """The keys of an edit: a reply keyboard cannot be edited in."""
    markup = read_markup(arguments)
    if markup.reply is not None:
        raise CallError(Reason.BAD_PARAMETER, "inline keyboard expected")
    return markup.inline


def _rows(given: Any) -> list[list[Any]]:
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise CallError(Reason.BAD_PARAMETER, "can't parse keyboard: an array of arrays expected")
    return [row for row in given if row]


def _button(given: Any) -> Button:
    if not isinstance(given, dict) or not isinstance(given.get("text"), str) or not given["text"].strip():
        raise CallError(Reason.BUTTON_INVALID, "field text must be a non-empty string")
    text = given["text"]
    match given:
        case {"callback_data": str(data)}:
            if not 1 <= len(data.encode(errors="surrogatepass")) <= CALLBACK_MOST:
                raise CallError(Reason.BUTTON_DATA_INVALID)
            return Button(text=text, data=data)
        case {"url": str(url)} | {"web_app": {"url": str(url)}} if "." in url or "://" in url:
            return Button(text=text, url=url)
        case {"copy_text": {"text": str(copied)}} if 1 <= len(copied) <= COPY_MOST:
            return Button(text=text, copy=copied)
    raise CallError(Reason.BUTTON_INVALID, "Text buttons are unallowed in the inline keyboard")


def _key(given: Any) -> ReplyKey:
    text = given if isinstance(given, str) else given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise CallError(Reason.BUTTON_INVALID, "field text must be a non-empty string")
    if isinstance(given, dict) and given.get("request_contact"):
        return ReplyKey(text=text, kind=ReplyKind.CONTACT)
    if isinstance(given, dict) and given.get("request_location"):
        return ReplyKey(text=text, kind=ReplyKind.LOCATION)
    return ReplyKey(text=text)
