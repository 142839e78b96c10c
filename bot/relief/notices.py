"""What is said to another person because of something that happened: one row a person and event, sent by the worker.

It knows no text and no messenger: `payload` is what the one who renders it needs.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, literal
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief import jobs
from bot.relief.ids import PersonId
from bot.relief.reach import addresses
from bot.relief.words import DeliveryState, Hindrance
from bot.storage.engine import insert, now_ms
from bot.storage.tables import Notice

KIND = "notices"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeCopy:
    """`event` names what happened, as «service-returned:4815»; `payload` is JSON, kept sealed. `chat` is where it goes."""

    person: PersonId
    language: str
    messenger: str
    chat: int
    event: str
    payload: Mapping[str, Any]


async def notify(
    session: AsyncSession, person: PersonId, event: str, payload: Mapping[str, Any], *, due: datetime | None = None
) -> None:
    """Said once, however often it is asked for: at once, or when it is due."""
    address = (await addresses(session, [person])).get(person)
    row = Notice(
        person_id=person,
        event=event,
        text=json.dumps(payload, ensure_ascii=False),
        account_id=address and address.account,
        messenger=address and address.messenger,
        state=DeliveryState.WAITING if address else DeliveryState.UNREACHABLE,
        error=None if address else Hindrance.NO_ACCOUNT,
    )
    at_ms = None if due is None else (due - _EPOCH) // timedelta(milliseconds=1)
    written = await session.execute(
        insert(session, Notice)
        .values(**_columns(row), due_at=_due(session, at_ms))
        .on_conflict_do_nothing(index_elements=["person_id", "event"])
        .returning(Notice.id)
    )
    if address and written.first() is not None:
        await send_later(session, address.messenger, at_ms)


async def call_off(session: AsyncSession, person: PersonId, event: str) -> None:
    """What was to be said later need not be said any more."""
    waits = (Notice.person_id == person, Notice.event == event, Notice.state == DeliveryState.WAITING)
    await session.execute(delete(Notice).where(*waits))


async def send_later(session: AsyncSession, messenger: str, at_ms: int | None = None) -> None:
    """Have the lane of this messenger look for notices that are due; at once when no instant is given."""
    await jobs.again(session, f"{KIND}:{messenger}", lane=messenger, kind=KIND, at_ms=at_ms)


def _columns(row: Notice) -> dict[str, Any]:
    names = ("id", "person_id", "event", "text_box", "account_id", "messenger", "state", "error")
    return {name: getattr(row, name) for name in names}


def _due(session: AsyncSession, at_ms: int | None) -> ColumnElement[int]:
    return now_ms(session) if at_ms is None else literal(at_ms)
