"""Parsers of formatted text: Telegram's HTML subset and Bale's Markdown, into text and spans.

Knows no limits and no messages.
"""

import re
from dataclasses import replace
from html import unescape

from bot.sandbox.bot_api.errors import BotApiError, ErrorReason
from bot.sandbox.bot_api.serialization import count_utf16_units
from bot.sandbox.core.models import Span

TAG_KINDS = {
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
TAG_PATTERN = re.compile(r"<(/?)([A-Za-z0-9-]*)([^<>]*)>")
REFERENCE_PATTERN = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
HREF_PATTERN = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
BALE_MARK_PATTERN = re.compile(
    r"(?<!\S)(?P<mark>[*_])(?P<inner>(?=\S)[^\n]+?(?<=\S))(?P=mark)(?!\S)|\[(?P<label>[^\[\]\n]+)\]\((?P<url>[^()\s]+)\)"
)


def parse_html(raw: str) -> tuple[str, tuple[Span, ...]]:
    """Parse Telegram's HTML subset.

    Raises BotApiError CANNOT_PARSE for a tag that is unknown, unclosed or closed in the wrong order.
    """
    text, at = "", 0
    opened: list[tuple[str, int, str]] = []
    spans: list[Span] = []
    while (start := raw.find("<", at)) >= 0:
        text += _unescape_text(raw[at:start])
        tag = TAG_PATTERN.match(raw, start)
        name = tag.group(2).lower() if tag else ""
        if tag is None or name not in TAG_KINDS:
            raise _parse_error(f'Unsupported start tag "{name}"', raw, start)
        if not tag.group(1):
            opened.append((name, count_utf16_units(text), tag.group(3)))
        elif not opened or opened[-1][0] != name:
            raise _parse_error(f'Unmatched end tag "</{name}>"', raw, start)
        else:
            spans.extend(_close_tag(opened.pop(), count_utf16_units(text)))
        at = tag.end()
    if opened:
        raise _parse_error(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"', raw, len(raw))
    return text + _unescape_text(raw[at:]), tuple(sorted(spans, key=lambda span: (span.offset, -span.length)))


def _close_tag(opened: tuple[str, int, str], end: int) -> list[Span]:
    name, start, attributes = opened
    if end == start:
        return []
    href = HREF_PATTERN.search(attributes) if name == "a" else None
    url = unescape(next(group for group in href.groups() if group is not None)) if href else None
    if name == "a" and not url:
        return []
    return [Span(kind=TAG_KINDS[name], offset=start, length=end - start, url=url)]


def _unescape_text(part: str) -> str:
    """Decode the four named references and numbers; any other & stays as it is."""
    return REFERENCE_PATTERN.sub(lambda match: unescape(match.group()), part)


def _parse_error(why: str, raw: str, at: int) -> BotApiError:
    return BotApiError(ErrorReason.CANNOT_PARSE, f"{why} at byte offset {len(raw[:at].encode())}")


def trim(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """Cut white space off both ends of a text and move the spans with it."""
    cut = count_utf16_units(text) - count_utf16_units(text.lstrip())
    clean = text.strip()
    end = count_utf16_units(clean)
    moved = []
    for span in spans:
        start, stop = max(span.offset - cut, 0), min(span.offset - cut + span.length, end)
        if stop > start:
            moved.append(replace(span, offset=start, length=stop - start))
    return clean, tuple(moved)


def parse_bale_markdown(raw: str) -> tuple[str, tuple[Span, ...]]:
    """Parse Bale's Markdown: `*bold*`, `_italic_` and `[text](url)`.

    Marks count only with white space or an end of the text outside.
    """
    text, at = "", 0
    spans: list[Span] = []
    for match in BALE_MARK_PATTERN.finditer(raw):
        text += raw[at : match.start()]
        inner = match["inner"] or match["label"]
        kind = {"*": "bold", "_": "italic"}.get(match["mark"] or "", "text_link")
        spans.append(Span(kind=kind, offset=count_utf16_units(text), length=count_utf16_units(inner), url=match["url"]))
        text, at = text + inner, match.end()
    return trim(text + raw[at:], tuple(spans))
