"""Cards as small pictures: a person or an invitation, its validity, and codes to scan or type.

Their content is data for the template, never part of it: no text that a person typed is markup.
"""

import io
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import fontpkg_ibm_plex_sans_arabic as plex
import orjson
import segno

from bot.persian.letters import shorten

TEMPLATES_FOLDER = Path(__file__).parent / "templates"
DOTS_PER_INCH = 261.3  # 1,080 dots across the 105 mm of a card: what a phone shows
MAX_WORD_LENGTH = 24  # letters of the largest type that fit between the margins
MAX_TITLE_LENGTH = 90
_DECIMAL_MARK = re.compile("(?<=[۰-۹])٫(?=[۰-۹])")
QUIET_ZONE_MODULES = 2  # modules of white around a code: the card around it is white too


@dataclass(frozen=True, slots=True, kw_only=True)
class CardImage:
    """The content of a card: finished sentences of one language.

    `figure` stands out, under `figure_caption`. `links` are read by a camera, each under its name; `code` is typed by hand.
    """

    render_kind: ClassVar[str] = "card"
    mime: ClassVar[str] = "image/png"

    right_to_left: bool
    heading: str
    title: str
    figure: str = ""
    figure_caption: str = ""
    lines: Sequence[str] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    code_caption: str = ""
    note: str = ""
    file_name: str = ""


def render_card(card: CardImage) -> bytes:
    """Render a card as a PNG of 100 to 250 kB. Equal cards are equal pictures."""
    import typst  # noqa: PLC0415 - a compiler, loaded when the first card is drawn: most days most processes draw none

    drawn = typst.compile(
        TEMPLATES_FOLDER / "card.typ",
        root=TEMPLATES_FOLDER,
        font_paths=_fonts(),
        format="png",
        ppi=DOTS_PER_INCH,
        sys_inputs={"card": orjson.dumps(_template_data(card)).decode()},
    )
    if not isinstance(drawn, bytes):
        raise TypeError("a card is one page")
    return _recompress_png(drawn)


@cache
def _fonts() -> Any:
    """Return our own fonts only: a card looks the same on every machine."""
    import typst  # noqa: PLC0415 - as above

    return typst.Fonts(include_system_fonts=False, font_paths=[Path(plex.ROOT) / "files"])


def _template_data(card: CardImage) -> Mapping[str, object]:
    return {
        "direction": "rtl" if card.right_to_left else "ltr",
        "language": "fa" if card.right_to_left else "en",
        "font": plex.FAMILY,
        "heading": _cut_words(card.heading),
        "title": shorten(_cut_words(card.title), MAX_TITLE_LENGTH),
        "figure": _mark_decimals(card.figure),
        "figure_says": card.figure_caption,
        "lines": [_mark_decimals(_cut_words(line)) for line in card.lines],
        "links": [{"name": name, "code": _qr_svg(link)} for name, link in card.links.items()],
        "code": card.code,
        "code_says": card.code_caption,
        "note": card.note,
    }


def _mark_decimals(line: str) -> str:
    """Write «۳۵/۳» for «۳۵٫۳», as by hand: in the typeface both marks of a number are one small stroke."""
    return _DECIMAL_MARK.sub("/", line)


def _cut_words(line: str) -> str:
    """Cut each word to what has room on a card: a word is never broken over two lines."""
    return " ".join(shorten(word, MAX_WORD_LENGTH) for word in line.split(" "))


def _qr_svg(link: str) -> str:
    """Return the QR code of a link as SVG, error correction level Q (25 % may be damaged)."""
    out = io.BytesIO()
    segno.make(link, error="q", micro=False).save(out, kind="svg", border=QUIET_ZONE_MODULES, xmldecl=False)
    return out.getvalue().decode()


def _recompress_png(png: bytes) -> bytes:
    """Compress a PNG to a third of typst's size, for poor connections."""
    signature, at, pressed, rest = png[:8], 8, b"", []
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"IDAT":
            pressed += body
        else:
            rest.append(_chunk(kind, body))
        at += 12 + length
    *before, end = rest
    return b"".join((signature, *before, _chunk(b"IDAT", zlib.compress(zlib.decompress(pressed), 9)), end))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
