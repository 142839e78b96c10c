"""Long polling that always moves on: updates handed over in order, offsets confirmed only when what they cover was taken.

Knows neither library nor what an update means; `ask` and `read` are the adapter's.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Any, TypeAlias

from bot.messengers.error_mapping import Conflict
from bot.messengers.port import BadToken, Failure, Received, SlowDown, Take, Unreadable
from bot.messengers.update_schema import whole

_LOG = logging.getLogger(__name__)
_QUIET = 6 * 24 * 3600.0  # seconds; after a week without updates Telegram begins to number anew, perhaps lower
_LONGEST_WAIT = 600.0  # seconds; whatever time to wait is named, we look again after this

Ask: TypeAlias = Callable[[int], Awaitable[Any]]
"""From an offset (0 for none) to the raw updates from there on."""
Read: TypeAlias = Callable[[Mapping[str, Any]], Received | None]


@dataclass(slots=True, kw_only=True)
class BackOff:
    """How long to rest after a failure, in seconds: twice as long each time, up to `longest`, never in step with others."""

    first: float = 1.0
    longest: float = 30.0
    _next: float = 0.0
    _chance: SystemRandom = field(default_factory=SystemRandom)

    def rest(self) -> float:
        now = self._next or self.first
        self._next = min(now * 2, self.longest)
        return now * self._chance.uniform(0.5, 1.0)

    def reset(self) -> None:
        self._next = 0.0


async def poll(
    ask: Ask,
    read: Read,
    take: Take,
    *,
    messenger: str,
    back_off: BackOff,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Runs until it is cancelled or the token is refused."""
    offset, heard = 0, clock()
    while True:
        batch = await _batch(ask, offset, messenger, back_off)
        if batch is None:
            continue
        if batch or clock() - heard > _QUIET:
            offset, heard = offset if batch else 0, clock()
        numbered = _numbered(batch, offset)
        failed = await _hand_over(numbered, read, take, messenger)
        if failed is not None:
            offset = failed
            await asyncio.sleep(back_off.rest())
            continue
        back_off.reset()
        if numbered:
            offset = max(number for number, _ in numbered) + 1


async def _batch(ask: Ask, offset: int, messenger: str, back_off: BackOff) -> list[Any] | None:
    """None when there was a failure, after the rest that it calls for."""
    try:
        said = await ask(offset)
    except BadToken:
        raise
    except SlowDown as slow:
        _LOG.warning("polling %s: %s", messenger, slow)
        await asyncio.sleep(min(slow.retry_after, _LONGEST_WAIT))
        return None
    except Conflict:
        _LOG.warning("polling %s: somebody else asks for the same bot's updates", messenger)
    except Failure as failure:
        _LOG.warning("polling %s: %s: %s", messenger, type(failure).__name__, failure)
    else:
        if isinstance(said, list):
            return said
        _LOG.warning("polling %s: the answer is not a list of updates", messenger)
    await asyncio.sleep(back_off.rest())
    return None


def _numbered(batch: list[Any], offset: int) -> list[tuple[int, Mapping[str, Any]]]:
    """Each update with its number. One whose number cannot be read is taken for the next: numbers follow one another."""
    numbered: list[tuple[int, Mapping[str, Any]]] = []
    number = max(offset, 1) - 1
    for raw in batch:
        update = raw if isinstance(raw, dict) else {"not_an_update": raw}
        told = whole(update.get("update_id"))
        number = told if told is not None and told >= 0 else number + 1
        numbered.append((number, update))
    return numbered


async def _hand_over(
    numbered: list[tuple[int, Mapping[str, Any]]], read: Read, take: Take, messenger: str
) -> int | None:
    """The lowest number that was not taken, None when all were."""
    taken: list[tuple[int, asyncio.Future[Exception | None]]] = []
    for number, raw in numbered:
        received = read(raw)
        if isinstance(received, Unreadable) and not received.update:
            received = Unreadable(messenger=messenger, update=number, raw=received.raw, why=received.why)
        if received is not None:
            taken.append((number, take(received)))
    if taken:
        await asyncio.wait([turn for _, turn in taken])
    failed = {number: error for number, turn in taken if (error := turn.result())}
    for number, error in failed.items():
        _LOG.warning("update %d of %s was not taken: %s", number, messenger, type(error).__name__)
    return min(failed, default=None)
