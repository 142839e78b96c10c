"""A call to many, in both messengers: the coordinator asks, a supervisor returns it, and lets it go when it is put right."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.relief.outbound.notices import NoticeKind
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import Call, CallApproval, Notice
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled
from tests.relief.world import member

WORDS = "سه‌شنبه، حسینیهٔ سادات، برای بسته‌بندی ۲۰۰ سبد کمک لازم داریم"


@pytest.fixture(autouse=True)
def _two_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.relief.calls.calls.APPROVAL_THRESHOLD", 1)


async def called(phone: Phone) -> None:
    await phone.say("/menu")
    await phone.tap("فراخوان تازه")
    await phone.tap("همهٔ اعضای گچساران")
    await phone.say(WORDS)


@pytest.mark.parametrize("messenger", ["telegram", "bale"])
async def test_a_call_to_many_is_returned_changed_and_sent(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, messenger: str
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        await member(session, cast.tree.gachsaran, Role.COORDINATOR, "پریسا امینی", messenger=messenger, account=6000)
        await member(session, cast.tree.province, Role.SUPERVISOR, "رضا بهرامی", messenger=messenger, account=6100)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        parisa, reza = theatre.phone(messenger, 6000, "پریسا"), theatre.phone(messenger, 6100, "رضا")
        maryam = theatre.phone("telegram", 1001, "مریم")
        for phone in (maryam, reza):
            await phone.say("/menu")
        theatre.transcript.clear()
        await called(parisa)
        assert "منتظر می‌ماند" in await parisa.tap("درخواست اجازه")
        await reza.until("اجازهٔ ناظر لازم است")
        await reza.tap("دیدن فراخوان")
        await reza.tap("نیاز به اصلاح")
        await reza.say("ساعتش نوشته نشده است")
        await parisa.until("را برای اصلاح برگرداند")
        await parisa.tap("ویرایش و فرستادن دوباره")
        await parisa.tap("بازگشت")
        await parisa.say(f"ساعت ۱۵، {WORDS}")
        await parisa.tap("درخواست اجازه")
        await parisa.tap("دیدن فراخوان")
        await reza.until("ساعت ۱۵")
        await reza.say("/menu")
        await reza.tap("فراخوان‌ها")
        await reza.tap("منتظر اجازه")
        await reza.touch("اجازه می‌دهم")
        await reza.until("شروع شد")
        await maryam.until("ساعت ۱۵")
    golden(f"approval.{messenger}", theatre.transcript)
    async with database.read_session() as session:
        states = list(
            await session.scalars(select(CallApproval.state).order_by(CallApproval.requested_at, CallApproval.id))
        )
        overs = list(
            await session.scalars(select(Notice.event).where(Notice.event.startswith(NoticeKind.CALL_APPROVAL_EXPIRED)))
        )
        assert (states, overs, len(list(await session.scalars(select(Call.id))))) == (["returned", "approved"], [], 1)


async def test_english_reads_like_this(database: Database, clock: FixedClock, tmp_path: Path, golden: Golden) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, zahra = theatre.phone("telegram", 1002, "حسین"), theatre.phone("telegram", 1003, "زهرا")
        for phone in (hossein, zahra):
            await phone.say("/language")
            await phone.tap("English")
        theatre.transcript.clear()
        await hossein.tap("New call")
        await hossein.tap("Everybody in گچساران")
        await hossein.say("Tuesday at 15:00, Sadat hall")
        await hossein.tap("Ask for approval")
        await zahra.until("a supervisor has to approve it")
        await zahra.tap("See the call")
        await zahra.tap("Needs correction")
        await zahra.say("Say what is to be done")
        await hossein.until("for correction")
        await hossein.tap("Edit and send again")
        await hossein.tap("Ask for approval")
        await hossein.tap("See the call")
        await hossein.tap("Cancel the call")
    golden("approval.en", theatre.transcript)


async def test_when_nobody_decides_it_is_over_after_two_days_and_nobody_was_called(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        hossein, zahra = theatre.phone("telegram", 1002, "حسین"), theatre.phone("telegram", 1003, "زهرا")
        await zahra.say("/menu")
        await called(hossein)
        await hossein.tap("درخواست اجازه")
        await zahra.until("اجازهٔ ناظر لازم است")
        clock.move(timedelta(days=2))
        await zahra.tap("دیدن فراخوان")
        (waits,) = await held(database)
        said = await zahra.press((await zahra.newest())["id"], f"b|call-approval|!approve|{waits.id}")
        assert "وقت این فراخوان گذشته است" in said
        await hossein.say("/menu")
        await hossein.tap("پویش و فراخوان")
        await hossein.tap("فراخوان‌ها")
        assert not [label for label in await hossein.buttons() if "در انتظار" in label]
    async with database.read_session() as session:
        assert list(await session.scalars(select(Call.id))) == []
        (over,) = await session.scalars(select(Notice).where(Notice.event.startswith(NoticeKind.CALL_APPROVAL_EXPIRED)))
        assert f"call-sending,{waits.id}" in over.text


async def held(database: Database) -> list[CallApproval]:
    async with database.read_session() as session:
        return list(await session.scalars(select(CallApproval)))
