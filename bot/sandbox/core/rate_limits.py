"""How fast a bot may write before it is told to slow down: to one chat, to one group, in all.

Time comes in as a number of seconds that only grows.
"""

from dataclasses import dataclass
from math import ceil

from bot.sandbox.core.models import Chat, ChatKind
from bot.sandbox.options import ChatId, Limits


@dataclass(slots=True, kw_only=True)
class Bucket:
    """Holds up to `size` tokens and fills at `rate` a second."""

    rate: float
    size: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one token is there; 0 when one is there now."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate

    def take(self) -> None:
        self.tokens -= 1


class Rates:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bot: Bucket | None = None
        self._chats: dict[ChatId, Bucket] = {}

    def change(self, limits: Limits) -> None:
        self.limits = limits
        self._bot = None
        self._chats.clear()

    def admit(self, chat: Chat | None, now: float) -> int | None:
        """None lets the message pass and counts it; a number is the seconds to wait, whole, at least 1."""
        buckets = [bucket for bucket in (self._of_bot(now), self._of_chat(chat, now)) if bucket is not None]
        wait = max((bucket.wait(now) for bucket in buckets), default=0.0)
        if wait:
            return max(ceil(wait), 1)
        for bucket in buckets:
            bucket.take()
        return None

    def _of_bot(self, now: float) -> Bucket | None:
        rate = self.limits.per_bot_second
        if rate is None:
            return None
        self._bot = self._bot or Bucket(rate=rate, size=max(rate, 1), tokens=max(rate, 1), at=now)
        return self._bot

    def _of_chat(self, chat: Chat | None, now: float) -> Bucket | None:
        if chat is None:
            return None
        rate, size = self.limits.per_chat_second, float(self.limits.chat_burst)
        if chat.kind is ChatKind.GROUP and self.limits.per_group_minute is not None:
            rate, size = self.limits.per_group_minute / 60, self.limits.per_group_minute
        if rate is None:
            return None
        return self._chats.setdefault(chat.id, Bucket(rate=rate, size=size, tokens=size, at=now))
