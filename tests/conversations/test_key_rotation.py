"""The bot answers while everything moves to another key, and seals its audit by itself."""

import asyncio
from contextlib import aclosing
from pathlib import Path

from sqlalchemy import select

from bot.clock import FixedClock
from bot.relief.audit.chain import ENTRY_TABLE
from bot.relief.audit.verification import verify_chain
from bot.relief.lifecycle.key_rotation import count_key_usage, keys_in_use, rotate_keys
from bot.storage.database import Database
from bot.storage.encryption import Keyring, install_keyring, keyring
from bot.storage.file_store import FileStore
from bot.storage.throttle import Throttle
from tests.conversations.app import Phone, stage
from tests.conversations.world import peopled
from tests.relief.world import registered

ONE, TWO = bytes(range(32)), bytes(range(32, 64))


async def at_the_door(phone: Phone) -> str:
    await phone.tap("ثبت خانوار")
    await phone.tap("بله، رضایت دارند")
    await phone.say("زهرا موسوی")
    await phone.say("0917 000 12 34")
    await phone.say("سادات")
    await phone.tap("۴")
    await phone.tap("خوراک")
    return await phone.tap("ثبت")


async def test_a_family_is_registered_while_keys_are_changed(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        for name in ("علی رستمی", "مینا نوری", "رضا کریمی"):
            await registered(session, cast.maryam, cast.tree.sadat, name)
        await session.commit()
    async with stage(database, clock, tmp_path) as theatre:
        maryam = theatre.phone("telegram", 1001, "مریم")
        await maryam.say("/menu")
        install_keyring(Keyring({1: ONE, 2: TWO}, 2))
        store = FileStore(tmp_path / "files", keyring())
        answered = asyncio.Event()

        async def change(pace: Throttle) -> int:
            async with aclosing(rotate_keys(database, store, pace, grace_seconds=0)) as batches:
                return sum([moved.count async for moved in batches])

        async def change_on() -> None:
            while not answered.is_set():
                await change(Throttle(batch_size=1, rest_ratio=1))
                await asyncio.sleep(0.05)

        async with asyncio.TaskGroup() as both:
            both.create_task(change_on())
            assert "ثبت شد" in await at_the_door(maryam)
            answered.set()
        await change(Throttle(rest_ratio=0))
        assert keys_in_use(await count_key_usage(database, store)) == set()
        install_keyring(Keyring({2: TWO}, 2))
        await maryam.say("/menu")
        await maryam.tap("خانوارها")
        assert "زهرا موسوی" in await maryam.tap("زهرا موسوی")
        assert (await verify_chain(database)).fault_count == 0


async def test_the_running_bot_seals_what_was_looked_at(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    cast = await peopled(database)
    async with database.write_session() as session:
        await registered(session, cast.maryam, cast.tree.sadat, "علی رستمی")
        await session.commit()
    async with stage(database, clock, tmp_path):
        for _ in range(300):
            async with database.read_session() as session:
                waiting = await session.scalar(
                    select(ENTRY_TABLE.c.id).where(ENTRY_TABLE.c.sequence.is_(None)).limit(1)
                )
            if waiting is None:
                break
            await asyncio.sleep(0.1)
    report = await verify_chain(database)
    assert (report.pending_entries, report.fault_count) == (0, 0)
    assert report.chained_entries > 0
