"""The command line. Each command loads the settings, calls another module, and reports in plain words."""

import sys
import time
from contextlib import aclosing
from pathlib import Path
from typing import Annotated

import typer

from bot.app.messengers import build_messengers
from bot.cli.audit import mend_audit, verify_audit
from bot.cli.demo import DemoConfig, run_demo
from bot.cli.doctor import run_checks
from bot.cli.invite import IssuedInvitation, invitation_links
from bot.cli.invite import issue_invitation as invite_to
from bot.cli.runner import lower_priority, reporting_errors, run_async, with_database
from bot.cli.units import export_unit_file, import_report_lines, import_unit_file
from bot.clock import SystemClock
from bot.i18n.catalog import texts
from bot.json_logging import configure_logging
from bot.relief.access import matrix
from bot.relief.audit.verification import chain_report_lines
from bot.relief.lifecycle import key_rotation
from bot.relief.lifecycle.retention import load_retention_status, retention_report_lines
from bot.relief.seed.sample import load_sample
from bot.relief.vocabulary import Role
from bot.settings import Settings, load_settings
from bot.storage.database import Database
from bot.storage.encryption import install_keyring
from bot.storage.file_store import FileStore
from bot.storage.migrate import upgrade
from bot.storage.throttle import Throttle

DEFAULT_THROTTLE = Throttle()
BatchOption = Annotated[int, typer.Option(min=1, max=5000, help="Rows at a time.")]
RestOption = Annotated[float, typer.Option(min=0, help="Pause after each, in times of what it took.")]
HELP = """Hamyar (همیار محله): a chat bot for neighbourhood relief, in Telegram and Bale.

Begin with one real action: run `python -m bot demo`, open http://127.0.0.1:8080, choose مریم احمدی, send /start, press
«ثبت خدمت» and answer. Then choose زهرا کاظمی, press «خلاصهٔ عملکرد», and find the service in the total.
"""
app = typer.Typer(
    help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None
)
audit = typer.Typer(help="The audit log: all that was done and looked at.", no_args_is_help=True, rich_markup_mode=None)
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
    """Run the bot with a messenger on this machine and the sample province: no token, no service."""
    with reporting_errors():
        code = run_async(run_demo(DemoConfig(port=port, data=data, open_browser=not no_open, echo=typer.echo)))
        raise typer.Exit(code)


@app.command()
def run() -> None:
    """Run the bot, in every messenger whose token is set, until it is stopped."""
    from bot.app.runtime import run_bot  # noqa: PLC0415 - loads all packages, which no other command needs

    with reporting_errors():
        settings = load_settings(require_key=True, require_token=True)
        configure_logging(settings.log_level)
        run_async(run_bot(settings))


@app.command()
def migrate() -> None:
    """Bring the database to the shape that this version needs; the data stays."""
    with reporting_errors():
        settings = load_settings()
        if settings.secret_key.get_secret_value():
            install_keyring(settings.keyring())
        run_async(upgrade(settings.resolved_database_url))
        typer.echo("The database is current.")


@app.command()
def invite(
    *,
    unit: Annotated[str, typer.Option(help="A unit's id or name; the country when left out.")] = "",
    role: Annotated[Role | None, typer.Option(help="Administrator when no unit is named.")] = None,
    days: Annotated[int, typer.Option(min=1, help="For so many days.")] = 7,
    uses: Annotated[int, typer.Option(min=1, help="For so many people.")] = 1,
) -> None:
    """Make a link by which a person joins a unit in a role: the first administrator comes in so."""
    if unit and role is None:
        raise typer.BadParameter("say the role too: --role volunteer, coordinator, supervisor or administrator")
    with reporting_errors():
        settings = load_settings(require_key=True)
        run_async(_invite(settings, unit, role or Role.ADMINISTRATOR, days, uses))


@app.command()
def sample() -> None:
    """Fill an empty database with the sample province; where it is already, nothing changes."""
    with reporting_errors():
        settings = load_settings(require_key=True)
        invitations = run_async(with_database(settings, lambda database: load_sample(database, SystemClock())))
        typer.echo("The sample province is there. Still to come, each by their own link:")
        for invitation in invitations:
            typer.echo(f"  {invitation.messenger} {invitation.account}: /start j-{invitation.code}")


@app.command()
def doctor() -> None:
    """Say what is missing or wrong, and how to mend it."""
    if not run_async(_print_checks()):
        raise typer.Exit(1)


@app.command()
def replay() -> None:
    """Process the dead letters again: updates that failed by their own fault."""
    from bot.app.runtime import run_replay  # noqa: PLC0415 - as in run

    with reporting_errors():
        settings = load_settings(require_key=True, require_token=True)
        configure_logging(settings.log_level)
        done, failed = run_async(with_database(settings, lambda _: run_replay(settings)))
        typer.echo(f"Replayed: {done}; failed again: {failed}.")
        raise typer.Exit(1 if failed else 0)


@app.command()
def access() -> None:
    """Show what each role may do in its own unit, below, beside and above it."""
    for line in matrix.matrix_report_lines():
        typer.echo(line)


@app.command()
def retention() -> None:
    """Show what the retention rules would delete now, and what they deleted lately.

    The running bot applies them daily.
    """
    with reporting_errors():
        clock, settings = SystemClock(), load_settings(require_key=True)
        statuses = run_async(
            with_database(settings, lambda database: load_retention_status(database, clock.now(), clock.today()))
        )
    for line in retention_report_lines(statuses):
        typer.echo(line)


@audit.command()
def verify(*, batch: BatchOption = DEFAULT_THROTTLE.batch_size, rest: RestOption = DEFAULT_THROTTLE.rest_ratio) -> None:
    """Check that nothing in the audit was changed, removed, inserted, moved or cut off.

    Ends with 1 where something was.
    """
    with reporting_errors():
        lower_priority()
        pace = Throttle(batch_size=batch, rest_ratio=rest)
        settings = load_settings(require_key=True)
        report = run_async(with_database(settings, lambda database: verify_audit(settings, database, pace)))
    for line in chain_report_lines(report):
        typer.echo(line)
    raise typer.Exit(1 if report.fault_count else 0)


@audit.command()
def mend() -> None:
    """Make the triggers anew, and accept a database that was put back from a backup. Nothing else can be mended."""
    with reporting_errors():
        settings = load_settings(require_key=True)
        count = run_async(with_database(settings, lambda database: mend_audit(settings, database)))
    typer.echo(f"The triggers stand, and the data folder notes an end of {count} entries.")


@keys.command()
def rotate(*, batch: BatchOption = DEFAULT_THROTTLE.batch_size, rest: RestOption = DEFAULT_THROTTLE.rest_ratio) -> None:
    """Bring everything under the newest key, while the bot runs with it and the old ones: 1:OLD,2:NEW."""
    with reporting_errors():
        settings = load_settings(require_key=True)
        pace = Throttle(batch_size=batch, rest_ratio=rest)
        usage = run_async(with_database(settings, lambda database: _rotate_and_report(settings, database, pace)))
        raise typer.Exit(0 if _print_key_status(usage) else 1)


@keys.command()
def status() -> None:
    """Count the rows under each key, and say which keys can be removed."""
    with reporting_errors():
        settings = load_settings(require_key=True)
        _print_key_status(
            run_async(
                with_database(settings, lambda database: key_rotation.count_key_usage(database, _file_store(settings)))
            )
        )


@units.command("import")
def import_units_command(file: Path, *, skip_unknown_columns: bool = False) -> None:
    """Open units, or add to them, from a list; ends with 1, and imports nothing, if a row is wrong."""
    with reporting_errors():
        settings, say = load_settings(require_key=True), texts("fa").format_label
        done = run_async(
            with_database(
                settings,
                lambda base: import_unit_file(base, SystemClock(), file, say, skip_unknown=skip_unknown_columns),
            )
        )
        typer.echo("\n".join(import_report_lines(done, say)))
        raise typer.Exit(1 if done.invalid_rows else 0)


@units.command("export")
def export_units_command(file: Path) -> None:
    """Write all open units to FILE: CSV where it ends so, else Excel."""
    with reporting_errors():
        settings, say = load_settings(require_key=True), texts("fa").format_label
        count = run_async(with_database(settings, lambda base: export_unit_file(base, SystemClock(), file, say)))
        typer.echo(f"{count} units are in {file}.")


async def _invite(settings: Settings, unit: str, role: Role, days: int, uses: int) -> None:
    async def written(database: Database) -> IssuedInvitation:
        return await invite_to(database, SystemClock(), unit_query=unit, role=role, days=days, uses=uses)

    invitation = await with_database(settings, written)
    typer.echo(f"{role} of {invitation.unit_path}; code: {invitation.code}")
    links = await invitation_links(tuple(build_messengers(settings).values()), invitation.payload)
    for messenger, link in links.items():
        typer.echo(f"  {messenger}: {link}")
    if not links:
        typer.echo(f"  no token is set; write to the bot: /start {invitation.payload}")


def _file_store(settings: Settings) -> FileStore:
    return FileStore(settings.files_folder, settings.keyring())


async def _rotate_and_report(settings: Settings, database: Database, pace: Throttle) -> key_rotation.KeyUsage:
    """Rotate the keys; report the progress of each step, and the rows a second at its end."""
    began, steps = time.perf_counter(), dict[str, int]()
    async with aclosing(key_rotation.rotate_keys(database, _file_store(settings), pace)) as batches:
        async for moved in batches:
            steps[moved.target] = steps.get(moved.target, 0) + moved.count
            if sys.stderr.isatty():
                typer.echo(f"\r  {moved.target}: {steps[moved.target]}    ", nl=False, err=True)
    took, total = time.perf_counter() - began, sum(steps.values())
    for what, count in steps.items():
        typer.echo(f"  moved {count:>9}  {what}")
    typer.echo(f"Moved {total} in {took:.1f} s: {total / took:.0f} rows/s.")
    return await key_rotation.count_key_usage(database, _file_store(settings))


def _print_key_status(usage: key_rotation.KeyUsage) -> bool:
    for line in key_rotation.key_report_lines(usage):
        typer.echo(line)
    return not key_rotation.keys_in_use(usage)


async def _print_checks() -> bool:
    well = True
    async with aclosing(run_checks()) as findings:
        async for finding in findings:
            typer.echo(
                f"  well   {finding.summary}" if not finding.remedy else f"  MEND   {finding.summary}: {finding.remedy}"
            )
            well = well and not finding.remedy
    return well
