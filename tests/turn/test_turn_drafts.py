"""Drafts: forms that a person left, each by its name, in any messenger, for thirty days; so does the language."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.clock import FixedClock
from bot.i18n.labels import max_letters
from bot.persian.letters import count_letters
from bot.relief.access.actors import load_actor
from bot.storage.database import Database
from bot.storage.tables import Account, Draft, Service
from bot.turn.conversation.drafts import MAX_DRAFTS_PER_FORM
from tests.relief.world import NOW, TODAY, Cast
from tests.turn.harness import Neighbour, Street
from tests.turn.report_steps import ASKS_ACTIVITY, ASKS_FAMILY, VALUE, begun, form_of, services, up_to_value

MARYAM_IN_BALE = 9001
ZAHRA, ALI = "خدمت زهرا موسوی، امروز", "خدمت علی رستمی، امروز"
BEGIN = "شروع تازه"


@pytest.fixture
async def both(database: Database, cast: Cast) -> None:
    """Maryam writes from Bale too."""
    async with database.write_session() as session:
        session.add(
            Account(person_id=cast.maryam.person, messenger="bale", external_id=MARYAM_IN_BALE, last_seen_at=NOW)
        )
        await session.commit()
        assert await load_actor(session, "bale", MARYAM_IN_BALE, TODAY) is not None


async def count_rows(database: Database) -> int:
    async with database.read_session() as session:
        return await session.scalar(select(func.count()).select_from(Draft)) or 0


async def leave(who: Neighbour, family: str) -> str:
    """Begin a report for a family, beside any draft, and leave it."""
    await begun(who)
    if BEGIN in await who.buttons():
        await who.tap(BEGIN)
    await who.tap(family)
    return await who.tap("بعداً")


async def finish(who: Neighbour) -> str:
    await who.tap("سبد کالا")
    await who.say(VALUE)
    await who.tap("فعلاً بدون عکس")
    return await who.tap("ثبت")


@pytest.mark.usefixtures("both")
async def test_what_was_left_in_bale_goes_on_in_telegram(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        in_bale = street.neighbour(runtime, "bale", MARYAM_IN_BALE)
        await up_to_value(in_bale)
        await in_bale.tap("بعداً")
        in_telegram = street.neighbour(runtime, "telegram", 1001)
        await in_telegram.say("/menu")
        said = await in_telegram.tap(ZAHRA)
        assert said.startswith("ادامهٔ خدمت زهرا موسوی، از امروز\n")
        assert "ارزش" in said
        await in_telegram.say(VALUE)
        await in_telegram.tap("فعلاً بدون عکس")
        await in_telegram.tap("ثبت")
        await in_bale.say("/menu")
        assert ZAHRA not in await in_bale.buttons()
    assert await services(database) == 1
    assert await count_rows(database) == 0, "what was recorded leaves no draft"


@pytest.mark.usefixtures("cast")
async def test_drafts_stand_side_by_side_and_each_says_what_it_is_about(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        assert ZAHRA in await leave(maryam, "زهرا موسوی")
        assert ALI in await leave(maryam, "علی رستمی")
        await begun(maryam)
        assert (await maryam.buttons())[:3] == [BEGIN, ALI, ZAHRA], "the latest left first"
        assert (await maryam.tap(ZAHRA)).startswith("ادامهٔ خدمت زهرا موسوی، از امروز\n")
        assert "شمارهٔ خدمت" in await finish(maryam)
        await maryam.say("/menu")
        buttons = await maryam.buttons()
        assert ALI in buttons
        assert ZAHRA not in buttons, "what was submitted is exactly that one"


@pytest.mark.usefixtures("cast")
async def test_a_menu_button_never_goes_on_by_itself(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await leave(maryam, "زهرا موسوی")
        await begun(maryam)
        assert await form_of(maryam) is None
        assert ASKS_FAMILY in await maryam.tap(BEGIN)
        await maryam.tap("علی رستمی")
        assert (await form_of(maryam)).answers["family"]["label"]["args"]["name"] == "علی رستمی"
        await maryam.say("/menu")
        await maryam.tap("کارهای من")
        assert {ZAHRA, ALI} <= set(await maryam.buttons())


@pytest.mark.usefixtures("cast")
async def test_a_button_about_a_family_offers_only_drafts_about_that_family(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await leave(maryam, "زهرا موسوی")
        await maryam.say("/menu")
        await maryam.tap("خانوارها")
        await maryam.tap("علی رستمی")
        assert ASKS_ACTIVITY in await maryam.tap("ثبت خدمت"), "nothing waits for this family: it begins at once"
        await maryam.say("/menu")
        await maryam.tap("خانوارها")
        await maryam.tap("زهرا موسوی")
        await maryam.tap("ثبت خدمت")
        assert (await maryam.buttons())[:2] == [BEGIN, ZAHRA]
        assert ASKS_ACTIVITY in await maryam.tap(BEGIN)
        assert (await form_of(maryam)).draft_id is None


@pytest.mark.usefixtures("cast")
async def test_a_day_has_its_place_in_a_label_of_a_long_name(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        await maryam.tap("ثبت خانوار")
        await maryam.tap("بله، رضایت دارند")
        await maryam.say("سیده فاطمه‌سادات حسینی موسوی‌نژاد گچسارانی")
        await maryam.say("/menu")
        label = next(button for button in await maryam.buttons() if button.startswith("ثبت خانوار سیده"))
        assert label.endswith("…، امروز")
        assert count_letters(label) <= max_letters(1)


@pytest.mark.usefixtures("cast")
async def test_drafts_that_read_alike_are_told_apart_by_the_hour(
    street: Street, database: Database, clock: FixedClock
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await leave(maryam, "زهرا موسوی")
        clock.move(timedelta(hours=1))
        await leave(maryam, "زهرا موسوی")
        await begun(maryam)
        labels = (await maryam.buttons())[1:3]
        assert labels == ["خدمت زهرا موسوی، امروز ۱۳:۰۰", "خدمت زهرا موسوی، امروز ۱۲:۰۰"]


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(("days", "there"), [(29, True), (31, False)])
async def test_a_draft_is_kept_for_thirty_days(
    street: Street, database: Database, clock: FixedClock, days: int, *, there: bool
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
        await maryam.tap("زهرا موسوی")
        await maryam.say("/cancel")
        clock.move(timedelta(days=days))
        await maryam.say("/menu")
        assert ("خدمت زهرا موسوی، ۱۲ آبان" in await maryam.buttons()) == there
        await maryam.tap("ثبت خدمت")
        assert (BEGIN in await maryam.buttons()) == there


@pytest.mark.usefixtures("cast")
async def test_the_default_day_of_a_draft_is_the_day_it_was_begun(
    street: Street, database: Database, clock: FixedClock
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await leave(maryam, "زهرا موسوی")
        clock.move(timedelta(days=3))
        await maryam.say("/menu")
        assert (await maryam.tap("خدمت زهرا موسوی، ۱۲ آبان")).startswith("ادامهٔ خدمت زهرا موسوی، از ۱۲ آبان\n")
        await maryam.tap("سبد کالا")
        await maryam.say(VALUE)
        assert "۱۲ آبان" in await maryam.tap("فعلاً بدون عکس")
        await maryam.tap("ویرایش")
        await maryam.tap("تاریخ")
        assert {"امروز، ۱۵ آبان", "دیروز، ۱۴ آبان"} <= set(await maryam.buttons()), "today is the real one"
        await maryam.tap("بازگشت")
        await maryam.tap("ثبت")
    async with database.read_session() as session:
        assert await session.scalar(select(Service.delivered_on)) == TODAY


@pytest.mark.usefixtures("cast")
async def test_a_day_that_has_passed_meanwhile_is_asked_again(
    street: Street, database: Database, clock: FixedClock
) -> None:
    async with street.runtime(database) as runtime:
        hossein = street.neighbour(runtime, "telegram", 1002, "حسین")
        await hossein.say("/menu")
        await hossein.press((await hossein.newest())["id"], "b|form||campaign-opening")
        for answer in ("پخش بستهٔ یلدا", "شب یلدا", "فردا", "فردا", "۵"):
            await hossein.say(answer)
        await hossein.tap("بعداً")
        clock.move(timedelta(days=3))
        await hossein.tap("ادامه")
        said = await hossein.tap("ثبت پویش")
        assert "این روز گذشته است" in said, "a day to come holds when it is submitted, not when it was typed"
        await hossein.tap("فردا")
        await hossein.tap("همان روز")
        assert "شمارهٔ پویش" in await hossein.tap("ثبت پویش")
    assert await count_rows(database) == 0


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("word", ["/menu", "/cancel", "/start", "/language"])
async def test_a_command_in_the_middle_of_a_form_keeps_it_and_says_so(
    street: Street, database: Database, word: str
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
        await maryam.tap("زهرا موسوی")
        said = await maryam.say(word)
        assert ZAHRA in said if word == "/cancel" else said.endswith(f"پیش‌نویس نگه داشته شد: {ZAHRA}")
        assert await form_of(maryam) is None
        await maryam.say("/menu")
        assert ASKS_ACTIVITY in await maryam.tap(ZAHRA)


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("form", ["ثبت خدمت", "ثبت خانوار"])
async def test_a_form_in_which_nothing_was_answered_leaves_no_draft(
    street: Street, database: Database, form: str
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        await maryam.tap(form)
        assert "چیزی نگه نداشتم" in await maryam.tap("بعداً")
        await maryam.say("/menu")
        await maryam.tap(form)
        await maryam.say("کریمی")
        assert "پیش‌نویس" not in await maryam.say("/menu")
    assert await count_rows(database) == 0


@pytest.mark.usefixtures("cast")
async def test_a_consent_alone_leaves_no_draft(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        await maryam.tap("ثبت خانوار")
        await maryam.tap("بله، رضایت دارند")
        assert "پیش‌نویس" not in await maryam.say("/menu")
    assert await count_rows(database) == 0


@pytest.mark.usefixtures("cast")
async def test_half_an_answer_is_kept(street: Street, database: Database) -> None:
    """A mark that is not confirmed yet is a draft; the profile merely looked at afterwards leaves none."""
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        await maryam.press((await maryam.newest())["id"], "b|me||")
        await maryam.tap("مهارت‌ها و وقت من")
        await maryam.tap("رانندگی")
        await maryam.say("/menu")
        await maryam.tap("مهارت‌ها و وقت من، امروز")
        assert "✓ رانندگی" in "\n".join(await maryam.buttons())
    assert await count_rows(database) == 1


@pytest.mark.usefixtures("cast")
async def test_deleting_asks_once_and_deletes_only_that_one(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await leave(maryam, "علی رستمی")
        await leave(maryam, "زهرا موسوی")
        assert ZAHRA in await maryam.tap("حذف پیش‌نویس")
        assert ASKS_ACTIVITY in await maryam.tap("نگه داشتن")
        await maryam.tap("بعداً")
        await maryam.tap("حذف پیش‌نویس")
        assert "حذف شد" in await maryam.tap("بله، حذف شود")
        await maryam.say("/menu")
        buttons = await maryam.buttons()
        assert ALI in buttons
        assert ZAHRA not in buttons
    assert await count_rows(database) == 1


@pytest.mark.usefixtures("cast")
async def test_a_form_is_thrown_away_from_its_last_page_only_after_a_question(
    street: Street, database: Database
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        await maryam.say(VALUE)
        await maryam.tap("فعلاً بدون عکس")
        await maryam.tap("ویرایش")
        assert ZAHRA in await maryam.tap("حذف پیش‌نویس")
        assert await count_rows(database) == 1
        await maryam.tap("بله، حذف شود")
    assert await count_rows(database) == 0


@pytest.mark.usefixtures("cast")
async def test_a_draft_thrown_away_beside_another_form_leaves_that_one_open(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await leave(maryam, "زهرا موسوی")
        kept = await maryam.newest()
        drop = next(b["data"] for row in kept["buttons"] for b in row if "!drop" in b["data"])
        await maryam.say("/menu")
        await maryam.tap("ثبت خانوار")
        await maryam.press(kept["id"], drop)
        await maryam.tap("بله، حذف شود")
        assert (await form_of(maryam)).form.startswith("family")
    assert await count_rows(database) == 0


@pytest.mark.usefixtures("both")
async def test_a_draft_that_two_phones_submit_is_saved_once(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        here = street.neighbour(runtime, "telegram", 1001)
        there = street.neighbour(runtime, "bale", MARYAM_IN_BALE)
        await leave(here, "زهرا موسوی")
        for phone in (here, there):
            await phone.say("/menu")
            await phone.tap(ZAHRA)
        assert "شمارهٔ خدمت" in await finish(here)
        said = await finish(there)
        assert "از این‌جا ثبت نشد" in said
        assert ZAHRA in said, "what was added here is kept by its name"
        assert await services(database) == 1
        assert "درست است؟" in await there.tap("ادامه")
        await there.tap("ثبت")
    assert (await services(database), await count_rows(database)) == (2, 0), "who wants it twice says so"


@pytest.mark.usefixtures("both")
async def test_a_draft_that_two_phones_change_loses_nothing(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        here = street.neighbour(runtime, "telegram", 1001)
        there = street.neighbour(runtime, "bale", MARYAM_IN_BALE)
        await leave(here, "زهرا موسوی")
        for phone, activity in ((here, "سبد کالا"), (there, "گوشت قربانی")):
            await phone.say("/menu")
            await phone.tap(ZAHRA)
            await phone.tap(activity)
        for phone in (here, there):
            await phone.say("/menu")
        await begun(here)
        assert len([label for label in await here.buttons() if label.startswith("خدمت زهرا موسوی، امروز")]) == 2
    assert (await services(database), await count_rows(database)) == (0, 2)


@pytest.mark.usefixtures("both")
async def test_a_draft_only_looked_at_on_two_phones_stays_one(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        here = street.neighbour(runtime, "telegram", 1001)
        there = street.neighbour(runtime, "bale", MARYAM_IN_BALE)
        await leave(here, "زهرا موسوی")
        for phone in (here, there):
            await phone.say("/menu")
            await phone.tap(ZAHRA)
        for phone in (here, there):
            assert ZAHRA in await phone.tap("بعداً")
        assert await count_rows(database) == 1
        await here.tap("حذف پیش‌نویس")
        await here.tap("بله، حذف شود")
        assert "دیگر نیست" in await there.tap("ادامه")


@pytest.mark.usefixtures("cast")
async def test_where_there_is_no_room_nothing_is_begun_and_nothing_lost(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        for _ in range(MAX_DRAFTS_PER_FORM):
            await leave(maryam, "زهرا موسوی")
        await maryam.say("/menu")
        assert "۲۰ پیش‌نویس مانده است و جا" in await maryam.tap("ثبت خدمت")
        buttons = await maryam.buttons()
        assert BEGIN not in buttons
        assert "صفحهٔ بعد" in buttons, "a list shows some at a time"
        await maryam.tap("صفحهٔ بعد")
        await maryam.tap("خدمت زهرا موسوی")
        await maryam.tap("بعداً")
        await maryam.tap("حذف پیش‌نویس")
        await maryam.tap("بله، حذف شود")
        await begun(maryam)
        assert BEGIN in await maryam.buttons()
    assert await count_rows(database) == MAX_DRAFTS_PER_FORM - 1


@pytest.mark.usefixtures("both")
async def test_the_language_is_kept_in_the_other_messenger(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        in_bale = street.neighbour(runtime, "bale", MARYAM_IN_BALE)
        await in_bale.say("/language")
        await in_bale.tap("English")
        in_telegram = street.neighbour(runtime, "telegram", 1001)
        await in_telegram.say("/menu")
        await in_telegram.tap("Report a service")
        assert "family" in (await in_telegram.newest())["text"].lower()
