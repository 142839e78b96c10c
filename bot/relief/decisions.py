"""Deciding a request once (compare-and-set): of two concurrent deciders one succeeds.

Knows no topic and no right. The review of a service is not decided here: a return is a row of another table, and the
totals move with it, so it works under a row lock.
"""

from datetime import datetime
from enum import Enum, auto

from sqlalchemy import ColumnElement, and_, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.ids import PersonId
from bot.storage.tables.decidable import PENDING_STATE, Decidable, ExpiringDecidable


class DecisionOutcome(Enum):
    """The result of `decide_once`. GONE: the row does not exist."""

    DECIDED = auto()
    ALREADY_DECIDED = auto()
    EXPIRED = auto()
    GONE = auto()


def is_pending(table: type[Decidable], now: datetime) -> ColumnElement[bool]:
    """Return the condition that a row waits and has not expired."""
    waits = table.state == literal(PENDING_STATE, literal_execute=True)  # in the SQL: partial indexes need it
    return and_(waits, table.expires_at > now) if issubclass(table, ExpiringDecidable) else waits


async def decide_once(
    session: AsyncSession, table: type[Decidable], row_id: int, to_state: str, *, by: PersonId | None, now: datetime
) -> DecisionOutcome:
    """Move a pending row to `to_state` with one conditional UPDATE, and return the outcome.

    The row stays locked until the transaction ends. A concurrent decider waits for it on PostgreSQL, and finds
    ALREADY_DECIDED after the commit.
    """
    decided = await session.scalar(
        update(table)
        .where(table.id == row_id, is_pending(table, now))
        .values(state=to_state, decided_by=by, decided_at=now)
        .returning(table.id)
        .execution_options(synchronize_session="fetch")
    )
    if decided is not None:
        return DecisionOutcome.DECIDED
    state = await session.scalar(select(table.state).where(table.id == row_id))
    if state is None:
        return DecisionOutcome.GONE
    return DecisionOutcome.EXPIRED if state == PENDING_STATE else DecisionOutcome.ALREADY_DECIDED
