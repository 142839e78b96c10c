"""Tables as files: XLSX and CSV, in and out. It knows no unit, no person and no language.

A text stays a text in a file, never a formula, and keeps its leading zeros; a number is a number that can be added up.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, TypeAlias
from zipfile import BadZipFile

from bot.persian.jalali import Jalali
from bot.reports.error_cells import error_cells
from bot.reports.file_names import clean_sheet_name

XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_MIME = "text/csv"
MAX_COLUMN_WIDTH = 40  # letters
_FORMULA = ("=", "+", "-", "@", "\t")
_ZIP = b"PK\x03\x04"
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)  # spreadsheets obey it and show no row for it

TableRows = Sequence[Sequence[str]]
SheetCell: TypeAlias = str | int
_NUMBER_FORMAT, _DATE_FORMAT, _TEXT_FORMAT = "#,##0", "yyyy-mm-dd", "@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A workbook with a table; its first row is the heading.

    `date_columns` are the positions of columns of dates, which are written in ISO 8601. `notes` stand on a sheet of their
    own, `notes_name`.
    """

    render_kind: ClassVar[str] = "sheet"
    mime: ClassVar[str] = XLSX_MIME

    rows: Sequence[Sequence[SheetCell]]
    right_to_left: bool
    file_name: str = ""
    sheet_name: str = ""
    date_columns: Sequence[int] = ()
    notes: Sequence[str] = ()
    notes_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Csv:
    render_kind: ClassVar[str] = "csv"
    mime: ClassVar[str] = CSV_MIME

    rows: TableRows
    file_name: str = ""


class InvalidTable(Exception):
    """The file is neither a workbook nor separated text."""


def read_table(content: bytes) -> list[list[str]]:
    """Return the rows of the first sheet, without empty cells at their ends.

    The first bytes tell a workbook from text.
    """
    rows = _read_sheet(content) if content.startswith(_ZIP) else _read_csv(content)
    return [_trim_row(row) for row in rows]


def write_xlsx(sheet: Sheet) -> bytes:
    """Write a workbook."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - 3 MB, loaded when the first workbook is written

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _write_table(book, _add_worksheet(book, sheet, sheet.sheet_name), sheet)
    if sheet.notes:
        _write_notes(_add_worksheet(book, sheet, sheet.notes_name), sheet.notes)
    book.close()
    return out.getvalue()


def _write_table(book: Any, table: Any, sheet: Sheet) -> None:
    """Write the rows; a column of numbers or dates has their format, for what is typed under them."""
    formats = {form: book.add_format({"num_format": form}) for form in (_NUMBER_FORMAT, _DATE_FORMAT, _TEXT_FORMAT)}
    heading = book.add_format({"bold": True, "num_format": _TEXT_FORMAT})
    column_formats = dict.fromkeys(range(max(map(len, sheet.rows), default=0)), _TEXT_FORMAT)
    for number, row in enumerate(sheet.rows):
        for place, cell in enumerate(row):
            form = _cell_format(cell, is_date=place in sheet.date_columns) if number else _TEXT_FORMAT
            _write_cell(table, number, place, cell, form, formats[form] if number else heading)
            if form is not _TEXT_FORMAT:
                column_formats[place] = form
    for place, width in enumerate(_column_widths(sheet.rows)):
        table.set_column(place, place, width, formats[column_formats[place]])
    table.freeze_panes(1, 0)


def _write_cell(table: Any, number: int, place: int, cell: SheetCell, form: str, style: Any) -> None:
    if form is _NUMBER_FORMAT:
        table.write_number(number, place, cell, style)
    elif form is _DATE_FORMAT:
        table.write_datetime(number, place, date.fromisoformat(str(cell)), style)
    else:
        table.write_string(number, place, str(cell), style)


def _add_worksheet(book: Any, sheet: Sheet, name: str) -> Any:
    added = book.add_worksheet(clean_sheet_name(name) or None)
    if sheet.right_to_left:
        added.right_to_left()
    return added


def _write_notes(added: Any, notes: Sequence[str]) -> None:
    for number, note in enumerate(notes):
        added.write_string(number, 0, note)
    added.set_column(0, 0, 2 * MAX_COLUMN_WIDTH)


def _cell_format(cell: SheetCell, *, is_date: bool) -> str:
    if isinstance(cell, int):
        return _NUMBER_FORMAT
    return _DATE_FORMAT if is_date and cell else _TEXT_FORMAT


def write_csv(rows: TableRows) -> bytes:
    """Write CSV with a byte order mark, by which spreadsheets know UTF-8.

    An apostrophe marks text that looks like a formula, also behind apostrophes of its own.
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_escape_formula(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _escape_formula(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def _column_widths(rows: Sequence[Sequence[SheetCell]]) -> Iterable[int]:
    columns = max((len(row) for row in rows), default=0)
    widths = (max(len(_as_shown(row[at])) for row in rows if at < len(row)) for at in range(columns))
    return (min(MAX_COLUMN_WIDTH, 2 + width) for width in widths)


def _as_shown(cell: SheetCell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell


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
