"""Plan of the calls that send one message: its file first, its text in parts, its keys last."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.messengers.port import Attachment, Capabilities, Outgoing
from bot.messengers.text_splitting import split_text, utf16_length

_UNSAFE_CHARACTERS = {ord(c): "_" for c in '"\\/:*?<>|'} | dict.fromkeys((*range(32), 127))


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePart:
    """One call: a file with `text` as its caption, or a text. `markup` is a library's own object, None for none."""

    chat: int
    text: str
    attachment: Attachment | None = None
    markup: Any = None


def plan_parts(
    out: Outgoing, *, capabilities: Capabilities, escape: Callable[[str], str], markup: Any
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
    last = len(planned) - 1
    return [
        MessagePart(chat=out.chat, text=part, attachment=attachment, markup=markup if number == last else None)
        for number, (part, attachment) in enumerate(planned)
    ]


def safe_file_name(name: str) -> str:
    """Return the name without characters that would end its place in a header or a path."""
    return name.translate(_UNSAFE_CHARACTERS).strip() or "file"
