"""The command line. Each command loads the settings, hands over to a room, and says what happened in plain words."""

import sys
import time
from contextlib import aclosing
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.app.messengers import bots
from bot.cli import units as unit_files
from bot.cli.demo import Stage, play
from bot.cli.doctor import examine
from bot.cli.invite import FreshInvitation, links
from bot.cli.invite import invite as invite_to
from bot.cli.runner import OldDatabase, behind_others, finish, plainly, with_database
from bot.clock import SystemClock
from bot.i18n.catalog import texts
from bot.json_logging import start_logging
from bot.relief.access import matrix
from bot.relief.audit import verification as audit_check
from bot.relief.lifecycle import key_rotation
from bot.relief.lifecycle.retention import due, told
from bot.relief.seed.sample import load_sample
from bot.relief.vocabulary import Role
from bot.settings import Settings, load_settings
from bot.storage.database import Database
from bot.storage.file_store import FileStore
from bot.storage.migrate import upgrade
from bot.storage.throttle import Pace

T = TypeVar("T")
PACE = Pace()
Batch = Annotated[int, typer.Option(min=1, max=5000, help="Rows at a time.")]
Rest = Annotated[float, typer.Option(min=0, help="Pause after each, in times of what it took.")]
HELP = """Hamyar (همیار محله): a chat bot for neighbourhood relief, in Telegram and Bale.

Begin with one real action: run `python -m bot demo`, open http://127.0.0.1:8080, choose مریم احمدی, send /start, press
«ثبت خدمت» and answer. Then choose زهرا کاظمی, press «خلاصهٔ عملکرد», and find the service in the total.
"""
app = typer.Typer(
    help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None
)
audit = typer.Typer(help="The record of who did and looked at what.", no_args_is_help=True, rich_markup_mode=None)
keys = typer.Typer(help="The keys that everything is sealed with.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(audit, name="audit")
app.add_typer(keys, name="keys")
units = typer.Typer(help="Lists of units: Excel or CSV.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(units, name="units")


@app.command()
def demo(
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the page answers.")] = 8080,
    data: Annotated[Path, typer.Option(help="Where the demo keeps its keys, database and chats.")] = Path(
        ".hamyar/demo"
    ),
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
) -> None:
    """The bot with a messenger on this machine and the sample province: no token, no service."""
    with plainly():
        code = finish(play(Stage(port=port, data=data, opens=not no_open, say=typer.echo)))
        raise typer.Exit(code)


@app.command()
def run() -> None:
    """The bot, in every messenger whose token is set, until it is stopped."""
    from bot.app.runtime import OldSchema  # noqa: PLC0415 - all rooms are loaded, which no other command needs
    from bot.app.runtime import run as serve  # noqa: PLC0415 - likewise

    with plainly():
        settings = load_settings(key=True, bot=True)
        start_logging(settings.log_level)
        try:
            finish(serve(settings))
        except OldSchema:
            raise OldDatabase from None


@app.command()
def migrate() -> None:
    """Bring the database to the shape that this version needs; the data stays."""
    with plainly():
        finish(upgrade(load_settings().database))
        typer.echo("The database is current.")


@app.command()
def invite(
    *,
    unit: Annotated[str, typer.Option(help="A unit's id or name; the country when left out.")] = "",
    role: Annotated[Role | None, typer.Option(help="Administrator when no unit is named.")] = None,
    days: Annotated[int, typer.Option(min=1, help="For so many days.")] = 7,
    uses: Annotated[int, typer.Option(min=1, help="For so many people.")] = 1,
) -> None:
    """A link by which somebody joins a unit in a role: the first administrator comes in so."""
    if unit and role is None:
        raise typer.BadParameter("say the role too: --role volunteer, coordinator, supervisor or administrator")
    with plainly():
        settings = load_settings(key=True)
        finish(_invite(settings, unit, role or Role.ADMINISTRATOR, days, uses))


@app.command()
def sample() -> None:
    """Fill an empty database with the sample province; where it is already, nothing changes."""
    with plainly():
        settings = load_settings(key=True)
        guests = finish(with_database(settings, lambda database: load_sample(database, SystemClock())))
        typer.echo("The sample province is there. Still to come, each by their own link:")
        for guest in guests:
            typer.echo(f"  {guest.messenger} {guest.account}: /start j-{guest.code}")


@app.command()
def doctor() -> None:
    """What is missing or wrong, and how to mend it."""
    if not finish(_examine()):
        raise typer.Exit(1)


@app.command()
def replay() -> None:
    """Take again the updates that were set aside."""
    from bot.app.runtime import replay as take_again  # noqa: PLC0415 - as in run

    with plainly():
        settings = load_settings(key=True, bot=True)
        start_logging(settings.log_level)
        done, failed = finish(with_database(settings, lambda _: take_again(settings)))
        typer.echo(f"Taken again: {done}; failed again: {failed}.")
        raise typer.Exit(1 if failed else 0)


@app.command()
def access() -> None:
    """What each role may do in its own unit, below, beside and above it."""
    for said in matrix.told():
        typer.echo(said)


@app.command()
def retention() -> None:
    """What the retention rules would let go of now, and what went lately; the running bot applies them daily."""
    with plainly():
        clock, settings = SystemClock(), load_settings(key=True)
        found = finish(with_database(settings, lambda database: due(database, clock.now(), clock.today())))
    for said in told(found):
        typer.echo(said)


@audit.command()
def verify(*, batch: Batch = PACE.batch, rest: Rest = PACE.rest) -> None:
    """Whether nothing in the audit was changed, removed, inserted, moved or cut off; 1 where something was."""
    with plainly():
        behind_others()
        pace = Pace(batch=batch, rest=rest)
        report = finish(with_database(load_settings(key=True), lambda database: audit_check.verify(database, pace)))
    for said in audit_check.told(report):
        typer.echo(said)
    raise typer.Exit(1 if report.faults else 0)


@keys.command()
def rotate(*, batch: Batch = PACE.batch, rest: Rest = PACE.rest) -> None:
    """Bring everything under the newest key, while the bot runs with it and the old ones: 1:OLD,2:NEW."""
    with plainly():
        settings = load_settings(key=True)
        pace = Pace(batch=batch, rest=rest)
        found = finish(with_database(settings, lambda database: _rotated(settings, database, pace)))
        raise typer.Exit(0 if _told(found) else 1)


@keys.command()
def status() -> None:
    """How many rows are under which key, and which keys can be removed."""
    with plainly():
        settings = load_settings(key=True)
        _told(finish(with_database(settings, lambda database: key_rotation.status(database, _files(settings)))))


@units.command("import")
def import_units(file: Path) -> None:
    """Open units, or tell more of them, from a list; 1 where a row is not right, and then nothing came in."""
    with plainly():
        settings, say = load_settings(key=True), texts("fa").label
        done = finish(with_database(settings, lambda base: unit_files.bring_in(base, SystemClock(), file, say)))
        typer.echo("\n".join(unit_files.told(done, say)))
        raise typer.Exit(1 if done.bad else 0)


@units.command("export")
def export_units(file: Path) -> None:
    """Write all open units to FILE: CSV where it ends so, else Excel."""
    with plainly():
        settings, say = load_settings(key=True), texts("fa").label
        count = finish(with_database(settings, lambda base: unit_files.export(base, SystemClock(), file, say)))
        typer.echo(f"{count} units are in {file}.")


async def _invite(settings: Settings, unit: str, role: Role, days: int, uses: int) -> None:
    async def written(database: Database) -> FreshInvitation:
        return await invite_to(database, SystemClock(), wanted=unit, role=role, days=days, uses=uses)

    invitation = await with_database(settings, written)
    typer.echo(f"{role} of {invitation.path}; code: {invitation.code}")
    found = await links(tuple(bots(settings).values()), invitation.payload)
    for messenger, link in found.items():
        typer.echo(f"  {messenger}: {link}")
    if not found:
        typer.echo(f"  no token is set; write to the bot: /start {invitation.payload}")


def _files(settings: Settings) -> FileStore:
    return FileStore(settings.files, settings.keyring())


async def _rotated(settings: Settings, database: Database, pace: Pace) -> key_rotation.Held:
    """Says how far it is at each step, and the rows a second at its end."""
    began, steps = time.perf_counter(), dict[str, int]()
    async with aclosing(key_rotation.rotate(database, _files(settings), pace)) as batches:
        async for moved in batches:
            steps[moved.what] = steps.get(moved.what, 0) + moved.count
            if sys.stderr.isatty():
                typer.echo(f"\r  {moved.what}: {steps[moved.what]}    ", nl=False, err=True)
    took, total = time.perf_counter() - began, sum(steps.values())
    for what, count in steps.items():
        typer.echo(f"  moved {count:>9}  {what}")
    typer.echo(f"Moved {total} in {took:.1f} s: {total / took:.0f} rows/s.")
    return await key_rotation.status(database, _files(settings))


def _told(found: key_rotation.Held) -> bool:
    for said in key_rotation.told(found):
        typer.echo(said)
    return not key_rotation.still_needed(found)


async def _examine() -> bool:
    well = True
    async with aclosing(examine()) as findings:
        async for finding in findings:
            typer.echo(f"  well   {finding.said}" if not finding.mend else f"  MEND   {finding.said}: {finding.mend}")
            well = well and not finding.mend
    return well
