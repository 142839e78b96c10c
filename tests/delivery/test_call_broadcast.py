"""A call reaches everybody in its audience, once, whatever happens to the messengers on the way."""

import asyncio
from dataclasses import replace

from bot.delivery.batch_claims import MAX_BATCH_MESSAGES
from bot.messengers.port import Outgoing, RateLimited, TemporaryFailure, Unreachable
from bot.relief.access.caller import Caller
from bot.relief.calls import calls
from bot.relief.calls.answering import answer_call
from bot.relief.outbound.jobs import JobKind
from bot.relief.vocabulary import CallAnswer, CallState, DeliveryFailureReason
from tests.delivery.fakes import HOSSEIN, FakeMessenger, Town, at_work, eventually, worker
from tests.relief.world import NOW

EVERYBODY = list(range(1, 71))


async def test_everybody_hears_it_once_in_the_messenger_that_they_use(town: Town) -> None:
    await town.settle(40, "telegram")
    await town.settle(30, "bale", first=41)
    telegram, bale = FakeMessenger("telegram"), FakeMessenger("bale")
    call = await town.send_call("کمک لازم داریم")
    async with at_work(worker(town.database, telegram, bale)):
        done = await town.until(call.id, CallState.DONE)
        await town.until_idle()
    assert sorted(telegram.heard()) == EVERYBODY[:40]
    assert sorted(bale.heard()) == EVERYBODY[40:]
    assert (done.sent, done.total, done.waiting, done.failed, done.unreachable) == (70, 70, 0, 0, 0)
    assert done.doubtful == 0
    assert done.finished_at == NOW
    assert "داوطلب 1: کمک لازم داریم" in [out.text for out in telegram.sent]


async def test_the_sender_sees_it_happen_in_one_message(town: Town) -> None:
    await town.settle(70, "telegram")
    telegram = FakeMessenger("telegram")
    call = await town.send_call()
    async with at_work(worker(town.database, telegram)):
        await town.until(call.id, CallState.DONE)
        await town.until_idle()
    assert [out.chat for out in telegram.sent].count(HOSSEIN) == 1
    assert telegram.progress()[-1] == "done 70/70 coming 0"


async def test_an_answer_shows_in_the_live_message(town: Town) -> None:
    person, *_ = await town.settle(2, "telegram")
    telegram = FakeMessenger("telegram")
    call = await town.send_call()
    async with at_work(worker(town.database, telegram)):
        await town.until(call.id, CallState.DONE)
        async with town.database.write_session() as session:
            await answer_call(Caller(session, replace(town.hossein, person=person), NOW), call.id, CallAnswer.COMING)
            await session.commit()
        await town.hasten()
        await town.until_idle()
    assert telegram.progress()[-1] == "done 2/2 coming 1"


async def test_a_live_message_that_was_deleted_is_sent_anew(town: Town) -> None:
    await town.settle(3, "telegram")
    telegram = FakeMessenger("telegram")
    telegram.gone.add(1)
    telegram.sent.append(Outgoing(chat=0, text="so that the live message is not the first"))
    call = await town.send_call()
    telegram.gone.update(range(2, 5))
    async with at_work(worker(town.database, telegram)):
        await town.until(call.id, CallState.DONE)
        await town.hasten()
        await town.until_idle()
    assert telegram.progress()[-1] == "done 3/3 coming 0"


async def test_pause_takes_effect_with_the_next_batch_and_resume_leaves_nobody_out(town: Town) -> None:
    await town.settle(70, "telegram")
    gate, reached = asyncio.Event(), asyncio.Event()

    async def wait_at_the_gate(_: Outgoing) -> None:
        reached.set()
        await gate.wait()

    telegram = FakeMessenger("telegram", wait_at_the_gate)
    call = await town.send_call()
    async with at_work(worker(town.database, telegram)):
        await reached.wait()
        await town.turn_to(call.id, CallState.PAUSED)
        gate.set()
        await town.until_idle()
        paused = await town.call(call.id)
        assert (paused.state, paused.sent, paused.waiting) == (
            CallState.PAUSED,
            MAX_BATCH_MESSAGES,
            70 - MAX_BATCH_MESSAGES,
        )
        await town.turn_to(call.id, CallState.SENDING)
        await town.until(call.id, CallState.DONE)
    assert sorted(telegram.heard()) == EVERYBODY


async def test_cancel_is_for_good(town: Town) -> None:
    await town.settle(70, "telegram")
    gate, reached = asyncio.Event(), asyncio.Event()

    async def wait_at_the_gate(_: Outgoing) -> None:
        reached.set()
        await gate.wait()

    telegram = FakeMessenger("telegram", wait_at_the_gate)
    call = await town.send_call()
    async with at_work(worker(town.database, telegram)):
        await reached.wait()
        await town.turn_to(call.id, CallState.CANCELLED)
        gate.set()
        await town.until_idle()
    ended = await town.call(call.id)
    assert (ended.state, ended.sent, ended.waiting) == (
        CallState.CANCELLED,
        MAX_BATCH_MESSAGES,
        70 - MAX_BATCH_MESSAGES,
    )
    assert len(telegram.heard()) == MAX_BATCH_MESSAGES


async def test_who_blocked_one_messenger_is_reached_in_the_other(town: Town) -> None:
    await town.settle(5, "bale", "telegram")
    await town.settle(5, "telegram", first=6)

    async def refuse(out: Outgoing) -> None:
        if out.chat in (2, 7):
            raise Unreachable("blocked")

    telegram, bale = FakeMessenger("telegram", refuse), FakeMessenger("bale")
    call = await town.send_call()
    async with at_work(worker(town.database, telegram, bale)):
        done = await town.until(call.id, CallState.DONE)
    assert sorted(telegram.heard()) == [1, 3, 4, 5, 6, 8, 9, 10]
    assert bale.heard() == [2]
    assert (done.sent, done.unreachable) == (9, 1)
    async with town.database.read_session() as session:
        failures = await calls.count_delivery_failures(Caller(session, town.hossein, NOW), call.id)
    assert [(failure.reason, failure.people) for failure in failures] == [(DeliveryFailureReason.BLOCKED, 1)]
    second = await town.send_call("دوباره")
    assert (second.waiting, second.unreachable) == (9, 1)


async def test_asked_to_slow_down_the_lane_waits_and_nobody_is_left_out(town: Town) -> None:
    await town.settle(70, "telegram")
    asked: list[int] = []

    async def slow_down(out: Outgoing) -> None:
        if len(asked) < 3:
            asked.append(out.chat)
            raise RateLimited(0.05)

    telegram = FakeMessenger("telegram", slow_down)
    call = await town.send_call()
    async with at_work(worker(town.database, telegram)):
        done = await town.until(call.id, CallState.DONE)
    assert asked
    assert sorted(telegram.heard()) == EVERYBODY
    assert (done.sent, done.doubtful) == (70, 0)


async def test_a_lost_answer_is_tried_again_and_counted_as_perhaps_heard_twice(town: Town) -> None:
    await town.settle(5, "telegram")
    lost: list[int] = []

    async def lose(out: Outgoing) -> None:
        if out.chat == 3 and not lost:
            lost.append(out.chat)
            raise TemporaryFailure("timed out", may_have_applied=True)

    telegram = FakeMessenger("telegram", lose)
    call = await town.send_call()
    async with at_work(worker(town.database, telegram)):

        async def only_one_waits() -> bool:
            return (await town.call(call.id)).sent == 4

        await eventually(only_one_waits)
        await eventually_due(town)
        done = await town.until(call.id, CallState.DONE)
    assert sorted(telegram.heard()) == [1, 2, 3, 4, 5]
    assert (done.sent, done.doubtful) == (5, 1)


async def eventually_due(town: Town) -> None:
    """Wait until the back-off of the call's job is written, and end it."""

    async def waits() -> bool:
        return any(job.kind == JobKind.CALL and job.state == 0 for job in await town.jobs())

    await eventually(waits)
    await town.hasten()


async def test_a_messenger_that_stays_away_is_given_up_with_the_reason(town: Town) -> None:
    await town.settle(2, "telegram")

    async def away(_: Outgoing) -> None:
        raise TemporaryFailure("no route")

    telegram = FakeMessenger("telegram", away)
    call = await town.send_call()
    async with at_work(worker(town.database, telegram)):

        async def given_up() -> bool:
            await town.hasten()
            return (await town.call(call.id)).state is CallState.DONE

        await eventually(given_up)
    async with town.database.read_session() as session:
        failures = await calls.count_delivery_failures(Caller(session, town.hossein, NOW), call.id)
    assert [(failure.reason, failure.people) for failure in failures] == [(DeliveryFailureReason.AWAY, 2)]
