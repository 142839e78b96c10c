"""Drafts: a form that was left belongs to the person, in any messenger, for thirty days; so does the language."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.relief.access.actors import load_actor
from bot.storage.database import Database
from bot.storage.tables import Account, Draft
from tests.relief.world import NOW, TODAY, Cast
from tests.turn.harness import Street
from tests.turn.report_steps import ASKS_ACTIVITY, ASKS_FAMILY, VALUE, begun, form_of, services, up_to_value

MARYAM_IN_BALE = 9001


@pytest.fixture
async def both(database: Database, cast: Cast) -> None:
    """Maryam writes from Bale too."""
    async with database.write_session() as session:
        session.add(
            Account(person_id=cast.maryam.person, messenger="bale", external_id=MARYAM_IN_BALE, last_seen_at=NOW)
        )
        await session.commit()
        assert await load_actor(session, "bale", MARYAM_IN_BALE, TODAY) is not None


@pytest.mark.usefixtures("both")
async def test_what_was_left_in_bale_goes_on_in_telegram(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        in_bale = street.neighbour(runtime, "bale", MARYAM_IN_BALE)
        await up_to_value(in_bale)
        await in_bale.tap("بعداً")
        in_telegram = street.neighbour(runtime, "telegram", 1001)
        await in_telegram.say("/menu")
        said = await in_telegram.tap("ادامهٔ")
        assert "ارزش" in said
        await in_telegram.say(VALUE)
        await in_telegram.tap("فعلاً بدون عکس")
        await in_telegram.tap("ثبت")
        await in_bale.say("/menu")
        assert not any(b.startswith("ادامهٔ") for b in await in_bale.buttons())
    assert await services(database) == 1
    async with database.read_session() as session:
        assert await session.scalar(select(Draft.form)) is None, "what was recorded leaves no draft"


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(("days", "there"), [(29, True), (31, False)])
async def test_a_draft_is_kept_for_thirty_days(
    street: Street, database: Database, clock: FixedClock, days: int, *, there: bool
) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
        await maryam.tap("زهرا موسوی")
        await maryam.say("/cancel")
        clock.move(timedelta(days=days))
        await maryam.say("/menu")
        assert any(b.startswith("ادامهٔ") for b in await maryam.buttons()) == there
        said = await maryam.tap("ثبت خدمت")
        assert (ASKS_ACTIVITY if there else ASKS_FAMILY) in said


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("word", ["/menu", "/cancel", "/start", "/language"])
async def test_a_command_in_the_middle_of_a_form_keeps_it(street: Street, database: Database, word: str) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
        await maryam.tap("زهرا موسوی")
        await maryam.say(word)
        assert await form_of(maryam) is None
        await maryam.say("/menu")
        assert ASKS_ACTIVITY in await maryam.tap("ادامهٔ")


@pytest.mark.usefixtures("cast")
async def test_what_is_thrown_away_is_gone(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
        await maryam.tap("زهرا موسوی")
        await maryam.tap("بعداً")
        await maryam.tap("حذف پیش‌نویس")
        await maryam.say("/menu")
        assert not any(b.startswith("ادامهٔ") for b in await maryam.buttons())
        assert ASKS_FAMILY in await maryam.tap("ثبت خدمت")
    async with database.read_session() as session:
        assert await session.scalar(select(Draft.form)) is None


@pytest.mark.usefixtures("cast")
async def test_a_draft_thrown_away_beside_another_form_leaves_that_one_open(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
        await maryam.tap("زهرا موسوی")
        await maryam.tap("بعداً")
        kept = await maryam.newest()
        drop = next(b["data"] for row in kept["buttons"] for b in row if "!drop" in b["data"])
        await maryam.say("/menu")
        await maryam.tap("ثبت خانوار")
        await maryam.press(kept["id"], drop)
        assert (await form_of(maryam)).form.startswith("family")
        async with database.read_session() as session:
            assert await session.scalar(select(Draft.form)) is None


@pytest.mark.usefixtures("both")
async def test_the_language_is_kept_in_the_other_messenger(street: Street, database: Database) -> None:
    async with street.runtime(database) as runtime:
        in_bale = street.neighbour(runtime, "bale", MARYAM_IN_BALE)
        await in_bale.say("/language")
        await in_bale.tap("English")
        in_telegram = street.neighbour(runtime, "telegram", 1001)
        await in_telegram.say("/menu")
        await in_telegram.tap("Report a service")
        assert "family" in (await in_telegram.newest())["text"].lower()
