"""«چه کسی این پرونده را باز کرده؟», as a supervisor asks it, and those who may not."""

from pathlib import Path

from bot.clock import FixedClock
from bot.storage.database import Database
from tests.conversations.app import stage
from tests.conversations.world import peopled
from tests.relief.world import registered

ASK = "چه کسی این پرونده را باز کرده؟"


async def test_a_supervisor_sees_who_opened_a_file_page_by_page_and_others_are_not_asked(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        family = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        maryam, zahra = theatre.phone("telegram", 1001, "مریم"), theatre.phone("telegram", 1003, "زهرا")
        await maryam.say("/menu")
        opened = await maryam.tap("خانوارها")
        for _ in range(6):
            opened = await maryam.tap("زهرا موسوی")
            await maryam.tap("خانوارها")
        assert ASK not in opened
        refused = await maryam.press((await maryam.screen())["messages"][-1]["id"], f"b|access-log||{family.id}")
        assert "باز کرد" not in refused
        await zahra.say("/menu")
        await zahra.tap("خانوارها")
        await zahra.tap("زهرا موسوی")
        seen = await zahra.tap(ASK)
        assert seen.count("در تلگرام باز کرد") == 6
        assert "۱۲:۰۰: زهرا کاظمی در تلگرام باز کرد" in seen
        assert "مریم احمدی در تلگرام باز کرد" in seen
        further = await zahra.tap("صفحهٔ بعد")
        assert "مریم احمدی در تلگرام ثبت کرد" in further
        assert further.count("در تلگرام باز کرد") == 1
        assert "پروندهٔ" in await zahra.tap("بازگشت به پرونده")
