"""Address resolution: the account to which a message to a person goes.

Each message goes once: to the messenger that the person prefers, else to the one used last, never to one that refuses
us.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Subquery, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.selectable import SelectBase

from bot.relief.ids import PersonId
from bot.storage.tables import Account, Person

LAST_SEEN_REFRESH_INTERVAL = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a person is written to. `account_id` is the row's id, `external_id` the messenger's id of the person."""

    person: PersonId
    account_id: int
    messenger: str
    external_id: int


def preferred_accounts(persons: SelectBase | list[int]) -> Subquery:
    """Return a query with the columns person_id, id, messenger, external_id.

    A person with no reachable account has no row.
    """
    liked_first = func.row_number().over(
        partition_by=Account.person_id,
        order_by=(
            case((Person.preferred_messenger == Account.messenger, 0), else_=1),
            Account.last_seen_at.desc(),
            Account.id.desc(),
        ),
    )
    ranked = (
        select(Account.person_id, Account.id, Account.messenger, Account.external_id, liked_first.label("place"))
        .join(Person, Person.id == Account.person_id)
        .where(Account.unreachable_since.is_(None), Account.unlinked_at.is_(None), Account.person_id.in_(persons))
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery()


async def resolve_addresses(session: AsyncSession, persons: SelectBase | list[int]) -> dict[PersonId, Address]:
    """Return the address of each person who has one."""
    best: Any = preferred_accounts(persons).c
    rows = await session.execute(select(best.person_id, best.id, best.messenger, best.external_id))
    return {
        PersonId(person): Address(
            person=PersonId(person), account_id=account, messenger=messenger, external_id=external
        )
        for person, account, messenger, external in rows
    }


def needs_refresh(last_seen_at: datetime | None, now: datetime) -> bool:
    """Return True if `last_seen_at` is to be written: older than an hour, or None (marked unreachable)."""
    return last_seen_at is None or last_seen_at < now - LAST_SEEN_REFRESH_INTERVAL


async def mark_reachable(session: AsyncSession, messenger: str, external_id: int, now: datetime) -> None:
    """Record that the person wrote from this account: it is reachable and preferred.

    It is written at most once an hour.
    """
    mine = (Account.messenger == messenger, Account.external_id == external_id)
    stale = or_(Account.unreachable_since.is_not(None), Account.last_seen_at < now - LAST_SEEN_REFRESH_INTERVAL)
    await session.execute(update(Account).where(*mine, stale).values(unreachable_since=None, last_seen_at=now))
