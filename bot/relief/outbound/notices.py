"""Notices: messages to a person because of an event, one row each, sent by the worker.

No text and no messenger is known here: `payload` is for the renderer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.ids import PersonId
from bot.relief.outbound import jobs
from bot.relief.outbound.addresses import resolve_addresses
from bot.relief.outbound.jobs import JobKind
from bot.relief.vocabulary import DeliveryFailureReason, DeliveryState
from bot.storage.database import insert, now_ms
from bot.storage.tables import Notice


class NoticeKind(StrEnum):
    """Kinds of notices. The values are stored: a value changes only with a migration."""

    ACCOUNT_LINKED = "account-linked"
    CALL_APPROVED = "call-approved"
    CALL_APPROVAL_EXPIRED = "call-approval-expired"
    CALL_APPROVAL_REQUESTED = "call-approval-requested"
    CALL_RETURNED = "call-returned"
    DELEGATED = "delegated"
    DELEGATION_REVOKED = "delegation-revoked"
    JOIN_REQUEST_DECIDED = "join-request-decided"
    JOIN_REQUESTED = "join-requested"
    LETTER = "letter"
    MEMBERSHIP_ENDED = "membership-ended"
    MEMBERSHIP_REINSTATED = "membership-reinstated"
    MEMBERSHIP_SUSPENDED = "membership-suspended"
    PERSON_MERGE_OFFERED = "person-merge-offered"
    SERVICE_CORRECTED = "service-corrected"
    SERVICE_RETURNED = "service-returned"
    UNIT_CLOSED = "unit-closed"

    def event(self, *subject: object) -> str:
        """Return the idempotency key of a notice: `service-returned:4815`. A person gets one notice for an event."""
        return ":".join(map(str, (self.value, *subject)))


_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingNotice:
    """A notice to be rendered.

    `event` is as «service-returned:4815»; `payload` is JSON, stored sealed; `chat` is where it goes.
    """

    person: PersonId
    language: str
    messenger: str
    chat: int
    event: str
    payload: Mapping[str, Any]


async def enqueue_notice(
    session: AsyncSession, person: PersonId, event: str, payload: Mapping[str, Any], *, delay: timedelta = jobs.NO_DELAY
) -> None:
    """Enqueue a notice once for a person and event: at once, or after `delay` by the database's clock."""
    address = (await resolve_addresses(session, [person])).get(person)
    row = Notice(
        person_id=person,
        event=event,
        text=json.dumps(payload, ensure_ascii=False),
        account_id=address and address.account_id,
        messenger=address and address.messenger,
        state=DeliveryState.WAITING if address else DeliveryState.UNREACHABLE,
        error=None if address else DeliveryFailureReason.NO_ACCOUNT,
    )
    written = await session.execute(
        insert(session, Notice)
        .values(**_columns(row), due_ms=now_ms(session) + delay // _MILLISECOND)
        .on_conflict_do_nothing(index_elements=["person_id", "event"])
        .returning(Notice.id)
    )
    if address and written.first() is not None:
        await schedule_sending(session, address.messenger, delay)


async def cancel_notice(session: AsyncSession, person: PersonId, event: str) -> None:
    """Delete a notice that still waits."""
    waits = (Notice.person_id == person, Notice.event == event, Notice.state == DeliveryState.WAITING)
    await session.execute(delete(Notice).where(*waits))


async def schedule_sending(session: AsyncSession, messenger: str, delay: timedelta = jobs.NO_DELAY) -> None:
    """Have the lane of this messenger look for notices that are due."""
    await jobs.enqueue_or_reschedule(
        session, f"{JobKind.NOTICES}:{messenger}", lane=messenger, kind=JobKind.NOTICES, delay=delay
    )


def _columns(row: Notice) -> dict[str, Any]:
    names = ("id", "person_id", "event", "text_box", "account_id", "messenger", "state", "error")
    return {name: getattr(row, name) for name in names}
