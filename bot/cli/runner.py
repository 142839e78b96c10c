"""Runs a command to its end over an open, current database, and reports errors in plain sentences."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import typer

from bot.cli.demo import DemoError
from bot.cli.doctor import DATABASE_ERRORS
from bot.cli.invite import UnresolvedUnit
from bot.cli.units import InvalidUnitFile
from bot.i18n.catalog import texts
from bot.i18n.messages import Text
from bot.relief.audit.chain import AuditChainBroken
from bot.relief.errors import DomainError
from bot.settings import Settings, SettingsError
from bot.storage.database import Database, open_database
from bot.storage.encryption import DecryptionError, InvalidKey, install_keyring
from bot.storage.migrate import OutdatedSchema, require_current_schema

_T = TypeVar("_T")


def run_async(work: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine, with uvloop where there is one."""
    if sys.platform == "win32":
        return asyncio.run(work)
    import uvloop  # noqa: PLC0415 - there is none for Windows

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def lower_priority() -> None:
    """Let long reads have the CPU only when the bot does not want it.

    Not for commands that write: the bot would wait for locks whose holder waits for the CPU.
    """
    if hasattr(os, "nice"):
        os.nice(19)


@contextmanager
def reporting_errors() -> Iterator[None]:
    """Report expected errors as sentences, and end the command with 1."""
    try:
        yield
    except SettingsError as error:
        sentences = error.problems
    except OutdatedSchema:
        sentences = ("The database is of an older version, or empty: run `python -m bot migrate`.",)
    except UnresolvedUnit as error:
        sentences = error.report_lines
    except (InvalidUnitFile, DemoError) as error:
        sentences = (str(error),)
    except (AuditChainBroken, InvalidKey, DecryptionError) as error:
        sentences = (_explain_key_error(error),)
    except DomainError as error:
        sentences = (texts("en").format_label(Text(error.key, dict(error.message_args))),)
    except DATABASE_ERRORS as error:
        sentences = (f"The database cannot be used ({type(error).__name__}): `python -m bot doctor` says more.",)
    else:
        return
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise typer.Exit(1)


def _explain_key_error(error: AuditChainBroken | InvalidKey | DecryptionError) -> str:
    if isinstance(error, AuditChainBroken):
        return "The audit is not whole: `python -m bot audit verify` says where. Nothing of it was written over."
    return f"The secret keys do not fit the database: {error}."


async def with_database(settings: Settings, action: Callable[[Database], Awaitable[_T]]) -> _T:
    """Run `action` over the open database, with the keyring installed. Raises OutdatedSchema."""
    install_keyring(settings.keyring())
    database = open_database(settings.resolved_database_url, durable=settings.durable)
    try:
        await require_current_schema(database.reader)
        return await action(database)
    finally:
        await database.close()
