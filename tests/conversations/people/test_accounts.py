"""One person in two messengers: linked by a code, by the same phone when joining, unlinked again, and two who are one."""

import re
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.clock import FixedClock
from bot.persian.normalisation import LRM
from bot.relief.access.actors import load_actor
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import AuditEntry, Membership, Person
from tests.conversations.app import Phone, stage
from tests.conversations.people.test_members import opens_member
from tests.conversations.world import CODE, invited, peopled
from tests.relief.world import TODAY, registered

LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


async def code_of(phone: Phone) -> str:
    await phone.say("/menu")
    await phone.tap("مشخصات من")
    await phone.tap("حساب‌های من")
    said = await phone.tap("اتصال حساب‌ها")
    found = re.search(r"کد اتصال: ([۰-۹]{4} [۰-۹]{4})", said)
    assert found is not None
    return found[1]


async def who(database: Database, messenger: str, account: int) -> int | None:
    async with database.read_session() as session:
        actor = await load_actor(session, messenger, account, TODAY)
    return None if actor is None else actor.person


async def test_a_draft_that_was_left_in_one_messenger_goes_on_in_the_other(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    """Linked by the button that asks for the code; the link is in the audit, and the account that was there hears of it."""
    cast = await peopled(database)
    async with database.write_session() as session:
        await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        here, there = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 7001, "مریم (بله)")
        await here.say("/menu")
        await here.tap("ثبت خدمت")
        await here.tap("زهرا موسوی")
        await here.tap("بعداً")
        code = await code_of(here)
        await there.say("/start")
        await there.tap("قبلاً عضو شده‌ام")
        assert "مریم احمدی" in await there.say(f"{LRM}{code}")  # as it is copied from the screen
        await there.tap("بله، خودم هستم")
        await here.until("حساب بله به شما وصل شد")
        await here.tap("حساب‌های من")
        assert "جدا کردن حساب بله" in await here.buttons()
        assert "چه خدمتی؟" in await there.tap("خدمت زهرا موسوی، امروز")
    assert await who(database, "bale", 7001) == cast.maryam.person
    async with database.read_session() as session:
        linked = select(AuditEntry.person_id, AuditEntry.messenger).where(AuditEntry.action == "link-account")
        assert [tuple(row) for row in await session.execute(linked)] == [(cast.maryam.person, "bale")]


async def test_a_member_who_types_eight_digits_has_guessed_nothing(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, there = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 7001, "مریم (بله)")
        code = await code_of(maryam)
        for _ in range(6):
            assert "سؤالی نپرسیده‌ام" in await maryam.say("۱۲۰۰۰۰۰۰")
        await maryam.tap("کد دارم")
        assert "از قبل به همین شخص" in await maryam.say(code)
        assert "مریم احمدی" in await there.say(code)


async def test_a_code_opens_by_its_link_once_and_for_ten_minutes(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        narges, first = theatre.phone("bale", 2001, "نرگس"), theatre.phone("telegram", 7001, "نرگس (تلگرام)")
        second = theatre.phone("telegram", 7002, "کسی دیگر")
        code = (await code_of(narges)).translate(LATIN).replace(" ", "")
        assert "نرگس رستمی" in await first.say(f"/start l-{code}")
        assert "نرگس رستمی" in await second.say(f"/start l-{code}")
        await first.tap("بله، خودم هستم")
        assert "درست نیست یا وقتش گذشته" in await second.tap("بله، خودم هستم")
        late = (await code_of(narges)).translate(LATIN).replace(" ", "")
        clock.move(timedelta(minutes=10))
        assert "درست نیست یا وقتش گذشته" in await second.say(f"/start l-{late}")
    assert await who(database, "telegram", 7001) == cast.narges.person
    assert await who(database, "telegram", 7002) is None


async def test_codes_are_guessed_at_a_bounded_rate(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, guesser = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 7001, "ناشناس")
        code = await code_of(maryam)
        right = code.translate(LATIN).replace(" ", "")
        await guesser.say("/start")
        await guesser.tap("قبلاً عضو شده‌ام")
        for step in range(1, 6):
            assert "درست نیست یا وقتش گذشته" in await guesser.say(f"{(int(right) + step) % 10**8:08}")
        assert "مریم" not in await guesser.say(right)
        clock.move(timedelta(minutes=61))
        fresh = await code_of(maryam)
        assert "مریم احمدی" in await guesser.say(fresh)


async def test_a_lost_phone_is_unlinked_from_the_other_messenger_and_sees_nothing_any_more(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        maryam, in_bale = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 7001, "مریم (بله)")
        code = await code_of(maryam)
        await in_bale.say(f"/start l-{code.translate(LATIN).replace(' ', '')}")
        await in_bale.tap("بله، خودم هستم")
        await maryam.say("/menu")
        await maryam.tap("ثبت خدمت")
        await in_bale.say("/menu")
        await in_bale.tap("مشخصات من")
        await in_bale.tap("حساب‌های من")
        await in_bale.tap("جدا کردن حساب بله")
        assert "حسابی را که الان با آن می‌نویسید" in await in_bale.tap("بله، جدا شود")
        await in_bale.say("/menu")
        await in_bale.tap("مشخصات من")
        await in_bale.tap("حساب‌های من")
        await in_bale.tap("جدا کردن حساب تلگرام")
        assert "آن حساب جدا شد" in await in_bale.tap("بله، جدا شود")
        said = await maryam.tap("زهرا موسوی")
        assert "\n\nاین حساب دیگر به همیار وصل نیست" in said
        assert "خانوارها" not in await maryam.buttons()
    assert await who(database, "telegram", 1001) is None
    assert await who(database, "bale", 7001) == cast.maryam.person


async def test_the_coordinator_unlinks_a_lost_phone_and_the_same_number_joins_them_again(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await invited(database, cast, cast.tree.sadat, uses=2)
    async with stage(database, clock, tmp_path) as theatre:
        sara, hossein = theatre.phone("bale", 5001, "سارا"), theatre.phone("telegram", 1002, "حسین")
        again = theatre.phone("telegram", 5002, "سارا (گوشی تازه)")
        await joins(sara)
        person = await who(database, "bale", 5001)
        await opens_member(hossein, "سادات", "سارا")
        await hossein.tap("جدا کردن حساب بله")
        await hossein.tap("بله، جدا شود")
        assert await who(database, "bale", 5001) is None
        await joins(again)
        assert await who(database, "telegram", 5002) == person
    async with database.read_session() as session:
        assert len(list(await session.scalars(select(Person.id)))) == 6


async def test_who_lost_phone_and_number_comes_in_again_by_a_code_from_the_coordinator(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, again = theatre.phone("telegram", 1002, "حسین"), theatre.phone("bale", 7001, "مریم (گوشی تازه)")
        await opens_member(hossein, "سادات", "مریم")
        assert "کد ورود دوباره" not in await hossein.buttons()
        await hossein.tap("جدا کردن حساب تلگرام")
        await hossein.tap("بله، جدا شود")
        said = await hossein.tap("کد ورود دوباره")
        found = re.search(r"کد ورود دوباره: ([۰-۹]{4} [۰-۹]{4})", said)
        assert found is not None
        await again.say("/start")
        await again.tap("قبلاً عضو شده‌ام")
        await again.say(found[1])
        assert "مریم احمدی، این حساب به شما وصل شد" in await again.tap("بله، خودم هستم")
    assert await who(database, "telegram", 1001) is None
    assert await who(database, "bale", 7001) == cast.maryam.person


async def test_a_coordinator_touches_no_account_of_who_has_a_higher_role_elsewhere(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        elsewhere = {"person_id": cast.maryam.person, "unit_id": cast.tree.province, "role": Role.SUPERVISOR}
        session.add(Membership(**elsewhere, since=TODAY))
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        hossein = theatre.phone("telegram", 1002, "حسین")
        await opens_member(hossein, "سادات", "مریم")
        await hossein.tap("جدا کردن حساب تلگرام")
        assert "در واحد دیگری هم نقش دارد" in await hossein.tap("بله، جدا شود")
    assert await who(database, "telegram", 1001) == cast.maryam.person


async def joins(phone: Phone) -> None:
    await phone.say(f"/start j-{CODE}")
    await phone.tap("پذیرش دعوت")
    await phone.say("سارا کریمی")
    await phone.share_contact("989170005001")


async def test_two_persons_with_one_phone_become_one_when_both_say_so(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, narges = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 2001, "نرگس")
        code = await code_of(maryam)
        await narges.say(f"/start l-{code.translate(LATIN).replace(' ', '')}")
        assert "شمارهٔ این دو حساب یکی نیست" in await narges.tap("بله، هر دو منم")
        async with database.write_session() as session:
            for person in (cast.maryam.person, cast.narges.person):
                row = await session.get_one(Person, person)
                row.phone = "+989170001234"
            await session.commit()
        await narges.say(f"/start l-{code.translate(LATIN).replace(' ', '')}")
        assert "پیام دادم" in await narges.tap("بله، هر دو منم")
        assert await who(database, "bale", 2001) == cast.narges.person
        await maryam.until("هر دو حساب برای یک نفر است")
        await maryam.tap("حساب‌های من")
        assert "دو حساب یکی شد" in await maryam.tap("بله، هر دو منم")
        assert "سلام، مریم احمدی" in await narges.say("/menu")
    assert await who(database, "bale", 2001) == cast.maryam.person


async def test_who_does_something_in_the_other_messenger_is_written_to_there(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, in_bale = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 7001, "مریم (بله)")
        hossein = theatre.phone("telegram", 1002, "حسین")
        code = await code_of(maryam)
        await in_bale.say(f"/start l-{code.translate(LATIN).replace(' ', '')}")
        await in_bale.tap("بله، خودم هستم")
        clock.move(timedelta(hours=2))
        await code_of(maryam)
        await opens_member(hossein, "سادات", "مریم")
        await hossein.tap("توقف عضویت")
        await hossein.say("باید مدرکش را دوباره ببینیم")
        await hossein.tap("تا اطلاع بعدی")
        await hossein.tap("توقف عضویت")
        await maryam.until("متوقف شده است")
