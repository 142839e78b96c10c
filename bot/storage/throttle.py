"""Long work beside people who are being answered: a little at a time, and a rest after it, so that each answer waits for
little of it.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """`batch_size` rows at a time, then a rest of `rest_ratio` times as long as they took. Short and often: what a few milliseconds
    take from an answer nobody notices, and a long batch all who wait behind it.
    """

    batch_size: int = 32
    rest_ratio: float = 4.0

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[None]:
        """Around one batch, from its first question to its commit."""
        began = time.perf_counter()
        yield
        await asyncio.sleep((time.perf_counter() - began) * self.rest_ratio)
