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

from bot.dialogue.screen import Command, Contact, FileKind, Odd, Oddity, Place, Press, RemoteFile, Typed
from bot.messengers.port import Incoming, Received, Unreadable
from bot.storage.orm import new_id
from bot.storage.tables import SetAside

_KINDS: dict[str, Any] = {
    "typed": Typed,
    "command": Command,
    "press": Press,
    "contact": Contact,
    "location": Place,
    "file": RemoteFile,
    "unsupported": Odd,
}
"""The stored name of each kind of input: a name changes only with a migration."""
_NAMES: dict[type[Any], str] = {kind: name for name, kind in _KINDS.items()}
_BIGGEST = 2**63


class Settled(Exception):
    """Another process has taken this update again meanwhile."""


def fresh_reference() -> str:
    """Six digits: they can be said over a telephone."""
    return f"{secrets.randbelow(900_000) + 100_000}"


def received_json(received: Received, screen: int | None) -> str:
    """`screen` is the number of the screen that was there to be answered."""
    data: dict[str, Any]
    match received:
        case Unreadable():
            data = {"unreadable": received.raw}
        case Incoming():
            what = [_NAMES[type(received.what)], asdict(received.what)]
            data = {"incoming": asdict(received) | {"what": what}, "screen": screen}
    return json.dumps(data)


def incoming_of(data: Any) -> Incoming:
    name, fields = data["what"]
    enums = {"file": FileKind, "unsupported": Oddity}
    if name in enums:
        fields = fields | {"kind": enums[name](fields["kind"])}
    return Incoming(**data | {"what": _KINDS[name](**fields)})


async def set_aside(
    session: AsyncSession, received: Received, error: str, now: datetime, *, screen: int | None = None
) -> str:
    """Keep an update that failed; returns the reference that its sender is told. `error` names classes and places only.

    One that nobody could read, and that comes once more because it was never confirmed, is kept once.
    """
    account = received.account if isinstance(received, Incoming) else None
    number = _fitting(received.update)
    if account is None and (known := await _known(session, received.messenger, number)):
        return known
    reference = fresh_reference()
    while await session.scalar(select(SetAside.id).where(SetAside.reference == reference)):
        reference = fresh_reference()
    row = SetAside(
        id=new_id(), reference=reference, messenger=received.messenger, update_id=number, account=_fitting(account),
        error=error, at=now,
    )  # fmt: skip
    row.raw = received_json(received, screen)
    session.add(row)
    await session.flush()
    return reference


def _fitting(number: int | None) -> int | None:
    """A column holds 64 bits; what a messenger says may not."""
    return number if number is None or -_BIGGEST <= number < _BIGGEST else 0


async def _known(session: AsyncSession, messenger: str, number: int | None) -> str | None:
    same = (SetAside.messenger == messenger, SetAside.update_id == number, SetAside.account.is_(None))
    found: str | None = await session.scalar(select(SetAside.reference).where(*same, SetAside.state == "waiting"))
    return found


async def waiting(session: AsyncSession) -> list[SetAside]:
    return list(await session.scalars(select(SetAside).where(SetAside.state == "waiting").order_by(SetAside.id)))


async def settle(session: AsyncSession, row: int, *, done: bool) -> None:
    """Once and only once, whoever comes. Raises Settled."""
    mine = update(SetAside).where(SetAside.id == row, SetAside.state == "waiting").returning(SetAside.id)
    if await session.scalar(mine.values(state="done" if done else "failed")) is None:
        raise Settled
