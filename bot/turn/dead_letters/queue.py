"""Dead letter queue: updates that failed by their own fault, sealed, each with a reference.

The sender is told the reference. A dead letter may hold what nothing else reads (numbers beyond 64 bits, lone
surrogates): plain JSON keeps all of it.
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
    UserInput,
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
_STORED_NAMES: dict[type[Any], str] = {kind: name for name, kind in _INPUT_KINDS.items()}
_ENUMS: dict[str, Any] = {"file": FileKind, "unsupported": UnsupportedKind}
_BIGINT_BOUND = 2**63


class AlreadyResolved(Exception):
    """Another process has replayed this dead letter meanwhile."""


class UnknownInput(Exception):
    """A dead letter of a newer version, with an input that this version does not know."""


def new_reference() -> str:
    """Return a reference of six digits: it can be read out over a telephone."""
    return f"{secrets.randbelow(900_000) + 100_000}"


def received_to_json(received: ReceivedUpdate, screen: int | None) -> str:
    """Return the stored form of an update; `screen` is the number of the screen at that time."""
    data: dict[str, Any]
    match received:
        case UnreadableUpdate():
            data = {"unreadable": received.raw}
        case Incoming():
            what = [_STORED_NAMES[type(received.what)], asdict(received.what)]
            data = {"incoming": asdict(received) | {"what": what}, "screen": screen}
    return json.dumps(data)


def incoming_from_json(data: Any) -> Incoming:
    """Return a stored update: unknown keys are ignored, missing ones have defaults. Raises UnknownInput."""
    try:
        name, fields = data["what"]
        return Incoming(**_known_fields(Incoming, data) | {"what": _input_from_json(name, fields)})
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownInput from error


def _input_from_json(name: str, fields: Any) -> UserInput:
    kind = _INPUT_KINDS[name]
    if name in _ENUMS:
        fields = fields | {"kind": _ENUMS[name](fields["kind"])}
    user_input: UserInput = kind(**_known_fields(kind, fields))
    return user_input


def _known_fields(kind: type[Any], data: Any) -> dict[str, Any]:
    return {name: data[name] for name in kind.__slots__ if name in data}


async def store_dead_letter(
    session: AsyncSession, received: ReceivedUpdate, error: str, now: datetime, *, screen: int | None = None
) -> str:
    """Store an update that failed; return the reference that its sender is told. `error` names classes and places only.

    An unreadable update that comes again, because it was never confirmed, is stored once.
    """
    account = received.account if isinstance(received, Incoming) else None
    number = _bigint_or_zero(received.update)
    if account is None and (existing := await _find_reference(session, received.messenger, number)):
        return existing
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
    """Return a number that a 64-bit column holds: a messenger may send a larger one, which is stored as 0."""
    return number if number is None or -_BIGINT_BOUND <= number < _BIGINT_BOUND else 0


async def _find_reference(session: AsyncSession, messenger: str, number: int | None) -> str | None:
    same = (DeadLetter.messenger == messenger, DeadLetter.update_id == number, DeadLetter.external_id.is_(None))
    query = select(DeadLetter.reference).where(*same, DeadLetter.state == "waiting")
    reference: str | None = await session.scalar(query)
    return reference


async def find_pending_dead_letters(session: AsyncSession) -> list[DeadLetter]:
    """Return the dead letters that were not replayed yet, oldest first."""
    return list(await session.scalars(select(DeadLetter).where(DeadLetter.state == "waiting").order_by(DeadLetter.id)))


async def resolve_dead_letter(session: AsyncSession, row: int, *, succeeded: bool) -> None:
    """Mark a pending dead letter as done or failed. Raises AlreadyResolved: only one process does it."""
    pending = update(DeadLetter).where(DeadLetter.id == row, DeadLetter.state == "waiting").returning(DeadLetter.id)
    if await session.scalar(pending.values(state="done" if succeeded else "failed")) is None:
        raise AlreadyResolved
