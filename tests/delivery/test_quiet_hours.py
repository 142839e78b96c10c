"""Quiet hours and the preferred messenger: what can wait does, calls and notices alike, and nobody else waits with it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from types import MappingProxyType

import pytest
from sqlalchemy import select, update

from bot.clock import TEHRAN
from bot.relief.ids import PersonId
from bot.relief.outbound import notices
from bot.relief.outbound.quiet_hours import in_quiet_hours, until_quiet_hours_end
from bot.relief.vocabulary import CallState, DeliveryState
from bot.storage.tables import Delivery, Job, Notice, Person
from tests.delivery.fakes import FakeMessenger, Town, at_work, eventually, worker

AROUND_NOON = MappingProxyType({"quiet_from": 11, "quiet_until": 14})
NIGHT = MappingProxyType({"quiet_from": 22, "quiet_until": 7})


async def keeps(town: Town, person: PersonId, **wishes: object) -> None:
    async with town.database.write_session() as session:
        await session.execute(update(Person).where(Person.id == person).values(**wishes))
        await session.commit()


async def one_waits(town: Town, table: type[Notice | Delivery]) -> bool:
    async with town.database.read_session() as session:
        states = sorted(await session.scalars(select(table.state)))
    return states == [DeliveryState.SENT, DeliveryState.WAITING]


def waiting(town: Town, table: type[Notice | Delivery]) -> Callable[[], Awaitable[bool]]:
    return lambda: one_waits(town, table)


async def test_a_notice_waits_for_the_end_of_quiet_hours(town: Town) -> None:
    """It is noon: the one is due at two, the other, who is quiet by night, at once."""
    sleeper, waker = await town.settle(2, "bale")
    await keeps(town, sleeper, **AROUND_NOON)
    await keeps(town, waker, **NIGHT)
    bale = FakeMessenger("bale")
    async with town.database.write_session() as session:
        for person in (sleeper, waker):
            await notices.enqueue_notice(session, person, "approved", {})
        await session.commit()
    async with at_work(worker(town.database, bale)):
        await eventually(waiting(town, Notice))
        assert bale.heard() == [2]
        async with town.database.read_session() as session:
            due = dict((await session.execute(select(Notice.person_id, Notice.due_ms))).all())
        assert timedelta(milliseconds=due[sleeper] - due[waker]) > timedelta(hours=1, minutes=59)
        await keeps(town, sleeper, quiet_from=None, quiet_until=None)
        async with town.database.write_session() as session:
            await session.execute(update(Notice).values(due_ms=0))
            await session.commit()
        await town.hasten()
        await eventually(lambda: heard(bale, [2, 1]))


async def heard(bot: FakeMessenger, wanted: list[int]) -> bool:
    return bot.heard() == wanted


async def test_a_call_reaches_who_is_awake_and_goes_on_when_the_others_are(town: Town) -> None:
    sleeper, waker = await town.settle(2, "telegram")
    await keeps(town, sleeper, **AROUND_NOON)
    await keeps(town, waker, **NIGHT)
    telegram = FakeMessenger("telegram")
    async with at_work(worker(town.database, telegram)):
        view = await town.send_call()
        await eventually(waiting(town, Delivery))

        async def rests() -> bool:
            """Return True if the job neither spins nor has ended."""
            async with town.database.read_session() as session:
                job = (await session.scalars(select(Job).where(Job.kind == "call"))).first()
            return job is not None and job.state == 0

        await eventually(rests)
        assert telegram.heard() == [2]
        assert (await town.call(view.id)).state is CallState.SENDING
        await keeps(town, sleeper, quiet_from=None, quiet_until=None)
        await town.hasten()
        await town.until(view.id, CallState.DONE)
    assert telegram.heard() == [2, 1]


async def test_messages_go_to_the_messenger_that_somebody_chose(town: Town) -> None:
    usual, chooser = await town.settle(2, "bale", "telegram")
    await keeps(town, chooser, preferred_messenger="bale")
    telegram, bale = FakeMessenger("telegram"), FakeMessenger("bale")
    async with town.database.write_session() as session:
        for person in (usual, chooser):
            await notices.enqueue_notice(session, person, "approved", {})
        await session.commit()
    async with at_work(worker(town.database, telegram, bale)):
        await eventually(lambda: heard(telegram, [1]))
        await eventually(lambda: heard(bale, [2]))


@pytest.mark.parametrize(
    ("begins", "ends", "quiet"),
    [
        (22, 7, (22, 23, 0, 6)),
        (13, 15, (13, 14)),
        (0, 6, (0, 5)),
        (8, 8, ()),
        (None, None, ()),
    ],
)
async def test_the_hours_are_tehrans_and_go_round_midnight(
    begins: int | None, ends: int | None, quiet: tuple[int, ...], town: Town
) -> None:
    (person,) = await town.settle(1, "bale")
    await keeps(town, person, quiet_from=begins, quiet_until=ends)
    found: set[int] = set()
    async with town.database.read_session() as session:
        for hour in range(24):
            now = datetime(2025, 11, 3, hour, 30, tzinfo=TEHRAN)
            if await session.scalar(select(Person.id).where(Person.id == person, in_quiet_hours(now))):
                found.add(hour)
    assert set(quiet) <= found
    assert all(hour in found or hour not in quiet for hour in range(24))
    lengths = {(22, 7): 9, (13, 15): 2, (0, 6): 6}
    assert len(found) == lengths.get((begins or 0, ends or 0), 0)


@pytest.mark.parametrize(
    ("at", "until", "wait"),
    [((23, 30), 7, 450), ((6, 59), 7, 1), ((0, 0), 6, 360), ((7, 0), 7, 1440)],
)
def test_the_wait_ends_when_the_hour_begins(at: tuple[int, int], until: int, wait: int) -> None:
    now = datetime(2025, 11, 3, *at, tzinfo=TEHRAN)
    assert until_quiet_hours_end(until, now) == timedelta(minutes=wait)
