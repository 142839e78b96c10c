"""The command `units`: imports lists of units from a file, or writes one.

It reads and writes as a conversation would, with the words of the Persian texts; errors are reported row by row.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sqlalchemy import select

from bot.clock import Clock
from bot.i18n.messages import Text, enum_text
from bot.relief.ids import UnitId
from bot.relief.units.import_result import ImportResult
from bot.relief.units.importing import import_units
from bot.relief.units.sheets import (
    DoubledColumns,
    MissingColumns,
    UnitColumn,
    Wording,
    add_gregorian_dates,
    build_unit_rows,
    build_wording,
    parse_unit_rows,
)
from bot.reports.spreadsheets import InvalidTable, Sheet, read_table, write_csv, write_xlsx
from bot.storage.database import Database
from bot.storage.tables import Unit

TextFormatter = Callable[[Text], str]


class InvalidUnitFile(Exception):
    """A file that cannot be imported; the message is a sentence."""


async def import_unit_file(
    database: Database, clock: Clock, file: Path, say: TextFormatter, *, skip_unknown: bool = False
) -> ImportResult:
    """Import a list of units. It is committed if every row is right, else nothing is.

    Raises InvalidUnitFile for columns that are not known, unless they are to be skipped.
    """
    words = build_wording(say)
    try:
        sheet = parse_unit_rows(read_table(await asyncio.to_thread(file.read_bytes)), words)
    except OSError as error:
        raise InvalidUnitFile(f"{file} cannot be read ({type(error).__name__}).") from error
    except InvalidTable:
        raise InvalidUnitFile(f"{file} is neither a workbook (xlsx) nor separated text in UTF-8.") from None
    except MissingColumns as heading:
        raise InvalidUnitFile(
            f"The first row of {file} does not name the columns {_column_names(heading.columns, say)}."
        ) from None
    except DoubledColumns as heading:
        raise InvalidUnitFile(
            f"{file} names these columns twice: {_column_names(heading.columns, say)}. Nothing was imported."
        ) from None
    if sheet.unknown_columns and not skip_unknown:
        raise InvalidUnitFile(
            f"{file} has columns that are not known: {', '.join(sheet.unknown_columns)}. Nothing was imported; "
            "--skip-unknown-columns leaves them out."
        )
    async with database.write_session() as session:
        done = await import_units(session, None, sheet.rows, words, clock.now(), clock.today())
        if not done.invalid_rows:
            await session.commit()
    return done


async def export_unit_file(database: Database, clock: Clock, file: Path, say: TextFormatter) -> int:
    """Write all open units, as CSV if the file is named so, else as a workbook. Return how many."""
    async with database.read_session() as session:
        top = await session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1))
        if top is None:
            raise InvalidUnitFile("There are no units yet.")
        words = build_wording(say)
        rows = await build_unit_rows(session, UnitId(top), clock.today(), words)
    csv = file.suffix.lower() == ".csv"
    try:
        await asyncio.to_thread(file.write_bytes, write_csv(rows) if csv else write_xlsx(_unit_sheet(rows, words)))
    except OSError as error:
        raise InvalidUnitFile(f"{file} cannot be written ({type(error).__name__}).") from error
    return len(rows) - 1


def _unit_sheet(rows: list[list[str]], words: Wording) -> Sheet:
    dated = add_gregorian_dates(rows, words)
    return Sheet(
        rows=dated,
        right_to_left=True,
        sheet_name=words.localize(Text("unit-lists-sheet")),
        date_columns=range(len(rows[0]), len(dated[0])),
    )


def import_report_lines(result: ImportResult, say: TextFormatter) -> Iterator[str]:
    """Return a line for each bad row, or one for all units that were imported."""
    for one in result.invalid_rows:
        column = f"{say(enum_text(one.column))}: " if one.column else ""
        yield f"  row {one.number}  {column}{say(one.explanation)}"
    if result.invalid_rows:
        yield f"Nothing was imported: {len(result.invalid_rows)} errors."
    else:
        yield f"Opened: {len(result.opened)}; changed: {len(result.changed)}; unchanged: {result.unchanged_count}."


def _column_names(columns: Iterable[UnitColumn], say: TextFormatter) -> str:
    return ", ".join(f"{say(enum_text(one))} ({one.value})" for one in columns)
