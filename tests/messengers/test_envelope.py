"""One odd update must not cost its batch: what is nearly JSON is read, and what nobody reads of it is left out."""

from typing import Any

import orjson
import pytest

from bot.messengers.envelope import NotJsonError, decode_json, limit_depth

BESIDE = b'{"beside": "\\"[[[", "odd": '


@pytest.mark.parametrize(
    ("odd", "read"),
    [
        (b'"a\x01\nb"', "a\x01\nb"),
        (b'"\\ud83d!"', "!"),
        (b"1" * 5000, float("inf")),
        (b"18446744073709551615", 2**64 - 1),
        (b'18446744073709551616, "c": "\x02"', float(2**64)),
        (b'-9223372036854775809, "c": "\x02"', float(-(2**63) - 1)),
        (b'"\xff\xed\xa0\xbd"', "\ufffd" * 4),
    ],
)
def test_what_is_nearly_json_is_read(odd: bytes, read: Any) -> None:
    said = decode_json(BESIDE + odd + b"}")
    assert said["odd"] == read
    assert said["beside"] == '"[[['


def test_a_byte_order_mark_is_no_news() -> None:
    assert decode_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("depth", [900, 5_000, 100_000])
def test_lists_in_lists_cost_nothing_but_themselves(depth: int) -> None:
    said = decode_json(BESIDE + b'"\\ud83d", "deep": ' + b"[" * depth + b"]" * depth + b', "after": [1]}')
    assert (said["beside"], said["after"]) == ('"[[[', [1])


def test_what_an_encoder_would_give_up_on_is_made_shallow() -> None:
    deep: Any = "bottom"
    for _ in range(5_000):
        deep = {"in": [deep]}
    kept = orjson.dumps(limit_depth({"beside": [1], "odd": deep}))
    assert kept.startswith(b'{"beside":[1],"odd":{"in":[{"in":[')
    assert b"bottom" not in kept


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": ]', b"[" * 100_000, b"\xff"])
def test_what_is_no_json_says_so(body: bytes) -> None:
    with pytest.raises(NotJsonError):
        decode_json(body)
