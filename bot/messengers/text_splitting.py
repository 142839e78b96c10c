"""Long text in parts that a messenger takes: cut at a paragraph, a line or a space, never inside a word that fits.

Lengths are in UTF-16 code units, as Telegram counts.
"""


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_text(text: str, limit: int) -> tuple[str, ...]:
    """Parts of at most `limit` each; the white space at a cut is dropped, and a part of nothing but white space is none."""
    parts: list[str] = []
    rest = text
    while utf16_length(rest) > limit:
        reach = _fitting_length(rest, limit)
        end = _cut_position(rest, reach)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip("\n") if rest[end : end + 1] == "\n" else rest[end:].lstrip(" ")
    parts.append(rest)
    return tuple(part for part in parts if part.strip())


def _fitting_length(text: str, limit: int) -> int:
    """How many characters of the text fit into `limit` code units."""
    units = text.encode("utf-16-le", "surrogatepass")[: limit * 2]
    return len(units.decode("utf-16-le", "ignore"))


def _cut_position(text: str, reach: int) -> int:
    """A blank line or a line's end in the last half, else a space there, else any of them, else the middle of a word."""
    ahead = text[: reach + 1]
    for earliest in (reach // 2, 1):
        for mark in ("\n\n", "\n", " "):
            found = ahead.rfind(mark)
            if found >= earliest:
                return found
    return reach
