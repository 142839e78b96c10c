"""First contact at the door, the file completed another day, and who finds and opens which file."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.relief.access.caller import Actor
from bot.relief.families.files import FamilyView
from bot.relief.ids import UnitId
from bot.relief.units.directory import add_unit
from bot.relief.vocabulary import Role, UnitKind
from bot.storage.database import Database
from bot.storage.tables import AuditEntry, Draft, Family, Need, Unit
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.world import OPENED, member, registered

ZAHRAS_ID = "9980001070"
MASKED = "۹۹۸•••••۷۰"


async def known(database: Database, by: Actor, unit: UnitId, name: str, **answers: object) -> FamilyView:
    async with database.write_session() as session:
        view = await registered(session, by, unit, name, **answers)
        await session.commit()
    return view


async def audited(database: Database) -> list[tuple[str, str]]:
    async with database.read_session() as session:
        rows = await session.execute(select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.id))
        return [(action, subject) for action, subject in rows]


async def at_the_door(phone: Phone) -> str:
    """Six taps and two typings, as few as there may be."""
    await phone.say("/menu")
    await phone.tap("ثبت خانوار")
    await phone.tap("بله، رضایت دارند")
    await phone.say("زهرا موسوی")
    await phone.say("0917 000 12 34")
    await phone.say("سادات")
    await phone.tap("۴")
    await phone.tap("خوراک")
    return await phone.tap("ثبت")


async def test_first_contact_and_completion_read_like_this(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    await known(database, cast.narges, cast.tree.lebnan, "مینا نوری", identity_kind="national_id", identity=ZAHRAS_ID)
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await at_the_door(maryam)
        await maryam.tap("تکمیل پرونده")
        await maryam.say("4220000191")
        await maryam.say("۹۹۸۰۰۰۱۰۷۰")
        await maryam.tap("خانم")
        await maryam.tap("بهزیستی")
        await maryam.tap("مستمری ماهانه")
        await maryam.tap("بله، یکی دیگر")
        await maryam.tap("درمان")
        await maryam.tap("همین روزها")
        await maryam.tap("ادامه با همین‌ها")
        await maryam.tap("ثبت")
        await maryam.tap("بدون کد ملی")
        await maryam.tap("نمی‌دانم")
        await maryam.tap("ثبت")
        await maryam.tap("بازگشت به پرونده")
        await maryam.tap("خانوارها")
        await maryam.say("زهرا موسوي")
    golden("family.fa", theatre.transcript)


async def test_english_reads_like_this(database: Database, clock: FixedClock, tmp_path: Path, golden: Golden) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        narges = theatre.phone("bale", 2001, "Narges")
        await narges.say("/language")
        await narges.tap("English")
        await narges.tap("Add a family")
        await narges.tap("Yes, they consent")
        await narges.say("Zahra Mousavi")
        await narges.tap("They have none")
        await narges.say("Lebnan")
        await narges.say("7")
        await narges.tap("something else")
        await narges.tap("Save")
        await narges.tap("Complete the file")
        await narges.tap("No national ID")
        await narges.tap("foreigner’s ID")
        await narges.say("123456789012")
        await narges.tap("I don’t know")
        await narges.tap("none")
        await narges.tap("No new needs")
        await narges.tap("Save")
        await narges.tap("Back to the file")
    golden("family.en", theatre.transcript)


async def test_the_file_keeps_what_was_said_at_the_door(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        said = await at_the_door(theatre.phone("telegram", 1001, "مریم"))
        assert "ثبت شد. خدا قوت! شمارهٔ پرونده:" in said
        assert "۱۲۳" in said
    async with database.read_session() as session:
        family = (await session.scalars(select(Family))).one()
        need = (await session.scalars(select(Need))).one()
    assert (family.head_name, family.phone, family.neighbourhood) == ("زهرا موسوی", "+989170001234", "سادات")
    assert (family.unit_id, family.members, family.consent_version) == (cast.tree.sadat, 4, 2)
    assert (family.consented_at, family.registered_by) == (clock.now(), cast.maryam.person)
    assert (need.domain, need.urgency) == ("livelihood", "urgent")


async def test_without_consent_nothing_is_kept(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await maryam.say("/menu")
        await maryam.tap("ثبت خانوار")
        assert "هیچ نام و شماره‌ای ننوشتم" in await maryam.tap("نه، رضایت ندارند")
        assert "الان سؤالی نپرسیده‌ام" in await maryam.say("زهرا موسوی")
    async with database.read_session() as session:
        assert (await session.scalars(select(Family.id))).all() == []
        assert (await session.scalars(select(Draft.form))).all() == []


async def test_files_are_kept_by_groups_and_centres_not_by_the_places_they_are_called_after(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        await add_unit(
            session, kind=UnitKind.NEIGHBOURHOOD, name="سادات", parent=cast.tree.dogonbadan, opened_on=OPENED
        )
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        hossein = theatre.phone("telegram", 1002, "حسین")
        await hossein.say("/menu")
        await hossein.tap("خانوارها")
        await hossein.tap("ثبت خانوار")
        offered = await hossein.buttons()
        assert offered[:3] == ["گچساران (شهرستان)", "امداد محلهٔ سادات", "امداد محلهٔ لبنان"]
        assert not [label for label in offered if label.startswith(("سادات", "دوگنبدان"))]
        await hossein.say("سادات")
        assert "من حسین رضایی هستم، از امداد محلهٔ سادات." in await hossein.tap("امداد محلهٔ سادات")


async def test_who_does_not_consent_is_given_the_units_number(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        (await session.get_one(Unit, cast.tree.sadat)).phone = "+987432220000"
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        maryam, narges = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 2001, "نرگس")
        for phone in (maryam, narges):
            await phone.say("/menu")
            await phone.tap("ثبت خانوار")
        assert "این شماره را به خانواده بدهید: ۰۷۴۳۲۲۲۰۰۰۰" in await maryam.tap("نه، رضایت ندارند")
        assert await maryam.buttons() == ["فهرست اصلی"]
        assert "به خانواده بگویید هر وقت خواستند" in await narges.tap("نه، رضایت ندارند")


async def test_consent_to_one_unit_is_not_consent_to_another(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    """Hossein may register in every unit of Gachsaran: the text names the one he chose."""
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein = theatre.phone("telegram", 1002, "حسین")
        await hossein.say("/menu")
        await hossein.tap("خانوارها")
        await hossein.tap("ثبت خانوار")
        assert "از امداد محلهٔ لبنان. اگر اجازه بدهید" in await hossein.tap("امداد محلهٔ لبنان")
        await hossein.tap("بله، رضایت دارند")
        await hossein.say("علی رستمی")
        await hossein.tap("شماره ندارند")
        await hossein.say("لبنان")
        await hossein.tap("۳")
        await hossein.tap("کار")
        await hossein.tap("ویرایش")
        await hossein.tap("واحد")
        assert "از امداد محلهٔ سادات. اگر اجازه بدهید" in await hossein.tap("امداد محلهٔ سادات")
        said = await hossein.tap("بله، رضایت دارند")
        assert "واحد: امداد محلهٔ سادات" in said
        assert "سرپرست: علی رستمی" in said


async def test_where_the_unit_stands_is_one_tap_away(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        area = await add_unit(
            session, kind=UnitKind.NEIGHBOURHOOD, name="گلستان", parent=cast.tree.dogonbadan, opened_on=OPENED
        )
        group = await add_unit(
            session, kind=UnitKind.RELIEF_GROUP, name="امداد محلهٔ گلستان", parent=area.id, opened_on=OPENED
        )
        await member(session, group.id, Role.VOLUNTEER, "سارا کریمی", account=5001)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        sara = theatre.phone("telegram", 5001, "سارا")
        await sara.say("/menu")
        await sara.tap("ثبت خانوار")
        await sara.tap("بله، رضایت دارند")
        await sara.say("زهرا موسوی")
        assert "۳ از ۵   خانه‌شان در محلهٔ گلستان است؟" in await sara.say("09170001234")
        assert "۳ از ۵" in await sara.tap("جای دیگر")
        assert "نام محله یا روستا را بنویسید" in (await sara.newest())["text"]
        await sara.tap("بازگشت")
        await sara.tap("بدون تغییر")
        assert "۴ از ۵" in await sara.tap("بله، گلستان")
        await sara.tap("۴")
        await sara.tap("خوراک")
        assert "ثبت شد" in await sara.tap("ثبت")
    async with database.read_session() as session:
        assert (await session.scalars(select(Family))).one().neighbourhood == "گلستان"


async def test_a_family_that_consented_to_less_is_read_the_rest_before_more_is_asked(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    await known(database, cast.maryam, cast.tree.sadat, "زهرا موسوی", consent_version=1)
    clock.move(timedelta(days=3))
    async with stage(database, clock, tmp_path) as theatre:
        hossein = theatre.phone("telegram", 1002, "حسین")
        assert "من حسین رضایی هستم، از امداد محلهٔ سادات" in await _begin_completion(hossein)
        assert "نیاز دیگری هم دارند؟" in await hossein.tap("نه، رضایت ندارند")
        await hossein.tap("بازگشت")
        assert "کد ملی زهرا موسوی را بنویسید" in await hossein.tap("بله، رضایت دارند")
        await hossein.say(ZAHRAS_ID)
        await hossein.tap("خانم")
        await hossein.tap("هیچ‌کدام")
        await hossein.tap("نیاز تازه‌ای ندارند")
        await hossein.tap("ثبت")
        assert "رضایت: ۱۵ آبان ۱۴۰۴، ثبت‌کننده: حسین رضایی" in await hossein.tap("بازگشت به پرونده")
        assert "رضایت دارند؟" not in await hossein.tap("تکمیل پرونده")
    golden("consent.fa", theatre.transcript)
    async with database.read_session() as session:
        family = (await session.scalars(select(Family))).one()
    assert (family.consent_version, family.registered_by) == (2, cast.maryam.person)


async def test_a_typed_number_does_not_stay_in_the_chat(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    await known(database, cast.maryam, cast.tree.sadat, "زهرا موسوی")
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await _begin_completion(maryam)
        await maryam.say("9980001071")
        await maryam.say(ZAHRAS_ID)
        left = [m["text"] for m in (await maryam.screen())["messages"] if not m["deleted"]]
        assert "/menu" in left
        assert not [text for text in left if "998" in text]


async def _begin_completion(phone: Phone) -> str:
    await phone.say("/menu")
    await phone.tap("خانوارها")
    await phone.tap("زهرا موسوی")
    return await phone.tap("تکمیل پرونده")


async def test_a_household_known_elsewhere_is_refused_and_nothing_else_is_told(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    theirs = await known(
        database, cast.narges, cast.tree.lebnan, "مینا نوری", identity_kind="national_id", identity=ZAHRAS_ID
    )
    await known(database, cast.maryam, cast.tree.sadat, "زهرا موسوی")
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await _begin_completion(maryam)
        await maryam.say(ZAHRAS_ID)
        await maryam.tap("خانم")
        await maryam.tap("هیچ‌کدام")
        await maryam.tap("نیاز تازه‌ای ندارند")
        said = await maryam.tap("ثبت")
        assert "این خانوار در «امداد محلهٔ لبنان» پرونده دارد" in said
        assert "مینا" not in said
        assert "بدون تغییر" not in await maryam.buttons(), "it would be refused again"
    assert ("family-known", f"family:{theirs.number}") in await audited(database)
    async with database.read_session() as session:
        mine = await session.scalar(select(Family).where(Family.unit_id == cast.tree.sadat))
        assert mine is not None
        assert (mine.identity_digest, mine.head_sex) == (None, None)


async def test_nothing_is_asked_twice(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    await known(
        database, cast.maryam, cast.tree.sadat, "زهرا موسوی", identity_kind="declined", head_sex="woman",
        coverage="welfare",
    )  # fmt: skip
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        assert "از آن‌جا چه کمکی می‌گیرند؟" in await _begin_completion(maryam)
        assert "نیاز دیگری هم دارند؟" in await maryam.tap("مستمری ماهانه")
        await maryam.tap("نیاز تازه‌ای ندارند")
        await maryam.tap("ثبت")
        assert "نیاز دیگری هم دارند؟" in await _begin_completion(maryam)


async def test_who_had_no_paper_at_hand_is_asked_again(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    await known(database, cast.maryam, cast.tree.sadat, "زهرا موسوی", identity_kind="not_at_hand", head_sex="woman")
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        assert "کد ملی زهرا موسوی را بنویسید" in await _begin_completion(maryam)
        await maryam.say(ZAHRAS_ID)
        await maryam.tap("نمی‌دانم")
        await maryam.tap("نیاز تازه‌ای ندارند")
        await maryam.tap("ثبت")
        assert f"کد ملی: {MASKED}" in await maryam.tap("بازگشت به پرونده")


async def test_a_completion_that_was_left_is_offered_by_the_same_button(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await known(database, cast.maryam, cast.tree.sadat, "علی رستمی")
    await known(database, cast.maryam, cast.tree.sadat, "زهرا موسوی")
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await _begin_completion(maryam)
        await maryam.say(ZAHRAS_ID)
        draft = "تکمیل پروندهٔ ۱۰۰۲ زهرا…، امروز"
        assert f"همین‌جا نگه داشتم: {draft}" in await maryam.tap("بعداً")
        assert "یک پیش‌نویس مانده است" in await _begin_completion(maryam)
        assert "سرپرست خانوار خانم است یا آقا؟" in await maryam.tap(draft)
        await maryam.tap("بعداً")
        await maryam.say("/menu")
        await maryam.tap("خانوارها")
        await maryam.tap("علی رستمی")
        assert "کد ملی علی رستمی را بنویسید" in await maryam.tap("تکمیل پرونده")


async def test_every_look_at_a_file_is_written_down(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    family = await known(database, cast.maryam, cast.tree.sadat, "زهرا موسوی")
    async with stage(database, clock, tmp_path) as theatre:
        zahra = theatre.phone("telegram", 1003, "زهرا")
        await zahra.say("/menu")
        await zahra.tap("خانوارها")
        assert ("see-family", f"family:{family.number}") not in await audited(database)
        said = await zahra.tap("زهرا موسوی")
        assert "امداد محلهٔ سادات | محله: سادات" in said
        own = ["چه کسی این پرونده را باز کرده؟", "همهٔ پرونده در یک فایل", "پاک کردن پرونده", "خانوار خودم است"]
        assert await zahra.buttons() == [*own, "خانوارها", "فهرست اصلی"]
    assert ("see-family", f"family:{family.number}") in await audited(database)


async def test_a_file_of_another_unit_is_not_found_however_it_is_asked_for(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    family = await known(database, cast.maryam, cast.tree.sadat, "زهرا موسوی")
    async with stage(database, clock, tmp_path) as theatre:
        narges = theatre.phone("bale", 2001, "نرگس")
        await narges.say("/menu")
        assert "هنوز خانواری در فهرست شما نیست" in await narges.tap("خانوارها")
        for typed in ("زهرا موسوی", str(family.number)):
            assert "خانواری پیدا نشد" in await narges.say(typed)
        for data in (f"b|family||{family.id}", f"b|form||family-completion,{family.id}", "b|family||0"):
            await narges.say("/menu")
            assert "این خانوار پیدا نشد" in await narges.press((await narges.newest())["id"], data)


@pytest.mark.parametrize("typed", ["زهرا موسوي", "موسوی زهرا", "۱۰۰۱"])
async def test_a_family_is_found_by_a_name_as_people_write_it_or_by_its_number(
    database: Database, clock: FixedClock, tmp_path: Path, typed: str
) -> None:
    cast = await peopled(database)
    first = await known(database, cast.maryam, cast.tree.sadat, "زهرا موسوی")
    await known(database, cast.maryam, cast.tree.sadat, "علی رستمی")
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await maryam.say("/menu")
        await maryam.tap("خانوارها")
        await maryam.say(typed.replace("۱۰۰۱", str(first.number)))
        assert [label for label in await maryam.buttons() if "،" in label] == [
            f"زهرا موسوی، {str(first.number).translate(str.maketrans('0123456789', '۰۱۲۳۴۵۶۷۸۹'))}"
        ]
