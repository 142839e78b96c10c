"""One JSON object a line, on standard error, without a token, a telephone number or anybody's words. It knows no room.

Of an exception the log keeps the classes and the lines that it came through. Its message is kept only where nobody's words
can be in it: the system's own errors, and those of this house, whose messages bear keys and numbers.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

_REDACTIONS = (
    (re.compile(r"\b\d{1,16}:[\w-]{20,}", re.ASCII), "•token•"),
    (re.compile(r"(/bot)[^/\s]+"), r"\1•token•"),
    (re.compile(r"(://)[^/\s@]+@"), r"\1•••@"),
    (re.compile(r"(?i)\b((?:secret|token|password|authorization|key)\w*[\"']?\s*[=:]\s*)[^\s,;}]+"), r"\1•••"),
    (re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{43}=|(?<!\w)[0-9a-fA-F]{64}(?!\w)"), "•key•"),
    (re.compile(r"(?<!\d)(?:\+|00)?\d{10,16}(?!\d)"), "•number•"),
)
_QUIET_LOGGERS = ("aiogram", "telegram", "httpx", "httpcore", "aiohttp.access", "alembic", "aiosqlite")


def redact_secrets(said: str) -> str:
    """Without what looks like a token, a key, a password, or a number of 10 to 16 digits (telephones, national IDs)."""
    for looks_like, instead in _REDACTIONS:
        said = looks_like.sub(instead, said)
    return said


class JsonLineFormatter(logging.Formatter):
    """`at` is UTC; `room` the module; `failed` the exception's classes and places, the first cause last."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "room": record.name,
            "said": redact_secrets(record.getMessage().partition("\n")[0]),  # what follows is somebody's dump of values
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["failed"] = [redact_secrets(step) for step in _exception_lines(record.exc_info[1])]
        return json.dumps(line, ensure_ascii=False)


def _exception_lines(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield f"{type(error).__module__}.{type(error).__qualname__}{_message(error)}"
        yield from (
            f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        )
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _message(error: BaseException) -> str:
    ours = type(error).__module__.partition(".")[0] in {"bot", "handlers"}
    return f": {error}" if ours or isinstance(error, OSError) else ""


def configure_logging(level: str) -> None:
    """From now on every logger of this process writes so; libraries that chat are heard from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLineFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in _QUIET_LOGGERS:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
