"""Guesses of codes are counted, of each account and of all together, and stop for the rest of the hour."""

from datetime import datetime, timedelta

import pytest

from bot.relief.access import guess_limits as attempts
from bot.relief.access.guess_limits import LIMITS, Guessed, guessing
from bot.relief.errors import DomainError, Forbidden, NotFound
from bot.storage.database import Database
from tests.relief.world import NOW


async def guess(database: Database, account: int, now: datetime, *, right: bool = False) -> str:
    """The key of the refusal, or "": looked at in a turn that is rolled back, and kept as the turn keeps it."""
    try:
        async with database.reading() as session, guessing(session, Guessed.LINK, "bale", account, now):
            if not right:
                raise NotFound("error-code-unknown")
    except DomainError as refused:
        if refused.guess:
            async with database.writing() as session:
                await attempts.keep(session, refused.guess)
                await session.commit()
        return refused.key
    return ""


async def test_after_a_few_wrong_codes_an_account_waits_an_hour_and_nobody_else(database: Database) -> None:
    for number in range(LIMITS[Guessed.LINK].account):
        assert await guess(database, 5001, NOW + timedelta(minutes=number)) == "error-code-unknown"
    later = NOW + timedelta(minutes=30)
    assert await guess(database, 5001, later, right=True) == "error-guesses"
    assert await guess(database, 5002, later, right=True) == ""
    assert await guess(database, 5001, NOW + timedelta(hours=1), right=True) == ""
    assert await guess(database, 5001, NOW + timedelta(hours=1)) == "error-code-unknown"


async def test_many_accounts_together_are_stopped_too(database: Database) -> None:
    for account in range(LIMITS[Guessed.LINK].everybody):
        assert await guess(database, account, NOW) == "error-code-unknown"
    assert await guess(database, 9001, NOW, right=True) == "error-guesses-everybody"
    assert await guess(database, 9001, NOW + timedelta(hours=1), right=True) == ""


async def test_each_kind_of_code_has_its_own_count(database: Database) -> None:
    for _ in range(LIMITS[Guessed.LINK].account):
        await guess(database, 5001, NOW)
    with pytest.raises(Forbidden):
        async with database.reading() as session, guessing(session, Guessed.LINK, "bale", 5001, NOW):
            pass
    async with database.reading() as session, guessing(session, Guessed.CARD, "bale", 5001, NOW):
        pass
