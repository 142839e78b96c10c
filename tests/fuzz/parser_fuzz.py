"""Fuzzing of the parsers: bytes to updates to `Incoming`, by both adapters, which must agree."""

import json
import random
from collections.abc import Mapping
from functools import cache
from typing import Any

from bot.messengers.bale import BaleMessenger
from bot.messengers.port import Incoming, Messenger, ReceivedUpdate, UnreadableUpdate
from bot.messengers.telegram import TelegramMessenger
from bot.turn.dead_letters.queue import incoming_from_json, received_to_json
from tests.fuzz import raw_responses
from tests.fuzz.findings import Tally
from tests.fuzz.malformed_values import NUMBERS, seeded
from tests.fuzz.updates import Origin, bent, shapeless, update

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BATCH = 10
_BIGGEST = 2**63
_ORIGINS = (Origin(), Origin(chat=-1001, kind="supergroup"), Origin(chat=12, kind="group"), Origin(account=0, chat=0))


@cache
def adapters() -> Mapping[str, Messenger]:
    """Create both adapters without a server."""
    return {"telegram": TelegramMessenger(TOKEN), "bale": BaleMessenger(TOKEN)}


def some_update(chance: random.Random, number: int) -> Any:
    """Return an update: two in ten well-formed, six bent, two shapeless."""
    kind = chance.random()
    if kind < 0.2:
        return shapeless(chance)
    good = update(chance, number if kind < 0.97 else chance.choice(NUMBERS), chance.choice(_ORIGINS))
    return good if kind < 0.4 else bent(chance, good)


def read_chunk(seed: str, size: int) -> Tally:
    """Pass `size` updates of this seed through the envelope, repair and parser of both dialects."""
    chance, tally = seeded(seed), Tally()
    for start in range(0, size, BATCH):
        read_batch(
            raw_responses.batch(chance, [some_update(chance, start + n) for n in range(min(BATCH, size - start))]),
            tally,
        )
    return tally


def read_batch(body: bytes, tally: Tally) -> None:
    updates = raw_responses.heard(body)
    if updates is None:
        tally.stood_still("a batch that cannot be read stops the polling", {"body": body.decode("latin-1")})
        return
    for raw in updates:
        read_one(raw if isinstance(raw, dict) else {"not_an_update": raw}, tally)


def read_one(raw: dict[str, Any], tally: Tally) -> None:
    tally.taken += 1
    try:
        heard = [messenger.parse_update(raw) for messenger in adapters().values()]
        wrong = next(filter(None, map(_odd, heard)), "") or _differ(*heard)
    except Exception as error:  # noqa: BLE001  any failure is what is looked for
        wrong = f"{type(error).__name__} escaped"
    if wrong:
        tally.failed(wrong, {"updates": [raw]})
        return
    match heard[0]:
        case Incoming():
            tally.heard += 1
        case UnreadableUpdate(reason=why):
            tally.aside[why] += 1
        case None:
            tally.ignored += 1


def _differ(one: ReceivedUpdate | None, other: ReceivedUpdate | None) -> str:
    if type(one) is not type(other):
        return f"heard as {type(one).__name__} and as {type(other).__name__}"
    if isinstance(one, Incoming) and isinstance(other, Incoming):
        named = (name for name in Incoming.__slots__ if name != "messenger")
        return ", ".join(name for name in named if getattr(one, name) != getattr(other, name))
    return ""


def _odd(received: ReceivedUpdate | None) -> str:
    """Find values that must not pass the parser: numbers beyond any column, text that no encoder takes."""
    if received is None:
        return ""
    kept = json.loads(received_to_json(received, None))
    if isinstance(received, UnreadableUpdate):
        return "" if received.reason and 0 <= received.update < _BIGGEST else "an odd Unreadable"
    numbers = (received.account, received.chat, received.update, received.message)
    if not all(type(number) is int and -_BIGGEST <= number < _BIGGEST for number in numbers):
        return "a number that no column holds"
    return "" if incoming_from_json(kept["incoming"]) == received else "set aside, it would come back otherwise"
