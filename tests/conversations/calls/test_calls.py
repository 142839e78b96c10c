"""Calls for help as people see them: sent in three taps and one typing, followed live, stopped, answered."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.clock import FixedClock
from bot.storage.database import Database
from bot.storage.tables import Account, Call
from bot.storage.tables import Answer as AnswerRow
from tests.conversations.app import Phone, Stage, in_reading_order, plain, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.world import NOW

PACKING = "سه‌شنبه ۱۳ آبان ساعت ۱۵، حسینیهٔ سادات، برای بسته‌بندی ۲۰۰ سبد کمک لازم داریم.\nیک ساعت هم غنیمت است."


async def written(phone: Phone, audience: str = "همهٔ اعضای گچساران", text: str = PACKING) -> str:
    """Compose a call up to its preview: two taps and one typing."""
    await phone.say("/menu")
    await phone.tap("فراخوان تازه")
    await phone.tap(audience)
    return await phone.say(text)


def people(theatre: Stage) -> tuple[Phone, Phone, Phone]:
    return (
        theatre.phone("telegram", 1002, "حسین"),
        theatre.phone("telegram", 1001, "مریم"),
        theatre.phone("bale", 2001, "نرگس"),
    )


async def greeted(*phones: Phone) -> None:
    """Open the bot: it may write only to those who have."""
    for phone in phones:
        await phone.say("/start")


async def test_a_call_from_its_text_to_its_answers_reads_like_this(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, maryam, narges = people(theatre)
        await greeted(maryam, narges)
        theatre.transcript.clear()
        await written(hossein)
        await hossein.touch("ارسال به ۲ نفر")
        await hossein.until("پایان یافت")
        for phone in (maryam, narges):
            await phone.until(PACKING.splitlines()[0])
            await phone.tap("می‌آیم")
        await narges.tap("نمی‌توانم")
        await hossein.until("می‌آیند: ۱ نفر، نمی‌توانند: ۱ نفر")
        await hossein.tap("پاسخ‌ها")
        await hossein.tap("بازگشت")
        await hossein.tap("فراخوان‌ها")
    golden("call.fa", theatre.transcript)


async def test_english_reads_like_this(database: Database, clock: FixedClock, tmp_path: Path, golden: Golden) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, maryam, _ = people(theatre)
        await greeted(maryam)
        await maryam.say("/language")
        await maryam.tap("English")
        theatre.transcript.clear()
        await hossein.say("/language")
        await hossein.tap("English")
        await hossein.tap("New call")
        await hossein.say("سادات")
        await hossein.tap("Everybody in امداد محلهٔ سادات")
        await hossein.say("Tuesday at 15:00, Sadat hall")
        await hossein.touch("Send to one person")
        await hossein.until("finished")
        await maryam.until("Call for help from")
        await maryam.tap("I’m coming")
        await hossein.until("Coming: 1")
    golden("call.en", theatre.transcript)


async def calls_of(database: Database) -> list[Call]:
    async with database.read_session() as session:
        return list(await session.scalars(select(Call)))


async def test_what_was_changed_is_looked_at_again(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, *_ = people(theatre)
        assert "به ۲ نفر فرستاده می‌شود: ۱ نفر در بله، ۱ نفر در تلگرام" in await written(hossein)
        old = await hossein.newest()
        send = next(b for row in old["buttons"] for b in row if "ارسال" in b["text"])
        assert "هنوز چیزی فرستاده نشده است" in await hossein.say("بفرست")
        await hossein.tap("بازگشت")
        assert "فراخوان حسین رضایی برای گچساران:\nفردا ساعت ۸" in await hossein.say("فردا ساعت ۸")
        assert "این دکمه مربوط به صفحهٔ قبلی بود" in await hossein.press(old["id"], send["data"])
        await hossein.tap("بازگشت")
        await hossein.tap("بازگشت")
        assert "به ۱ نفر فرستاده می‌شود" in await hossein.tap("همهٔ اعضای امداد محلهٔ سادات")
        assert not await calls_of(database)
        await hossein.tap("ارسال به ۱ نفر")
    (sent,) = await calls_of(database)
    assert (sent.text, sent.role) == ("فردا ساعت ۸", None)


async def test_a_group_that_nothing_reaches_has_nothing_to_send(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        gone = update(Account).where(Account.person_id != cast.hossein.person).values(unreachable_since=NOW)
        await session.execute(gone)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        hossein, *_ = people(theatre)
        assert "هیچ‌کدام از این گیرندگان پیام‌رسان ثبت نکرده‌اند" in await written(hossein)
        assert not [label for label in await hossein.buttons() if label.startswith("ارسال")]


async def under_way(theatre: Stage) -> tuple[Phone, Phone, Phone]:
    """Send a call that reaches Maryam and is retried for Narges."""
    hossein, maryam, narges = people(theatre)
    await greeted(maryam, narges)
    await theatre.fault("sendMessage", account=2001, status=502, times=1000)
    await written(hossein)
    await hossein.tap("ارسال به ۲ نفر")
    await hossein.find("فرستاده شد: ۱ از ۲ (۵۰٪). مانده: ۱")
    return hossein, maryam, narges


async def test_a_call_is_paused_resumed_and_stopped_from_its_live_message(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, maryam, _ = await under_way(theatre)
        live = (await hossein.newest())["id"]
        assert await hossein.buttons() == ["مکث", "لغو فراخوان", "پاسخ‌ها"]
        assert "| موقتاً متوقف" in await hossein.tap("مکث")
        assert await hossein.buttons() == ["ادامه", "لغو فراخوان", "پاسخ‌ها"]
        assert "| در حال ارسال" in await hossein.tap("ادامه")
        assert "برای همیشه لغو شود؟ برای ۱ نفری که هنوز فرستاده نشده است" in await hossein.tap("لغو فراخوان")
        assert (await hossein.newest())["id"] != live
        assert "| لغو شد" in await hossein.tap("بله، لغو شود")
        while await labels(hossein, live) != ["پاسخ‌ها"]:
            await hossein.screen(wait=1)
        await maryam.listen()
        assert "لغو شده است" in await maryam.tap("می‌آیم")


async def test_what_is_opened_from_the_live_message_leaves_it_where_it_is(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, maryam, _ = await under_way(theatre)
        live = (await hossein.newest())["id"]
        assert "می‌آیند: ۰ نفر" in await hossein.tap("پاسخ‌ها")
        page = (await hossein.newest())["id"]
        assert page != live
        await maryam.listen()
        await maryam.tap("می‌آیم")
        assert await hossein.find("می‌آیند: ۱ نفر") == live
        assert "می‌آیند: ۰ نفر" in plain((await hossein.newest())["text"])
        await hossein.tap("بازگشت")
        assert "مریم احمدی: می‌آیم" in await hossein.tap("پاسخ‌ها")
        assert (await hossein.newest())["id"] == page
        assert await labels(hossein, live) == ["مکث", "لغو فراخوان", "پاسخ‌ها"]


async def labels(phone: Phone, message: int) -> list[str]:
    """Return the labels of the buttons under one message."""
    (shown,) = [m for m in (await phone.screen())["messages"] if m["id"] == message]
    return [plain(b["text"]) for row in shown["buttons"] for b in in_reading_order(shown, row)]


async def test_a_live_message_that_was_acted_on_keeps_its_keys(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, *_ = await under_way(theatre)
        live = (await hossein.newest())["id"]
        await hossein.tap("مکث")
        await hossein.say("/menu")
        assert await labels(hossein, live) == ["ادامه", "لغو فراخوان", "پاسخ‌ها"]


async def test_an_answer_can_be_changed_in_the_call_wherever_the_person_is(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, maryam, _ = people(theatre)
        await maryam.say("/menu")
        menu = (await maryam.newest())["id"]
        await written(hossein)
        await hossein.tap("ارسال به ۲ نفر")
        copy = await maryam.find("فراخوان حسین رضایی")
        await maryam.tap("می‌آیم")
        assert await labels(maryam, menu)
        for elsewhere in ("/menu", "/help", "سلام"):
            await maryam.say(elsewhere)
            assert await labels(maryam, copy) == ["✓ می‌آیم", "نمی‌توانم"]
        await maryam.tap("نمی‌توانم")
        assert await labels(maryam, copy) == ["می‌آیم", "✓ نمی‌توانم"]


async def test_a_refused_answer_leaves_the_call_as_it_was(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, maryam, _ = await under_way(theatre)
        copy = await maryam.find("فراخوان حسین رضایی")
        await hossein.tap("لغو فراخوان")
        await hossein.tap("بله، لغو شود")
        for _ in ("at the menu", "in a form"):
            assert "لغو شده است" in await maryam.tap("می‌آیم")
            assert await labels(maryam, copy) == ["می‌آیم", "نمی‌توانم"]
            await maryam.say("/menu")
            await maryam.tap("ثبت خدمت")


async def test_a_page_lists_what_one_was_asked_and_promised_and_changes_it(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, maryam, _ = people(theatre)
        await maryam.say("/menu")
        await maryam.tap("پویش‌ها")
        assert "در دو هفتهٔ گذشته فراخوانی برای شما فرستاده نشده است" in await maryam.tap("فراخوان‌های من")
        await written(hossein)
        await hossein.tap("ارسال به ۲ نفر")
        copy = await maryam.find("فراخوان حسین رضایی")
        await maryam.say("/menu")
        await maryam.tap("پویش‌ها")
        await maryam.tap("فراخوان‌های من")
        await maryam.tap("سه‌شنبه ۱۳ آبان")
        assert "پاسخ شما: می‌آیم" in await maryam.tap("می‌آیم")
        assert await maryam.buttons() == ["✓ می‌آیم", "نمی‌توانم", "فراخوان‌های من", "فهرست اصلی"]
        await maryam.tap("فراخوان‌های من")
        assert "✓ سه‌شنبه ۱۳ آبان …" in await maryam.buttons()
        assert await labels(maryam, copy) == ["می‌آیم", "نمی‌توانم"]
        clock.move(timedelta(days=15))
        await maryam.say("/menu")
        await maryam.tap("پویش‌ها")
        assert "فراخوانی برای شما فرستاده نشده است" in await maryam.tap("فراخوان‌های من")


async def test_why_a_call_did_not_reach_somebody(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, maryam, _ = people(theatre)
        await greeted(maryam)
        await written(hossein)
        await hossein.tap("ارسال به ۲ نفر")
        await hossein.find("پایان یافت")
        said = await hossein.tap("چرا فرستاده نشد؟")
        assert "برای ۱ نفر فرستاده نشد:\n۱ نفر: ربات را شروع نکرده‌اند یا مسدود کرده‌اند" in said


async def test_an_answer_leaves_an_open_form_alone_and_the_last_word_counts(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, maryam, _ = people(theatre)
        await maryam.say("/start")
        await maryam.tap("ثبت خدمت")
        await written(hossein)
        await hossein.tap("ارسال به ۲ نفر")
        await maryam.find("فراخوان حسین رضایی")
        assert "پاسخ شما: نمی‌توانم" in await maryam.tap("نمی‌توانم")
        assert "پاسخ شما: می‌آیم" in await maryam.tap("می‌آیم")
        assert "برای «هیچ‌کس» چیزی پیدا نشد" in await maryam.say("هیچ‌کس")
    async with database.read_session() as session:
        assert [one.answer for one in await session.scalars(select(AnswerRow))] == ["coming"]


@pytest.mark.parametrize(
    "data", ["b|call||{}", "b|call-answers||{}", "b|failures||{}", "b|call|!stop|{}", "b|call|!coming|{}"]
)
async def test_who_was_not_called_knows_nothing_of_a_call(
    database: Database, clock: FixedClock, tmp_path: Path, data: str
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, _, narges = people(theatre)
        await written(hossein, "همهٔ اعضای امداد محلهٔ سادات")
        await hossein.tap("ارسال به ۱ نفر")
        (sent,) = await calls_of(database)
        await narges.say("/start")
        said = await narges.press((await narges.newest())["id"], data.format(sent.id))
        assert "پیدا نشد، یا در دسترس شما نیست" in said


async def test_a_supervisor_looks_and_stops_nothing(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        await under_way(theatre)
        zahra = theatre.phone("telegram", 1003, "زهرا")
        await zahra.say("/menu")
        await zahra.tap("فراخوان‌ها")
        (sent,) = await calls_of(database)
        assert "فرستاده شد: ۱ از ۲" in await zahra.tap(await first(zahra))
        assert await zahra.buttons() == ["پاسخ‌ها", "فراخوان‌ها", "فهرست اصلی"]
        said = await zahra.press((await zahra.newest())["id"], f"b|call|!stop|{sent.id}")
        assert "شما به این کار دسترسی ندارید" in said
    assert (await calls_of(database))[0].state == "sending"


async def first(phone: Phone) -> str:
    return (await phone.buttons())[0]
