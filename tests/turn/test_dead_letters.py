"""Dead letters: an update that fails by its own fault gets a reference, stops no other, and can be replayed once."""

import asyncio
import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.dialogue.screen import Screen
from bot.messengers.port import UnreadableUpdate
from bot.persian.digits import to_latin_digits
from bot.storage.database import Database
from bot.storage.tables import DeadLetter
from bot.turn.context import TurnContext
from bot.turn.dead_letters.replay import replay_dead_letters
from handlers.registry import REGISTRY
from tests.turn.faulty_forms import DEAF, STUMBLING
from tests.turn.harness import Street, carry
from tests.turn.report_steps import form_of, services, up_to_the_end, up_to_value

pytestmark = pytest.mark.usefixtures("cast")
REFERENCE = re.compile(r"پیگیری[^\d]*(\d{6})")


async def dead_letters(database: Database) -> list[DeadLetter]:
    async with database.read_session() as session:
        return list(await session.scalars(select(DeadLetter)))


async def test_a_submit_that_fails_is_told_by_a_reference_and_loses_nothing(
    street: Street, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with street.runtime(database, registry=STUMBLING) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        said = to_latin_digits(await maryam.tap("ثبت"))
        found = REFERENCE.search(said)
        assert found, said
        assert (await form_of(maryam)).at == "?confirm"
        assert "یک میلیون و پانصد هزار" in await maryam.tap("امتحان دوباره")
        hossein = street.neighbour(runtime, "telegram", 1002, "حسین")
        assert "سلام، حسین" in await hossein.say("/menu")
    (row,) = await dead_letters(database)
    assert (row.reference, row.state, row.external_id) == (found[1], "waiting", 1001)
    assert found[1] in caplog.text
    assert "زهرا" not in row.error + caplog.text
    assert await services(database) == 0, "what it had written was rolled back"


async def test_the_apology_is_said_in_the_persons_language(street: Street, database: Database) -> None:
    async with street.runtime(database, registry=STUMBLING) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        await maryam.say("/language")
        await maryam.tap("English")
        await maryam.tap("Service to ")
        assert re.search(r"Sorry.*reference.*\d{6}", await maryam.tap("Save"), re.DOTALL)


async def test_going_home_from_an_apology_keeps_the_draft(street: Street, database: Database) -> None:
    async with street.runtime(database, registry=STUMBLING) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        await maryam.tap("ثبت")
        await maryam.tap("فهرست اصلی")
        assert await form_of(maryam) is None
        assert "یک میلیون و پانصد هزار" in await maryam.tap("خدمت ")


async def test_it_is_taken_again_once_and_only_once(street: Street, database: Database) -> None:
    async with street.runtime(database, registry=STUMBLING) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        await maryam.tap("ثبت")
    async with street.runtime(database) as mended:
        assert await replay_dead_letters(mended.processor) == (1, 0)
        assert await replay_dead_letters(mended.processor) == (0, 0)
        maryam.runtime = mended
        await maryam.rest()
        assert "شمارهٔ خدمت" in await maryam.heard()
    assert await services(database) == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_two_who_take_it_again_at_once_do_it_once(street: Street, database: Database) -> None:
    async with street.runtime(database, registry=STUMBLING) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        await maryam.tap("ثبت")
    async with street.runtime(database) as one, street.runtime(database) as other:
        await asyncio.gather(replay_dead_letters(one.processor), replay_dead_letters(other.processor))
    assert await services(database) == 1


async def test_what_fails_again_stays_failed(street: Street, database: Database) -> None:
    async with street.runtime(database, registry=STUMBLING) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        await maryam.tap("ثبت")
        assert await replay_dead_letters(runtime.processor) == (0, 1)
    (row,) = await dead_letters(database)
    assert row.state == "failed"
    assert await services(database) == 0


async def test_who_has_done_it_anew_meanwhile_is_not_done_for_again(street: Street, database: Database) -> None:
    async with street.runtime(database, registry=STUMBLING) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        await maryam.tap("ثبت")
    async with street.runtime(database) as mended:
        maryam.runtime = mended
        await maryam.tap("امتحان دوباره")
        await maryam.tap("ثبت")
        before = await maryam.texts()
        await replay_dead_letters(mended.processor)
        await maryam.rest()
        assert await maryam.texts() == before
    assert await services(database) == 1


async def test_an_old_answer_is_not_given_to_a_later_question(street: Street, database: Database) -> None:
    """The words failed at one question; by the time they are taken again another one stands."""
    async with street.runtime(database, registry=DEAF) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        assert "پیگیری" in await maryam.say("دو میلیون")
    async with street.runtime(database) as mended:
        maryam.runtime = mended
        await maryam.tap("امتحان دوباره")
        await maryam.say("سه میلیون")
        await replay_dead_letters(mended.processor)
        kept = await form_of(maryam)
        assert (kept.at, kept.answers["value"]["value"]) == ("evidence", 3_000_000)


async def test_updates_that_nobody_can_read_are_kept_once_and_stop_nobody(street: Street, database: Database) -> None:
    """Numbers beyond 64 bits and halves of letters included; the same one twice is one."""
    odd = {"update_id": 10**30, "message": {"text": "\ud83d", "chat": None}}
    broken = UnreadableUpdate(messenger="telegram", update=10**30, raw=odd, reason="message.chat is missing")
    async with street.runtime(database) as runtime:
        for _ in range(2):
            await runtime.processor.submit(broken)
        maryam = street.neighbour(runtime, "telegram", 1001)
        assert "سلام، مریم" in await maryam.say("/menu")
        assert await replay_dead_letters(runtime.processor) == (0, 1)
    (row,) = await dead_letters(database)
    assert (row.state, row.external_id, row.error) == ("failed", None, "message.chat is missing")


async def test_a_press_in_a_group_that_fails_says_so(street: Street, database: Database) -> None:
    async def fails(_: TurnContext, __: tuple[str, ...]) -> Screen:
        raise ZeroDivisionError

    service = REGISTRY.views["service"]
    registry = replace(REGISTRY, views={**REGISTRY.views, "service": replace(service, acts={"withdraw": fails})})
    async with street.runtime(database, registry=registry) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_the_end(maryam)
        await maryam.tap("ثبت")
        await maryam.tap("لغو ثبت")
        (press,) = await maryam.touched("بله، لغو شود")
        press["callback_query"]["message"]["chat"] = {"id": -100, "type": "group", "title": "امداد"}
        await carry(runtime, "telegram", [press])
        await maryam.rest()
        answers = await street.calls("answerCallbackQuery")
    assert "شمارهٔ پیگیری" in answers[-1]["arguments"]["text"]
