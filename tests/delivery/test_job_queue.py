"""Jobs: the same work twice is once, failures are tried again and then rest, interruptions are no failures."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.delivery.job_queue import MAX_JOB_ATTEMPTS, ClaimedJob, Reschedule, retry_delay
from bot.relief.outbound import jobs
from bot.relief.outbound.jobs import DEFAULT_LANE, JobState
from tests.delivery.fakes import QUICK, Town, at_work, eventually, worker


async def put(town: Town, name: str, kind: str = "digest", **args: str | int) -> None:
    async with town.database.write_session() as session:
        await jobs.enqueue(session, name, lane=DEFAULT_LANE, kind=kind, args=args)
        await session.commit()


async def states(town: Town) -> dict[str, JobState]:
    return {job.id: JobState(job.state) for job in await town.jobs()}


def ends(town: Town, name: str, state: JobState) -> Callable[[], Awaitable[bool]]:
    async def there() -> bool:
        return (await states(town))[name] is state

    return there


async def test_the_same_work_twice_is_once_also_when_it_is_done(town: Town) -> None:
    done: list[object] = []

    async def digest(work: ClaimedJob) -> None:
        done.append(work.args["week"])

    await put(town, "digest:1404-33", week=33)
    await put(town, "digest:1404-33", week=34)
    one = worker(town.database, handlers={"digest": digest})
    async with at_work(one):
        await eventually(ends(town, "digest:1404-33", JobState.DONE))
        await put(town, "digest:1404-33", week=35)
        one.wake()
        await put(town, "digest:1404-34", week=34)
        await eventually(ends(town, "digest:1404-34", JobState.DONE))
    assert done == [33, 34]


async def test_what_fails_is_tried_again_and_then_rests_for_a_person_to_see(town: Town) -> None:
    tries: list[int] = []

    async def fail(work: ClaimedJob) -> None:
        tries.append(work.attempts)
        raise ValueError("کد ملی 0012345678")

    await put(town, "import:1")
    async with at_work(worker(town.database, handlers={"digest": fail})):

        async def rests() -> bool:
            await town.hasten()
            return (await states(town))["import:1"] is JobState.FAILED

        await eventually(rests)
    assert tries == list(range(1, MAX_JOB_ATTEMPTS + 1))
    assert [job.error for job in await town.jobs()] == ["ValueError"]


def test_the_rests_grow_to_ten_minutes() -> None:
    spans = [retry_delay(tries) for tries in (1, 2, 8, 9, 10, 1000)]
    assert [span // timedelta(seconds=1) for span in spans] == [2, 4, 256, 512, 600, 600]


async def test_a_slice_that_asks_for_more_is_taken_again_as_if_it_were_the_first(town: Town) -> None:
    tries: list[int] = []

    async def slices(work: ClaimedJob) -> Reschedule | None:
        tries.append(work.attempts)
        return Reschedule() if len(tries) < 12 else None

    await put(town, "export:1")
    async with at_work(worker(town.database, handlers={"digest": slices})):
        await eventually(ends(town, "export:1", JobState.DONE))
    assert tries == [1] * 12


async def test_work_wanted_again_while_it_runs_is_done_once_more(town: Town) -> None:
    runs: list[int] = []
    running, gate = asyncio.Event(), asyncio.Event()

    async def hold(work: ClaimedJob) -> None:
        runs.append(work.attempts)
        running.set()
        await gate.wait()

    await put(town, "totals:1")
    async with at_work(worker(town.database, handlers={"digest": hold})):
        await running.wait()
        async with town.database.write_session() as session:
            await jobs.enqueue_or_reschedule(session, "totals:1", lane=DEFAULT_LANE, kind="digest")
            await session.commit()
        gate.set()
        await eventually(ends(town, "totals:1", JobState.DONE))
    assert len(runs) == 2


async def test_a_cancelled_job_is_not_begun_and_one_that_runs_is_not_tried_again(town: Town) -> None:
    runs: list[str] = []
    running, gate = asyncio.Event(), asyncio.Event()

    async def fail(work: ClaimedJob) -> None:
        runs.append(work.job_id)
        running.set()
        await gate.wait()
        raise ValueError

    await put(town, "a")
    await put(town, "b")
    async with at_work(worker(town.database, handlers={"digest": fail})):
        await running.wait()
        async with town.database.write_session() as session:
            assert await jobs.cancel_job(session, "a")
            assert await jobs.cancel_job(session, "b")
            assert not await jobs.cancel_job(session, "a")
            await session.commit()
        gate.set()
        await put(town, "c", kind="digest")
        await eventually(lambda: _ran(runs, "c"))
    assert runs == ["a", "c"]
    assert (await states(town))["a"] is JobState.CANCELLED


async def _ran(runs: list[str], name: str) -> bool:
    return name in runs


async def test_work_of_a_kind_that_is_not_known_here_waits_for_one_who_knows(town: Town) -> None:
    done: list[str] = []

    async def digest(work: ClaimedJob) -> None:
        done.append(work.job_id)

    await put(town, "new:1", kind="of-the-next-version")
    await put(town, "old:1")
    async with at_work(worker(town.database, handlers={"digest": digest})):
        await eventually(ends(town, "old:1", JobState.DONE))
    assert await states(town) == {"new:1": JobState.QUEUED, "old:1": JobState.DONE}
    async with at_work(worker(town.database, handlers={"of-the-next-version": digest})):
        await eventually(ends(town, "new:1", JobState.DONE))
    assert done == ["old:1", "new:1"]


async def test_work_that_a_stop_interrupted_is_taken_up_by_the_next_and_not_counted_as_a_failure(town: Town) -> None:
    tries: list[int] = []
    running = asyncio.Event()

    async def long(work: ClaimedJob) -> None:
        tries.append(work.attempts)
        if len(tries) == 1:
            running.set()
            await work.held_lease.stopping.wait()
            await asyncio.Event().wait()

    await put(town, "rotate:1")
    async with asyncio.TaskGroup() as group:
        hasty = worker(town.database, handlers={"digest": long}, timing=replace(QUICK, grace_seconds=0.05))
        first = group.create_task(hasty.run())
        await running.wait()
        first.cancel()
    async with at_work(worker(town.database, owner="two", handlers={"digest": long})):
        await eventually(ends(town, "rotate:1", JobState.DONE))
    assert tries == [1, 1]
