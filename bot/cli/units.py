"""Lists of units from the command line: a file brought in, or written, with the words of the Persian texts in it.

It reads and writes as a conversation would; what went wrong is told row by row.
"""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import select

from bot.clock import Clock
from bot.i18n.messages import Text, word
from bot.relief.ids import UnitId
from bot.relief.units import importing as unit_import
from bot.relief.units import sheets as unit_lists
from bot.relief.units.importing import OF_ROWS, BadRow, BroughtIn
from bot.relief.units.sheets import NoHeading
from bot.reports.spreadsheets import NotATable, read_table, write_csv, write_xlsx
from bot.storage.database import Database
from bot.storage.tables import Unit

Say = Callable[[Text], str]


class BadList(Exception):
    """A file that cannot be brought in; the message is a sentence."""


async def bring_in(database: Database, clock: Clock, file: Path, say: Say) -> BroughtIn:
    """Committed where every row is right, else nothing is."""
    words = unit_lists.wording(say)
    try:
        lines = unit_lists.lines_of(read_table(await asyncio.to_thread(file.read_bytes)), words)
    except OSError as error:
        raise BadList(f"{file} cannot be read ({type(error).__name__}).") from error
    except NotATable:
        raise BadList(f"{file} is neither a workbook (xlsx) nor separated text in UTF-8.") from None
    except NoHeading as heading:
        missing = ", ".join(f"{say(word(one))} ({one.value})" for one in heading.missing)
        raise BadList(f"The first row of {file} does not name the columns {missing}.") from None
    async with database.writing() as session:
        done = await unit_import.bring_in(session, None, lines, words, clock.now(), clock.today())
        if not done.bad:
            await session.commit()
    return done


async def export(database: Database, clock: Clock, file: Path, say: Say) -> int:
    """How many units were written: CSV where the file is called so, else a workbook."""
    async with database.reading() as session:
        top = await session.scalar(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1))
        if top is None:
            raise BadList("There are no units yet.")
        rows = await unit_lists.rows_of(session, UnitId(top), clock.today(), unit_lists.wording(say))
    csv = file.suffix.lower() == ".csv"
    try:
        await asyncio.to_thread(file.write_bytes, write_csv(rows) if csv else write_xlsx(rows, right_to_left=True))
    except OSError as error:
        raise BadList(f"{file} cannot be written ({type(error).__name__}).") from error
    return len(rows) - 1


def told(done: BroughtIn, say: Say) -> Iterator[str]:
    """A line for each bad row, or one for all that came in."""
    for one in done.bad:
        column = f"{say(word(one.column))}: " if one.column else ""
        yield f"  row {one.number}  {column}{say(_why(one))}"
    if done.bad:
        yield f"Nothing came in: {len(done.bad)} things are not right."
    else:
        yield f"Opened: {done.opened}; told more of: {done.changed}; unchanged: {done.same}."


def _why(one: BadRow) -> Text:
    return Text(f"unit-row-{one.why}") if one.why in OF_ROWS else Text(f"unit-fact-wrong-{one.why}")
