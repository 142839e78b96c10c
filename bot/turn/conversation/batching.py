"""What many ask one by one is asked together: while one question is under way the next ones gather. No timer, and no waiting
when alone. It knows neither the questions nor the answers.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

log = logging.getLogger(__name__)
MOST_AT_ONCE = 50
K = TypeVar("K")
V = TypeVar("V")


class Together(Generic[K, V]):
    """`ask` answers each of its arguments, in their order; an exception among the answers is raised to who asked for that one.
    What it raises itself is the failure of them all: then each is asked alone. `run` must be running.
    """

    def __init__(self, what: str, ask: Callable[[Sequence[K]], Awaitable[Sequence[V | Exception]]]) -> None:
        self._what = what
        self._ask = ask
        self._waiting: list[tuple[K, asyncio.Future[V]]] = []
        self._wake = asyncio.Event()

    async def __call__(self, wanted: K) -> V:
        future: asyncio.Future[V] = asyncio.get_running_loop().create_future()
        self._waiting.append((wanted, future))
        self._wake.set()
        return await future

    async def run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                now, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                await self._answer(now)

    async def _answer(self, asked: Sequence[tuple[K, "asyncio.Future[V]"]]) -> None:
        answers: Sequence[V | Exception]
        try:
            answers = await self._ask([wanted for wanted, _ in asked])
        except Exception as error:  # noqa: BLE001 - what one fails with is its own asker's to judge; the others go on
            if len(asked) > 1:
                log.warning("%s together failed (%s), one by one now", self._what, type(error).__name__)
                for one in asked:
                    await self._answer([one])
                return
            answers = [error]
        for (_, future), answer in zip(asked, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
