"""Codes that can be guessed, at a bounded rate: wrong ones are counted for each account and for all together, by the hour.

It knows accounts by number, and no code.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.errors import Forbidden, Guess, NotFound
from bot.storage.database import insert
from bot.storage.tables import Attempt

WINDOW = timedelta(hours=1)
EVERYBODY = "*"


class Guessed(StrEnum):
    INVITATION = auto()
    LINK = auto()
    CARD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Wrong ones in an hour: of one account, and of all together, beyond which nobody's are looked at."""

    account: int
    everybody: int


LIMITS: Mapping[Guessed, Limit] = {
    Guessed.INVITATION: Limit(account=8, everybody=400),
    Guessed.LINK: Limit(account=5, everybody=100),  # eight digits: at most one in a million an hour
    Guessed.CARD: Limit(account=10, everybody=400),
}


@asynccontextmanager
async def guessing(
    session: AsyncSession, what: Guessed, messenger: str, account: int, now: datetime
) -> AsyncIterator[None]:
    """A code is looked up inside; NotFound raised there is a wrong guess. Forbidden when there were too many.

    The refusal carries the guess, and the turn counts it in the transaction that saves the refusal.
    """
    limit, who = LIMITS[what], f"{messenger}:{account}"
    if await _counted(session, what, who, now) >= limit.account:
        raise Forbidden("error-guesses")
    if await _counted(session, what, EVERYBODY, now) >= limit.everybody:
        raise Forbidden("error-guesses-everybody")
    try:
        yield
    except NotFound as wrong:
        wrong.guess = Guess(what=what.value, who=who, at=now)
        raise


async def keep(session: AsyncSession, guess: Guess) -> None:
    """Counted for the account and for all; an hour after the first of them the count begins anew."""
    for who in (guess.who, EVERYBODY):
        await count(session, guess.what, who, guess.at)


async def count(session: AsyncSession, what: str, who: str, now: datetime, window: timedelta = WINDOW) -> int:
    """One more; returns how many there are in the window."""
    first = insert(session, Attempt).values(what=what, who=who, since=now, count=1)
    over = Attempt.since <= now - window
    more = first.on_conflict_do_update(
        index_elements=["what", "who"],
        set_={
            "count": case((over, 1), else_=Attempt.count + 1),
            "since": case((over, first.excluded.since), else_=Attempt.since),
        },
    )
    return (await session.execute(more.returning(Attempt.count))).scalar_one()


async def _counted(session: AsyncSession, what: Guessed, who: str, now: datetime) -> int:
    found = select(Attempt.count).where(Attempt.what == what, Attempt.who == who, Attempt.since > now - WINDOW)
    return await session.scalar(found) or 0
