"""Claims rows of calls and notices before a batch is sent, and records the outcomes after it.

Nothing unclaimed is ever sent. Rows that a crash leaves claimed are sent again and counted as unconfirmed. It knows no
texts.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.delivery.leases import HeldLease, Lease
from bot.delivery.paced_sender import Blocked, Delivered, NotAttempted, Outcome, Refused, Unconfirmed
from bot.relief.ids import PersonId
from bot.relief.outbound.addresses import Address, resolve_addresses
from bot.relief.outbound.quiet_hours import in_quiet_hours
from bot.relief.vocabulary import DeliveryFailureReason, DeliveryState
from bot.storage.tables import Account, Delivery, Notice, Person

log = logging.getLogger(__name__)
MAX_BATCH_MESSAGES = 28
# With the back-off of jobs: a messenger that is away for three quarters of an hour is waited for.
MAX_SEND_ATTEMPTS = 12
_RETRY_SECONDS = 0.2
_Row = TypeVar("_Row", Delivery, Notice)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedBatch(Generic[_Row]):
    """A recorded batch.

    `rows` were still ours; `fallback_lanes` are the messengers that take over from one that refuses a person.
    """

    rows: tuple[_Row, ...]
    fallback_lanes: tuple[str, ...]


async def claim_batch(
    session: AsyncSession,
    table: type[_Row],
    lease: Lease,
    now: datetime,
    *conditions: ColumnElement[bool],
    order_by: Sequence[InstrumentedAttribute[int]],
) -> list[tuple[_Row, int]]:
    """Claim a batch of rows, and return them with their chats; `order_by` orders the waiting ones.

    People in their quiet hours are left for later. A lane sends one batch at a time, so a row that is already claimed
    was left by a crash: such rows go first.
    """
    doubtful = await _select_rows(session, table, lease, DeliveryState.CLAIMED, conditions, (table.id,))
    awake = (*conditions, ~in_quiet_hours(now))
    rows = doubtful or await _select_rows(session, table, lease, DeliveryState.WAITING, awake, order_by)
    for row, _ in rows:
        row.unconfirmed_sends += int(row.state == DeliveryState.CLAIMED)
        row.state = DeliveryState.CLAIMED
        row.epoch = lease.epoch
        row.attempts += 1
        row.claimed_at = now
    await session.flush()
    return rows


async def _select_rows(
    session: AsyncSession,
    table: type[_Row],
    lease: Lease,
    state: DeliveryState,
    conditions: Sequence[ColumnElement[bool]],
    first: Sequence[InstrumentedAttribute[int]],
) -> list[tuple[_Row, int]]:
    rows = await session.execute(
        select(table, Account.external_id)
        .join(Account, Account.id == table.account_id)
        .join(Person, Person.id == table.person_id)
        .where(table.messenger == lease.lane, table.state == state, *conditions)
        .order_by(*first)
        .limit(MAX_BATCH_MESSAGES)
    )
    return [(row, chat) for row, chat in rows]


async def record_outcomes(
    session: AsyncSession, table: type[_Row], lease: Lease, outcomes: Mapping[int, Outcome], now: datetime
) -> RecordedBatch[_Row]:
    """Record the outcomes of a batch. Rows claimed since by another owner of the lane are left to that owner."""
    ours = (table.id.in_(outcomes), table.state == DeliveryState.CLAIMED, table.epoch == lease.epoch)
    rows = (await session.scalars(select(table).where(*ours))).all()
    blocked = [row for row in rows if isinstance(outcomes[row.id], Blocked)]
    nexts = await _fallback_addresses(session, blocked, now)
    for row in rows:
        _apply(row, outcomes[row.id], nexts.get(PersonId(row.person_id)), now)
    await session.flush()
    return RecordedBatch(
        rows=tuple(rows), fallback_lanes=tuple(sorted({address.messenger for address in nexts.values()}))
    )


async def _fallback_addresses(
    session: AsyncSession, blocked: Sequence[Delivery | Notice], now: datetime
) -> dict[PersonId, Address]:
    """Mark the accounts that refused us as unreachable; return where else these persons can be written to."""
    if not blocked:
        return {}
    refusing = Account.id.in_([row.account_id for row in blocked])
    await session.execute(update(Account).where(refusing).values(unreachable_since=now))
    return await resolve_addresses(session, [row.person_id for row in blocked])


def _apply(row: Delivery | Notice, outcome: Outcome, following: Address | None, now: datetime) -> None:
    row.error = None
    match outcome:
        case Delivered():
            row.state, row.sent_at, row.message_id = DeliveryState.SENT, now, outcome.message_id
        case NotAttempted():
            row.state, row.attempts = DeliveryState.WAITING, row.attempts - 1
        case Unconfirmed():
            over = row.attempts >= MAX_SEND_ATTEMPTS
            row.state = DeliveryState.FAILED if over else DeliveryState.WAITING
            row.error = DeliveryFailureReason.AWAY if over else None
            row.unconfirmed_sends += int(outcome.may_have_applied)
        case Refused():
            row.state, row.error = DeliveryState.FAILED, DeliveryFailureReason.REFUSED
        case Blocked() if following is not None:
            row.state, row.account_id, row.messenger = DeliveryState.WAITING, following.account_id, following.messenger
        case Blocked():
            row.state, row.error = DeliveryState.UNREACHABLE, DeliveryFailureReason.BLOCKED


async def retry_until_lease_ends(write: Callable[[], Awaitable[_T]], held_lease: HeldLease) -> _T:
    """Retry `write` until it succeeds or the lease has ended.

    After that the batch is sent again by the next owner and counted as unconfirmed.
    """
    clock = asyncio.get_running_loop().time
    until = clock() + held_lease.duration.total_seconds()
    while True:
        try:
            return await write()
        except (SQLAlchemyError, OSError):
            if clock() > until or not held_lease.is_live:
                raise
            log.warning("the database does not take the outcomes of a batch; trying again", exc_info=True)
            await asyncio.sleep(_RETRY_SECONDS)
