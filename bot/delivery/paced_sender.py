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

from bot.delivery.leases import Hold
from bot.messengers.port import BadToken, Failure, Messenger, Outgoing, SlowDown, TryAgain, Unreachable

log = logging.getLogger(__name__)
PER_SECOND = 28.0
PATIENCE = 2.0  # seconds that a stopping worker waits for messages on their way
SILENCE = 30.0  # seconds: a messenger that does not answer is asked again at least so often
NO_TOKEN_SILENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """This account cannot be written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBegun:
    """The messenger took nothing: it asked us to wait, or we were stopping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """The messenger did not answer; `perhaps_done` when the message may have arrived all the same."""

    perhaps_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Our mistake: the same message would be refused again."""


Outcome: TypeAlias = Delivered | Blocked | NotBegun | Missed | Refused
Draw: TypeAlias = Callable[[], Outgoing]


class Sender:
    def __init__(self, messenger: Messenger, *, per_second: float = PER_SECOND, silence: float = SILENCE) -> None:
        """Messages are spaced evenly: after a stall nothing is caught up, so no second ever holds more than `per_second`."""
        self.messenger = messenger
        self._pace = AsyncLimiter(1, 1 / per_second)
        self._silence = silence
        self._silent_until = 0.0
        self._misses = 0

    async def ready(self, stopping: asyncio.Event) -> None:
        """Until the messenger may be written to again, or it is time to stop."""
        pause = self._silent_until - asyncio.get_running_loop().time()
        if pause > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await stopping.wait()

    async def may_send(self, hold: Hold) -> bool:
        """Waits for this bot's next moment; false when by then we own the lane no more, are stopping, or must be silent."""
        await self._pace.acquire()
        return hold.may_begin and asyncio.get_running_loop().time() >= self._silent_until

    def be_silent(self, seconds: float) -> None:
        self._silent_until = max(self._silent_until, asyncio.get_running_loop().time() + seconds)

    async def send_all(self, batch: Sequence[tuple[int, Draw]], hold: Hold) -> dict[int, Outcome]:
        """Every key of the batch gets its outcome. What is still on its way when patience ends is in doubt."""
        outcomes: dict[int, Outcome] = {key: NotBegun() for key, _ in batch}

        async def one(key: int, draw: Draw) -> None:
            if await self.may_send(hold):
                outcomes[key] = Missed(perhaps_done=True)
                outcomes[key] = await self._send(draw)

        async with asyncio.TaskGroup() as group:
            sending = [group.create_task(one(key, draw)) for key, draw in batch]
            watch = group.create_task(_cut_off(sending, hold.stopping))
            await asyncio.wait(sending)
            watch.cancel()
        self._weigh(outcomes)
        return outcomes

    async def _send(self, draw: Draw) -> Outcome:
        try:
            sent = await self.messenger.send(draw())
        except Failure as failure:
            return self._outcome(failure)
        except Exception:
            log.exception("%s: a message could not be drawn or sent", self.messenger.name)
            return Refused()
        return Delivered(message=sent.message)

    def _outcome(self, failure: Failure) -> Outcome:
        match failure:
            case Unreachable():
                return Blocked()
            case SlowDown():
                self.be_silent(failure.retry_after)
                return NotBegun()
            case BadToken():
                log.error("%s does not know this bot: check its token", self.messenger.name)
                self.be_silent(NO_TOKEN_SILENCE)
                return NotBegun()
            case TryAgain():
                return Missed(perhaps_done=failure.perhaps_done)
            case _:
                log.error("%s refused a message: %s", self.messenger.name, failure)
                return Refused()

    def _weigh(self, outcomes: dict[int, Outcome]) -> None:
        """When nothing but misses came of a batch, the messenger itself is away: the lane waits for it."""
        answered = any(isinstance(one, Delivered | Blocked | Refused) for one in outcomes.values())
        if answered:
            self._misses = 0
        elif any(isinstance(one, Missed) for one in outcomes.values()):
            self._misses += 1
            self.be_silent(min(2.0**self._misses, self._silence))


async def _cut_off(sending: Sequence[asyncio.Task[None]], stopping: asyncio.Event) -> None:
    await stopping.wait()
    await asyncio.sleep(PATIENCE)
    for task in sending:
        task.cancel()
