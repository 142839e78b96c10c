"""Limits for guessable codes: counts wrong ones by account and overall (fixed window of an hour).

Knows accounts by number, and no code.
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
    """Wrong codes allowed in an hour: of one account, and of all accounts. Beyond it every code is refused."""

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
    """Guard a code lookup: NotFound raised inside is a wrong guess. Raises Forbidden after too many of them.

    The refusal carries the guess, and the turn counts it in the transaction that saves the refusal.
    """
    limit, subject = GUESS_LIMITS[kind], f"{messenger}:{account}"
    if await _count_failures(session, kind, subject, now) >= limit.per_account:
        raise Forbidden("error-guesses")
    if await _count_failures(session, kind, ALL_ACCOUNTS, now) >= limit.overall:
        raise Forbidden("error-guesses-everybody")
    try:
        yield
    except NotFound as error:
        error.failed_guess = FailedGuess(kind=kind.value, account=subject, at=now)
        raise


async def record_failure(session: AsyncSession, guess: FailedGuess) -> None:
    """Count a wrong guess for its account and overall."""
    for subject in (guess.account, ALL_ACCOUNTS):
        await increment_failures(session, guess.kind, subject, guess.at)


async def increment_failures(
    session: AsyncSession, kind: str, subject: str, now: datetime, window: timedelta = GUESS_WINDOW
) -> int:
    """Add one failure and return the count of the window. The window starts with its first failure."""
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


async def _count_failures(session: AsyncSession, kind: GuessKind, subject: str, now: datetime) -> int:
    query = select(AttemptCounter.count).where(
        AttemptCounter.kind == kind, AttemptCounter.subject == subject, AttemptCounter.window_start > now - GUESS_WINDOW
    )
    return await session.scalar(query) or 0
