"""Joining by an invitation, and inviting, as people see it in both messengers."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import Person
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import CODE, invited, peopled
from tests.relief.world import TODAY


async def member(database: Database, messenger: str, account: int) -> Actor:
    async with database.read_session() as session:
        actor = await load_actor(session, messenger, account, TODAY)
    assert actor is not None
    return actor


async def test_a_volunteer_joins_with_three_taps_and_one_typing(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    await invited(database, cast, cast.tree.sadat)
    async with stage(database, clock, tmp_path) as theatre:
        sara = theatre.phone("bale", 5001, "سارا")
        await sara.say(f"/start j-{CODE}")
        await sara.tap("پذیرش دعوت")
        await sara.say("سارا  كريمي")
        await sara.share_contact("989170005001")
        await sara.tap("می‌پذیرم")
    golden("joining.fa", theatre.transcript)

    actor = await member(database, "bale", 5001)
    assert (actor.name, actor.accepted_confidentiality, set(actor.roles)) == ("سارا کریمی", True, {Role.VOLUNTEER})
    assert actor.grants[0].unit == cast.tree.sadat
    async with database.read_session() as session:
        person = await session.get_one(Person, actor.person)
        assert person.phone == "+989170005001"


async def test_a_stranger_may_choose_english_first(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    cast = await peopled(database)
    await invited(database, cast, cast.tree.gachsaran, Role.COORDINATOR)
    async with stage(database, clock, tmp_path) as theatre:
        sam = theatre.phone("telegram", 5002, "Sam")
        await sam.say("/language")
        await sam.tap("English")
        await sam.say(f"/start j-{CODE}")
        await sam.tap("Accept invitation")
        await sam.say("Sam Carter")
        await sam.share_contact("+989170005002")
        await sam.tap("Full text")
        await sam.tap("I accept")
        await sam.say("/menu")
    golden("joining.en", theatre.transcript)
    assert (await member(database, "telegram", 5002)).language == "en"


async def test_who_has_not_promised_is_shown_the_promise_whatever_they_open(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await invited(database, cast, cast.tree.sadat)
    async with stage(database, clock, tmp_path) as theatre:
        sara = theatre.phone("telegram", 5001, "سارا")
        await sara.say(f"/start j-{CODE}")
        await sara.tap("پذیرش دعوت")
        await sara.say("سارا کریمی")
        await sara.share_contact("989170005001")
        assert "از خانواده‌ها فقط چیزی را که برای کمک لازم است" in await sara.say("/menu")
        assert await sara.buttons() == ["می‌پذیرم"]
        for data in ("b|families||", "b|family||1", "b|form||family-registration", "b|form||service-report"):
            await sara.say("/menu")
            said = await sara.press((await sara.newest())["id"], data)
            assert said == "پیش از دیدن یا نوشتن اطلاعات خانواده‌ها باید بپذیرید که امانت‌دار آن باشید."
        await sara.tap("خواندن و پذیرفتن")
        assert "از کجا شروع کنیم؟" in await sara.tap("می‌پذیرم")
        assert "ثبت خانوار" in await sara.buttons()
        assert "سلام، سارا کریمی" in await sara.say("/menu")


async def test_only_the_senders_own_number_is_taken_and_only_as_a_card(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await invited(database, cast, cast.tree.sadat)
    async with stage(database, clock, tmp_path) as theatre:
        sara = theatre.phone("telegram", 5001, "سارا")
        await sara.say(f"/start j-{CODE}")
        await sara.tap("پذیرش دعوت")
        await sara.say("سارا کریمی")
        assert "با دکمهٔ" in await sara.say("09170005001")
        said = await sara.send(contact={"phone_number": "+989170009999", "first_name": "کسی", "user_id": 77})
        assert "این شمارهٔ خودتان نیست" in said
    async with database.read_session() as session:
        assert await load_actor(session, "telegram", 5001, TODAY) is None


async def test_what_a_stranger_leaves_is_not_said_to_be_kept(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await invited(database, cast, cast.tree.sadat)
    async with stage(database, clock, tmp_path) as theatre:
        sara = theatre.phone("telegram", 5001, "سارا")
        await sara.say(f"/start j-{CODE}")
        await sara.tap("پذیرش دعوت")
        assert await sara.tap("بعداً") == "چیزی نگه نداشتم. هر وقت خواستید، از اول شروع کنید."
        await sara.say(f"/start j-{CODE}")
        assert "چیزی ثبت نشد" in await sara.tap("این دعوت برای من نیست")


@pytest.mark.parametrize("code", ["nobody", "x" * 200, "a,b|c"])
async def test_an_unknown_code_opens_nothing(database: Database, clock: FixedClock, tmp_path: Path, code: str) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        sara = theatre.phone("bale", 5001, "سارا")
        assert "این دعوت پیدا نشد" in await sara.say(f"/start j-{code}")


async def test_an_invitation_ends_with_its_week_and_with_its_last_use(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await invited(database, cast, cast.tree.sadat)
    async with stage(database, clock, tmp_path) as theatre:
        sara, omid = theatre.phone("telegram", 5001, "سارا"), theatre.phone("bale", 6001, "امید")
        await omid.say(f"/start j-{CODE}")
        await omid.tap("پذیرش دعوت")
        await sara.say(f"/start j-{CODE}")
        await sara.tap("پذیرش دعوت")
        await sara.say("سارا کریمی")
        await sara.share_contact("+989170005001")
        await omid.say("امید نوری")
        assert "پیش‌تر استفاده شده" in await omid.share_contact("989170006001")
        clock.move(timedelta(days=8))
        assert "مهلت این دعوت تمام شده" in await omid.say(f"/start j-{CODE}")


async def test_who_is_known_joins_another_unit_with_one_press(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    await invited(database, cast, cast.tree.lebnan)
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await maryam.say(f"/start j-{CODE}")
        said = await maryam.tap("پذیرش دعوت")
        assert said.startswith("مریم احمدی، خوش آمدید. عضو «امداد محلهٔ لبنان» شدید.")
        assert "ثبت خانوار" in await maryam.buttons()
    actor = await member(database, "telegram", 1001)
    assert {grant.unit for grant in actor.grants} == {cast.tree.sadat, cast.tree.lebnan}
    async with database.read_session() as session:
        assert len(list(await session.scalars(select(Person.id)))) == 5


async def test_a_coordinator_invites_in_one_messenger_and_somebody_joins_in_the_other(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, omid = theatre.phone("telegram", 1002, "حسین"), theatre.phone("bale", 6001, "امید")
        made = await _invite(hossein, "لبنان", "امداد محلهٔ لبنان", "داوطلب")
        assert "داوطلب در «امداد محلهٔ لبنان»، برای ۱ نفر، تا ۱۹ آبان ۱۴۰۴" in made
        link = re.search(r"^https://t\.me/\w+\?start=(j-[A-Za-z0-9]+)$", made, re.MULTILINE)
        assert link is not None
        assert f"\n{link[1].removeprefix('j-')}" in made
        said = await omid.say(f"/start {link[1]}")
        assert "حسین رضایی شما را برای داوطلبی در «امداد محلهٔ لبنان» دعوت کرده است." in said


async def _invite(phone: Phone, search: str, unit: str, role: str) -> str:
    await phone.say("/menu")
    await phone.tap("واحد و اعضا")
    await phone.tap("دعوت عضو")
    await phone.say(search)
    await phone.tap(unit)
    await phone.tap(role)
    return await phone.tap("ساخت دعوت")


async def test_nobody_is_offered_a_role_above_their_own(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, zahra = theatre.phone("telegram", 1002, "حسین"), theatre.phone("telegram", 1003, "زهرا")
        maryam = theatre.phone("telegram", 1001, "مریم")
        await hossein.say("/menu")
        await hossein.tap("واحد و اعضا")
        await hossein.tap("دعوت عضو")
        await hossein.tap("گچساران")
        assert await hossein.buttons() == ["داوطلب", "هماهنگ‌کننده", "بازگشت", "راهنما", "بعداً"]
        await zahra.say("/menu")
        await zahra.tap("واحد و اعضا")
        await zahra.tap("دعوت عضو")
        await zahra.say("یاسوج")
        await zahra.tap("مرکز نیکوکاری آبشار یاسوج")
        assert await zahra.buttons() == ["داوطلب", "هماهنگ‌کننده", "ناظر", "بازگشت", "راهنما", "بعداً"]
        await maryam.say("/menu")
        assert "دعوت عضو" not in await maryam.buttons()
