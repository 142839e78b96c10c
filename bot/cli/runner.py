"""How a command runs: to its end, over an open database of this version, and its troubles said in plain sentences."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import typer

from bot.cli.demo import DemoError
from bot.cli.doctor import UNREACHABLE_DATABASE
from bot.cli.invite import UnitUnclear
from bot.cli.units import BadList
from bot.i18n.catalog import texts
from bot.i18n.messages import Text
from bot.relief.audit.chain import AuditIsBroken
from bot.relief.errors import DomainError
from bot.settings import Settings, SettingsError
from bot.storage.database import Database, open_database
from bot.storage.encryption import BadKey, CannotOpen, install
from bot.storage.migrate import is_current

T = TypeVar("T")


class OldDatabase(Exception):
    """The database is not in the shape that this version needs."""


def finish(work: Coroutine[Any, Any, T]) -> T:
    if sys.platform == "win32":
        return asyncio.run(work)
    import uvloop  # noqa: PLC0415 - there is none for Windows

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def behind_others() -> None:
    """Long reading beside a bot that answers takes the processor only when nobody else wants it. Not for who writes: the
    bot would wait for locks that are held by one who waits for the processor.
    """
    if hasattr(os, "nice"):
        os.nice(19)


@contextmanager
def plainly() -> Iterator[None]:
    """What can go wrong before anything runs is said in a sentence, and ends with 1."""
    try:
        yield
    except SettingsError as error:
        said = error.problems
    except OldDatabase:
        said = ("The database is of an older version, or empty: run `python -m bot migrate`.",)
    except UnitUnclear as error:
        said = error.told
    except (BadList, DemoError) as error:
        said = (str(error),)
    except (AuditIsBroken, BadKey, CannotOpen) as error:
        said = (_about_keys(error),)
    except DomainError as error:
        said = (texts("en").label(Text(error.key, dict(error.said))),)
    except UNREACHABLE_DATABASE as error:
        said = (f"The database cannot be used ({type(error).__name__}): `python -m bot doctor` says more.",)
    else:
        return
    for sentence in said:
        typer.echo(sentence, err=True)
    raise typer.Exit(1)


def _about_keys(error: AuditIsBroken | BadKey | CannotOpen) -> str:
    if isinstance(error, AuditIsBroken):
        return "The audit is not whole: `python -m bot audit verify` says where. Nothing of it was written over."
    return f"The secret keys do not fit the database: {error}."


async def with_database(settings: Settings, do: Callable[[Database], Awaitable[T]]) -> T:
    """The keyring installed, the database open and of this version."""
    install(settings.keyring())
    database = open_database(settings.database, durable=settings.durable)
    try:
        if not await is_current(database.reader):
            raise OldDatabase
        return await do(database)
    finally:
        await database.close()
