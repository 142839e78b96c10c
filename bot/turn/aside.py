"""Updates set aside for their own fault: kept sealed, counted, told to their sender by a reference, taken again by `replay`."""

import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue.screen import Command, Contact, FileKind, Incoming, Odd, Oddity, Place, Press, RemoteFile, Typed
from bot.messengers.port import Received, Unreadable
from bot.storage.mapping import new_id
from bot.storage.tables import SetAside

_KINDS: dict[str, Any] = {kind.__name__: kind for kind in (Typed, Command, Press, Contact, Place, RemoteFile, Odd)}


def fresh_reference() -> str:
    """Six digits: they can be said over a telephone."""
    return f"{secrets.randbelow(900_000) + 100_000}"


def received_json(received: Received) -> str:
    match received:
        case Unreadable():
            data = {"unreadable": received.raw}
        case Incoming():
            data = {"incoming": asdict(received) | {"what": [type(received.what).__name__, asdict(received.what)]}}
    return orjson.dumps(data).decode()


def incoming_of(data: Any) -> Incoming:
    name, fields = data["what"]
    enums = {"RemoteFile": FileKind, "Odd": Oddity}
    if name in enums:
        fields = fields | {"kind": enums[name](fields["kind"])}
    return Incoming(**data | {"what": _KINDS[name](**fields)})


async def set_aside(session: AsyncSession, received: Received, error: str, now: datetime) -> str:
    """Keep an update that failed; returns the reference that its sender is told. `error` names classes and places only."""
    reference = fresh_reference()
    while await session.scalar(select(SetAside.id).where(SetAside.reference == reference)):
        reference = fresh_reference()
    row = SetAside(
        id=new_id(),
        reference=reference,
        messenger=received.messenger,
        update_id=received.update,
        account=received.account if isinstance(received, Incoming) else None,
        error=error,
        at=now,
    )
    row.raw = received_json(received)
    session.add(row)
    await session.flush()
    return reference


async def waiting(session: AsyncSession) -> list[SetAside]:
    return list(await session.scalars(select(SetAside).where(SetAside.state == "waiting").order_by(SetAside.id)))


async def settle(session: AsyncSession, row: int, *, done: bool) -> None:
    await session.execute(update(SetAside).where(SetAside.id == row).values(state="done" if done else "failed"))
