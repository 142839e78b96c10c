"""Cells of a workbook in which a formula has failed.

The reader of workbooks gives them out as empty, and an empty cell means that nothing is said.

Reads the XML of the first sheet by itself, as far as it is needed for this.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

MAX_SHEET_BYTES = 64 * 1024 * 1024  # unfolded
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_FIRST_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\b\w+:id=\"([^\"]+)\"")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\s(?=[^>]*\bt=\"e\")[^>]*?\br=\"([A-Z]{1,3})([0-9]{1,7})\"[^>]*>")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})</")
_MAX_FORMULA_BYTES = 9_000  # between the opening of a cell and its value


def error_cells(content: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield row, column (both from 0) and the word of each failed cell of the first sheet.

    Raises ValueError, KeyError or zipfile.BadZipFile for a file of another shape.
    """
    with zipfile.ZipFile(BytesIO(content)) as book:
        sheet = _read(book, _first_sheet_path(book))
    for cell in _ERROR_CELL.finditer(sheet):
        value = _VALUE.search(sheet, cell.end(), cell.end() + _MAX_FORMULA_BYTES)
        yield int(cell[2]) - 1, _column_number(cell[1]), value[1].decode() if value else "#N/A"


def _first_sheet_path(book: zipfile.ZipFile) -> str:
    first = _FIRST_SHEET.search(_read(book, _WORKBOOK))
    if first is None:
        raise ValueError("no sheet")
    for relation in _RELATION.findall(_read(book, _RELATIONS)):
        target = re.search(rb"\bTarget=\"([^\"]+)\"", relation)
        if target and b'"' + first[1] + b'"' in relation:
            path = target[1].decode()
            return path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    raise ValueError("the first sheet is not there")


def _read(book: zipfile.ZipFile, name: str) -> bytes:
    if book.getinfo(name).file_size > MAX_SHEET_BYTES:
        raise ValueError("the sheet is too large")
    return book.read(name)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
