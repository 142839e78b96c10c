"""Exponential back-off with full jitter: how long to wait between attempts at something that keeps failing.

The ceiling doubles with each failure up to a cap, and the delay is drawn evenly from below it, so that clients that failed
together do not retry together. The module knows nothing of what is retried; `sleep` and `uniform` are injected for tests.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import SystemRandom
from typing import TypeAlias

Sleep: TypeAlias = Callable[[float], Awaitable[None]]
Uniform: TypeAlias = Callable[[float, float], float]
"""Draws a number evenly from between two bounds, as `random.uniform` does."""
_MAX_DOUBLINGS = 60  # 2.0 ** failures would overflow after a thousand failures
_system_uniform: Uniform = SystemRandom().uniform


@dataclass(frozen=True, slots=True, kw_only=True)
class BackoffPolicy:
    """Bounds of an exponential back-off, in seconds. `failures` counts from 0: the failures before the present one."""

    first_seconds: float = 1.0
    max_seconds: float = 30.0

    def ceiling(self, failures: int) -> float:
        """Return the longest delay after this many earlier failures: without jitter, for delays that are stored or shown."""
        return float(min(self.first_seconds * 2.0 ** min(failures, _MAX_DOUBLINGS), self.max_seconds))

    def delay(self, failures: int, uniform: Uniform = _system_uniform) -> float:
        """Return a delay drawn evenly from between 0 and the ceiling (full jitter)."""
        return uniform(0.0, self.ceiling(failures))


@dataclass(slots=True, kw_only=True)
class Backoff:
    """Back-off of one retry loop: `wait` after each failure, `reset` after a success."""

    policy: BackoffPolicy
    sleep: Sleep = asyncio.sleep
    uniform: Uniform = _system_uniform
    failures: int = 0

    def next_delay(self) -> float:
        """Count a failure and return the delay before the next attempt, in seconds."""
        delay = self.policy.delay(self.failures, self.uniform)
        self.failures += 1
        return delay

    async def wait(self, seconds: float | None = None) -> None:
        """Count a failure and sleep before the next attempt: for `seconds` where the other side named them (Retry-After)."""
        delay = self.next_delay()
        await self.sleep(delay if seconds is None else seconds)

    def reset(self) -> None:
        """Begin again with the shortest delay."""
        self.failures = 0
