"""Batching without a timer (DataLoader, group commit).

Calls that arrive while a batch runs form the next batch; a single call runs at once. The module knows neither the
calls nor their results.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

log = logging.getLogger(__name__)
MAX_CALLS_PER_BATCH = 50
K = TypeVar("K")
V = TypeVar("V")


class Batcher(Generic[K, V]):
    """Batches calls of one kind. `run` must be running for a call to return.

    `run_batch` returns a result for each key, in their order; an exception among the results is raised to its own caller. If
    `run_batch` itself raises, each call is repeated alone.
    """

    def __init__(self, name: str, run_batch: Callable[[Sequence[K]], Awaitable[Sequence[V | Exception]]]) -> None:
        self._name = name
        self._run_batch = run_batch
        self._waiting: list[tuple[K, asyncio.Future[V]]] = []
        self._wake = asyncio.Event()

    async def __call__(self, key: K) -> V:
        """Return the result for one key, from the next batch."""
        future: asyncio.Future[V] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, future))
        self._wake.set()
        return await future

    async def run(self) -> None:
        """Run batch after batch, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                batch, self._waiting = self._waiting[:MAX_CALLS_PER_BATCH], self._waiting[MAX_CALLS_PER_BATCH:]
                await self._answer_batch(batch)

    async def _answer_batch(self, calls: Sequence[tuple[K, "asyncio.Future[V]"]]) -> None:
        results: Sequence[V | Exception]
        try:
            results = await self._run_batch([key for key, _ in calls])
        except Exception as error:  # noqa: BLE001 - raised to the callers, each its own; the batcher goes on
            if len(calls) > 1:
                log.warning("a batch of %s failed (%s), its calls run one by one", self._name, type(error).__name__)
                for call in calls:
                    await self._answer_batch([call])
                return
            results = [error]
        for (_, future), result in zip(calls, results, strict=True):
            if future.done():
                continue
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)
