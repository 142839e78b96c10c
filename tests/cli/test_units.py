"""Lists of units from the command line: out, completed by hand, in again; and nothing half in."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.reports.spreadsheets import Sheet, read_table, write_csv, write_xlsx
from bot.settings import env_variables
from bot.storage.database import Database
from bot.storage.tables import Unit, UnitAttributeValue
from tests.cli.test_cli import KEY, beside
from tests.relief.world import plant


@pytest.fixture
async def planted(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Set up the small province in the database that the settings name."""
    for name in env_variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HAMYAR_SECRET_KEY", KEY)
    monkeypatch.setenv("HAMYAR_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    async with database.write_session() as session:
        await plant(session)
        await session.commit()
    return database


@pytest.mark.parametrize("name", ["units.csv", "units.xlsx"])
async def test_a_list_goes_out_and_comes_in_again(planted: Database, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    out = await beside("units", "export", str(file))
    assert (out.exit_code, out.output) == (0, f"9 units are in {file}.\n")
    rows = read_table(file.read_bytes())
    row = next(row for row in rows if "امداد محلهٔ لبنان" in row)
    row += [""] * (len(rows[0]) - len(row))
    row[rows[0].index("کد دستوری")] = "*780*123#"
    rows.append(["دیشموک", "charity_centre", "مرکز نیکوکاری مهر", "", "", "", "007"])
    file.write_bytes(write_csv(rows) if name.endswith("csv") else write_xlsx(Sheet(rows=rows, right_to_left=True)))
    back = await beside("units", "import", str(file))
    assert (back.exit_code, back.output) == (0, "Opened: 1; changed: 1; unchanged: 8.\n")
    async with planted.read_session() as session:
        told = {(fact.attribute, fact.value) for fact in await session.scalars(select(UnitAttributeValue))}
        assert told == {("ussd", "*780*123#"), ("licence", "007")}


async def test_what_is_not_right_is_told_by_row_and_nothing_comes_in(planted: Database, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_bytes(
        write_csv([("واحد بالاتر", "نوع", "نام"), ("دیشموک", "محله", "نمونه"), ("ناکجا", "محله", "نمونهٔ دیگر")])
    )
    back = await beside("units", "import", str(file))
    assert back.exit_code == 1
    assert back.output.splitlines() == [
        "  row 3  واحد بالاتر: واحد بالاتر پیدا نشد. آن را در همین فهرست، پیش از این ردیف بیاورید.",
        "Nothing was imported: 1 errors.",
    ]
    async with planted.read_session() as session:
        assert not list(await session.scalars(select(Unit).where(Unit.name.contains("نمونه"))))


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe\x00", "neither a workbook"), (b"a,b\n", "does not name the columns"), (None, "cannot be read")],
)
@pytest.mark.usefixtures("planted")
async def test_a_file_that_is_no_list_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "units.csv"
    if content is not None:
        file.write_bytes(content)
    back = await beside("units", "import", str(file))
    assert back.exit_code == 1
    assert said in back.output


@pytest.mark.usefixtures("planted")
async def test_a_column_that_is_not_known_or_stands_twice_is_told_before_anything_is_written(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    row = ("دیشموک", "محله", "نمونه")
    file.write_bytes(write_csv([("واحد بالاتر", "نوع", "نام", "مدیر"), (*row, "کریمی")]))
    back = await beside("units", "import", str(file))
    assert back.exit_code == 1
    assert "columns that are not known: مدیر" in back.output
    back = await beside("units", "import", "--skip-unknown-columns", str(file))
    assert back.output == "Opened: 1; changed: 0; unchanged: 0.\n"
    file.write_bytes(write_csv([("واحد بالاتر", "نوع", "نام", "تلفن", "phone"), (*row, "09171112233", "")]))
    back = await beside("units", "import", str(file))
    assert "twice: تلفن (phone)" in back.output


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("دیشموک", "محله", "\u3164\u3164"), "نام: در این نوشته حرفی دیده نمی‌شود"),
        (("دیشموک", "محله", "۰۹۱۷۱۱۱۲۲۳۳"), "نام: این‌جا جای شماره نیست"),
        (("دیشموک", "محله", "نمونه", "#N/A"), "تلفن: به‌جای مقدار، خطای فرمول"),
        (("#REF!", "محله", "نمونه"), "واحد بالاتر: به‌جای مقدار، خطای فرمول"),
    ],
)
@pytest.mark.usefixtures("planted")
async def test_what_is_no_name_and_no_value_is_an_error_of_its_row(
    tmp_path: Path, cells: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "units.csv"
    file.write_bytes(write_csv([("واحد بالاتر", "نوع", "نام", "تلفن"), cells]))
    back = await beside("units", "import", str(file))
    assert back.exit_code == 1
    assert f"row 2  {said}" in back.output
