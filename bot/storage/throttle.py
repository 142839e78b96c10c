"""Throttle for long work beside conversations: short batches with a rest after each.

An answer so waits for little of it.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """Batches of `batch_size` rows, each followed by a rest of `rest_ratio` times its duration.

    Short and often: no one notices that an answer waits a few milliseconds, but everyone waits behind a long batch.
    """

    batch_size: int = 32
    rest_ratio: float = 4.0

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[None]:
        """Measure one batch, from its first query to its commit, and rest after it."""
        began = time.perf_counter()
        yield
        await asyncio.sleep((time.perf_counter() - began) * self.rest_ratio)
