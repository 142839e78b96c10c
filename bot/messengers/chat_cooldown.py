"""Chats that asked us to wait: until then nothing is sent to them, for asking early only makes the wait longer."""

import time
from collections.abc import Callable

from bot.messengers.port import RateLimited

_MAX_COOLDOWNS = 4096


class ChatCooldown:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[int, float] = {}

    def require_ready(self, chat: int) -> None:
        """RateLimited with what is left of the wait."""
        until = self._until.get(chat)
        if until is None:
            return
        left = until - self._clock()
        if left > 0:
            raise RateLimited(left)
        del self._until[chat]

    def start(self, chat: int, seconds: float) -> None:
        if len(self._until) >= _MAX_COOLDOWNS:
            now = self._clock()
            self._until = {other: until for other, until in self._until.items() if until > now}
        self._until[chat] = self._clock() + seconds
