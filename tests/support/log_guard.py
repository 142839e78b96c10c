"""Guard of the logs: no line may hold a person's words or numbers, or a token."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from bot.json_logging import JsonLineFormatter

_FORBIDDEN = {
    "somebody's words": re.compile("[\u0600-\u06ff]"),
    "a number as long as a telephone's": re.compile(r"(?<![\d.])\d{10,16}(?!\d)"),
    "a token": re.compile(r"\d{1,16}:[\w-]{20,}", re.ASCII),
}


class _Ear(logging.Handler):
    """Log handler that keeps the fault and the place of a line, never the line itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLineFormatter())
        self.faults: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        for line in (record.getMessage().partition("\n")[0], self.format(record)):
            self.faults += [
                f"{record.name}:{record.lineno} logs {what}"
                for what, looks_like in _FORBIDDEN.items()
                if looks_like.search(line)
            ]


@contextmanager
def overheard(*rooms: str) -> Iterator[None]:
    """Listen to the loggers of our packages at every level; the emulator is another's server."""
    ear = _Ear()
    ear.addFilter(lambda record: not record.name.startswith("bot.sandbox"))
    loggers = [logging.getLogger(name) for name in rooms]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(ear)
        logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(ear)
            logger.setLevel(level)
    assert not ear.faults, sorted(set(ear.faults))
