"""A group of tasks: whoever opened it hears of a failure, and nothing outlives it."""

import asyncio

import pytest

from bot.nursery import Nursery


async def fail() -> None:
    raise ValueError("broken")


async def until(event: asyncio.Event, ended: list[str]) -> None:
    await event.wait()
    ended.append("asked")


async def forever(ended: list[str]) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        ended.append("cut")


async def test_leaving_waits_for_the_tasks() -> None:
    ended: list[str] = []
    release = asyncio.Event()
    async with Nursery() as nursery:
        task = nursery.start(until(release, ended), "waits")
        release.set()
    assert task.done()
    assert ended == ["asked"]


async def test_a_failure_interrupts_the_owner_and_stops_the_others() -> None:
    ended: list[str] = []

    async def own() -> None:
        async with Nursery() as nursery:
            nursery.start(until(nursery.stopping, ended), "polite")
            nursery.start(fail(), "broken")
            await asyncio.Event().wait()

    with pytest.raises(ValueError, match="broken"):
        await own()
    assert ended == ["asked"]
    current = asyncio.current_task()
    assert current is not None
    assert current.cancelling() == 0


async def test_a_failure_after_the_body_ended_is_raised_too() -> None:
    with pytest.raises(ValueError, match="broken"):
        async with Nursery() as nursery:
            nursery.start(fail(), "broken")


async def test_a_tolerated_failure_is_logged_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    ended: list[str] = []
    release = asyncio.Event()
    async with Nursery() as nursery:
        nursery.start(until(release, ended), "lives on")
        nursery.start(fail(), "broken", tolerate=True)
        await asyncio.sleep(0)
        release.set()
    assert ended == ["asked"]
    assert "broken failed" in caplog.text


async def test_a_cancelled_owner_lets_the_polite_end_and_cuts_the_others() -> None:
    ended: list[str] = []
    ready = asyncio.Event()

    async def own() -> None:
        async with Nursery(grace_seconds=0.05) as nursery:
            nursery.start(until(nursery.stopping, ended), "polite")
            nursery.start(forever(ended), "stubborn")
            await asyncio.sleep(0)
            ready.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        owner = group.create_task(own())
        await ready.wait()
        owner.cancel()
    assert owner.cancelled()
    assert ended == ["asked", "cut"]


async def test_a_cancellation_while_it_waits_for_its_tasks_is_kept() -> None:
    ended: list[str] = []
    ready = asyncio.Event()

    async def own() -> None:
        async with Nursery() as nursery:
            nursery.start(until(nursery.stopping, ended), "polite")
            ready.set()

    async with asyncio.TaskGroup() as group:
        owner = group.create_task(own())
        await ready.wait()
        owner.cancel()
    assert owner.cancelled()
    assert ended == ["asked"]
