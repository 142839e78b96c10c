"""Structured concurrency (nursery): every task has a group that hears of its failure and outlives it.

The only module that starts tasks; it knows nothing of what they do.
"""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Nursery:
    """A group of tasks with a graceful shutdown; leaving its block waits for them.

    Leaving the block by an exception or a cancellation sets `stopping`, gives the tasks `grace_seconds` to finish, then cancels
    the rest. A task that fails is logged and, unless it was started with `tolerate`, brings the group down: the others stop in
    the same way, and the block raises the first failure.
    """

    def __init__(self, *, grace_seconds: float = 4.0) -> None:
        self.stopping = asyncio.Event()
        self._grace_seconds = grace_seconds
        self._tasks: set[asyncio.Task[Any]] = set()
        self._failure: BaseException | None = None
        self._owner: asyncio.Task[Any] | None = None
        self._interrupted = False

    def start(self, work: Coroutine[Any, Any, _T], name: str, *, tolerate: bool = False) -> asyncio.Task[_T]:
        """Start a task of the group; `tolerate` keeps the group going if it fails."""
        task = asyncio.create_task(work, name=name)  # noqa: TID251 - the place that the ban points to
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._on_done(done, tolerate=tolerate))
        return task

    def _on_done(self, task: asyncio.Task[Any], *, tolerate: bool) -> None:
        self._tasks.discard(task)
        failure = None if task.cancelled() else task.exception()
        if failure is None:
            return
        log.error("%s failed", task.get_name(), exc_info=failure)
        if tolerate:
            return
        self._failure = self._failure or failure
        self.stopping.set()
        if self._owner is not None and not self._interrupted:
            self._interrupted = True
            self._owner.cancel()

    async def __aenter__(self) -> Self:
        self._owner = asyncio.current_task()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.stopping.set()
        ours = self._interrupted and await self._own_cancellation_ends(error)
        cancelled = await self._drain()
        if self._failure is not None and not cancelled and (ours or error is None):
            raise self._failure
        if cancelled and error is None:
            raise asyncio.CancelledError

    async def _own_cancellation_ends(self, error: BaseException | None) -> bool:
        """Return True if only a failed task cancelled the owner; awaits a cancellation under way."""
        owner, self._owner = self._owner, None
        with contextlib.suppress(asyncio.CancelledError):
            if error is None:
                await asyncio.sleep(0)
        return owner is not None and owner.uncancel() == 0

    async def _drain(self) -> bool:
        """Wait until no task is left; return True if the owner was cancelled meanwhile."""
        self._owner = None
        cancelled = False
        while self._tasks and not self.stopping.is_set():
            try:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            except asyncio.CancelledError:
                cancelled = True
                self.stopping.set()
        try:
            await self._wait_for_grace()
        except asyncio.CancelledError:
            cancelled = True
        while self._tasks:
            await self._cancel_remaining()
        return cancelled

    async def _wait_for_grace(self) -> None:
        """Wait for the tasks within the grace period, which includes tasks that they start meanwhile."""
        clock = asyncio.get_running_loop().time
        until = clock() + self._grace_seconds
        while self._tasks and (left := until - clock()) > 0:
            await asyncio.wait(self._tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)

    async def _cancel_remaining(self) -> None:
        late = tuple(self._tasks)
        for task in late:
            log.warning("%s did not stop in time", task.get_name())
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
