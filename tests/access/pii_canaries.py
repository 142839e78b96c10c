"""Canaries of personal data, in every encoding, escape, digit and spelling; and a scanner for them."""

import base64
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bot.persian.normalisation import fold, normalise, sort_key

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
BLOCK = 16 * 2**20  # bytes read at once, with an overlap
OVERLAP = 1024
WORD = 8  # bytes; nothing shorter is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One find. `shape` is its encoding; the canary is named by kind and number, never by its words."""

    where: str
    needle: str
    shape: str

    def __str__(self) -> str:
        return f"{self.needle} as {self.shape} in {self.where}"


def spellings(word: str) -> set[str]:
    """Return a name as typed, normalised and folded; a number in Persian digits and national form."""
    said = {word, normalise(word), fold(word)}
    if re.fullmatch(r"\+?\d+", word):
        local = word.removeprefix("+98")
        said |= {local, word.removeprefix("+")}
        return said | {one.translate(PERSIAN_DIGITS) for one in said}
    return said | {sort_key(word), word.replace("\u200c", " "), word.replace("ی", "ي").replace("ک", "ك")}


def shapes(word: str) -> Iterator[tuple[str, bytes]]:
    """Return the encodings of a text; of base64 the part that depends on no neighbour."""
    yield "utf-8", word.encode()
    yield "utf-16-le", word.encode("utf-16-le")
    yield "utf-16-be", word.encode("utf-16-be")
    yield "json", json.dumps(word)[1:-1].encode()
    yield "json upper", re.sub(r"\\u[0-9a-f]{4}", lambda m: "\\u" + m[0][2:].upper(), json.dumps(word)[1:-1]).encode()
    yield "url", quote(word, safe="").encode()
    yield "hex", word.encode().hex().encode()
    for before in range(3):
        inside = base64.b64encode(b"\0" * before + word.encode())
        yield "base64", inside[4 if before else 0 : -4]


def patterns(words: Mapping[str, str]) -> dict[bytes, tuple[str, str]]:
    """Return the byte patterns with their canary and shape. `words` by a name that can be logged."""
    found = {
        form: (name, shape)
        for name, word in words.items()
        for said in spellings(word)
        for shape, form in shapes(said)
        if len(form) >= WORD
    }
    return {form: told for form, told in found.items() if form.strip(b"\0 ")}


def all_files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def scan(where: str, content: bytes, wanted: Mapping[bytes, tuple[str, str]]) -> Iterator[Hit]:
    """Scan bytes; only patterns with a known beginning are compared, so that megabytes take a second."""
    begins: dict[int, list[bytes]] = defaultdict(list)
    for form in wanted:
        begins[int.from_bytes(form[:WORD], sys.byteorder)].append(form)
    seen: set[int] = set()
    for first in range(min(WORD, len(content))):
        whole = (len(content) - first) // WORD * WORD
        seen |= begins.keys() & set(memoryview(content)[first : first + whole].cast("Q"))
    for form in (form for number in seen for form in begins[number]):
        if form in content:
            needle, shape = wanted[form]
            yield Hit(where=where, needle=needle, shape=shape)


def scan_files(root: Path, paths: Iterable[Path], wanted: Mapping[bytes, tuple[str, str]]) -> Iterator[Hit]:
    """Scan each file's content and name. Blocks overlap, so that no find falls between two."""
    for path in paths:
        where = str(path.relative_to(root))
        yield from scan(f"the name of {where}", where.encode(), wanted)
        with path.open("rb") as file:
            tail = b""
            while block := file.read(BLOCK):
                yield from scan(where, tail + block, wanted)
                tail = block[-OVERLAP:]
