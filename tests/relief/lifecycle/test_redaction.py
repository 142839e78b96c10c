"""Redaction: the name and number of an erased family are struck out in any spelling; others stay."""

from sqlalchemy import select

from bot.relief.access.caller import Caller
from bot.relief.calls import calls
from bot.relief.lifecycle.family_erasure import erase_family
from bot.relief.people import letters
from bot.storage.database import Database
from bot.storage.tables import Call, Letter
from tests.relief.world import NOW, Cast, registered

NAME, PHONE = "نوبر آزمون‌نژاد", "+989170007654"
WRITTEN = {
    "سبد نوبر آزمون‌نژاد ماند": "سبد … ماند",
    "سبد نوبر ازمون نژاد ماند": "سبد … ماند",
    "سبد نوبر آزموننژاد، ماند": "سبد …، ماند",
    "زنگ: 0917 000 76-54!": "زنگ: …!",
    "زنگ ۰۹۱۷۰۰۰۷۶۵۴ بزنید": "زنگ … بزنید",
    "زنگ ۰۹۱۷۰۰۰۷۶۵۵ بزنید": "زنگ ۰۹۱۷۰۰۰۷۶۵۵ بزنید",
    "نوبر، و آزمون‌نژاد": "نوبر، و آزمون‌نژاد",
    "نوبر آزمون‌نژادی": "نوبر آزمون‌نژادی",
}


async def test_it_is_struck_however_it_was_written(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        family = await registered(session, cast.maryam, cast.tree.sadat, NAME, phone=PHONE)
        for said in WRITTEN:
            county = cast.tree.gachsaran
            await calls.create_call(Caller(session, cast.hossein, NOW), unit=county, role=None, text=said)
            await letters.write_letter(Caller(session, cast.maryam, NOW), cast.tree.sadat, said)
        await erase_family(Caller(session, cast.zahra, NOW), family.id, "خودشان خواستند")
        session.expire_all()
        called = [call.text for call in await session.scalars(select(Call).order_by(Call.id))]
        wrote = [letter.text for letter in await session.scalars(select(Letter).order_by(Letter.id))]
    assert called == list(WRITTEN.values())
    assert wrote == [left for said, left in WRITTEN.items() if "۷۶۵۴" not in said and "76-54" not in said], (
        "a letter with its number is gone as a whole"
    )


async def test_a_name_in_another_county_may_be_somebody_elses_and_a_number_is_nobody_elses(
    cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        family = await registered(session, cast.narges, cast.tree.lebnan, NAME, phone=PHONE)
        for said in (f"{NAME} آمد", "۰۹۱۷۰۰۰۷۶۵۴ جواب نداد"):
            sadat = cast.tree.sadat
            await calls.create_call(Caller(session, cast.hossein, NOW), unit=sadat, role=None, text=said)
        await erase_family(Caller(session, cast.zahra, NOW), family.id, "خودشان خواستند")
        session.expire_all()
        called = [call.text for call in await session.scalars(select(Call).order_by(Call.id))]
    assert called == [f"{NAME} آمد", "… جواب نداد"]
