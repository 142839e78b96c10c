"""Tables as files: XLSX and CSV, in and out, as rows of text. It knows no unit, no person and no language.

What people typed is always text in a file, never a formula; zeros that a number begins with stay.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from bot.persian.jalali import Jalali

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
WIDEST = 40  # letters
_FORMULA = ("=", "+", "-", "@", "\t")
_ZIP = b"PK\x03\x04"

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A workbook of one sheet; the first row is the heading."""

    made: ClassVar[str] = "sheet"
    mime: ClassVar[str] = XLSX

    rows: Rows
    right_to_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Csv:
    made: ClassVar[str] = "csv"
    mime: ClassVar[str] = CSV

    rows: Rows


class NotATable(Exception):
    """Neither a workbook nor separated text."""


def read_table(content: bytes) -> list[list[str]]:
    """The rows of the first sheet, ends of rows without empty cells. What begins like a workbook is one."""
    rows = _sheet(content) if content.startswith(_ZIP) else _separated(content)
    return [_trimmed(row) for row in rows]


def write_xlsx(rows: Rows, *, right_to_left: bool) -> bytes:
    """The first row is the heading."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - 3 MB, loaded when the first workbook is written

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    if right_to_left:
        sheet.right_to_left()
    heading, text = book.add_format({"bold": True, "num_format": "@"}), book.add_format({"num_format": "@"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, text if number else heading)
    for place, width in enumerate(_widths(rows)):
        sheet.set_column(place, place, width, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def write_csv(rows: Rows) -> bytes:
    """With the mark that spreadsheets know UTF-8 by; what looks like a formula is said to be text by an apostrophe."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_defused(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _defused(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _widths(rows: Rows) -> Iterable[int]:
    columns = max((len(row) for row in rows), default=0)
    return (min(WIDEST, 2 + max(len(row[at]) for row in rows if at < len(row))) for at in range(columns))


def _sheet(content: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - as above

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise NotATable from error


def _cell(cell: Any) -> str:
    """A whole number without its point; a day in the calendar that people write."""
    match cell:
        case bool():
            return str(cell)
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date():
            day = Jalali.of(cell.date() if isinstance(cell, datetime) else cell)
            return f"{day.year}/{day.month}/{day.day}"
        case _:
            return str(cell)


def _separated(content: bytes) -> list[list[str]]:
    try:
        said = content.decode("utf-8-sig")
        heading = said.partition("\n")[0]
        between = max(",;\t", key=heading.count)
        rows = list(csv.reader(io.StringIO(said, newline=""), delimiter=between, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotATable from error
    return [[_undefused(cell) for cell in row] for row in rows]


def _undefused(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _trimmed(row: list[str]) -> list[str]:
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells
