"""One bot: spaced evenly, silent when it must be, and never sure of what it does not know."""

import asyncio
import time
from collections import Counter
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest

from bot.delivery import paced_sender
from bot.delivery.leases import HeldLease, Lease
from bot.delivery.paced_sender import (
    Blocked,
    Delivered,
    NotAttempted,
    Outcome,
    PacedSender,
    Refused,
    RenderMessage,
    Unconfirmed,
)
from bot.messengers.port import (
    InvalidToken,
    MessengerFailure,
    Outgoing,
    RateLimited,
    RequestRejected,
    TemporaryFailure,
    Unreachable,
)
from tests.delivery.fakes import FakeMessenger

FAST = 10_000.0


def held(*, ago: float = 0.0) -> HeldLease:
    """Return a lease of 15 s that was taken so many seconds ago."""
    since = asyncio.get_running_loop().time() - ago
    return HeldLease(Lease(lane="telegram", epoch=1), timedelta(seconds=15), asyncio.Event(), started_at=since)


def batch(how_many: int) -> list[tuple[int, RenderMessage]]:
    return [(number, partial(Outgoing, chat=number, text="سلام")) for number in range(1, how_many + 1)]


async def test_messages_are_spaced_and_a_stall_is_not_caught_up() -> None:
    at: list[float] = []

    async def stall(_: Outgoing) -> None:
        at.append(asyncio.get_running_loop().time())
        if len(at) == 3:
            time.sleep(0.2)  # noqa: ASYNC251 - the stall of a whole process

    telegram = FakeMessenger("telegram", stall)
    await PacedSender(telegram, messages_per_second=50).send_all(batch(8), held())
    assert min(later - sooner for sooner, later in pairwise(at)) > 1 / 50 - 0.005


async def test_whose_lease_has_ended_unseen_sends_nothing() -> None:
    telegram = FakeMessenger("telegram")
    outcomes = await PacedSender(telegram, messages_per_second=FAST).send_all(batch(5), held(ago=15))
    assert set(outcomes.values()) == {NotAttempted()}
    assert telegram.sent == []


async def test_who_is_stopping_begins_nothing() -> None:
    telegram, hold = FakeMessenger("telegram"), held()

    async def stop(_: Outgoing) -> None:
        hold.stopping.set()

    telegram.before = stop
    outcomes = await PacedSender(telegram, messages_per_second=FAST).send_all(batch(5), hold)
    assert Counter(outcomes.values()) == {Delivered(message_id=1): 1, NotAttempted(): 4}


async def test_what_is_still_on_its_way_when_patience_ends_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paced_sender, "DRAIN_SECONDS", 0.01)
    telegram, hold = FakeMessenger("telegram"), held()

    async def never(_: Outgoing) -> None:
        if telegram.sent:
            hold.stopping.set()
            await asyncio.Event().wait()

    telegram.before = never
    outcomes = await PacedSender(telegram, messages_per_second=FAST).send_all(batch(3), hold)
    assert Counter(outcomes.values()) == {
        Delivered(message_id=1): 1,
        Unconfirmed(may_have_applied=True): 1,
        NotAttempted(): 1,
    }


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (Unreachable("blocked"), Blocked()),
        (RateLimited(0.01), NotAttempted()),
        (InvalidToken("unknown"), NotAttempted()),
        (TemporaryFailure("reset"), Unconfirmed(may_have_applied=False)),
        (TemporaryFailure("timed out", may_have_applied=True), Unconfirmed(may_have_applied=True)),
        (RequestRejected("can't parse entities"), Refused()),
        (ValueError("a fault of ours"), Refused()),
    ],
)
async def test_what_each_failure_means(failure: Exception, outcome: Outcome) -> None:
    async def fail(_: Outgoing) -> None:
        raise failure

    outcomes = await PacedSender(FakeMessenger("telegram", fail), messages_per_second=FAST).send_all(batch(1), held())
    assert outcomes == {1: outcome}


@pytest.mark.parametrize("failure", [RateLimited(60), InvalidToken("unknown")])
async def test_after_being_asked_to_wait_nothing_of_the_batch_is_begun(failure: MessengerFailure) -> None:
    async def refuse_the_second(_: Outgoing) -> None:
        if telegram.sent:
            raise failure

    telegram = FakeMessenger("telegram", refuse_the_second)
    sender = PacedSender(telegram, messages_per_second=FAST)
    outcomes = await sender.send_all(batch(5), held())
    assert Counter(outcomes.values()) == {Delivered(message_id=1): 1, NotAttempted(): 4}
    assert not await sender.acquire_slot(held())
