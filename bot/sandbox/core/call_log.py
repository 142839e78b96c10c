"""Log of every Bot API call, for tests to read. Tokens and secrets never enter it."""

from collections import deque
from dataclasses import dataclass, fields
from typing import Any

from bot.sandbox.options import Messenger

MAX_LOGGED_CALLS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """One call with its answer.

    `index` grows with the order in which the calls ended. `time` is seconds since 1970; `dropped` says that the bot
    did not get the answer.
    """

    index: int
    time: float
    messenger: Messenger
    method: str
    arguments: dict[str, Any]
    answer: Any
    status: int
    dropped: bool = False


class CallLog:
    """The newest calls, bounded: older ones are dropped."""

    def __init__(self) -> None:
        self._calls: deque[CallRecord] = deque(maxlen=MAX_LOGGED_CALLS)
        self._count = 0

    def add(self, **fields: Any) -> None:
        self._count += 1
        self._calls.append(CallRecord(index=self._count, **fields))

    def entries_after(self, index: int) -> list[dict[str, Any]]:
        names = [field.name for field in fields(CallRecord)]
        return [{name: getattr(call, name) for name in names} for call in self._calls if call.index > index]
