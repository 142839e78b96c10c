"""Cooldown of chats that answered 429, until the time they named. An early try prolongs the wait."""

import time
from collections.abc import Callable

from bot.messengers.port import RateLimited

_MAX_COOLDOWNS = 4096


class ChatCooldown:
    """End of the wait by chat. Waits that are over are dropped when 4,096 are remembered."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[int, float] = {}

    def require_ready(self, chat: int) -> None:
        """Raise RateLimited with the rest of the wait, if there is one."""
        until = self._until.get(chat)
        if until is None:
            return
        left = until - self._clock()
        if left > 0:
            raise RateLimited(left)
        del self._until[chat]

    def start(self, chat: int, seconds: float) -> None:
        """Let the chat rest for so many seconds."""
        if len(self._until) >= _MAX_COOLDOWNS:
            now = self._clock()
            self._until = {other: until for other, until in self._until.items() if until > now}
        self._until[chat] = self._clock() + seconds
