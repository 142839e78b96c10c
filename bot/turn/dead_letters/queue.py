"""Updates set aside for their own fault: kept sealed, counted, told to their sender by a reference, taken again by `replay`.

They may hold what nothing else reads (numbers beyond 64 bits, halves of letters): plain JSON keeps everything.
"""

import json
import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue.inputs import (
    Command,
    Contact,
    FileKind,
    GeoPoint,
    IncomingFile,
    Press,
    TextInput,
    Unsupported,
    UnsupportedKind,
)
from bot.messengers.port import Incoming, ReceivedUpdate, UnreadableUpdate
from bot.storage.orm import new_id
from bot.storage.tables import DeadLetter

_INPUT_KINDS: dict[str, Any] = {
    "typed": TextInput,
    "command": Command,
    "press": Press,
    "contact": Contact,
    "location": GeoPoint,
    "file": IncomingFile,
    "unsupported": Unsupported,
}
"""The stored name of each kind of input: a name changes only with a migration."""
_NAMES: dict[type[Any], str] = {kind: name for name, kind in _INPUT_KINDS.items()}
_BIGINT_BOUND = 2**63


class AlreadyResolved(Exception):
    """Another process has taken this update again meanwhile."""


def new_reference() -> str:
    """Six digits: they can be said over a telephone."""
    return f"{secrets.randbelow(900_000) + 100_000}"


def received_to_json(received: ReceivedUpdate, screen: int | None) -> str:
    """`screen` is the number of the screen that was there to be answered."""
    data: dict[str, Any]
    match received:
        case UnreadableUpdate():
            data = {"unreadable": received.raw}
        case Incoming():
            what = [_NAMES[type(received.what)], asdict(received.what)]
            data = {"incoming": asdict(received) | {"what": what}, "screen": screen}
    return json.dumps(data)


def incoming_from_json(data: Any) -> Incoming:
    name, fields = data["what"]
    enums = {"file": FileKind, "unsupported": UnsupportedKind}
    if name in enums:
        fields = fields | {"kind": enums[name](fields["kind"])}
    return Incoming(**data | {"what": _INPUT_KINDS[name](**fields)})


async def store_dead_letter(
    session: AsyncSession, received: ReceivedUpdate, error: str, now: datetime, *, screen: int | None = None
) -> str:
    """Keep an update that failed; returns the reference that its sender is told. `error` names classes and places only.

    One that nobody could read, and that comes once more because it was never confirmed, is kept once.
    """
    account = received.account if isinstance(received, Incoming) else None
    number = _bigint_or_zero(received.update)
    if account is None and (known := await _find_reference(session, received.messenger, number)):
        return known
    reference = new_reference()
    while await session.scalar(select(DeadLetter.id).where(DeadLetter.reference == reference)):
        reference = new_reference()
    row = DeadLetter(
        id=new_id(), reference=reference, messenger=received.messenger, update_id=number, external_id=_bigint_or_zero(account),
        error=error, at=now,
    )  # fmt: skip
    row.raw = received_to_json(received, screen)
    session.add(row)
    await session.flush()
    return reference


def _bigint_or_zero(number: int | None) -> int | None:
    """A column holds 64 bits; what a messenger says may not."""
    return number if number is None or -_BIGINT_BOUND <= number < _BIGINT_BOUND else 0


async def _find_reference(session: AsyncSession, messenger: str, number: int | None) -> str | None:
    same = (DeadLetter.messenger == messenger, DeadLetter.update_id == number, DeadLetter.external_id.is_(None))
    found: str | None = await session.scalar(select(DeadLetter.reference).where(*same, DeadLetter.state == "waiting"))
    return found


async def find_pending_dead_letters(session: AsyncSession) -> list[DeadLetter]:
    return list(await session.scalars(select(DeadLetter).where(DeadLetter.state == "waiting").order_by(DeadLetter.id)))


async def resolve_dead_letter(session: AsyncSession, row: int, *, succeeded: bool) -> None:
    """Once and only once, whoever comes. Raises Settled."""
    mine = update(DeadLetter).where(DeadLetter.id == row, DeadLetter.state == "waiting").returning(DeadLetter.id)
    if await session.scalar(mine.values(state="done" if succeeded else "failed")) is None:
        raise AlreadyResolved
