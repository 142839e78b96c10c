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

from bot.messengers.error_mapping import PollingConflict
from bot.messengers.port import (
    InvalidToken,
    MessengerFailure,
    RateLimited,
    ReceivedUpdate,
    SubmitUpdate,
    UnreadableUpdate,
)
from bot.messengers.update_schema import parse_bigint

_LOG = logging.getLogger(__name__)
_OFFSET_RESET_SECONDS = (
    6 * 24 * 3600.0
)  # seconds; after a week without updates Telegram begins to number anew, perhaps lower
_MAX_WAIT_SECONDS = 600.0  # seconds; whatever time to wait is named, we look again after this

GetUpdates: TypeAlias = Callable[[int], Awaitable[Any]]
"""From an offset (0 for none) to the raw updates from there on."""
ParseUpdate: TypeAlias = Callable[[Mapping[str, Any]], ReceivedUpdate | None]


@dataclass(slots=True, kw_only=True)
class BackOff:
    """How long to rest after a failure, in seconds: twice as long each time, up to `max_seconds`, never in step with others."""

    min_seconds: float = 1.0
    max_seconds: float = 30.0
    _next: float = 0.0
    _random: SystemRandom = field(default_factory=SystemRandom)

    def next_delay(self) -> float:
        now = self._next or self.min_seconds
        self._next = min(now * 2, self.max_seconds)
        return now * self._random.uniform(0.5, 1.0)

    def reset(self) -> None:
        self._next = 0.0


async def poll(
    get_updates: GetUpdates,
    parse_update: ParseUpdate,
    submit: SubmitUpdate,
    *,
    messenger: str,
    back_off: BackOff,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Runs until it is cancelled or the token is refused."""
    offset, heard = 0, clock()
    while True:
        batch = await _fetch_batch(get_updates, offset, messenger, back_off)
        if batch is None:
            continue
        if batch or clock() - heard > _OFFSET_RESET_SECONDS:
            offset, heard = offset if batch else 0, clock()
        numbered = _number_updates(batch, offset)
        failed = await _submit_batch(numbered, parse_update, submit, messenger)
        if failed is not None:
            offset = failed
            await asyncio.sleep(back_off.next_delay())
            continue
        back_off.reset()
        if numbered:
            offset = max(number for number, _ in numbered) + 1


async def _fetch_batch(get_updates: GetUpdates, offset: int, messenger: str, back_off: BackOff) -> list[Any] | None:
    """None when there was a failure, after the rest that it calls for."""
    try:
        said = await get_updates(offset)
    except InvalidToken:
        raise
    except RateLimited as slow:
        _LOG.warning("polling %s: %s", messenger, slow)
        await asyncio.sleep(min(slow.retry_after, _MAX_WAIT_SECONDS))
        return None
    except PollingConflict:
        _LOG.warning("polling %s: somebody else asks for the same bot's updates", messenger)
    except MessengerFailure as failure:
        _LOG.warning("polling %s: %s: %s", messenger, type(failure).__name__, failure)
    else:
        if isinstance(said, list):
            return said
        _LOG.warning("polling %s: the answer is not a list of updates", messenger)
    await asyncio.sleep(back_off.next_delay())
    return None


def _number_updates(batch: list[Any], offset: int) -> list[tuple[int, Mapping[str, Any]]]:
    """Each update with its number. One whose number cannot be read is taken for the next: numbers follow one another."""
    numbered: list[tuple[int, Mapping[str, Any]]] = []
    number = max(offset, 1) - 1
    for raw in batch:
        update = raw if isinstance(raw, dict) else {"not_an_update": raw}
        told = parse_bigint(update.get("update_id"))
        number = told if told is not None and told >= 0 else number + 1
        numbered.append((number, update))
    return numbered


async def _submit_batch(
    numbered: list[tuple[int, Mapping[str, Any]]], parse_update: ParseUpdate, submit: SubmitUpdate, messenger: str
) -> int | None:
    """The lowest number that was not taken, None when all were."""
    taken: list[tuple[int, asyncio.Future[Exception | None]]] = []
    for number, raw in numbered:
        received = parse_update(raw)
        if isinstance(received, UnreadableUpdate) and not received.update:
            received = UnreadableUpdate(messenger=messenger, update=number, raw=received.raw, reason=received.reason)
        if received is not None:
            taken.append((number, submit(received)))
    if taken:
        await asyncio.wait([turn for _, turn in taken])
    failed = {number: error for number, turn in taken if (error := turn.result())}
    for number, error in failed.items():
        _LOG.warning("update %d of %s was not taken: %s", number, messenger, type(error).__name__)
    return min(failed, default=None)
