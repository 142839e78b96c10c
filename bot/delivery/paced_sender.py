"""Sends through one bot at its pace, pauses on request, and returns an outcome for each message.

It knows no table: `batch_claims` writes the outcomes down.
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
    """The messenger took the message."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """This account cannot be written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAttempted:
    """The messenger took nothing: it asked us to wait, or we were stopping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """The messenger did not answer. `may_have_applied`: the message may have arrived all the same."""

    may_have_applied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The message is wrong: it would be refused again."""


Outcome: TypeAlias = Delivered | Blocked | NotAttempted | Unconfirmed | Refused
RenderMessage: TypeAlias = Callable[[], Outgoing]


class PacedSender:
    """Sender of one bot. Messages are spaced evenly (leaky bucket).

    After a stall nothing is caught up, so no second ever holds more than `messages_per_second`.
    """

    def __init__(
        self,
        messenger: Messenger,
        *,
        messages_per_second: float = MAX_MESSAGES_PER_SECOND,
        max_pause_seconds: float = MAX_PAUSE_SECONDS,
    ) -> None:
        self.messenger = messenger
        self._limiter = AsyncLimiter(1, 1 / messages_per_second)
        self._backoff = BackoffPolicy(first_seconds=2.0, max_seconds=max_pause_seconds)
        self._paused_until = 0.0
        self._consecutive_failures = 0

    async def wait_until_ready(self, stopping: asyncio.Event) -> None:
        """Wait until the messenger may be written to again, or it is time to stop."""
        pause = self._paused_until - asyncio.get_running_loop().time()
        if pause > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await stopping.wait()

    async def acquire_slot(self, held_lease: HeldLease) -> bool:
        """Wait for this bot's next slot.

        Return False if by then the lease is lost, we are stopping, or the sender is paused.
        """
        await self._limiter.acquire()
        return held_lease.may_begin and asyncio.get_running_loop().time() >= self._paused_until

    def pause(self, seconds: float) -> None:
        """Send nothing for this time; a longer pause stands."""
        self._paused_until = max(self._paused_until, asyncio.get_running_loop().time() + seconds)

    async def send_all(self, batch: Sequence[tuple[int, RenderMessage]], held_lease: HeldLease) -> dict[int, Outcome]:
        """Send a batch and return an outcome for every key.

        A message still under way after DRAIN_SECONDS is unconfirmed.
        """
        outcomes: dict[int, Outcome] = {key: NotAttempted() for key, _ in batch}

        async def one(key: int, render: RenderMessage) -> None:
            if await self.acquire_slot(held_lease):
                outcomes[key] = Unconfirmed(may_have_applied=True)
                outcomes[key] = await self._send(render)

        async with asyncio.TaskGroup() as group:
            sending = [group.create_task(one(key, render)) for key, render in batch]
            watch = group.create_task(_cancel_after_drain(sending, held_lease.stopping))
            await asyncio.wait(sending)
            watch.cancel()
        self._open_circuit(outcomes)
        return outcomes

    async def _send(self, render: RenderMessage) -> Outcome:
        try:
            sent = await self.messenger.send(render())
        except MessengerFailure as failure:
            return self._to_outcome(failure)
        except Exception:
            log.exception("%s: a message could not be rendered or sent", self.messenger.name)
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
        """Pause with a growing back-off while no message of a batch gets an answer (circuit breaker)."""
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
