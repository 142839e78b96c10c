"""Long work beside people who are being answered: a little at a time, and a rest after it, so that each answer waits for
little of it.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`batch` rows at a time, then a rest of `rest` times as long as they took. Short and often: what a few milliseconds
    take from an answer nobody notices, and a long batch all who wait behind it.
    """

    batch: int = 32
    rest: float = 4.0

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Around one batch, from its first question to its commit."""
        began = time.perf_counter()
        yield
        await asyncio.sleep((time.perf_counter() - began) * self.rest)
