"""Plan of the calls that send one message: its file first, its text in parts, its keys last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.messengers.keyboards import KeyboardTypes, build_reply_markup
from bot.messengers.port import Attachment, Capabilities, Outgoing
from bot.messengers.simpler_forms import key_lines, plain_text, with_plain_keys
from bot.messengers.text_splitting import split_text, utf16_length

_UNSAFE_CHARACTERS = {ord(c): "_" for c in '"\\/:*?<>|'} | dict.fromkeys((*range(32), 127))


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePart:
    """One call: a file with `text` as its caption, or a text. `markup` is a library's own object, None for none.

    `simpler` are the forms to try, in this order, where the call is refused as wrong.
    """

    chat: int
    text: str
    topic: int = 0
    attachment: Attachment | None = None
    markup: Any = None
    simpler: "tuple[MessagePart, ...]" = ()


def plan_parts(
    out: Outgoing, *, capabilities: Capabilities, escape: Callable[[str], str], keyboards: KeyboardTypes
) -> list[MessagePart]:
    """Return at least one part. `escape` turns neutral text into this messenger's; the limits apply to its result."""
    text = escape(out.text)
    planned: list[tuple[str, Attachment | None]] = []
    if out.attachment is not None:
        caption = text if utf16_length(text) <= capabilities.max_caption_length else ""
        planned.append((caption, out.attachment))
        text = "" if caption else text
    texts = split_text(text, capabilities.max_text_length)
    if not planned and not texts:
        texts = (text,)
    planned += [(part, None) for part in texts]
    *before, (last_text, last_file) = planned
    parts = [MessagePart(chat=out.chat, topic=out.topic, text=part, attachment=file) for part, file in before]
    parts.append(
        MessagePart(
            chat=out.chat,
            topic=out.topic,
            text=last_text,
            attachment=last_file,
            markup=build_reply_markup(keyboards, out),
        )
    )
    limit = capabilities.max_text_length
    return [
        *(replace(part, simpler=(_plain_part(part, (), limit),)) for part in parts[:-1]),
        replace(parts[-1], simpler=_simpler_forms(parts[-1], out, keyboards, limit)),
    ]


def _simpler_forms(
    part: MessagePart, out: Outgoing, keyboards: KeyboardTypes, limit: int
) -> tuple[MessagePart, MessagePart]:
    """Return the last part with plain keys, and without keys, where a note says so."""
    lines = key_lines(out.keys)
    with_keys = _plain_part(part, (lines,), limit)
    note = out.fallback_notes.get("message", "")
    return (
        replace(with_keys, markup=build_reply_markup(keyboards, with_plain_keys(out))),
        _plain_part(part, (lines, note if part.markup else ""), limit),
    )


def _plain_part(part: MessagePart, more: Sequence[str], limit: int) -> MessagePart:
    """Return the part as plain text without keys, with further lines as far as they fit."""
    text = plain_text(part.text)
    for lines in filter(None, more):
        longer = f"{text}\n\n{lines}".strip()
        text = longer if utf16_length(longer) <= limit else text
    return replace(part, text=text or "…", markup=None)


def safe_file_name(name: str) -> str:
    """Return the name without characters that would end its place in a header or a path."""
    return name.translate(_UNSAFE_CHARACTERS).strip() or "file"
