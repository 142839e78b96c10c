"""Encryption at rest: typed text is not readable in the database's files, in a state, draft, reply or dead letter."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.tables import Conversation, DeadLetter, Draft
from tests.turn.fake_renderer import FakeRenderer, card_asked
from tests.turn.faulty_forms import DEAF
from tests.turn.harness import Street, carry
from tests.turn.report_steps import begun, up_to_value

pytestmark = [pytest.mark.parametrize("database", ["sqlite"], indirect=True), pytest.mark.usefixtures("cast")]
NAME = "گلنار فرهمندپور"


def forms_of(name: str) -> list[bytes]:
    """As UTF-8, as JSON writes it, and as UTF-16."""
    escaped = name.encode("ascii", "backslashreplace")
    return [part for word in name.split() for part in (word.encode(), word.encode("utf-16-le"))] + [escaped]


async def in_clear(database: Database, name: str = NAME) -> list[bytes]:
    path = Path(database.engine.url.database or "")
    files = [f for f in path.parent.iterdir() if f.name.startswith(path.name)]
    assert any(f.name.endswith("-wal") for f in files)
    held = b"".join(f.read_bytes() for f in files)
    return [form for form in forms_of(name) if form in held]


@pytest.mark.usefixtures("abrupt")
async def test_a_typed_name_is_sealed_wherever_it_lies(street: Street, database: Database) -> None:
    async with street.runtime(database, registry=DEAF) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await begun(maryam)
        await maryam.say(NAME)  # searched: it stands in the open form
        assert await in_clear(database) == []

        await maryam.say("/menu")
        await maryam.tap("ثبت خانوار")
        await maryam.tap("بله، رضایت دارند")
        await maryam.say(NAME)
        await maryam.say("/menu")  # a draft now
        async with database.read_session() as session:
            assert list(await session.scalars(select(Draft.form))) == ["family-registration"]
        assert await in_clear(database) == []

        await maryam.tap("خانوارها")
        await street.fault("sendMessage", drop_before=True, times=1000)
        await carry(runtime, "telegram", await maryam.utter(text=NAME))  # «nobody is called so» is unsent
    async with database.read_session() as session:
        assert await session.scalar(select(Conversation.unsent).where(Conversation.external_id == 1001))
    assert await in_clear(database) == []


@pytest.mark.usefixtures("abrupt")
async def test_what_a_card_is_made_of_is_sealed_while_it_waits(street: Street, database: Database) -> None:
    async with street.runtime(database, draw=FakeRenderer(waits=True)) as runtime:
        await card_asked(street.neighbour(runtime, "telegram", 1001))
    async with database.read_session() as session:
        assert await session.scalar(select(Conversation.unsent).where(Conversation.external_id == 1001))
    assert await in_clear(database, "مریم احمدی") == []


async def test_a_dead_letter_is_sealed(street: Street, database: Database) -> None:
    async with street.runtime(database, registry=DEAF) as runtime:
        maryam = street.neighbour(runtime, "telegram", 1001)
        await up_to_value(maryam)
        await maryam.say(NAME)
    async with database.read_session() as session:
        (kept,) = await session.scalars(select(DeadLetter))
    assert NAME in json.loads(kept.raw)["incoming"]["what"][1]["text"]
    assert await in_clear(database) == []
