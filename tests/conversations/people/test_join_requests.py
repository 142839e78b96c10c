"""Joining without an invitation: a stranger finds a unit, asks, waits, and is taken in or refused by who answers for it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.clock import FixedClock
from bot.relief.access.actors import load_actor
from bot.relief.units.geo import Point, parse_point
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import JoinRequest, Membership, Person, Service, UnitAttributeValue
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.world import TODAY


async def ask(phone: Phone, search: str, unit: str) -> str:
    await phone.say("/start")
    await phone.tap("پیدا کردن گروه یا مرکز")
    await phone.say(search)
    await phone.tap(unit)
    await phone.tap("درخواست عضویت")
    await phone.say(f"{phone.name} نوری")
    return await phone.share_contact(f"98917000{phone.account}")


async def practises(phone: Phone) -> None:
    """While they wait."""
    await phone.tap("تمرین")
    await phone.tap("شروع")
    await phone.tap("زهرا نمونه")
    await phone.tap("سبد کالا")
    await phone.say("یک و نیم میلیون")
    assert "چیزی ثبت نشد" in await phone.tap("ثبت")


@pytest.mark.parametrize(("messenger", "told"), [("bale", "join-request.bale"), ("telegram", "join-request.telegram")])
async def test_a_stranger_asks_and_is_taken_in_by_the_coordinator_above(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, messenger: str, told: str
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        omid, hossein = theatre.phone(messenger, 5001, "امید"), theatre.phone("telegram", 1002, "حسین")
        await hossein.say("/menu")
        await ask(omid, "دوگنبدان", "امداد محلهٔ سادات")
        await hossein.until("امید نوری می‌خواهد")
        await practises(omid)
        assert "فرستاده شد. نتیجه را همین‌جا" in await omid.tap("فهرست اصلی")
        assert "امید نوری عضو" in await hossein.tap("پذیرش")
        await omid.until("درخواست شما پذیرفته شد")
        await omid.tap("شروع")
        await omid.tap("می‌پذیرم")
    golden(told, theatre.transcript)
    async with database.read_session() as session:
        actor = await load_actor(session, messenger, 5001, TODAY)
        assert actor is not None
        assert [(grant.unit, grant.role) for grant in actor.grants] == [(cast.tree.sadat, Role.VOLUNTEER)]
        person = await session.get_one(Person, actor.person)
        assert person.phone == "+989170005001"
        assert list(await session.scalars(select(Service.id))) == []


async def test_a_reminder_goes_out_once_a_day_and_a_request_can_be_withdrawn(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        omid, hossein = theatre.phone("bale", 5001, "امید"), theatre.phone("telegram", 1002, "حسین")
        await hossein.say("/menu")
        said = await ask(omid, "سادات", "امداد محلهٔ سادات")
        assert "برای حسین رضایی فرستاده شد" in said
        await hossein.until("می‌خواهد داوطلب")
        assert "روزی یک بار" in await omid.tap("یادآوری به مسئول")
        clock.move(timedelta(days=1))
        await omid.say("/menu")
        assert "یادآوری فرستاده شد" in await omid.tap("یادآوری به مسئول")
        await hossein.until("هنوز منتظر پذیرش")
        assert "پس گرفتم" in await omid.tap("پس گرفتن درخواست")
        assert "دیگر در انتظار نیست" in await hossein.tap("پذیرش")
        assert "پیدا کردن گروه یا مرکز" in (await omid.say("/menu"), *await omid.buttons())


async def test_who_is_refused_is_told_and_may_ask_elsewhere_but_not_for_ever(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        omid, hossein = theatre.phone("bale", 5001, "امید"), theatre.phone("telegram", 1002, "حسین")
        await hossein.say("/menu")
        await ask(omid, "سادات", "امداد محلهٔ سادات")
        for unit in ("امداد محلهٔ لبنان", "امداد محلهٔ سادات", "امداد محلهٔ لبنان"):
            await hossein.until("می‌خواهد داوطلب")
            await hossein.say("/menu")
            await hossein.tap("واحد و اعضا")
            await hossein.tap("درخواست‌های عضویت")
            await hossein.tap("امید نوری، ")
            assert "۰۹۱۷۰۰۰۵۰۰۱" in (await hossein.newest())["text"]
            assert "امید نوری" in await hossein.tap("رد درخواست")
            assert "رد شد. به ایشان خبر دادم" in await hossein.tap("بله، رد شود")
            await omid.until("پذیرفته نشد")
            await omid.say("/menu")
            await omid.tap("پیدا کردن گروه یا مرکز")
            await omid.say(unit)
            await omid.tap(unit)
            said = await omid.tap("درخواست عضویت")
        assert "هفته‌ای حداکثر ۳ درخواست می‌شود" in said


async def test_where_nobody_coordinates_who_oversees_is_told_and_where_nobody_is_it_is_said(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        omid, zahra = theatre.phone("bale", 5001, "امید"), theatre.phone("telegram", 1003, "زهرا")
        await zahra.say("/menu")
        assert "برای زهرا کاظمی فرستاده شد" in await ask(omid, "یاسوج", "مرکز نیکوکاری آبشار یاسوج")
        await zahra.until("می‌خواهد داوطلب")
        await omid.tap("پس گرفتن درخواست")
        async with database.write_session() as session:
            above = (cast.zahra.person, cast.mina.person)
            await session.execute(delete(Membership).where(Membership.person_id.in_(above)))
            await session.commit()
        await omid.tap("پیدا کردن گروه یا مرکز")
        await omid.say("یاسوج")
        await omid.tap("مرکز نیکوکاری آبشار یاسوج")
        assert "هنوز مسئولی در همیار ندارد" in await omid.tap("درخواست عضویت")
        assert "یادآوری به مسئول" not in await omid.buttons()


async def test_nobody_decides_beside_their_units_or_about_themselves(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        omid, maryam = theatre.phone("bale", 5001, "امید"), theatre.phone("telegram", 1001, "مریم")
        await ask(omid, "یاسوج", "مرکز نیکوکاری آبشار یاسوج")
        async with database.read_session() as session:
            asked = (await session.scalars(select(JoinRequest.id))).one()
        hossein = theatre.phone("telegram", 1002, "حسین")
        for phone in (omid, maryam, hossein):
            for act in ("approve", "refuse"):
                await phone.say("/menu")
                at = (await phone.newest())["id"]
                assert "دسترسی ندارید" in await phone.press(at, f"b|join-review|!{act}|{asked}")
            await phone.say("/menu")
            assert "دسترسی ندارید" in await phone.press((await phone.newest())["id"], f"b|join-review||{asked}")


async def test_a_stranger_finds_the_nearest_by_where_they_stand(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        omid, mina = theatre.phone("telegram", 5001, "امید"), theatre.phone("telegram", 1004, "مینا")
        await omid.say("/start")
        await omid.tap("پیدا کردن گروه یا مرکز")
        await omid.tap("نزدیک من")
        assert "موقعیت خود را روی نقشه ثبت نکرده" in await omid.send(
            location={"latitude": 30.3582, "longitude": 50.7981}
        )
        for unit in (cast.tree.lebnan, cast.tree.yasuj_centre):
            await mina.say("/menu")
            await mina.press((await mina.newest())["id"], f"b|form||unit-telling,{unit},location")
            if unit == cast.tree.lebnan:
                await mina.send(location={"latitude": 30.3651, "longitude": 50.8012})
            else:
                assert "متوجه این موقعیت نشدم" in await mina.say("نزدیک میدان")
                await mina.say("30.6682, 51.5880")
        theatre.transcript.clear()
        await omid.say("/start")
        await omid.tap("پیدا کردن گروه یا مرکز")
        await omid.tap("نزدیک من")
        await omid.send(location={"latitude": 30.3582, "longitude": 50.7981})
        await omid.tap("امداد محلهٔ لبنان")
    golden("nearby.fa", theatre.transcript)
    async with database.read_session() as session:
        kept = {fact.value for fact in await session.scalars(select(UnitAttributeValue))}
        assert kept == {"30.36510,50.80120", "30.66820,51.58800"}


def test_distances_are_those_of_the_map() -> None:
    yasuj, dogonbadan = Point(latitude=30.6682, longitude=51.588), Point(latitude=30.3582, longitude=50.7981)
    assert 82_000 < yasuj.metres_to(dogonbadan) < 84_000
    assert parse_point("۹۱,۰") is None
    assert parse_point("30.5") is None
