"""Workers that die, hang, lose the database, stop, or work side by side: nobody is left out, at most a batch is in doubt."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields, replace

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.batch_claims import MAX_BATCH_MESSAGES
from bot.messengers.port import Outgoing, TemporaryFailure
from bot.relief.outbound import notices
from bot.relief.outbound.jobs import JobKind
from bot.relief.vocabulary import CallState
from bot.storage.database import Database, open_database
from bot.storage.tables import Lane
from tests.delivery.fakes import QUICK, FakeMessenger, Town, at_work, eventually, worker

EVERYBODY = list(range(1, 71))
DYING = replace(QUICK, grace_seconds=0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class CutDatabase(Database):
    """The same database, until its line is cut."""

    cut: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def write_session(self) -> AsyncIterator[AsyncSession]:
        self._try()
        async with Database.write_session(self) as session:
            yield session

    @asynccontextmanager
    async def read_session(self) -> AsyncIterator[AsyncSession]:
        self._try()
        async with Database.read_session(self) as session:
            yield session

    def _try(self) -> None:
        if self.cut.is_set():
            raise ConnectionResetError


def that_can_be_cut(database: Database) -> CutDatabase:
    return CutDatabase(**{each.name: getattr(database, each.name) for each in fields(database)})


async def lease_ends(town: Town) -> None:
    async with town.database.write_session() as session:
        await session.execute(update(Lane).values(lease_until_ms=0))
        await session.commit()


async def test_what_a_dead_worker_left_in_doubt_is_one_batch_and_counted(town: Town) -> None:
    await town.settle(70, "telegram")
    line = that_can_be_cut(town.database)

    async def die_in_the_second_batch(_: Outgoing) -> None:
        if len(first.heard()) == MAX_BATCH_MESSAGES + 10:
            line.cut.set()

    first = FakeMessenger("telegram", die_in_the_second_batch)
    second = FakeMessenger("telegram")
    call = await town.send_call()
    async with at_work(worker(line, first, timing=DYING)):
        await line.cut.wait()
        await lease_ends(town)
        async with at_work(worker(town.database, second, owner="two")):
            done = await town.until(call.id, CallState.DONE)
    heard = Counter(first.heard() + second.heard())
    twice = [chat for chat, times in heard.items() if times > 1]
    assert sorted(heard) == EVERYBODY
    assert max(heard.values()) == 2
    assert 0 < len(twice) <= MAX_BATCH_MESSAGES
    assert done.sent == 70
    assert len(twice) <= done.doubtful <= MAX_BATCH_MESSAGES


async def test_one_that_hung_finds_another_owner_and_sends_nothing(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await town.settle(70, "telegram")
    gate, hung, second_gate, second_batch = (asyncio.Event() for _ in range(4))

    async def hang(_: Outgoing) -> None:
        hung.set()
        await gate.wait()

    async def hold_the_second_batch(_: Outgoing) -> None:
        if len(second.heard()) >= MAX_BATCH_MESSAGES:
            second_batch.set()
            await second_gate.wait()

    async def first_has_seen_it() -> bool:
        return "lane telegram has another owner now" in caplog.text

    first, second = FakeMessenger("telegram", hang), FakeMessenger("telegram", hold_the_second_batch)
    call = await town.send_call()
    async with at_work(worker(town.database, first)):
        await hung.wait()
        await lease_ends(town)
        async with at_work(worker(town.database, second, owner="two")):
            await second_batch.wait()
            gate.set()
            await eventually(first_has_seen_it)
            sent_by_first = len(first.heard())
            second_gate.set()
            done = await town.until(call.id, CallState.DONE)
    heard = Counter(first.heard() + second.heard())
    assert sorted(second.heard()) == EVERYBODY
    assert len(first.heard()) == sent_by_first <= MAX_BATCH_MESSAGES
    assert max(heard.values()) <= 2
    assert (done.sent, done.doubtful) == (70, MAX_BATCH_MESSAGES)


async def test_one_that_hung_does_not_overwrite_what_the_next_owner_has_in_hand(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await town.settle(5, "telegram")
    gate, hung, second_gate, in_hand = (asyncio.Event() for _ in range(4))

    async def hang_and_miss(_: Outgoing) -> None:
        hung.set()
        await gate.wait()
        raise TemporaryFailure("reset")

    async def hold(_: Outgoing) -> None:
        in_hand.set()
        await second_gate.wait()

    async def first_has_seen_it() -> bool:
        return "lane telegram has another owner now" in caplog.text

    first, second = FakeMessenger("telegram", hang_and_miss), FakeMessenger("telegram", hold)
    call = await town.send_call()
    async with at_work(worker(town.database, first)):
        await hung.wait()
        await lease_ends(town)
        async with at_work(worker(town.database, second, owner="two")):
            await in_hand.wait()
            gate.set()
            await eventually(first_has_seen_it)
            second_gate.set()
            await town.until(call.id, CallState.DONE)
    assert sorted(second.heard()) == [1, 2, 3, 4, 5]


async def test_the_outcomes_of_a_batch_wait_for_a_database_that_was_away(town: Town) -> None:
    await town.settle(5, "telegram")
    line = that_can_be_cut(town.database)

    async def cut(_: Outgoing) -> None:
        line.cut.set()

    telegram = FakeMessenger("telegram", cut)
    call = await town.send_call()
    async with at_work(worker(line, telegram)):
        await line.cut.wait()
        await eventually(lambda: _has_heard(telegram, 5))
        line.cut.clear()
        telegram.before = None
        done = await town.until(call.id, CallState.DONE)
    assert sorted(telegram.heard()) == [1, 2, 3, 4, 5]
    assert (done.sent, done.doubtful) == (5, 0)


async def _has_heard(messenger: FakeMessenger, how_many: int) -> bool:
    return len(messenger.heard()) == how_many


async def test_asked_to_stop_it_ends_what_is_on_its_way_and_gives_the_lane_back(town: Town) -> None:
    await town.settle(70, "telegram")
    gate, reached = asyncio.Event(), asyncio.Event()

    async def wait_at_the_gate(_: Outgoing) -> None:
        reached.set()
        await gate.wait()

    first, second = FakeMessenger("telegram", wait_at_the_gate), FakeMessenger("telegram")
    call = await town.send_call()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(worker(town.database, first).run())
        await reached.wait()
        running.cancel()
        gate.set()
    left = await town.call(call.id)
    assert left.sent == len(first.heard()) <= MAX_BATCH_MESSAGES
    async with at_work(worker(town.database, second, owner="two")):
        done = await town.until(call.id, CallState.DONE)
    assert sorted(first.heard() + second.heard()) == EVERYBODY
    assert done.doubtful == 0


async def test_two_workers_never_write_through_one_bot_at_once(town: Town) -> None:
    """Two processes in small: each has its own connections, and its own lock on SQLite."""
    persons = await town.settle(40, "telegram")
    writing: set[str] = set()
    overlaps: list[set[str]] = []

    def bot_of(owner: str) -> FakeMessenger:
        async def notice_who_writes(_: Outgoing) -> None:
            writing.add(owner)
            if len(writing) > 1:
                overlaps.append(set(writing))
            await asyncio.sleep(0.001)
            writing.discard(owner)

        return FakeMessenger("telegram", notice_who_writes)

    bots = {owner: bot_of(owner) for owner in ("one", "two")}
    url = town.database.engine.url.render_as_string(hide_password=False)
    others = {owner: open_database(url) for owner in bots}
    async with at_work(*(worker(others[owner], bot, owner=owner) for owner, bot in bots.items())):
        sent = [await town.send_call(f"فراخوان {number}") for number in range(5)]
        async with town.database.write_session() as session:
            for person in persons:
                await notices.enqueue_notice(session, person, "thanks:1", {"n": 1})
            await session.commit()
        for call in sent:
            await town.until(call.id, CallState.DONE)
        await town.hasten()
        await town.until_idle()
    for database in others.values():
        await database.close()
    heard = Counter(out.text + str(out.chat) for bot in bots.values() for out in bot.sent if out.chat <= 40)
    assert len(heard) == 40 * 6
    assert set(heard.values()) == {1}
    assert not overlaps
    assert [(await town.call(call.id)).doubtful for call in sent] == [0] * 5


async def test_calls_of_one_bot_take_turns(town: Town) -> None:
    await town.settle(70, "telegram")
    telegram = FakeMessenger("telegram")
    first, second = await town.send_call("یک"), await town.send_call("دو")
    async with at_work(worker(town.database, telegram)):
        await town.until(first.id, CallState.DONE)
        await town.until(second.id, CallState.DONE)
    order = [out.text.endswith("یک") for out in telegram.sent if out.chat <= 70]
    assert order.index(False) < 70 - order[::-1].index(True)
    assert JobKind.CALL in {job.kind for job in await town.jobs()}
