"""A volunteer writes to who answers for the unit, and is answered; nobody else reads a word of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.clock import FixedClock
from bot.storage.database import Database
from bot.storage.tables import AuditEntry, Delegation, Membership
from tests.conversations.app import Phone, stage
from tests.conversations.conftest import Golden
from tests.conversations.world import peopled

WORDS = "فردا نمی‌توانم بیایم، چه کار کنم؟"


async def write(phone: Phone, said: str = WORDS) -> str:
    await phone.say("/menu")
    await phone.tap("واحد و اعضا")
    await phone.tap("پیام به مسئول")
    return await phone.say(said)


@pytest.mark.parametrize(
    ("messenger", "account", "name"), [("telegram", 1001, "مریم"), ("bale", 2001, "نرگس")], ids=["telegram", "bale"]
)
async def test_a_volunteer_writes_and_the_coordinator_answers(
    database: Database, clock: FixedClock, tmp_path: Path, golden: Golden, messenger: str, account: int, name: str
) -> None:
    await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        writer, hossein = theatre.phone(messenger, account, name), theatre.phone("telegram", 1002, "حسین")
        await hossein.say("/menu")
        theatre.transcript.clear()
        await write(writer)
        await hossein.until("پیام از")
        await hossein.tap("نوشتن پاسخ")
        await hossein.say("ممنون که خبر دادید. نرگس را می‌فرستم.")
        await writer.until("پاسخ حسین رضایی")
        await writer.tap("نوشتن پیام")
        await writer.say("ممنونم")
        await writer.tap("همهٔ گفت‌وگو")
        await hossein.until("ممنونم")
        await hossein.say("/menu")
        await hossein.tap("واحد و اعضا")
        await hossein.tap("پیام‌های اعضا")
        await hossein.tap("● ")
    golden(f"letters.{messenger}", theatre.transcript)
    async with database.read_session() as session:
        boxes = await session.execute(text("SELECT text_box FROM letters"))
        assert all(WORDS.encode() not in bytes(box) for (box,) in boxes)
        looks = list(await session.scalars(select(AuditEntry.action).where(AuditEntry.action == "read-letters")))
        assert len(looks) == 1


async def test_nobody_beside_or_outside_reads_writes_or_answers(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, narges = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 2001, "نرگس")
        mina, stranger = theatre.phone("telegram", 1004, "مینا"), theatre.phone("bale", 7001, "کسی")
        await write(maryam)
        ends = f"{cast.tree.sadat},{cast.maryam.person}"
        for phone in (narges, mina, stranger):
            for data in (
                f"b|letter-thread||{ends}",
                f"b|form||letter-answering,{ends}",
                "b|threads||",
            ):
                await phone.say("/menu")
                said = await phone.press((await phone.newest())["id"], data)
                assert WORDS not in said
                assert any(no in said for no in ("دسترسی ندارید", "هنوز عضو همیار نیستید", "هنوز پیامی"))
        await narges.say("/menu")
        await narges.press((await narges.newest())["id"], f"b|form||letter-writing,{cast.tree.sadat}")
        assert "دسترسی ندارید" in await narges.say("سلام به همه")


async def test_who_stands_in_hears_too_and_a_day_has_a_limit(
    database: Database, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        held = await session.scalar(select(Membership.id).where(Membership.person_id == cast.hossein.person))
        session.add(
            Delegation(
                membership_id=held,
                delegate_id=cast.narges.person,
                since=date(2025, 11, 3),
                until=date(2025, 11, 5),
                delegated_at=clock.now(),
            )
        )
        await session.commit()
    monkeypatch.setattr("bot.relief.people.letters.MAX_LETTERS_PER_DAY", 2)
    async with stage(database, clock, tmp_path) as theatre:
        maryam, narges = theatre.phone("telegram", 1001, "مریم"), theatre.phone("bale", 2001, "نرگس")
        await narges.say("/menu")
        assert "حسین رضایی، نرگس رستمی" in await write(maryam)
        await narges.until("پیام از مریم احمدی")
        await write(maryam)
        assert "روزی حداکثر ۲ پیام" in await write(maryam)
        clock.move(timedelta(days=1, minutes=1))
        assert "فرستاده شد" in await maryam.say(WORDS)
