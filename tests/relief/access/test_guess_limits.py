"""Wrong codes are counted by account and overall; beyond the limit codes are refused for an hour."""

from datetime import datetime, timedelta

import pytest

from bot.relief.access.guess_limits import GUESS_LIMITS, GuessKind, limited_guesses, record_failure
from bot.relief.errors import DomainError, Forbidden, NotFound
from bot.storage.database import Database
from tests.relief.world import NOW


async def guess(database: Database, account: int, now: datetime, *, right: bool = False) -> str:
    """Guess a code as a turn does: in a transaction that is rolled back. Return the key of the refusal, or ""."""
    try:
        async with database.read_session() as session, limited_guesses(session, GuessKind.LINK, "bale", account, now):
            if not right:
                raise NotFound("error-code-unknown")
    except DomainError as refused:
        if refused.failed_guess:
            async with database.write_session() as session:
                await record_failure(session, refused.failed_guess)
                await session.commit()
        return refused.key
    return ""


async def test_after_a_few_wrong_codes_an_account_waits_an_hour_and_nobody_else(database: Database) -> None:
    for number in range(GUESS_LIMITS[GuessKind.LINK].per_account):
        assert await guess(database, 5001, NOW + timedelta(minutes=number)) == "error-code-unknown"
    later = NOW + timedelta(minutes=30)
    assert await guess(database, 5001, later, right=True) == "error-guesses"
    assert await guess(database, 5002, later, right=True) == ""
    assert await guess(database, 5001, NOW + timedelta(hours=1), right=True) == ""
    assert await guess(database, 5001, NOW + timedelta(hours=1)) == "error-code-unknown"


async def test_many_accounts_together_are_stopped_too(database: Database) -> None:
    for account in range(GUESS_LIMITS[GuessKind.LINK].overall):
        assert await guess(database, account, NOW) == "error-code-unknown"
    assert await guess(database, 9001, NOW, right=True) == "error-guesses-everybody"
    assert await guess(database, 9001, NOW + timedelta(hours=1), right=True) == ""


async def test_each_kind_of_code_has_its_own_count(database: Database) -> None:
    for _ in range(GUESS_LIMITS[GuessKind.LINK].per_account):
        await guess(database, 5001, NOW)
    with pytest.raises(Forbidden):
        async with database.read_session() as session, limited_guesses(session, GuessKind.LINK, "bale", 5001, NOW):
            pass
    async with database.read_session() as session, limited_guesses(session, GuessKind.CARD, "bale", 5001, NOW):
        pass
