"""Checks everything that the bot needs before it runs, and says how to mend what is wrong. It changes nothing."""

import os
import tempfile
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from asyncpg import PostgresError
from sqlalchemy import Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.app.messengers import build_messengers
from bot.messengers.port import InvalidToken, Messenger, MessengerFailure
from bot.settings import Settings, SettingsError, env_variable, env_variables, load_settings
from bot.settings.messengers import ENV_PREFIX, SPECS, MessengerSpec
from bot.storage.database import Database, open_database
from bot.storage.encryption import DecryptionError, generate_key, install_keyring
from bot.storage.migrate import is_schema_current
from bot.storage.tables import DeadLetter, Family, Person

_SealedRow = TypeVar("_SealedRow", Person, Family)
DATABASE_ERRORS = (SQLAlchemyError, PostgresError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The result of a check. `remedy` says what to do; without it all is well, or only worth knowing."""

    summary: str
    remedy: str = ""


async def run_checks() -> AsyncGenerator[CheckResult, None]:
    """Yield the results of all checks."""
    for finding in _check_variable_names():
        yield finding
    try:
        load_settings(require_key=True, require_token=True)
    except SettingsError as error:
        for problem in error.problems:
            yield CheckResult(summary="settings", remedy=problem)
    else:
        yield CheckResult(summary="settings: complete")
    if not os.environ.get(env_variable("secret_key")):
        yield CheckResult(
            summary=f"a fresh secret key, if none was ever used: export {env_variable('secret_key')}={generate_key()}"
        )
    try:
        settings = load_settings()
    except SettingsError:
        return
    yield _check_folder(settings)
    async with aclosing(_check_database(settings)) as findings:
        async for finding in findings:
            yield finding
    for messenger in build_messengers(settings).values():
        yield await _check_token(messenger, SPECS[messenger.name])


def _check_variable_names() -> Iterator[CheckResult]:
    known = env_variables()
    for name in sorted(os.environ):
        if name.startswith(ENV_PREFIX) and name not in known:
            near = get_close_matches(name, known, 1)
            yield CheckResult(summary=f"{name} is no setting" + (f"; perhaps {near[0]} was meant" if near else ""))


def _check_folder(settings: Settings) -> CheckResult:
    folder = settings.data.expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        why = error.strerror or type(error).__name__
        return CheckResult(
            summary=f"data folder: cannot be written ({why})",
            remedy=f"let the bot write to {folder}, or name another in {env_variable('data')}",
        )
    return CheckResult(summary="data folder: can be written")


async def _check_database(settings: Settings) -> AsyncGenerator[CheckResult, None]:
    database = open_database(settings.resolved_database_url)
    try:
        current = await is_schema_current(database.reader)
        kind = "PostgreSQL" if database.is_shared else "SQLite"
        if not current:
            yield CheckResult(
                summary=f"database: {kind}, of an older version or empty", remedy="run `python -m bot migrate`"
            )
            return
        yield CheckResult(summary=f"database: {kind}, reachable and current")
        if settings.secret_key:
            yield await _check_keys(settings, database)
        yield await _check_dead_letters(database)
    except DATABASE_ERRORS as error:
        yield CheckResult(
            summary=f"database: cannot be reached ({type(error).__name__})",
            remedy=f"see that it runs, and that {env_variable('database_url')} has the right host, name, user and password",
        )
    finally:
        await database.close()


async def _check_keys(settings: Settings, database: Database) -> CheckResult:
    """Open the oldest and the newest names of people and families: keys are added over time."""
    install_keyring(settings.keyring())
    try:
        async with database.read_session() as session:
            names = [person.name for person in await session.scalars(_select_first_and_last(Person))]
            names += [family.head_name for family in await session.scalars(_select_first_and_last(Family))]
    except DecryptionError:
        return CheckResult(
            summary="secret key: does not open what is stored",
            remedy=f"give {env_variable('secret_key')} every key that was in use, as 1:KEY,2:KEY",
        )
    return CheckResult(
        summary="secret key: opens what is stored" if names else "secret key: nothing is stored under it yet"
    )


def _select_first_and_last(table: type[_SealedRow]) -> Select[_SealedRow]:
    ends = (select(end(table.id)).scalar_subquery() for end in (func.min, func.max))
    return select(table).where(table.id.in_(ends))


async def _check_dead_letters(database: Database) -> CheckResult:
    async with database.read_session() as session:
        waiting = await session.scalar(select(func.count()).where(DeadLetter.state == "waiting"))
    hint = "; `python -m bot replay` processes them again" if waiting else ""
    return CheckResult(summary=f"dead letters: {waiting}{hint}")


async def _check_token(messenger: Messenger, spec: MessengerSpec) -> CheckResult:
    try:
        await messenger.open()
    except InvalidToken:
        return CheckResult(
            summary=f"{messenger.name}: the token is not known", remedy=f"copy it anew into {spec.variable('token')}"
        )
    except MessengerFailure as failure:
        return CheckResult(
            summary=f"{messenger.name}: cannot be reached ({failure})",
            remedy=f"see that this machine reaches the server of {spec.variable('api')}, or set {spec.variable('proxy')}",
        )
    finally:
        await messenger.close()
    return CheckResult(summary=f"{messenger.name}: @{messenger.username} answers")
