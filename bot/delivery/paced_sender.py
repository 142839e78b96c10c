"""One bot as the worker writes through it: at its pace, silent while it was asked to wait, with an outcome for each message.

It knows no table: what is written down about an outcome is the ledger's.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from aiolimiter import AsyncLimiter

from bot.backoff import BackoffPolicy
from bot.delivery.leases import HeldLease
from bot.messengers.port import (
    InvalidToken,
    Messenger,
    MessengerFailure,
    Outgoing,
    RateLimited,
    TemporaryFailure,
    Unreachable,
)

log = logging.getLogger(__name__)
MAX_MESSAGES_PER_SECOND = 28.0
DRAIN_SECONDS = 2.0  # seconds that a stopping worker waits for messages on their way
MAX_PAUSE_SECONDS = 30.0  # seconds: a messenger that does not answer is asked again at least so often
INVALID_TOKEN_PAUSE_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """This account cannot be written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAttempted:
    """The messenger took nothing: it asked us to wait, or we were stopping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """The messenger did not answer; `may_have_applied` when the message may have arrived all the same."""

    may_have_applied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Our mistake: the same message would be refused again."""


Outcome: TypeAlias = Delivered | Blocked | NotAttempted | Unconfirmed | Refused
RenderMessage: TypeAlias = Callable[[], Outgoing]


class PacedSender:
    def __init__(
        self,
        messenger: Messenger,
        *,
        messages_per_second: float = MAX_MESSAGES_PER_SECOND,
        max_pause_seconds: float = MAX_PAUSE_SECONDS,
    ) -> None:
        """Messages are spaced evenly: after a stall nothing is caught up, so no second ever holds more than `messages_per_second`."""
        self.messenger = messenger
        self._limiter = AsyncLimiter(1, 1 / messages_per_second)
        self._backoff = BackoffPolicy(first_seconds=2.0, max_seconds=max_pause_seconds)
        self._paused_until = 0.0
        self._consecutive_failures = 0

    async def wait_until_ready(self, stopping: asyncio.Event) -> None:
        """Until the messenger may be written to again, or it is time to stop."""
        pause = self._paused_until - asyncio.get_running_loop().time()
        if pause > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await stopping.wait()

    async def acquire_slot(self, held_lease: HeldLease) -> bool:
        """Waits for this bot's next moment; false when by then we own the lane no more, are stopping, or must be silent."""
        await self._limiter.acquire()
        return held_lease.may_begin and asyncio.get_running_loop().time() >= self._paused_until

    def pause(self, seconds: float) -> None:
        self._paused_until = max(self._paused_until, asyncio.get_running_loop().time() + seconds)

    async def send_all(self, batch: Sequence[tuple[int, RenderMessage]], held_lease: HeldLease) -> dict[int, Outcome]:
        """Every key of the batch gets its outcome. What is still on its way when patience ends is in doubt."""
        outcomes: dict[int, Outcome] = {key: NotAttempted() for key, _ in batch}

        async def one(key: int, draw: RenderMessage) -> None:
            if await self.acquire_slot(held_lease):
                outcomes[key] = Unconfirmed(may_have_applied=True)
                outcomes[key] = await self._send(draw)

        async with asyncio.TaskGroup() as group:
            sending = [group.create_task(one(key, draw)) for key, draw in batch]
            watch = group.create_task(_cancel_after_drain(sending, held_lease.stopping))
            await asyncio.wait(sending)
            watch.cancel()
        self._open_circuit(outcomes)
        return outcomes

    async def _send(self, draw: RenderMessage) -> Outcome:
        try:
            sent = await self.messenger.send(draw())
        except MessengerFailure as failure:
            return self._to_outcome(failure)
        except Exception:
            log.exception("%s: a message could not be drawn or sent", self.messenger.name)
            return Refused()
        return Delivered(message_id=sent.message_id)

    def _to_outcome(self, failure: MessengerFailure) -> Outcome:
        match failure:
            case Unreachable():
                return Blocked()
            case RateLimited():
                self.pause(failure.retry_after)
                return NotAttempted()
            case InvalidToken():
                log.error("%s does not know this bot: check its token", self.messenger.name)
                self.pause(INVALID_TOKEN_PAUSE_SECONDS)
                return NotAttempted()
            case TemporaryFailure():
                return Unconfirmed(may_have_applied=failure.may_have_applied)
            case _:
                log.error("%s refused a message: %s", self.messenger.name, failure)
                return Refused()

    def _open_circuit(self, outcomes: dict[int, Outcome]) -> None:
        """When nothing but misses came of a batch, the messenger itself is away: the lane waits for it."""
        answered = any(isinstance(one, Delivered | Blocked | Refused) for one in outcomes.values())
        if answered:
            self._consecutive_failures = 0
        elif any(isinstance(one, Unconfirmed) for one in outcomes.values()):
            self.pause(self._backoff.ceiling(self._consecutive_failures))
            self._consecutive_failures += 1


async def _cancel_after_drain(sending: Sequence[asyncio.Task[None]], stopping: asyncio.Event) -> None:
    await stopping.wait()
    await asyncio.sleep(DRAIN_SECONDS)
    for task in sending:
        task.cancel()
