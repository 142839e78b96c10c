"""A unit's page for everybody, and keeping units in chat for an administrator."""

from pathlib import Path

from bot.clock import FixedClock
from bot.storage.database import Database
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled


async def down_to(phone: Phone, *names: str) -> None:
    await phone.say("/menu")
    await phone.tap("واحد و اعضا")
    for name in names:
        await phone.tap("زیرمجموعه‌ها")
        await phone.tap(name)


async def test_an_administrator_opens_tells_moves_merges_and_closes(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        mina = theatre.phone("telegram", 1004, "مینا")
        await down_to(mina, "کهگیلویه", "بویراحمد", "دیشموک")
        theatre.transcript.clear()
        await mina.tap("مدیریت واحد")
        await mina.tap("زیرمجموعهٔ تازه")
        await mina.tap("مرکز نیکوکاری")
        await mina.say("مركز نيكوكاري مهر ديشموك")
        await mina.say("0917 000 9999")
        await mina.tap("ساخت واحد")
        await mina.tap("مدیریت واحد")
        await mina.tap("شبا")
        await mina.say("IR062960000000100324200002")
        await mina.say("IR06 2960 0000 0010 0324 2000 01")
        await mina.tap("مدیریت واحد")
        await mina.tap("وضعیت مجوز")
        await mina.tap("معتبر")
        await mina.tap("مدیریت واحد")
        await mina.tap("تاریخ مجوز")
        await mina.say("۱۲ مهر ۱۴۰۳")
        await mina.tap("مدیریت واحد")
        await mina.tap("جابه‌جایی")
        await mina.say("یاسوج")
        await mina.tap("یاسوج (شهر)")
        await mina.tap("جابه‌جایی")
        await mina.tap("تاریخچه")
        await mina.tap("بازگشت به واحد")
        await mina.tap("مدیریت واحد")
        await mina.tap("ادغام")
        await mina.tap("مرکز نیکوکاری آبشار یاسوج")
        await mina.tap("ادغام")
        await mina.tap("مدیریت واحد")
        await mina.tap("تعطیلی واحد")
        await mina.say("مجوز تمدید نشد")
        await mina.tap("تعطیلی واحد")
    golden("administration.fa", theatre.transcript)


async def test_who_is_outside_a_units_line_sees_its_public_profile_alone(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        mina, narges = theatre.phone("telegram", 1004, "مینا"), theatre.phone("bale", 2001, "نرگس")
        maryam, stranger = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 7001, "کسی")
        for fact, value in (("address", "کوچهٔ ۵"), ("iban", "IR062960000000100324200001")):
            await mina.say("/menu")
            at = (await mina.newest())["id"]
            await mina.press(at, f"b|form||unit-telling,{cast.tree.sadat},{fact}")
            assert "ثبت شد" in await mina.say(value)
        for phone, knows in ((maryam, True), (narges, False), (stranger, False)):
            await phone.say("/menu")
            said = await phone.press((await phone.newest())["id"], f"b|unit||{cast.tree.sadat}")
            assert "کوچهٔ ۵" in said
            assert ("IR06" in said) == knows
        for phone in (maryam, narges, stranger):
            for view in ("unit-admin", "form||unit-moving", "form||unit-closing", "form||unit-opening"):
                data = f"b|{view},{cast.tree.sadat}" if "form" in view else f"b|{view}||{cast.tree.sadat}"
                await phone.say("/menu")
                said = await phone.press((await phone.newest())["id"], data)
                assert "دسترسی ندارید" in said or "هنوز عضو همیار نیستید" in said
        for view in ("unit-history", "uncovered-cities"):
            await stranger.say("/menu")
            said = await stranger.press((await stranger.newest())["id"], f"b|{view}||{cast.tree.province}")
            assert "هنوز عضو همیار نیستید" in said


async def test_cities_without_a_centre_are_a_question(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        zahra = theatre.phone("telegram", 1003, "زهرا")
        await down_to(zahra)
        said = await zahra.tap("شهرهای بدون مرکز")
        assert said.splitlines() == [
            "شهرهای «کهگیلویه و بویراحمد» که مرکز نیکوکاری ندارند، ۲ شهر:",
            "دوگنبدان",
            "دیشموک",
        ]


async def test_who_is_in_the_midst_of_a_form_when_their_unit_is_closed_is_told_at_once(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        narges, mina = theatre.phone("bale", 2001, "نرگس"), theatre.phone("telegram", 1004, "مینا")
        await narges.say("/menu")
        await narges.tap("ثبت خانوار")
        await narges.say("زهرا موسوی")
        await mina.say("/menu")
        await mina.press((await mina.newest())["id"], f"b|form||unit-closing,{cast.tree.lebnan}")
        await mina.say("مجوز تمدید نشد")
        assert "تعطیل شد" in await mina.tap("تعطیلی واحد")
        said = await narges.say("۰۹۱۷ ۰۰۰ ۹۹۹۹")
        assert "دسترسی شما همین حالا تغییر کرد" in said
        assert "۳۰ روز نگه داشته می‌شود" in said


async def test_a_name_typed_in_a_list_of_units_is_looked_for_at_any_depth(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        mina = theatre.phone("telegram", 1004, "مینا")
        await down_to(mina)
        assert "بخشی از نام" in await mina.tap("زیرمجموعه‌ها")
        assert "نتیجهٔ جست‌وجوی «ديشموك»" in await mina.say("ديشموك")
        assert "دیشموک (شهر)" in await mina.buttons()
        assert "چیزی پیدا نشد" in await mina.say("ناکجاآباد")
        await mina.say("لبنان")
        assert "امداد محلهٔ لبنان" in await mina.tap("امداد محلهٔ لبنان")


async def test_the_unit_over_a_new_one_can_be_changed_by_its_name(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        mina = theatre.phone("telegram", 1004, "مینا")
        await down_to(mina, "کهگیلویه")
        await mina.tap("مدیریت واحد")
        await mina.tap("زیرمجموعهٔ تازه")
        await mina.tap("مرکز نیکوکاری")
        await mina.say("مرکز نیکوکاری مهر")
        await mina.say("ندارد")
        await mina.tap("ویرایش")
        await mina.tap("واحد بالاتر")
        await mina.say("دیشموک")
        assert "دیشموک" in await mina.tap("دیشموک (شهر)")
        assert "ساخته شد" in await mina.tap("ساخت واحد")
        assert "دیشموک" in (await mina.newest())["text"]
