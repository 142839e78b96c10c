"""Raw bytes of a getUpdates answer, as a messenger or a gateway before it may write them."""

import json
import random
import re
from collections.abc import Sequence
from typing import Any

from bot.messengers.envelope import parse_response
from tests.fuzz.malformed_values import NESTED

_NESTED = re.compile('"' + NESTED.format(r"(\d+)") + '"')
_LITERAL = re.compile(r"(?<!\\)\\u00(0[1-9]|1[0-9a-f])")


def batch(chance: random.Random, updates: Sequence[Any]) -> bytes:
    """Encode updates as nearly JSON.

    Escaped or not, with lone surrogates either way, raw control characters, NaN, numbers of any length, a byte order
    mark in front.
    """
    text = json.dumps({"ok": True, "result": updates}, ensure_ascii=chance.random() < 0.5)
    if "<nested" in text:
        text = _NESTED.sub(lambda found: "[" * int(found[1]) + "]" * int(found[1]), text)
    if chance.random() < 0.05:
        text = _LITERAL.sub(lambda found: chr(int(found[1], 16)), text)
    if chance.random() < 0.02:
        text = text.replace("null", "1" * 5_000, 1)
    mark = b"\xef\xbb\xbf" if chance.random() < 0.02 else b""
    return mark + text.encode("utf-8", "surrogatepass")


def heard(body: bytes) -> list[Any] | None:
    """Return the updates that the polling gets from the answer; None if it is unreadable."""
    said = parse_response(200, body, {})
    return said.result if said.ok and isinstance(said.result, list) else None
