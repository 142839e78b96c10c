"""Idempotency: each update is done once, though it comes twice; one person's in order, different people's side by side."""

import asyncio

import pytest

from bot.storage.database import Database
from tests.turn.harness import Street, carry
from tests.turn.report_steps import form_of, services, up_to_the_end, up_to_value

pytestmark = pytest.mark.usefixtures("cast")


async def test_an_update_that_comes_twice_is_done_once(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        press = await maryam.touched("ثبت")
        await carry(runtime, "telegram", [*press, *press])
        await maryam.rest()
        said = await maryam.heard()
        await carry(runtime, "telegram", press)
        await maryam.rest()
        assert await maryam.heard() == ""
    assert said.count("ثبت شد") == 1
    assert await services(database) == 1


async def test_an_update_done_by_the_house_before_is_not_done_again(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        press = await maryam.touched("ثبت")
        await carry(runtime, "telegram", press)
        await maryam.rest()
        await maryam.heard()
    async with street.runtime(database) as after:
        await carry(after, "telegram", press)
        returned = street.neighbour(after, "telegram", 1001)
        await returned.rest()
        assert await services(database) == 1
        assert sum("شمارهٔ خدمت" in text for text in await returned.texts()) == 1


async def test_a_whole_poll_of_one_person_is_not_done_again_after_a_restart(street: Street, database: Database) -> None:
    """The offset is confirmed with the next poll: a process that dies before it is given up to a hundred updates again."""
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        words = [raw for n in range(99) for raw in await maryam.utter(text=f"نمی‌دانم {n}")]
        words += await maryam.utter(text="دو میلیون")
        await carry(runtime, "telegram", words)
        await maryam.rest()
        screens = len(await maryam.texts())
        asked = await form_of(maryam)
    async with street.runtime(database) as after:
        returned = street.neighbour(after, "telegram", 1001)
        await carry(after, "telegram", words)
        await returned.rest()
        assert len(await returned.texts()) == screens
        assert await form_of(returned) == asked
    assert asked.at == "evidence"


async def test_answers_sent_without_waiting_come_in_order(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await maryam.say("/menu")
        updates = [raw for n in range(1, 6) for raw in await maryam.utter(text=f"/start x{n}")]
        updates += await maryam.utter(sticker="👍")
        updates += await maryam.utter(text="رستمی")
        await carry(runtime, "telegram", updates)
        await maryam.rest()
        told = (await maryam.heard()).split("\n")
    said = [line for line in told if line.startswith(("سلام، مریم", "خواهش", "الان"))]
    assert [line.split(" گرامی")[0] for line in said[:5]] == ["سلام، مریم احمدی"] * 5
    assert [line.split()[0] for line in said[5:]] == ["خواهش", "الان"]


@pytest.mark.usefixtures("abrupt")
async def test_one_person_who_is_kept_waiting_keeps_nobody_else(street: Street, database: Database) -> None:
    """Maryam's chat answers nothing for as long as the test lasts; narges, and hossein in the same messenger, are served."""
    await street.fault("sendMessage", account=1001, retry_after=600, times=1)
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await carry(runtime, "telegram", await maryam.utter(text="/menu"))
        narges = street.neighbour(runtime, "bale", 2001, "نرگس")
        hossein = street.neighbour(runtime, "telegram", 1002, "حسین")
        answers = await asyncio.gather(narges.say("/menu"), hossein.say("/menu"))
        assert "سلام، نرگس رستمی" in answers[0]
        assert "سلام، حسین رضایی" in answers[1]
        assert await maryam.texts() == []


async def test_a_house_that_forgets_whom_it_served_goes_on_with_them(
    street: Street, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It remembers so many conversations, and reads the others again."""
    monkeypatch.setattr("bot.turn.outgoing.outbox.MAX_CACHED_CONVERSATIONS", 2)
    async with street.runtime(database) as runtime:
        people = [street.neighbour(runtime, "telegram", account) for account in (1001, 1002, 1003, 1004)]
        for _ in range(2):
            for who in people:
                assert "سلام" in await who.say("/menu")
        assert len(runtime.outbox._conversations) <= 3
        assert [len(await who.texts()) for who in people] == [2] * 4
