"""Splitting of long text: at a paragraph, a line or a space, never inside a word that fits.

Lengths are in UTF-16 code units, as Telegram counts.
"""


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_text(text: str, limit: int) -> tuple[str, ...]:
    """Split into parts of at most `limit` UTF-16 units. White space at a cut is dropped."""
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
    """Return the number of characters that fit into `limit` code units."""
    units = text.encode("utf-16-le", "surrogatepass")[: limit * 2]
    return len(units.decode("utf-16-le", "ignore"))


def _cut_position(text: str, reach: int) -> int:
    """Return the last blank line, line end or space of the second half, else of the whole, else `reach`."""
    ahead = text[: reach + 1]
    for earliest in (reach // 2, 1):
        for mark in ("\n\n", "\n", " "):
            position = ahead.rfind(mark)
            if position >= earliest:
                return position
    return reach
