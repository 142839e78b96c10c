"""Decoding and repair of answers: near JSON, and envelopes that neither library would read rightly.

Knows HTTP statuses and the envelope `{"ok": …, "result": …}`; no messenger, no library and no meaning of an error. Repairs
happen before a library reads the answer: 429 without a time to wait or as plain text, HTML of a gateway, errors without a
description, 200 with `ok: false`.
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
_KNOWN_REFUSALS = frozenset({400, 401, 403, 404, 409, 413, 429})
_MAX_RETRY_AFTER_SECONDS = 7 * 24 * 3600
_RATE_LIMIT_PHRASES = ("too many requests", "local_rate_limited", "rate limit", "bot limit exceed")


class NotJsonError(ValueError):
    """Bytes that are not JSON in any reading; the message quotes none of them."""


def decode_json(body: bytes) -> Any:
    """Decode JSON to Python values without lone surrogates, which no database or encoder takes.

    Near JSON is read too, because one odd update must not cost its whole batch: bare control characters, a byte order mark,
    numbers of any length, lists in lists in lists. Raises NotJsonError.
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
    """Parse an integer as orjson does: a number that 64 bits do not hold is a float."""
    number = int(digits) if len(digits) <= len(str(_UINT64_BOUND)) else _UINT64_BOUND
    return number if -_UINT64_BOUND // 2 <= number < _UINT64_BOUND else float(digits)


def _limit_text_depth(text: str) -> str:
    """Return the same JSON with null in place of values nested deeper than any update is."""
    parts, depth, start = [], 0, 0
    for mark in _STRING_OR_BRACKET.finditer(text):
        if mark[0] in "[{":
            depth += 1
            if depth == _MAX_DEPTH + 1:
                parts.append(text[start : mark.start()])
        elif mark[0] in "]}":
            if depth == _MAX_DEPTH + 1:
                parts.append("null")
                start = mark.end()
            depth -= 1
    return "".join((*parts, text[start:]))


def limit_depth(value: Any, max_depth: int = _MAX_DEPTH) -> Any:
    """Return the value with None for what is nested deeper than `max_depth`. Encoders give up on it."""
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
    """Return the text without lone surrogates."""
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
    """Repaired answer of a messenger.

    `status` is one that both libraries have an error class for, or 0 where HTTP said 200 and the envelope names no error code.
    `retry_after` is in whole seconds, 0 for every status but 429. A refusal always has a description.
    """

    status: int
    ok: bool
    result: Any = None
    description: str = ""
    retry_after: int = 0

    def to_json(self) -> str:
        """Return the envelope of a refusal as the Bot API documents it, for a library to read."""
        envelope: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after:
            envelope["parameters"] = {"retry_after": self.retry_after}
        return json.dumps(envelope)


def parse_response(status: int, body: bytes, headers: Mapping[str, str]) -> ApiResponse:
    """Return the answer repaired; never raises."""
    try:
        envelope = decode_json(body)
    except NotJsonError:
        envelope = None
    if not isinstance(envelope, dict) or not ("ok" in envelope or "description" in envelope):
        return _parse_bare_response(status, body, headers)
    if envelope.get("ok") is True and status < HTTPStatus.BAD_REQUEST:
        return ApiResponse(status=status, ok=True, result=envelope.get("result"))
    if status < HTTPStatus.BAD_REQUEST:
        status = _error_code(envelope.get("error_code"))
    elif status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _KNOWN_REFUSALS:
        status = HTTPStatus.BAD_REQUEST
    description = envelope.get("description")
    text = description if isinstance(description, str) else ""
    return _build_refusal(status, text, _retry_after_seconds(envelope.get("parameters"), text, headers))


def _error_code(code: Any) -> int:
    if type(code) is not int or not HTTPStatus.BAD_REQUEST <= code < 600:  # noqa: PLR2004 - the end of HTTP's statuses
        return 0
    return code if code in _KNOWN_REFUSALS or code >= HTTPStatus.INTERNAL_SERVER_ERROR else HTTPStatus.BAD_REQUEST


def _parse_bare_response(status: int, body: bytes, headers: Mapping[str, str]) -> ApiResponse:
    """Read an answer without an envelope: it comes from a gateway or a filter before the messenger.

    Its 413, 429 and 5xx mean what they say. Any other status is not the messenger's judgement, so the call is worth another
    try: it becomes 503.
    """
    text = body[:200].decode("utf-8", "replace")
    retry_after = _retry_after_seconds(None, text, headers)
    if _means_rate_limit(status, text) or status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _build_refusal(status, text if _means_rate_limit(status, text) else "", retry_after)
    return _build_refusal(status if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 503, "", 0.0)


def _build_refusal(status: int, description: str, retry_after: float) -> ApiResponse:
    """Turn every way to say «slow down» into a 429 with a time to wait. Any other answer names none."""
    if not _means_rate_limit(status, description):
        return ApiResponse(status=status, ok=False, description=description or _phrase(status))
    seconds = min(math.ceil(retry_after), _MAX_RETRY_AFTER_SECONDS) or 1
    return ApiResponse(status=429, ok=False, description=description or _phrase(429), retry_after=seconds)


def _means_rate_limit(status: int, description: str) -> bool:
    lowered = description.lower()
    return status == HTTPStatus.TOO_MANY_REQUESTS or any(phrase in lowered for phrase in _RATE_LIMIT_PHRASES)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"status {status}"


def _retry_after_seconds(parameters: Any, description: str, headers: Mapping[str, str]) -> float:
    """Return the first sensible time to wait from parameter, header or words, in seconds. 0.0 if none."""
    parameter = parameters.get("retry_after") if isinstance(parameters, dict) else None
    words = _RETRY_AFTER.search(description)
    for candidate in (parameter, headers.get("Retry-After"), words and words[1]):
        try:
            seconds = float(candidate) if candidate is not None else 0.0
        except (TypeError, ValueError, OverflowError):
            continue
        if math.isfinite(seconds) and seconds > 0:
            return seconds
    return 0.0
