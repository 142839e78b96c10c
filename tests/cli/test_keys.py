"""`keys` and `audit` on the command line, as whoever keeps the keys meets them."""

import asyncio

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.relief.access.caller import Caller
from bot.relief.audit import log as audit_log
from bot.relief.audit.actions import AuditAction
from bot.relief.audit.chain import chain_all_entries
from bot.settings import env_variables
from bot.storage.database import Database
from bot.storage.encryption import Keyring, generate_key, install_keyring
from tests.audit_trial.tamperings import TAMPERINGS, copy_audit, meddle, tamper
from tests.audit_trial.trial import record_looks
from tests.relief.world import NOW, Cast, gather

ONE = bytes(range(32)).hex()
TWO = generate_key()


@pytest.fixture
async def cast(database: Database) -> Cast:
    async with database.write_session() as session:
        cast = await gather(session)
        await audit_log.record(Caller(session, cast.zahra, NOW), AuditAction.SEE_FAMILY, subject="family:1")
        await session.commit()
    return cast


@pytest.fixture
async def shared(
    database: Database,
    cast: Cast,  # noqa: ARG001 - the people are in the database
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: object,
) -> Database:
    """Return the test's database, with people in it, which the settings name too."""
    monkeypatch.setattr("bot.cli.main.lower_priority", lambda: None)  # this process is the tests' own
    for name in env_variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HAMYAR_DATA", f"{tmp_path}/data")
    monkeypatch.setenv("HAMYAR_SECRET_KEY", ONE)
    monkeypatch.setenv("HAMYAR_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    return database


async def command(*words: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, app, list(words))


async def test_the_audit_is_verified(shared: Database) -> None:
    sealed = await chain_all_entries(shared)
    result = await command("audit", "verify")
    assert result.exit_code == 0
    assert f"Entries in the chain: {sealed}" in result.output
    assert "Whole; its end is" in result.output
    await meddle(shared, "UPDATE audit_entries SET sequence = 900 WHERE sequence = 2")
    result = await command("audit", "verify")
    assert result.exit_code == 1
    assert "FAULT  entry 2 was removed" in result.output
    assert "entry 900 was not written by this bot" in result.output
    assert "NOT whole" in result.output


async def test_keys_are_changed_and_the_old_one_removed(shared: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await chain_all_entries(shared)
    assert "Everything is under key 1." in (await command("keys", "status")).output
    monkeypatch.setenv("HAMYAR_SECRET_KEY", f"1:{ONE},2:{TWO}")
    said = await command("keys", "status")
    assert "persons.name_box: 5 under key 1" in said.output
    assert "Still needed: key 1." in said.output
    said = await command("keys", "rotate", "--batch", "2", "--rest", "0")
    assert said.exit_code == 0
    assert "rows/s" in said.output
    assert "persons.name_box: 5 under key 2" in said.output
    assert "Nothing is left under key 1: take it out" in said.output
    monkeypatch.setenv("HAMYAR_SECRET_KEY", f"2:{TWO}")
    assert "Everything is under key 2." in (await command("keys", "status")).output
    assert (await command("audit", "verify")).exit_code == 0


async def test_a_key_that_is_missing_is_said(shared: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    install_keyring(Keyring({1: bytes(range(32))}, 1))
    await chain_all_entries(shared)
    monkeypatch.setenv("HAMYAR_SECRET_KEY", f"2:{TWO}")
    said = await command("keys", "status")
    assert "Not in the setting, and needed: key 1." in said.output
    said = await command("audit", "verify")
    assert said.exit_code == 1
    said = await command("keys", "rotate")
    assert said.exit_code == 1
    assert TWO not in said.output


async def test_a_broken_audit_stops_the_change_of_keys(shared: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await chain_all_entries(shared)
    await meddle(shared, "UPDATE audit_entries SET sequence = 900 WHERE sequence = 2")
    monkeypatch.setenv("HAMYAR_SECRET_KEY", f"1:{ONE},2:{TWO}")
    said = await command("keys", "rotate", "--rest", "0")
    assert said.exit_code == 1
    assert "The audit is not whole" in said.stderr


async def test_a_database_that_was_put_back_is_found_and_accepted_by_hand(shared: Database, cast: Cast) -> None:
    await chain_all_entries(shared)
    earlier = await copy_audit(shared)
    await record_looks(shared, cast, 1)
    assert (await command("audit", "mend")).exit_code == 0  # notes the end, as the running bot does
    await tamper(shared, TAMPERINGS["an earlier audit put back as a whole"], earlier)
    said = await command("audit", "verify")
    assert said.exit_code == 1
    assert "the database is an older copy" in said.output
    assert (await command("audit", "mend")).exit_code == 0
    assert (await command("audit", "verify")).exit_code == 0


async def test_mending_accepts_nothing_that_was_changed(shared: Database) -> None:
    await chain_all_entries(shared)
    await meddle(shared, "UPDATE audit_entries SET subject = 'family:9' WHERE sequence = 2")
    said = await command("audit", "mend")
    assert said.exit_code == 1
    assert "The audit is not whole" in said.stderr
