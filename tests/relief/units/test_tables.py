"""Tables that spreadsheets and people make: nothing in them is lost without a word."""

import io

import pytest
from xlsxwriter import Workbook

from bot.i18n.catalog import texts
from bot.relief.units.sheets import DoubledColumns, MissingColumns, UnitColumn, build_wording, parse_unit_rows
from bot.reports.spreadsheets import InvalidTable, read_table, write_csv

WORDING = build_wording(texts("fa").format_label)
HEADING = ["واحد بالاتر", "نوع", "نام"]
ROW = ["ایران", "محله", "الف"]


def workbook() -> bytes:
    out = io.BytesIO()
    book = Workbook(out)
    sheet = book.add_worksheet("دو")
    for place, cell in enumerate([*HEADING, "تلفن", "شبا"]):
        sheet.write_string(0, place, cell)
    for place, cell in enumerate(ROW):
        sheet.write_string(1, place, cell)
    sheet.write_formula(1, 3, "=A9000", None, "#REF!")
    sheet.write_formula(2, 4, "=NA()", None, "#N/A")
    book.add_worksheet("سه").write_formula(0, 0, "=1/0", None, "#DIV/0!")
    book.close()
    return out.getvalue()


def test_a_formula_that_failed_is_read_as_its_word_and_not_as_nothing() -> None:
    rows = read_table(workbook())
    assert rows[1] == [*ROW, "#REF!"]
    assert rows[2] == ["", "", "", "", "#N/A"]


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(InvalidTable):
        read_table(b"PK\x03\x04 and nothing more")


@pytest.mark.parametrize("cell", ["-پلاک", "'-پلاک", "''=1", "'نام", "=1+1", "'", "''", "+98", "'+98"])
def test_what_is_written_to_csv_is_read_back(cell: str) -> None:
    assert read_table(write_csv([["a", cell, "b"]])) == [["a", cell, "b"]]


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n'])
def test_a_line_that_names_the_separator_is_no_row(first: str) -> None:
    assert read_table((first + "a;b,c;d\r\n").encode()) == [["a", "b,c", "d"]]


@pytest.mark.parametrize("heading", ["کارت خوان", "کارت‌خوان", "كارتخوان", "card_reader"])
def test_a_heading_is_known_in_every_spelling(heading: str) -> None:
    sheet = parse_unit_rows([[*HEADING, heading], [*ROW, "00123456"]], WORDING)
    assert sheet.rows[0].cells[UnitColumn.CARD_READER] == "00123456"
    assert sheet.unknown_columns == ()


def test_a_heading_twice_is_refused() -> None:
    with pytest.raises(DoubledColumns) as doubled:
        parse_unit_rows([[*HEADING, "تلفن", "phone"], [*ROW, "0917", "0743"]], WORDING)
    assert doubled.value.columns == (UnitColumn.PHONE,)


def test_columns_that_are_not_known_are_named_and_empty_ones_are_not() -> None:
    sheet = parse_unit_rows([[*HEADING, "مدیر", "یادداشت"], [*ROW, "کریمی", "", "بی نام"], ROW], WORDING)
    assert sheet.unknown_columns == ("مدیر", "F")


def test_titles_above_the_heading_are_passed_over_and_counted() -> None:
    sheet = parse_unit_rows([["فهرست مراکز"], [], HEADING, ROW], WORDING)
    assert (sheet.skipped_rows, [row.number for row in sheet.rows]) == (1, [4])
    with pytest.raises(MissingColumns) as missing:
        parse_unit_rows([["فهرست مراکز"], HEADING[:2], ROW], WORDING)
    assert missing.value.columns == (UnitColumn.NAME,)
