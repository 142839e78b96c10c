"""Long polling that always moves on: updates in order, offsets confirmed once all is taken.

Knows neither library nor the meaning of an update; `get_updates` and `parse_update` are the adapter's.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from bot.backoff import Backoff
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
_OFFSET_RESET_SECONDS = 6 * 24 * 3600.0  # Telegram restarts update_id, perhaps lower, after a week without updates
_MAX_WAIT_SECONDS = 600.0  # a longer Retry-After is cut to this

GetUpdates: TypeAlias = Callable[[int], Awaitable[Any]]
"""Returns the raw updates from an offset on (0 for none)."""
ParseUpdate: TypeAlias = Callable[[Mapping[str, Any]], ReceivedUpdate | None]


async def poll(
    get_updates: GetUpdates,
    parse_update: ParseUpdate,
    submit: SubmitUpdate,
    *,
    messenger: str,
    backoff: Backoff,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Poll until cancelled, or until InvalidToken."""
    offset, last_update_at = 0, clock()
    while True:
        batch = await _fetch_batch(get_updates, offset, messenger, backoff)
        if batch is None:
            continue
        if batch or clock() - last_update_at > _OFFSET_RESET_SECONDS:
            offset, last_update_at = offset if batch else 0, clock()
        numbered = _number_updates(batch, offset)
        failed = await _submit_batch(numbered, parse_update, submit, messenger)
        if failed is not None:
            offset = failed
            await backoff.wait()
            continue
        backoff.reset()
        if numbered:
            offset = max(number for number, _ in numbered) + 1


async def _fetch_batch(get_updates: GetUpdates, offset: int, messenger: str, backoff: Backoff) -> list[Any] | None:
    """Return the updates, or None after a failure and its back-off."""
    try:
        updates = await get_updates(offset)
    except InvalidToken:
        raise
    except RateLimited as slow:
        _LOG.warning("polling %s: %s", messenger, slow)
        await backoff.wait(min(slow.retry_after, _MAX_WAIT_SECONDS))
        return None
    except PollingConflict:
        _LOG.warning("polling %s: another process asks for the same bot's updates", messenger)
    except MessengerFailure as failure:
        _LOG.warning("polling %s: %s: %s", messenger, type(failure).__name__, failure)
    else:
        if isinstance(updates, list):
            return updates
        _LOG.warning("polling %s: the answer is not a list of updates", messenger)
    await backoff.wait()
    return None


def _number_updates(batch: list[Any], offset: int) -> list[tuple[int, Mapping[str, Any]]]:
    """Return each update with its number. One without a readable number is the next after the last."""
    numbered: list[tuple[int, Mapping[str, Any]]] = []
    number = max(offset, 1) - 1
    for raw in batch:
        update = raw if isinstance(raw, dict) else {"not_an_update": raw}
        update_id = parse_bigint(update.get("update_id"))
        number = update_id if update_id is not None and update_id >= 0 else number + 1
        numbered.append((number, update))
    return numbered


async def _submit_batch(
    numbered: list[tuple[int, Mapping[str, Any]]], parse_update: ParseUpdate, submit: SubmitUpdate, messenger: str
) -> int | None:
    """Hand the updates over and wait. Return the lowest number that was not taken, None if all were."""
    turns: list[tuple[int, asyncio.Future[Exception | None]]] = []
    for number, raw in numbered:
        received = parse_update(raw)
        if isinstance(received, UnreadableUpdate) and not received.update:
            received = UnreadableUpdate(messenger=messenger, update=number, raw=received.raw, reason=received.reason)
        if received is not None:
            turns.append((number, submit(received)))
    if turns:
        await asyncio.wait([turn for _, turn in turns])
    failed = {number: error for number, turn in turns if (error := turn.result())}
    for number, error in failed.items():
        _LOG.warning("update %d of %s was not taken: %s", number, messenger, type(error).__name__)
    return min(failed, default=None)
