"""What came over the wire, made sense of: JSON that is nearly JSON, and answers that are nearly answers.

Knows HTTP statuses and the envelope `{"ok": …, "result": …}`; no messenger, no library and no meaning of an error.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson

_MAX_DEPTH = 200
_UINT64_BOUND = 2**64
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{\]}]', re.DOTALL)
_RETRY_AFTER = re.compile(r"retry after (\d+)", re.IGNORECASE)
_RATE_LIMIT_PHRASES = ("too many requests", "local_rate_limited", "rate limit", "bot limit exceed")


class NotJsonError(ValueError):
    """The bytes are not JSON in any reading; the message bears none of them."""


def decode_json(body: bytes) -> Any:
    """JSON as Python values without lone surrogates, which neither a database nor another encoder would take.

    What is nearly JSON is read too, for one odd update must not cost its whole batch: control characters as they are, a byte
    order mark, numbers of any length, lists in lists in lists.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        text = body.decode("utf-8-sig", "replace")
    try:
        return _decode_leniently(text)
    except RecursionError:
        text = _limit_text_depth(text)
    except ValueError as failed:
        raise NotJsonError(type(failed).__name__) from None
    try:
        return _decode_leniently(text)
    except (ValueError, RecursionError) as failed:
        raise NotJsonError(type(failed).__name__) from None


def _decode_leniently(text: str) -> Any:
    return _strip_surrogates_deep(json.loads(text, strict=False, parse_int=_parse_number))


def _parse_number(digits: str) -> int | float:
    """As orjson reads it: what 64 bits do not hold is a float."""
    number = int(digits) if len(digits) <= len(str(_UINT64_BOUND)) else _UINT64_BOUND
    return number if -_UINT64_BOUND // 2 <= number < _UINT64_BOUND else float(digits)


def _limit_text_depth(text: str) -> str:
    """The same JSON with null for whatever lies deeper than any update does."""
    kept, depth, start = [], 0, 0
    for mark in _STRING_OR_BRACKET.finditer(text):
        if mark[0] in "[{":
            depth += 1
            if depth == _MAX_DEPTH + 1:
                kept.append(text[start : mark.start()])
        elif mark[0] in "]}":
            if depth == _MAX_DEPTH + 1:
                kept.append("null")
                start = mark.end()
            depth -= 1
    return "".join((*kept, text[start:]))


def limit_depth(value: Any, max_depth: int = _MAX_DEPTH) -> Any:
    """The value with None for whatever lies deeper than any update does: encoders give up on it."""
    match value:
        case dict() | list() if not max_depth:
            return None
        case dict():
            return {name: limit_depth(item, max_depth - 1) for name, item in value.items()}
        case list():
            return [limit_depth(item, max_depth - 1) for item in value]
        case _:
            return value


def strip_surrogates(text: str) -> str:
    """The text without lone surrogates."""
    return text if text.isascii() else text.encode("utf-8", "ignore").decode()


def _strip_surrogates_deep(value: Any) -> Any:
    match value:
        case str():
            return strip_surrogates(value)
        case dict():
            return {strip_surrogates(key): _strip_surrogates_deep(item) for key, item in value.items()}
        case list():
            return [_strip_surrogates_deep(item) for item in value]
        case _:
            return value


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiResponse:
    """An HTTP answer of a messenger, repaired.

    `status` is the one that counts: the envelope's error code where HTTP said 200. `has_envelope` is false for plain text and
    HTML, which come from something that stands before the messenger. `retry_after` is in seconds, 0 when it is not asked.
    """

    status: int
    ok: bool
    result: Any = None
    description: str = ""
    retry_after: float = 0.0
    has_envelope: bool = True


def parse_response(status: int, body: bytes, headers: Mapping[str, str]) -> ApiResponse:
    try:
        said = decode_json(body)
    except NotJsonError:
        said = None
    if not isinstance(said, dict) or not ("ok" in said or "description" in said):
        return _parse_bare_response(status, body, headers)
    if said.get("ok") is True and status < HTTPStatus.BAD_REQUEST:
        return ApiResponse(status=status, ok=True, result=said.get("result"))
    code = said.get("error_code")
    if status < HTTPStatus.BAD_REQUEST:
        status = code if type(code) is int else 0
    description = said.get("description")
    text = description if isinstance(description, str) else ""
    asked = _retry_after_seconds(said.get("parameters"), text, headers)
    return _normalise_rate_limit(ApiResponse(status=status, ok=False, description=text, retry_after=asked))


def _parse_bare_response(status: int, body: bytes, headers: Mapping[str, str]) -> ApiResponse:
    text = body[:200].decode("utf-8", "replace")
    asked = _retry_after_seconds(None, text, headers)
    return _normalise_rate_limit(
        ApiResponse(status=status, ok=False, description=text, retry_after=asked, has_envelope=False)
    )


def _normalise_rate_limit(said: ApiResponse) -> ApiResponse:
    """Whatever means «slow down» becomes a 429 with a time to wait; a time named by anything else means nothing."""
    low = said.description.lower()
    slow = said.status == HTTPStatus.TOO_MANY_REQUESTS or any(words in low for words in _RATE_LIMIT_PHRASES)
    return ApiResponse(
        status=HTTPStatus.TOO_MANY_REQUESTS if slow else said.status,
        ok=False,
        description=said.description,
        retry_after=(said.retry_after or 1.0) if slow else 0.0,
        has_envelope=said.has_envelope,
    )


def _retry_after_seconds(parameters: Any, description: str, headers: Mapping[str, str]) -> float:
    named = parameters.get("retry_after") if isinstance(parameters, dict) else None
    found = _RETRY_AFTER.search(description)
    for said in (named, headers.get("Retry-After"), found and found[1]):
        try:
            seconds = float(said) if said is not None else 0.0
        except (TypeError, ValueError):
            continue
        if math.isfinite(seconds) and seconds > 0:
            return seconds
    return 0.0
