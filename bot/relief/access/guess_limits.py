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

from bot.relief.errors import FailedGuess, Forbidden, NotFound
from bot.storage.database import insert
from bot.storage.tables import AttemptCounter

GUESS_WINDOW = timedelta(hours=1)
ALL_ACCOUNTS = "*"


class GuessKind(StrEnum):
    INVITATION = auto()
    LINK = auto()
    CARD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessLimit:
    """Wrong ones in an hour: of one account, and of all together, beyond which nobody's are looked at."""

    per_account: int
    overall: int


GUESS_LIMITS: Mapping[GuessKind, GuessLimit] = {
    GuessKind.INVITATION: GuessLimit(per_account=8, overall=400),
    GuessKind.LINK: GuessLimit(per_account=5, overall=100),  # eight digits: at most one in a million an hour
    GuessKind.CARD: GuessLimit(per_account=10, overall=400),
}


@asynccontextmanager
async def limited_guesses(
    session: AsyncSession, kind: GuessKind, messenger: str, account: int, now: datetime
) -> AsyncIterator[None]:
    """A code is looked up inside; NotFound raised there is a wrong guess. Forbidden when there were too many.

    The refusal carries the guess, and the turn counts it in the transaction that saves the refusal.
    """
    limit, who = GUESS_LIMITS[kind], f"{messenger}:{account}"
    if await _count_failures(session, kind, who, now) >= limit.per_account:
        raise Forbidden("error-guesses")
    if await _count_failures(session, kind, ALL_ACCOUNTS, now) >= limit.overall:
        raise Forbidden("error-guesses-everybody")
    try:
        yield
    except NotFound as wrong:
        wrong.failed_guess = FailedGuess(kind=kind.value, account=who, at=now)
        raise


async def record_failure(session: AsyncSession, guess: FailedGuess) -> None:
    """Counted for the account and for all; an hour after the first of them the count begins anew."""
    for who in (guess.account, ALL_ACCOUNTS):
        await increment_failures(session, guess.kind, who, guess.at)


async def increment_failures(
    session: AsyncSession, kind: str, subject: str, now: datetime, window: timedelta = GUESS_WINDOW
) -> int:
    """One more; returns how many there are in the window."""
    first = insert(session, AttemptCounter).values(kind=kind, subject=subject, window_start=now, count=1)
    over = AttemptCounter.window_start <= now - window
    more = first.on_conflict_do_update(
        index_elements=["kind", "subject"],
        set_={
            "count": case((over, 1), else_=AttemptCounter.count + 1),
            "window_start": case((over, first.excluded.window_start), else_=AttemptCounter.window_start),
        },
    )
    return (await session.execute(more.returning(AttemptCounter.count))).scalar_one()


async def _count_failures(session: AsyncSession, what: GuessKind, who: str, now: datetime) -> int:
    found = select(AttemptCounter.count).where(
        AttemptCounter.kind == what, AttemptCounter.subject == who, AttemptCounter.window_start > now - GUESS_WINDOW
    )
    return await session.scalar(found) or 0
