"""Nobody opens, completes or reports to their own household: their own number tells which it is."""

from dataclasses import replace

import pytest

from bot.relief import audit, families, services
from bot.relief.access import Actor
from bot.relief.actors import load_actor
from bot.relief.errors import Conflict, NotFound
from bot.relief.families import Completion
from bot.relief.people import phone_digest
from bot.relief.words import Sex
from bot.storage.digests import digest_key
from bot.storage.engine import Database
from bot.storage.tables import Person
from tests.relief.story import NOW, TODAY, Cast, claim, registered

PHONE = "+989170001234"


async def with_phone(database: Database, actor: Actor, account: int) -> Actor:
    async with database.writing() as session:
        person = await session.get_one(Person, actor.person)
        person.phone, person.phone_digest = PHONE, phone_digest(PHONE, await digest_key(session))
        await session.commit()
        loaded = await load_actor(session, "telegram", account, TODAY)
    assert loaded is not None
    return replace(loaded, pledged=True)


async def test_ones_own_file_is_not_there_for_oneself_and_is_there_for_others(database: Database, cast: Cast) -> None:
    hossein = await with_phone(database, cast.hossein, 1002)
    async with database.writing() as session:
        own = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی", phone=PHONE)
        other = await registered(session, cast.maryam, cast.tree.sadat, "مینا نوری", phone="+989170009999")
        none = await registered(session, cast.maryam, cast.tree.sadat, "لیلا نوری")
        seen = await families.find_families(session, hossein, search="", today=TODAY, offset=0, limit=9)
        assert {one.id for one in seen.items} == {other.id, none.id}
        with pytest.raises(NotFound):
            await families.family(session, hossein, own.id, TODAY)
        with pytest.raises(NotFound):
            await families.complete(session, hossein, Completion(family=own.id, head_sex=Sex.WOMAN), NOW, TODAY)
        basket = await claim(session, cast.tree.sadat)
        with pytest.raises(NotFound):
            await services.report(session, hossein, replace(basket, family=own.id, people=None), NOW, TODAY)
        assert (await families.family(session, cast.maryam, own.id, TODAY)).head_name == "زهرا موسوی"


async def test_a_supervisor_does_not_read_who_opened_their_own(database: Database, cast: Cast) -> None:
    zahra = await with_phone(database, cast.zahra, 1003)
    async with database.writing() as session:
        own = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی", phone=PHONE)
        with pytest.raises(NotFound):
            await audit.looks(session, zahra, own.id, TODAY, offset=0, limit=5)


async def test_ones_own_number_is_taken_of_no_family_that_one_registers(database: Database, cast: Cast) -> None:
    maryam = await with_phone(database, cast.maryam, 1001)
    async with database.writing() as session:
        with pytest.raises(Conflict, match="error-family-own"):
            await registered(session, maryam, cast.tree.sadat, "زهرا موسوی", phone=PHONE)
