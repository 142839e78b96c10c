"""Two processes over one database share one conversation, whichever takes an update."""

import asyncio

import pytest

from bot.dialogue.questions.multiples import load_file
from bot.storage.database import Database
from tests.turn.harness import Street, carry
from tests.turn.report_steps import VALUE, form_of, services, up_to_the_end, up_to_value

pytestmark = [pytest.mark.parametrize("database", ["postgresql"], indirect=True), pytest.mark.usefixtures("cast")]


async def test_a_conversation_goes_on_in_whichever_house_hears(street: Street, database: Database) -> None:
    async with street.runtime(database) as one, street.runtime(database) as other:
        runtimes = [one, other] * 4
        maryam = street.neighbour(one, "telegram", 1001)
        steps = ["ثبت خدمت", "زهرا موسوی", "سبد کالا", "", "فعلاً بدون عکس", "ثبت"]
        await maryam.say("/menu")
        for maryam.runtime, button in zip(runtimes, steps, strict=False):
            said = await (maryam.tap(button) if button else maryam.say(VALUE))
        assert "شمارهٔ خدمت" in said
        assert len(await maryam.texts()) == 2, "screens were edited in place, whoever drew them"
    assert await services(database) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_both_houses_hear_the_same_at_once(street: Street, database: Database, order: tuple[int, int]) -> None:
    async with street.runtime(database) as one, street.runtime(database) as other:
        runtimes = (one, other)
        maryam = street.neighbour(one, "telegram", 1001)
        await up_to_the_end(maryam)
        maryam.runtime = other
        await maryam.say("/help")  # stands on the last page still, and the other process remembers it
        press = await maryam.touched("ثبت")
        await asyncio.gather(*(carry(runtimes[n], "telegram", press) for n in order))
        for maryam.runtime in runtimes:
            await maryam.rest()
        texts = await maryam.texts()
    assert await services(database) == 1
    assert sum("شمارهٔ خدمت" in text for text in texts) == 1


async def test_what_two_houses_hear_at_once_is_all_kept(street: Street, database: Database) -> None:
    """Ten pictures of one person, every other one to the other process; each of them shows what it knows."""
    async with street.runtime(database) as one, street.runtime(database) as other:
        maryam = street.neighbour(one, "telegram", 1001)
        await up_to_value(maryam)
        await maryam.say(VALUE)
        pictures = await maryam.utter(album=10)
        await asyncio.gather(carry(one, "telegram", pictures[::2]), carry(other, "telegram", pictures[1::2]))
        for maryam.runtime in (one, other):
            await maryam.rest()
        kept = await form_of(maryam)
        assert len({load_file(item).id for item in kept.answers["evidence"]}) == 10
        assert "۱۰" in await maryam.tap("همین ۱۰")


async def test_two_people_of_one_house_and_the_other_do_not_meet(street: Street, database: Database) -> None:
    async with street.runtime(database) as one, street.runtime(database) as other:
        maryam = street.neighbour(one, "telegram", 1001)
        hossein = street.neighbour(other, "telegram", 1002, "حسین")
        await maryam.say("/menu")
        menus = [await maryam.utter(text="/menu") + await hossein.utter(text="/menu") for _ in range(5)]
        await asyncio.gather(*(carry(runtime, "telegram", updates) for updates in menus for runtime in (one, other)))
        for runtime in (one, other):
            for maryam.runtime, hossein.runtime in ((runtime, runtime),):
                await maryam.rest()
                await hossein.rest()
        assert [len(await who.texts()) for who in (maryam, hossein)] == [6, 5]
