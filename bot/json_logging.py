"""JSON log lines on standard error, redacted: no token, no phone number, no person's words.

The log of an exception has the classes and the lines that it came through. Its message is kept only where no
person's words can be in it: errors of the system, and this project's own, whose messages hold keys and numbers.
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


def redact_secrets(text: str) -> str:
    """Replace what looks like a token, a key, a password, or a number of 10 to 16 digits.

    Such numbers are phones and national IDs.
    """
    for pattern, replacement in _REDACTIONS:
        text = pattern.sub(replacement, text)
    return text


class JsonLineFormatter(logging.Formatter):
    """Formats a record with the default keys of log tools.

    `timestamp` (UTC), `level`, `logger`, `event`, `exception`: the last holds classes and places, a line each, the
    first cause last.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # asyncio writes values into the lines after the first.
            "event": redact_secrets(record.getMessage().partition("\n")[0]),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = "\n".join(redact_secrets(step) for step in _exception_lines(record.exc_info[1]))
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
    """Have every logger of this process write JSON lines; talkative libraries from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLineFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in _QUIET_LOGGERS:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
