"""Sending of replies: those of a dead process, and those that a messenger refused, delayed or lost."""

import asyncio

import pytest

from bot.app.runtime import Runtime
from bot.storage.database import Database
from tests.turn.harness import SHORT, Neighbour, Street, carry, until
from tests.turn.report_steps import ASKS_FAMILY, begun, services, up_to_the_end

pytestmark = pytest.mark.usefixtures("cast")


async def gone_silent(street: Street, database: Database, lease: int) -> Neighbour:
    """Maryam reports a service; it is committed, and the process dies before a word of the answer is out."""
    async with street.runtime(database, lease=lease) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        await street.fault("editMessageText", drop_before=True, times=1000)
        await carry(runtime, "telegram", await maryam.touched("ثبت"))
        await until(street.dropped)
    await street.mend()
    assert await services(database) == 1
    assert not any("شمارهٔ خدمت" in text for text in await maryam.texts())
    return maryam


async def taken_over(maryam: Neighbour, runtime: Runtime) -> None:
    maryam.runtime = runtime

    async def come() -> bool:
        return any("شمارهٔ خدمت" in text for text in await maryam.texts())

    await until(come)
    await maryam.rest()


@pytest.mark.usefixtures("abrupt")
async def test_what_a_dead_process_left_is_sent_by_the_next(street: Street, database: Database) -> None:
    """At once where only one process can be; when the lease ends where there may be others."""
    lease = SHORT if database.is_shared else 600_000
    maryam = await gone_silent(street, database, lease)
    async with street.runtime(database, lease=lease) as runtime:
        if not database.is_shared:
            assert await runtime.outbox.take_over_expired(ignore_leases=True) == 1
        await taken_over(maryam, runtime)
        await maryam.heard()
        assert "سلام، مریم" in await maryam.tap("فهرست اصلی")
        texts = await maryam.texts()
    assert sum("شمارهٔ خدمت" in text for text in texts) <= 1
    async with street.runtime(database, lease=lease) as runtime:
        assert await runtime.outbox.take_over_expired(ignore_leases=True) == 0, "it was marked as sent"


@pytest.mark.usefixtures("abrupt")
async def test_a_lease_that_runs_is_respected(street: Street, database: Database) -> None:
    maryam = await gone_silent(street, database, 600_000)
    async with street.runtime(database, lease=600_000) as runtime:
        assert await runtime.outbox.take_over_expired(ignore_leases=False) == 0
        maryam.runtime = runtime
        await maryam.rest()
        assert not any("شمارهٔ خدمت" in text for text in await maryam.texts())


@pytest.mark.usefixtures("abrupt")
async def test_the_next_answer_does_not_overtake_what_was_left(street: Street, database: Database) -> None:
    """Who hears nothing writes again: they get the answer to the first word too, and the newest screen stands last."""
    maryam = await gone_silent(street, database, 1)
    await asyncio.sleep(0.05)
    async with street.runtime(database) as runtime:
        maryam.runtime = runtime
        await maryam.say("/menu")
        texts = await maryam.texts()
    assert "شمارهٔ خدمت" in texts[-2]
    assert texts[-1].startswith("سلام، مریم")


@pytest.mark.usefixtures("abrupt")
async def test_what_another_process_may_still_send_changes_no_later_screen(street: Street, database: Database) -> None:
    maryam = await gone_silent(street, database, 600_000)
    async with street.runtime(database, lease=600_000) as runtime:
        maryam.runtime = runtime
        await begun(maryam)
        await runtime.outbox.take_over_expired(ignore_leases=True)  # as when its lease has ended
        await maryam.rest()
        texts = await maryam.texts()
        assert sum("شمارهٔ خدمت" in text for text in texts) == 1
        assert any(ASKS_FAMILY in text for text in texts)
        assert ASKS_FAMILY not in await maryam.tap("زهرا موسوی"), "the question that stands goes on"


@pytest.mark.parametrize(
    "fault",
    [
        {"retry_after": 1},
        {"status": 429, "body": "local_rate_limited"},
        {"status": 502, "body": "<html>Bad Gateway</html>"},
        {"status": 500},
        {"drop_before": True},
    ],
    ids=["429", "429 in plain text", "502", "500", "reset"],
)
async def test_a_reply_that_could_not_be_sent_is_sent_again(
    street: Street, database: Database, fault: dict[str, object]
) -> None:
    async with street.runtime(database) as runtime:
        narges = street.neighbour(runtime, "bale", 2001, "نرگس")
        await street.fault("sendMessage", **fault)
        assert "سلام، نرگس" in await narges.say("/menu")
        assert len(await narges.texts()) == 1


async def test_a_lost_answer_is_counted(street: Street, database: Database) -> None:
    """The call took effect and nobody knows: it is repeated rather than lost, and said so."""
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await street.fault("sendMessage", drop_after=True)
        await maryam.say("/menu")
        assert [text.split(" گرامی")[0] for text in await maryam.texts()] == ["سلام، مریم احمدی"] * 2
        assert runtime.outbox.senders["telegram"].possible_repeats == {"answer lost": 1}


async def test_a_reply_that_is_refused_is_dropped_and_the_next_goes_out(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        refused = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
        await street.fault("sendMessage", status=403, body=refused)
        assert await maryam.say("/menu") == ""
        assert "راهنما" in await maryam.say("/help")
        assert await runtime.outbox.take_over_expired(ignore_leases=True) == 0


async def test_a_screen_that_is_gone_is_sent_anew(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        gone = {"ok": False, "error_code": 400, "description": "Bad Request: message to edit not found"}
        await street.fault("editMessageText", status=400, body=gone)
        assert ASKS_FAMILY in await maryam.tap("ثبت خدمت")
        menu, question = (await maryam.screen())["messages"][-2:]
        assert (menu["buttons"], bool(question["buttons"])) == ([], True), "one screen at a time"
        assert "چه خدمتی" in await maryam.tap("زهرا موسوی")
        assert len(await maryam.texts()) == 2


async def test_a_house_that_is_kept_waiting_renews_its_lease(street: Street, database: Database) -> None:
    """A messenger holds the call for longer than the lease: no other process sends the same meanwhile."""
    lease = 2_000  # long enough for a busy machine to renew it in time
    async with street.runtime(database, lease=lease) as runtime, street.runtime(database, lease=lease) as other:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await street.fault("sendMessage", delay=3.0)
        await carry(runtime, "telegram", await maryam.utter(text="/menu"))
        while not runtime.outbox.conversation("telegram", 1001).is_idle:
            await other.outbox.take_over_expired(ignore_leases=False)
            await asyncio.sleep(0.05)
        assert len(await street.calls("sendMessage")) == 1
