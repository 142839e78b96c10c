"""What many ask one by one is asked together: while one question is under way the next ones gather. No timer, and no waiting
when alone. It knows neither the questions nor the answers.
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
    """`ask` answers each of its arguments, in their order; an exception among the answers is raised to who asked for that one.
    What it raises itself is the failure of them all: then each is asked alone. `run` must be running.
    """

    def __init__(self, name: str, run_batch: Callable[[Sequence[K]], Awaitable[Sequence[V | Exception]]]) -> None:
        self._name = name
        self._run_batch = run_batch
        self._waiting: list[tuple[K, asyncio.Future[V]]] = []
        self._wake = asyncio.Event()

    async def __call__(self, key: K) -> V:
        future: asyncio.Future[V] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, future))
        self._wake.set()
        return await future

    async def run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                now, self._waiting = self._waiting[:MAX_CALLS_PER_BATCH], self._waiting[MAX_CALLS_PER_BATCH:]
                await self._answer_batch(now)

    async def _answer_batch(self, calls: Sequence[tuple[K, "asyncio.Future[V]"]]) -> None:
        answers: Sequence[V | Exception]
        try:
            answers = await self._run_batch([wanted for wanted, _ in calls])
        except Exception as error:  # noqa: BLE001 - what one fails with is its own asker's to judge; the others go on
            if len(calls) > 1:
                log.warning("%s together failed (%s), one by one now", self._name, type(error).__name__)
                for one in calls:
                    await self._answer_batch([one])
                return
            answers = [error]
        for (_, future), answer in zip(calls, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
