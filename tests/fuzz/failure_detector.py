"""Detects failures of the application by its log and its apologies."""

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.messengers.port import Incoming
from bot.turn.outgoing.outbox import ActiveConversation
from bot.turn.processor import TurnProcessor
from tests.fuzz.findings import Tally

ROOT = str(Path(__file__).parents[2])
now: ContextVar[dict[str, Any] | None] = ContextVar("now", default=None)
"""What is being taken: an example of what went wrong while it was."""
_NUMBERS = re.compile(r"\d+")
_HARMLESS = ("an update of", "dead letter with reference", "a reply was refused: Unreachable", "replies wait")
_GRAVE = ("a reply was refused", "was not taken")


class _Ear(logging.Handler):
    """Log handler for errors, and for warnings that only a mistake of ours gives."""

    def __init__(self, tally: Tally) -> None:
        super().__init__(logging.WARNING)
        self._tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        example = now.get() or {}
        if said.startswith("an update of") and "unreadable" not in example:
            self._tally.failed(f"log: {_NUMBERS.sub('N', said)}", example)
        elif said.startswith(_HARMLESS) or not (record.levelno >= logging.ERROR or any(w in said for w in _GRAVE)):
            return
        else:
            failure = record.exc_info[1] if record.exc_info else None
            self._tally.failed(f"log: {_NUMBERS.sub('N', said)}", {**example, "trace": failure and trace(failure)})


@contextmanager
def listening(tally: Tally) -> Iterator[None]:
    apologise = TurnProcessor._report_failure

    async def heard(turns: TurnProcessor, chat: ActiveConversation, incoming: Incoming, error: Exception) -> None:
        tally.failed(place(error), {**(now.get() or {}), "trace": trace(error)})
        await apologise(turns, chat, incoming, error)

    ear, root = _Ear(tally), logging.getLogger()
    root.addHandler(ear)
    try:
        with patch.object(TurnProcessor, "_report_failure", heard):
            yield
    finally:
        root.removeHandler(ear)


def place(error: BaseException) -> str:
    """Return the innermost line of our own in a traceback."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(ROOT)]
    ours = [frame for frame in ours if ".venv" not in frame.filename] or ours
    at = f"{Path(ours[-1].filename).relative_to(ROOT)}:{ours[-1].lineno} {ours[-1].name}" if ours else "nowhere of ours"
    return f"{type(error).__name__} at {at}"


def trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error, limit=-6))
