"""Tables as files: XLSX and CSV, in and out, as rows of text. It knows no unit, no person and no language.

Typed text stays text in a file, never a formula; leading zeros of a number stay.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from zipfile import BadZipFile

from bot.persian.jalali import Jalali
from bot.reports.error_cells import error_cells

XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_MIME = "text/csv"
MAX_COLUMN_WIDTH = 40  # letters
_FORMULA = ("=", "+", "-", "@", "\t")
_ZIP = b"PK\x03\x04"
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)  # spreadsheets obey it and show no row for it

TableRows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A workbook of one sheet. The first row is the heading."""

    render_kind: ClassVar[str] = "sheet"
    mime: ClassVar[str] = XLSX_MIME

    rows: TableRows
    right_to_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Csv:
    render_kind: ClassVar[str] = "csv"
    mime: ClassVar[str] = CSV_MIME

    rows: TableRows


class InvalidTable(Exception):
    """The file is neither a workbook nor separated text."""


def read_table(content: bytes) -> list[list[str]]:
    """Return the rows of the first sheet, without empty cells at their ends.

    The first bytes tell a workbook from text.
    """
    rows = _read_sheet(content) if content.startswith(_ZIP) else _read_csv(content)
    return [_trim_row(row) for row in rows]


def write_xlsx(rows: TableRows, *, right_to_left: bool) -> bytes:
    """Write a workbook. The first row is the heading."""
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
    for place, width in enumerate(_column_widths(rows)):
        sheet.set_column(place, place, width, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def write_csv(rows: TableRows) -> bytes:
    """Write CSV with a byte order mark, by which spreadsheets know UTF-8.

    An apostrophe marks text that looks like a formula, also behind apostrophes of its own.
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_escape_formula(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _escape_formula(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def _column_widths(rows: TableRows) -> Iterable[int]:
    columns = max((len(row) for row in rows), default=0)
    return (min(MAX_COLUMN_WIDTH, 2 + max(len(row[at]) for row in rows if at < len(row))) for at in range(columns))


def _read_sheet(content: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - as above

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = [[_format_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        _put_errors(rows, content)
    except (CalamineError, ValueError, IndexError, KeyError, OSError, BadZipFile) as error:
        raise InvalidTable from error
    return rows


def _put_errors(rows: list[list[str]], content: bytes) -> None:
    """Write the word of each failed formula into its cell, which was read as empty."""
    for row, column, word in error_cells(content):
        rows.extend([] for _ in range(len(rows), row + 1))
        rows[row].extend("" for _ in range(len(rows[row]), column + 1))
        rows[row][column] = word


def _format_cell(cell: Any) -> str:
    """Format a whole number without a point, and a day in the calendar that people write."""
    match cell:
        case bool():
            return str(cell)
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date():
            day = Jalali.from_date(cell.date() if isinstance(cell, datetime) else cell)
            return f"{day.year}/{day.month}/{day.day}"
        case _:
            return str(cell)


def _read_csv(content: bytes) -> list[list[str]]:
    try:
        decoded = content.decode("utf-8-sig")
        if separator := _SEPARATOR_LINE.match(decoded):
            decoded = decoded[separator.end() :]
        heading = decoded.partition("\n")[0]
        between = separator[1] if separator else max(",;\t", key=heading.count)
        rows = list(csv.reader(io.StringIO(decoded, newline=""), delimiter=between, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidTable from error
    return [[_unescape_formula(cell) for cell in row] for row in rows]


def _unescape_formula(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _trim_row(row: list[str]) -> list[str]:
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells
