"""Detects that a chat has become quiet: no call under way, no activity for a moment.

It counts calls in flight and remembers the last activity; it knows no content.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bot.sandbox.core.signal import Signal
from bot.sandbox.options import ChatId


class Quiescence:
    def __init__(self, silence_seconds: float) -> None:
        """Create it with the seconds without activity of the bot after which a screen counts as settled."""
        self._silence_seconds = silence_seconds
        self.change_signal = Signal()
        self._last_activity: dict[ChatId, float] = {}
        self._in_flight: Counter[ChatId] = Counter()

    def record_activity(self, chat: ChatId) -> None:
        self._last_activity[chat] = asyncio.get_running_loop().time()
        self.change_signal.notify_all()

    @contextmanager
    def track_call(self, chat: ChatId | None) -> Iterator[None]:
        """Track a Bot API call about this chat; the call is activity itself."""
        if chat is None:
            yield
            return
        self._in_flight[chat] += 1
        try:
            yield
        finally:
            self._in_flight[chat] -= 1
            self.record_activity(chat)

    def seconds_left(self, chat: ChatId) -> float:
        """Return how long silence must still last; infinite while a call is under way."""
        if self._in_flight[chat]:
            return float("inf")
        touched = self._last_activity.get(chat)
        if touched is None:
            return 0.0
        return max(touched + self._silence_seconds - asyncio.get_running_loop().time(), 0.0)
