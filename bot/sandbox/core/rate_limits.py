"""Rate limits of a bot's messages: to one chat, to one group, in all.

Time is passed in as a number of seconds that only grows.
"""

from dataclasses import dataclass
from math import ceil

from bot.sandbox.core.models import Chat, ChatKind
from bot.sandbox.options import ChatId, RateLimits


@dataclass(slots=True, kw_only=True)
class _TokenBucket:
    """Token bucket of `size` tokens that fills at `rate` a second."""

    rate: float
    size: float
    tokens: float
    updated_at: float

    def seconds_until_token(self, now: float) -> float:
        """Return the seconds until one token is available; 0 if one is now."""
        self.tokens = min(self.size, self.tokens + (now - self.updated_at) * self.rate)
        self.updated_at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate

    def take(self) -> None:
        self.tokens -= 1


class SendRateLimiter:
    def __init__(self, limits: RateLimits) -> None:
        self.limits = limits
        self._bot: _TokenBucket | None = None
        self._chats: dict[ChatId, _TokenBucket] = {}

    def set_limits(self, limits: RateLimits) -> None:
        self.limits = limits
        self._bot = None
        self._chats.clear()

    def admit(self, chat: Chat | None, now: float) -> int | None:
        """Count the message and return None, or return the whole seconds to wait, at least 1."""
        buckets = [bucket for bucket in (self._bot_bucket(now), self._chat_bucket(chat, now)) if bucket is not None]
        wait = max((bucket.seconds_until_token(now) for bucket in buckets), default=0.0)
        if wait:
            return max(ceil(wait), 1)
        for bucket in buckets:
            bucket.take()
        return None

    def _bot_bucket(self, now: float) -> _TokenBucket | None:
        rate = self.limits.per_bot_second
        if rate is None:
            return None
        self._bot = self._bot or _TokenBucket(rate=rate, size=max(rate, 1), tokens=max(rate, 1), updated_at=now)
        return self._bot

    def _chat_bucket(self, chat: Chat | None, now: float) -> _TokenBucket | None:
        if chat is None:
            return None
        rate, size = self.limits.per_chat_second, float(self.limits.chat_burst)
        if chat.kind is ChatKind.GROUP and self.limits.per_group_minute is not None:
            rate, size = self.limits.per_group_minute / 60, self.limits.per_group_minute
        if rate is None:
            return None
        return self._chats.setdefault(chat.id, _TokenBucket(rate=rate, size=size, tokens=size, updated_at=now))
