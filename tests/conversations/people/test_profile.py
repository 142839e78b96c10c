"""What one offers and how one likes to be reached: said once, changed in place, seen by the coordinator, heeded by the bot."""

from pathlib import Path

from bot.clock import FixedClock
from bot.relief.ids import PersonId
from bot.relief.people.profile import Profile, load_profile
from bot.relief.vocabulary import DayPart, Skill, Weekday
from bot.storage.database import Database
from bot.storage.tables import Account
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.people.test_members import opens_member
from tests.conversations.world import peopled
from tests.relief.world import NOW


async def kept(database: Database, person: PersonId) -> Profile:
    async with database.read_session() as session:
        return await load_profile(session, person)


async def opens(phone: Phone) -> str:
    await phone.say("/menu")
    await phone.tap("مشخصات من")
    return await phone.tap("مهارت‌ها و وقت من")


async def test_a_volunteer_says_what_she_can_do_and_changes_one_answer_later(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        session.add(Account(person_id=cast.maryam.person, messenger="bale", external_id=7001, last_seen_at=NOW))
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        maryam, hossein = theatre.phone("telegram", 1001, "مریم"), theatre.phone("telegram", 1002, "حسین")
        await opens(maryam)
        for answer in (
            "آشپزی",
            "رانندگی",
            "ادامه با همین‌ها",
            "پنجشنبه",
            "جمعه",
            "ادامه با همین‌ها",
            "صبح",
            "ادامه با همین‌ها",
        ):
            await maryam.tap(answer)
        await maryam.say("سادات، لبنان")
        await maryam.tap("بله")
        await maryam.say("۲۲")
        assert "باید با ساعت آغاز فرق داشته باشد" in await _same_hour(maryam)
        await maryam.tap("۷")
        assert "مهارت‌ها: آشپزی، رانندگی" in await maryam.tap("ثبت")
        await opens(maryam)
        await maryam.tap("ویرایش")
        await maryam.tap("بدون پیام از ساعت")
        await maryam.tap("پاک کردن پاسخ")
        await maryam.tap("ثبت")
        assert "وقت آزاد: پنجشنبه، جمعه؛ صبح" in await opens_member(hossein, "سادات", "مریم")
    golden("profile.fa", theatre.transcript)
    assert await kept(database, cast.maryam.person) == Profile(
        skills=(Skill.DRIVING, Skill.COOKING),
        days=(Weekday.THURSDAY, Weekday.FRIDAY),
        parts=(DayPart.MORNING,),
        neighbourhoods="سادات، لبنان",
        messenger="bale",
    )


async def _same_hour(phone: Phone) -> str:
    await phone.say("۲۲")
    return await phone.tap("ثبت")


async def test_nothing_has_to_be_said(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await opens(maryam)
        for answer in ("مهارتی نمی‌نویسم", "معلوم نیست", "فرقی ندارد", "همیشه بفرستید", "ثبت"):
            await maryam.tap(answer)
    assert await kept(database, cast.maryam.person) == Profile()
