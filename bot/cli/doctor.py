"""Looks at everything that the bot needs before it runs, and says of what is wrong how to mend it. It changes nothing."""

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

from bot.app.messengers import bots
from bot.messengers.port import BadToken, Failure, Messenger
from bot.settings import PREFIX, Settings, SettingsError, load_settings, variable
from bot.storage.database import Database, open_database
from bot.storage.encryption import CannotOpen, fresh_key, install
from bot.storage.migrate import is_current
from bot.storage.tables import Family, Person, SetAside

Sealed = TypeVar("Sealed", Person, Family)
UNREACHABLE_DATABASE = (SQLAlchemyError, PostgresError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`mend` says what to do; a finding without it is well, or only worth knowing."""

    said: str
    mend: str = ""


async def examine() -> AsyncGenerator[Finding, None]:
    for finding in _unknown_names():
        yield finding
    try:
        load_settings(key=True, bot=True)
    except SettingsError as error:
        for problem in error.problems:
            yield Finding(said="settings", mend=problem)
    else:
        yield Finding(said="settings: complete")
    if not os.environ.get(variable("secret_key")):
        yield Finding(said=f"a fresh secret key, if none was ever used: export {variable('secret_key')}={fresh_key()}")
    try:
        settings = load_settings()
    except SettingsError:
        return
    yield _folder(settings)
    async with aclosing(_database(settings)) as findings:
        async for finding in findings:
            yield finding
    for messenger in bots(settings).values():
        yield await _token(messenger)


def _unknown_names() -> Iterator[Finding]:
    known = [variable(field) for field in Settings.model_fields]
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, 1)
            yield Finding(said=f"{name} is no setting" + (f"; perhaps {near[0]} was meant" if near else ""))


def _folder(settings: Settings) -> Finding:
    folder = settings.data.expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Finding(
            said=f"data folder: cannot be written ({why})",
            mend=f"let the bot write to {folder}, or name another in {variable('data')}",
        )
    return Finding(said="data folder: can be written")


async def _database(settings: Settings) -> AsyncGenerator[Finding, None]:
    database = open_database(settings.database)
    try:
        current = await is_current(database.reader)
        kind = "PostgreSQL" if database.shared else "SQLite"
        if not current:
            yield Finding(said=f"database: {kind}, of an older version or empty", mend="run `python -m bot migrate`")
            return
        yield Finding(said=f"database: {kind}, reachable and current")
        if settings.secret_key:
            yield await _keys(settings, database)
        yield await _aside(database)
    except UNREACHABLE_DATABASE as error:
        yield Finding(
            said=f"database: cannot be reached ({type(error).__name__})",
            mend=f"see that it runs, and that {variable('database_url')} has the right host, name, user and password",
        )
    finally:
        await database.close()


async def _keys(settings: Settings, database: Database) -> Finding:
    """The oldest and the newest names of people and of families are opened: keys are added in the course of time."""
    install(settings.keyring())
    try:
        async with database.reading() as session:
            names = [person.name for person in await session.scalars(_ends(Person))]
            names += [family.head_name for family in await session.scalars(_ends(Family))]
    except CannotOpen:
        return Finding(
            said="secret key: does not open what is stored",
            mend=f"give {variable('secret_key')} every key that was in use, as 1:KEY,2:KEY",
        )
    return Finding(said="secret key: opens what is stored" if names else "secret key: nothing is stored under it yet")


def _ends(table: type[Sealed]) -> Select[Sealed]:
    ends = (select(end(table.id)).scalar_subquery() for end in (func.min, func.max))
    return select(table).where(table.id.in_(ends))


async def _aside(database: Database) -> Finding:
    async with database.reading() as session:
        waiting = await session.scalar(select(func.count()).where(SetAside.state == "waiting"))
    hint = "; `python -m bot replay` takes them again" if waiting else ""
    return Finding(said=f"updates set aside: {waiting}{hint}")


async def _token(messenger: Messenger) -> Finding:
    token = variable(f"{messenger.name}_token")
    try:
        await messenger.open()
    except BadToken:
        return Finding(said=f"{messenger.name}: the token is not known", mend=f"copy it anew into {token}")
    except Failure as failure:
        server = variable(f"{messenger.name}_api")
        proxy = f", or set {variable('telegram_proxy')}" if messenger.name == "telegram" else ""
        return Finding(
            said=f"{messenger.name}: cannot be reached ({failure})",
            mend=f"see that this machine reaches the server of {server}{proxy}",
        )
    finally:
        await messenger.close()
    return Finding(said=f"{messenger.name}: @{messenger.username} answers")
