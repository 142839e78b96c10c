"""Reading marks out of texts: Telegram's HTML subset and Bale's Markdown, into text and spans.

It knows no limits and no messages.
"""

import re
from dataclasses import replace
from html import unescape

from bot.sandbox.bot_api.errors import CallError, Reason
from bot.sandbox.bot_api.serialization import units
from bot.sandbox.core.models import Span

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
TAG = re.compile(r"<(/?)([A-Za-z0-9-]*)([^<>]*)>")
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
BALE_MARK = re.compile(
    r"(?<!\S)(?P<mark>[*_])(?P<inner>(?=\S)[^\n]+?(?<=\S))(?P=mark)(?!\S)|\[(?P<label>[^\[\]\n]+)\]\((?P<url>[^()\s]+)\)"
)


def read_html(raw: str) -> tuple[str, tuple[Span, ...]]:
    """CallError CANNOT_PARSE for a tag that is unknown, unclosed or closed in the wrong order."""
    text, at = "", 0
    opened: list[tuple[str, int, str]] = []
    spans: list[Span] = []
    while (start := raw.find("<", at)) >= 0:
        text += _plain(raw[at:start])
        tag = TAG.match(raw, start)
        name = tag.group(2).lower() if tag else ""
        if tag is None or name not in TAGS:
            raise _unreadable(f'Unsupported start tag "{name}"', raw, start)
        if not tag.group(1):
            opened.append((name, units(text), tag.group(3)))
        elif not opened or opened[-1][0] != name:
            raise _unreadable(f'Unmatched end tag "</{name}>"', raw, start)
        else:
            spans.extend(_closed(opened.pop(), units(text)))
        at = tag.end()
    if opened:
        raise _unreadable(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"', raw, len(raw))
    return text + _plain(raw[at:]), tuple(sorted(spans, key=lambda span: (span.offset, -span.length)))


def _closed(opened: tuple[str, int, str], end: int) -> list[Span]:
    name, start, attributes = opened
    if end == start:
        return []
    href = HREF.search(attributes) if name == "a" else None
    url = unescape(next(group for group in href.groups() if group is not None)) if href else None
    if name == "a" and not url:
        return []
    return [Span(kind=TAGS[name], offset=start, length=end - start, url=url)]


def _plain(part: str) -> str:
    """Only the four named references and numbers are known; any other & stays as it is."""
    return REFERENCE.sub(lambda match: unescape(match.group()), part)


def _unreadable(why: str, raw: str, at: int) -> CallError:
    return CallError(Reason.CANNOT_PARSE, f"{why} at byte offset {len(raw[:at].encode())}")


def trimmed(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """White space around a text is cut off and the spans move with it."""
    cut = units(text) - units(text.lstrip())
    clean = text.strip()
    end = units(clean)
    moved = []
    for span in spans:
        start, stop = max(span.offset - cut, 0), min(span.offset - cut + span.length, end)
        if stop > start:
            moved.append(replace(span, offset=start, length=stop - start))
    return clean, tuple(moved)


def read_marks(raw: str) -> tuple[str, tuple[Span, ...]]:
    """Bale: `*bold*` and `_italic_` count only with white space or an end outside; links are `[text](url)`."""
    text, at = "", 0
    spans: list[Span] = []
    for match in BALE_MARK.finditer(raw):
        text += raw[at : match.start()]
        inner = match["inner"] or match["label"]
        kind = {"*": "bold", "_": "italic"}.get(match["mark"] or "", "text_link")
        spans.append(Span(kind=kind, offset=units(text), length=units(inner), url=match["url"]))
        text, at = text + inner, match.end()
    return trimmed(text + raw[at:], tuple(spans))
