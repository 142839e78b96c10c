"""Files for people, opened by an independent reader: numbers add up, dates are dates, text stays text, names say what."""

import io
from datetime import date
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from bot.reports.file_names import MAX_SHEET_NAME_LENGTH, clean_file_name, clean_sheet_name
from bot.reports.spreadsheets import Sheet, write_xlsx

SHEET = Sheet(
    rows=(
        ("حوزه", "نقدی (تومان)", "تاریخ"),
        ("معیشت", 22_505_110_000, "2025-11-03"),
        ("=1+1", 7, ""),
        ("00123", "محرمانه", ""),
    ),
    right_to_left=True,
    sheet_name="خلاصه: آبان/آذر [۱۴۰۴]",
    date_columns=(2,),
    notes=("مبلغ‌ها به تومان است.",),
    notes_name="توضیح",
)


def opened() -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(SHEET)))


def test_numbers_are_numbers_and_dates_are_dates_and_text_is_text() -> None:
    heading, first, second, third = opened().get_sheet_by_index(0).to_python()
    assert heading == list(SHEET.rows[0])
    assert [type(cell) for cell in first] == [str, float, date]
    assert (first[1], second[1]) == (22_505_110_000, 7)
    assert first[2] == date(2025, 11, 3)
    assert second == ["=1+1", 7, ""]
    assert third == ["00123", "محرمانه", ""]


def test_the_sheet_is_named_frozen_and_right_to_left_and_its_notes_are_apart() -> None:
    book = opened()
    assert book.sheet_names == ["خلاصه آبان آذر ۱۴۰۴", "توضیح"]
    assert book.get_sheet_by_index(1).to_python() == [["مبلغ‌ها به تومان است."]]
    assert len(book.get_sheet_by_index(0).to_python()) == len(SHEET.rows)
    with ZipFile(io.BytesIO(write_xlsx(SHEET))) as parts:
        table, styles = (parts.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    assert 'rightToLeft="1"' in table
    assert 'ySplit="1"' in table
    assert "<f>" not in table
    assert 'formatCode="yyyy-mm-dd"' in styles
    assert 'formatCode="#,##0"' in styles


@pytest.mark.parametrize("name", ["", "'", "[]:*?/\\", "ک" * 90, "a\u202eb\n"])
def test_any_name_makes_a_sheet_and_a_file(name: str) -> None:
    shown = clean_sheet_name(name)
    assert len(shown) <= MAX_SHEET_NAME_LENGTH
    assert not set(shown) & set("[]:*?/\\\u202e\n")
    file = clean_file_name(name, "xlsx")
    assert file.endswith(".xlsx")
    assert len(file.encode()) < 255
    assert not set(file) & set('\\/:*?"<>|\u202e\n')
    write_xlsx(Sheet(rows=(("الف",),), right_to_left=True, sheet_name=name))


def test_a_file_name_is_readable() -> None:
    name = clean_file_name("خلاصهٔ عملکرد امداد محلهٔ سادات - آبان ۱۴۰۴", "xlsx")
    assert name == "خلاصهٔ عملکرد امداد محلهٔ سادات - آبان ۱۴۰۴.xlsx"
