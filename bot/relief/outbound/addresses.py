"""Which account a message to a person goes to: one message each, in the messenger that they chose, else the one they used
last, never one that refuses us.
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
    """`account_id` is the row's id, `external_id` what the messenger calls the person."""

    person: PersonId
    account_id: int
    messenger: str
    external_id: int


def preferred_accounts(persons: SelectBase | list[int]) -> Subquery:
    """Columns parse_person_id, id, messenger, external_id; a person with no reachable account has no row."""
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
    best: Any = preferred_accounts(persons).c
    rows = await session.execute(select(best.person_id, best.id, best.messenger, best.external_id))
    return {
        PersonId(person): Address(
            person=PersonId(person), account_id=account, messenger=messenger, external_id=external
        )
        for person, account, messenger, external in rows
    }


def needs_refresh(last_seen_at: datetime | None, now: datetime) -> bool:
    """Whether it is to be written that somebody is there; None is an account that takes no messages, for all we know."""
    return last_seen_at is None or last_seen_at < now - LAST_SEEN_REFRESH_INTERVAL


async def mark_reachable(session: AsyncSession, messenger: str, external_id: int, now: datetime) -> None:
    """Somebody wrote to us: their account takes messages again, and comes first. Within an hour it is written once."""
    mine = (Account.messenger == messenger, Account.external_id == external_id)
    stale = or_(Account.unreachable_since.is_not(None), Account.last_seen_at < now - LAST_SEEN_REFRESH_INTERVAL)
    await session.execute(update(Account).where(*mine, stale).values(unreachable_since=None, last_seen_at=now))
