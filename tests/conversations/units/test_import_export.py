"""Lists of units as documents: taken out, completed, brought in; and told row by row what is not right."""

from pathlib import Path

from aiohttp import ClientSession
from sqlalchemy import func, select

from bot.clock import FixedClock
from bot.reports.spreadsheets import Sheet, read_table, write_csv, write_xlsx
from bot.storage.database import Database
from bot.storage.tables import File, Unit, UnitAttributeValue
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled

HEADING = ("واحد بالاتر", "نوع", "نام", "تلفن", "نشانی", "شبا", "کارت‌خوان")
IBAN = "IR062960000000100324200001"


async def document(http: ClientSession, phone: Phone) -> list[list[str]]:
    """Return the rows of the newest document."""
    async with http.get((await phone.newest())["document"]["url"]) as answer:
        return read_table(await answer.read())


async def bring(phone: Phone, content: bytes, name: str) -> str:
    await phone.say("/menu")
    await phone.press((await phone.newest())["id"], "b|form||unit-import")
    if "شروع تازه" in await phone.buttons():  # a list that was refused is still a draft
        await phone.tap("شروع تازه")
    return await phone.share_file(content, name, "document")


async def test_a_list_is_taken_out_completed_and_brought_in(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        mina = theatre.phone("telegram", 1004, "مینا")
        await mina.say("/menu")
        await mina.tap("واحد و اعضا")
        await mina.tap("مدیریت واحد")
        await mina.tap("فهرست واحدها")
        await mina.tap("فهرست اکسل")
        rows = await document(theatre.http, mina)
        assert rows[0][:3] == ["واحد بالاتر", "نوع", "نام"]
        assert ["ایران/کهگیلویه و بویراحمد/گچساران/دوگنبدان", "امداد محله", "امداد محلهٔ سادات", "1404/01/01"] in [
            row[:4] for row in rows
        ]
        place = {name: rows[0].index(name) for name in HEADING}
        rows[1:] = [row + [""] * (len(rows[0]) - len(row)) for row in rows[1:]]
        for row in rows[1:]:
            if row[place["نام"]] == "امداد محلهٔ سادات":
                row[place["کارت‌خوان"]], row[place["تلفن"]] = "00123456", "0917 000 9003"
        fresh = ["ایران/کهگیلویه و بویراحمد/بویراحمد/دیشموک", "مركز نيكوكاري", "مرکز نیکوکاری مهر دیشموک"]
        rows.append([*fresh, "۱۴۰۴/۷/۱", "۰۹۱۷۰۰۰۹۱۰۱", "=1+1", *[""] * 4, IBAN])
        await mina.say("/menu")
        await mina.press((await mina.newest())["id"], "b|form||unit-import")
        assert "هنوز چیزی ثبت نشده" in await mina.share_file(
            write_xlsx(Sheet(rows=rows, right_to_left=True)), "units.xlsx", "document"
        )
        await mina.tap("ثبت فهرست")
        assert "واحد تازه: ۰، کامل‌شده: ۰" in await bring(mina, write_csv(rows), "units.csv")
        for way in ("واحد و اعضا", "مدیریت واحد", "فهرست واحدها"):
            await mina.tap(way)
        await mina.tap("فهرست CSV")
        again = await document(theatre.http, mina)
        assert [row[-1] for row in again if "امداد محلهٔ سادات" in row] == ["00123456"]
        assert "=1+1" in next(row for row in again if "مرکز نیکوکاری مهر دیشموک" in row)
    golden("import-export.fa", theatre.transcript)
    async with database.read_session() as session:
        facts = {(fact.attribute, fact.value) for fact in await session.scalars(select(UnitAttributeValue))}
        assert facts == {("card_reader", "00123456"), ("address", "=1+1"), ("iban", IBAN)}
        assert await session.scalar(select(Unit.phone).where(Unit.name == "امداد محلهٔ سادات")) == "+989170009003"


async def test_one_bad_row_keeps_everything_out_and_each_is_told(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    await peopled(database)
    async with database.read_session() as session:
        before = await session.scalar(select(func.count()).select_from(Unit))
    dishmook = "ایران/کهگیلویه و بویراحمد/بویراحمد/دیشموک"
    rows = [
        HEADING,
        (dishmook, "مرکز نیکوکاری", "مرکز نیکوکاری یک"),
        (dishmook, "مرکز نیکوکاری", "مرکز نیکوکاری یک"),
        (dishmook, "کاخ", "مرکز نیکوکاری دو", "12", "", "IR00"),
        ("ناکجا", "شهر", "نمونه"),
        ("بویراحمد", "", "نمونه"),
        ("امداد محلهٔ سادات", "محله", "نمونه"),
    ]
    async with stage(database, clock, tmp_path) as theatre:
        mina, hossein = theatre.phone("telegram", 1004, "مینا"), theatre.phone("telegram", 1002, "حسین")
        await bring(mina, write_csv(rows), "units.csv")
        report = await document(theatre.http, mina)
        assert [row[0] for row in report[1:]] == ["3", "4", "4", "4", "5", "6", "7"]
        theatre.transcript[:] = theatre.transcript[-1:]
        golden("import-export.bad.fa", theatre.transcript)
        assert "این ستون‌ها نیست: واحد بالاتر، نوع، نام" in await bring(mina, b"a,b\n1,2\n", "units.csv")
        assert "نمی‌توانم بخوانم" in await bring(mina, b'"a"b,c\n1,2\n', "units.csv")
        assert "دسترسی ندارید" in await bring(hossein, write_csv(rows), "units.csv")
    async with database.read_session() as session:
        assert await session.scalar(select(func.count()).select_from(Unit)) == before


async def test_what_a_list_would_do_and_what_is_not_read_of_it_is_told_before_anything_is_written(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    await peopled(database)
    dishmook = "ایران/کهگیلویه و بویراحمد/بویراحمد/دیشموک"
    rows = [
        ("فهرست مراکز سال ۱۴۰۴",),
        ("واحد بالاتر", "نوع", "نام", "کارت خوان", "مدیر مرکز"),
        (dishmook, "مرکز نیکوکاری", "مرکز نیکوکاری گل‌ها", "00123456", "آقای کریمی"),
    ]
    async with stage(database, clock, tmp_path) as theatre:
        mina = theatre.phone("telegram", 1004, "مینا")
        said = await bring(mina, write_csv(rows), "units.csv")
        assert "مدیر مرکز" in said
        async with database.read_session() as session:
            assert await session.scalar(select(Unit.id).where(Unit.name == "مرکز نیکوکاری گل‌ها")) is None
        page = (await mina.newest())["id"]
        await mina.tap("ثبت فهرست")
        confirm = f"b|unit-lists|!import|{await newest_file(database)}"
        assert "واحد تازه: ۰، کامل‌شده: ۰، بی‌تغییر: ۱" in await mina.press(page, confirm)
        twice = [(*rows[1], "تلفن", "تلفن"), (*rows[2], "09171112233", "07433223344")]
        assert "دو بار آمده است: تلفن" in await bring(mina, write_csv(twice), "units.csv")
        theatre.transcript[:] = theatre.transcript[:8]
        golden("import-export.preview.fa", theatre.transcript)
    async with database.read_session() as session:
        facts = [fact.value for fact in await session.scalars(select(UnitAttributeValue))]
        assert facts == ["00123456"], "a space in a heading is a half-space"


async def newest_file(database: Database) -> int:
    async with database.read_session() as session:
        return int((await session.scalars(select(File.id).order_by(File.id.desc()))).first() or 0)
