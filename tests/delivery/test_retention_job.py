"""What has been kept long enough goes, once a day, and is counted; records stay."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, update

from bot.clock import TEHRAN, FixedClock
from bot.delivery.retention_job import time_until_next_run
from bot.relief.lifecycle import retention
from bot.relief.lifecycle.retention import RETENTION_BATCH_SIZE, RETENTION_RULES
from bot.relief.outbound.jobs import JobKind
from bot.relief.outbound.notices import enqueue_notice
from bot.storage.database import Database
from bot.storage.orm import Base, new_id
from bot.storage.tables import (
    AttemptCounter,
    AuditEntry,
    CallApproval,
    DeadLetter,
    Draft,
    Family,
    File,
    Job,
    JoinRequest,
    Letter,
    MemberCard,
    Membership,
    Notice,
    RetentionCount,
)
from tests.conversations.app import stage
from tests.conversations.world import peopled
from tests.relief.world import NOW, TODAY, Cast, registered

LONG_AGO = NOW - timedelta(days=200)


def ms(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


async def filled(database: Database, cast: Cast, at: datetime) -> None:
    """One of everything that a rule knows, as old as that; and a family, which no rule knows."""
    async with database.write_session() as session:
        await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        session.add(Draft(person_id=cast.maryam.person, form=f"form {at}", state="{}", updated_at=at))
        session.add(AttemptCounter(kind="link", subject=f"bale:{at}", window_start=at, count=3))
        for state in ("waiting", "done"):
            aside = DeadLetter(
                reference=f"{new_id()}", messenger="bale", update_id=1, raw="{}", error="x", at=at, state=state
            )
            session.add(aside)
        mine, unit = cast.maryam.person, cast.tree.sadat
        held = await session.scalar(select(Membership.id).where(Membership.person_id == mine))
        session.add(Letter(person_id=mine, unit_id=unit, author_id=mine, text="سلام", at=at))
        session.add(MemberCard(membership_id=held, code_digest=f"{at}".encode(), issued_at=at, expires_at=at))
        decided = JoinRequest(
            person_id=mine, unit_id=unit, state="refused", requested_at=at, reminded_at=at, decided_at=at
        )
        session.add(decided)
        large = CallApproval(
            unit_id=unit, text="کمک", people=501, requested_by=mine, requested_at=at, expires_at=at, messenger="bale", external_id=1,
            state="waiting",
        )  # fmt: skip
        session.add(large)
        session.add(File(content_digest=f"{at}".encode(), kind="photo", mime="image/jpeg", size=1, stored_at=at))
        await enqueue_notice(session, cast.maryam.person, f"event {at}", {"key": "turn-home"})
        sent = update(Notice).where(Notice.event == f"event {at}")
        await session.execute(sent.values(state="sent", due_ms=ms(at)))
        old = Job(id=f"job {at}", lane="work", kind="x", args="{}", state=2, due_ms=0, finished_ms=ms(at))
        session.add(old)
        await session.commit()


async def counted(database: Database, *tables: type[Base]) -> list[int]:
    async with database.read_session() as session:
        return [await session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]


async def test_only_what_is_old_goes_and_it_is_told_before_and_after(database: Database) -> None:
    cast = await peopled(database)
    await filled(database, cast, LONG_AGO)
    await filled(database, cast, NOW)
    audited = (await counted(database, AuditEntry))[0]
    before = {one.rule.name: one.due_count for one in await retention.load_retention_status(database, NOW, TODAY)}
    async with database.write_session() as session:
        gone = {rule.name: await retention.apply_retention_rule(session, rule, NOW, TODAY) for rule in RETENTION_RULES}
        await session.commit()
    assert gone == {
        "drafts": 1, "set-aside-settled": 1, "set-aside": 1, "notices": 1, "jobs": 1, "attempts": 1, "link-codes": 0,
        "merge-offers": 0, "letters": 1, "member-cards": 1, "join-requests": 1, "large-calls": 1, "files": 1, "retained": 0,
    }  # fmt: skip
    assert before == gone | {"set-aside": 2}  # of which the settled one goes by its own rule
    assert await counted(database, Draft, AttemptCounter, File, Notice, DeadLetter) == [1, 1, 1, 1, 2]
    assert await counted(database, Letter, MemberCard, JoinRequest, CallApproval) == [1, 1, 1, 1]
    assert await counted(database, Family, AuditEntry) == [2, audited]
    after = await retention.load_retention_status(database, NOW, TODAY)
    assert [(one.due_count, one.deleted_count) for one in after] == [(0, gone[one.rule.name]) for one in after]
    assert "drafts" in "\n".join(retention.retention_report_lines(after))


async def test_much_goes_batch_by_batch(database: Database) -> None:
    async with database.write_session() as session:
        for number in range(RETENTION_BATCH_SIZE + 3):
            session.add(AttemptCounter(kind="link", subject=f"bale:{number}", window_start=LONG_AGO, count=1))
        await session.commit()
    rule = next(one for one in RETENTION_RULES if one.name == "attempts")
    gone = []
    for _ in range(3):
        async with database.write_session() as session:
            gone.append(await retention.apply_retention_rule(session, rule, NOW, TODAY))
            await session.commit()
    assert gone == [RETENTION_BATCH_SIZE, 3, 0]
    async with database.read_session() as session:
        assert await session.scalar(select(RetentionCount.deleted_count)) == RETENTION_BATCH_SIZE + 3


async def test_the_bot_does_it_by_itself_and_once_a_day(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    await filled(database, cast, LONG_AGO)
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await maryam.say("/menu")
        for _ in range(100):
            if (await counted(database, Draft)) == [0]:
                break
            await maryam.screen(wait=1)
    assert await counted(database, Draft, Family) == [0, 1]
    async with database.read_session() as session:
        job = await session.get_one(Job, JobKind.RETENTION)
        assert job.state == 0


def test_the_next_time_is_three_in_the_morning_in_tehran() -> None:
    noon = datetime(2025, 11, 3, 12, tzinfo=TEHRAN)
    assert time_until_next_run(noon) == timedelta(hours=15)
    assert time_until_next_run(noon.replace(hour=2)) == timedelta(hours=1)
    assert time_until_next_run(noon.replace(hour=3)) == timedelta(days=1)
