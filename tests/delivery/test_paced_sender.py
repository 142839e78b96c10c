"""One bot: spaced evenly, silent when it must be, and never sure of what it does not know."""

import asyncio
import time
from collections import Counter
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest

from bot.delivery import paced_sender as sender_room
from bot.delivery.leases import Hold, Lease
from bot.delivery.paced_sender import Blocked, Delivered, Draw, Missed, NotBegun, Outcome, Refused, Sender
from bot.messengers.port import BadToken, Bug, Failure, Outgoing, SlowDown, TryAgain, Unreachable
from tests.delivery.fakes import FakeMessenger

FAST = 10_000.0


def held(*, ago: float = 0.0) -> Hold:
    """A lease of 15 s that was taken so many seconds ago."""
    since = asyncio.get_running_loop().time() - ago
    return Hold(Lease(lane="telegram", epoch=1), timedelta(seconds=15), asyncio.Event(), since=since)


def batch(how_many: int) -> list[tuple[int, Draw]]:
    return [(number, partial(Outgoing, chat=number, text="سلام")) for number in range(1, how_many + 1)]


async def test_messages_are_spaced_and_a_stall_is_not_caught_up() -> None:
    at: list[float] = []

    async def stall(_: Outgoing) -> None:
        at.append(asyncio.get_running_loop().time())
        if len(at) == 3:
            time.sleep(0.2)  # noqa: ASYNC251 - the stall of a whole process

    telegram = FakeMessenger("telegram", stall)
    await Sender(telegram, per_second=50).send_all(batch(8), held())
    assert min(later - sooner for sooner, later in pairwise(at)) > 1 / 50 - 0.005


async def test_whose_lease_has_ended_unseen_sends_nothing() -> None:
    telegram = FakeMessenger("telegram")
    outcomes = await Sender(telegram, per_second=FAST).send_all(batch(5), held(ago=15))
    assert set(outcomes.values()) == {NotBegun()}
    assert telegram.sent == []


async def test_who_is_stopping_begins_nothing() -> None:
    telegram, hold = FakeMessenger("telegram"), held()

    async def stop(_: Outgoing) -> None:
        hold.stopping.set()

    telegram.before = stop
    outcomes = await Sender(telegram, per_second=FAST).send_all(batch(5), hold)
    assert Counter(outcomes.values()) == {Delivered(message=1): 1, NotBegun(): 4}


async def test_what_is_still_on_its_way_when_patience_ends_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender_room, "PATIENCE", 0.01)
    telegram, hold = FakeMessenger("telegram"), held()

    async def never(_: Outgoing) -> None:
        if telegram.sent:
            hold.stopping.set()
            await asyncio.Event().wait()

    telegram.before = never
    outcomes = await Sender(telegram, per_second=FAST).send_all(batch(3), hold)
    assert Counter(outcomes.values()) == {Delivered(message=1): 1, Missed(perhaps_done=True): 1, NotBegun(): 1}


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (Unreachable("blocked"), Blocked()),
        (SlowDown(0.01), NotBegun()),
        (BadToken("unknown"), NotBegun()),
        (TryAgain("reset"), Missed(perhaps_done=False)),
        (TryAgain("timed out", perhaps_done=True), Missed(perhaps_done=True)),
        (Bug("can't parse entities"), Refused()),
        (ValueError("a fault of ours"), Refused()),
    ],
)
async def test_what_each_failure_means(failure: Exception, outcome: Outcome) -> None:
    async def fail(_: Outgoing) -> None:
        raise failure

    outcomes = await Sender(FakeMessenger("telegram", fail), per_second=FAST).send_all(batch(1), held())
    assert outcomes == {1: outcome}


@pytest.mark.parametrize("failure", [SlowDown(60), BadToken("unknown")])
async def test_after_being_asked_to_wait_nothing_of_the_batch_is_begun(failure: Failure) -> None:
    async def refuse_the_second(_: Outgoing) -> None:
        if telegram.sent:
            raise failure

    telegram = FakeMessenger("telegram", refuse_the_second)
    sender = Sender(telegram, per_second=FAST)
    outcomes = await sender.send_all(batch(5), held())
    assert Counter(outcomes.values()) == {Delivered(message=1): 1, NotBegun(): 4}
    assert not await sender.may_send(held())
