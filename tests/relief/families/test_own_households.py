"""Own households, by phone or declaration: no one opens, completes or reports to their own."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor, Caller
from bot.relief.audit.actions import AuditAction
from bot.relief.blind_index import phone_digest
from bot.relief.errors import Conflict, NotFound
from bot.relief.families import access_log, own_households
from bot.relief.families.completion import Completion, complete_family
from bot.relief.families.files import find_families, load_family
from bot.relief.ids import FamilyId
from bot.relief.lifecycle import phone_change
from bot.relief.lifecycle.family_erasure import erase_family
from bot.relief.lifecycle.self_erasure import erase_self
from bot.relief.services.reporting import report
from bot.relief.vocabulary import Sex
from bot.storage.database import Database
from bot.storage.index_key import index_key_number
from bot.storage.tables import AuditEntry, Membership, OwnHousehold, Person
from tests.relief.world import NOW, TODAY, Cast, claim, registered

PHONE = "+989170001234"


async def with_phone(database: Database, actor: Actor, account: int) -> Actor:
    async with database.write_session() as session:
        person = await session.get_one(Person, actor.person)
        person.phone, person.phone_digest = PHONE, phone_digest(PHONE, await index_key_number(session))
        await session.commit()
        loaded = await load_actor(session, "telegram", account, TODAY)
    assert loaded is not None
    return replace(loaded, accepted_confidentiality=True)


async def test_ones_own_file_is_not_there_for_oneself_and_is_there_for_others(database: Database, cast: Cast) -> None:
    hossein = await with_phone(database, cast.hossein, 1002)
    async with database.write_session() as session:
        own = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی", phone=PHONE)
        other = await registered(session, cast.maryam, cast.tree.sadat, "مینا نوری", phone="+989170009999")
        none = await registered(session, cast.maryam, cast.tree.sadat, "لیلا نوری")
        seen = await find_families(Caller(session, hossein, NOW), search="", offset=0, limit=9)
        assert {one.id for one in seen.items} == {other.id, none.id}
        with pytest.raises(NotFound):
            await load_family(Caller(session, hossein, NOW), own.id)
        with pytest.raises(NotFound):
            await complete_family(Caller(session, hossein, NOW), Completion(family=own.id, head_sex=Sex.WOMAN))
        basket = await claim(session, cast.tree.sadat)
        with pytest.raises(NotFound):
            await report(Caller(session, hossein, NOW), replace(basket, family=own.id, people=None))
        assert (await load_family(Caller(session, cast.maryam, NOW), own.id)).head_name == "زهرا موسوی"


async def test_a_supervisor_does_not_read_who_opened_their_own(database: Database, cast: Cast) -> None:
    zahra = await with_phone(database, cast.zahra, 1003)
    async with database.write_session() as session:
        own = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی", phone=PHONE)
        with pytest.raises(NotFound):
            await access_log.access_log(Caller(session, zahra, NOW), own.id, offset=0, limit=5)


async def test_who_says_that_a_file_is_their_own_sees_it_no_more_until_somebody_takes_that_back(
    database: Database, cast: Cast
) -> None:
    async with database.write_session() as session:
        own = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        card = await own_households.declare_own(Caller(session, cast.maryam, NOW), own.id)
        assert not await sees(session, cast.maryam, own.id)
        with pytest.raises(NotFound):
            await own_households.declare_own(Caller(session, cast.maryam, NOW), own.id)
        basket = replace(await claim(session, cast.tree.sadat), family=own.id, people=None)
        with pytest.raises(NotFound):
            await report(Caller(session, cast.maryam, NOW), basket)
        assert [
            one.name for one in await own_households.list_household_owners(Caller(session, cast.hossein, NOW), card)
        ] == ["مریم احمدی"]
        assert await own_households.list_household_owners(Caller(session, cast.narges, NOW), card) == ()
        with pytest.raises(NotFound):
            await own_households.retract(Caller(session, cast.maryam, NOW), own.id, cast.maryam.person)
        with pytest.raises(NotFound):
            await own_households.retract(Caller(session, cast.narges, NOW), own.id, cast.maryam.person)
        await own_households.retract(Caller(session, cast.hossein, NOW), own.id, cast.maryam.person)
        assert await sees(session, cast.maryam, own.id)
        done = await session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"family:{card.number}"))
    assert {AuditAction.DECLARE_OWN_HOUSEHOLD, AuditAction.RETRACT_OWN_HOUSEHOLD} < set(done)


async def sees(session: AsyncSession, actor: Actor, wanted: FamilyId) -> bool:
    found = await find_families(Caller(session, actor, NOW), search="", offset=0, limit=9)
    return wanted in {one.id for one in found.items}


async def test_a_supervisor_reads_nothing_and_erases_nothing_of_what_they_said_is_their_own(
    database: Database, cast: Cast
) -> None:
    async with database.write_session() as session:
        own = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی")
        await own_households.declare_own(Caller(session, cast.zahra, NOW), own.id)
        with pytest.raises(NotFound):
            await access_log.access_log(Caller(session, cast.zahra, NOW), own.id, offset=0, limit=5)
        with pytest.raises(NotFound):
            await erase_family(Caller(session, cast.zahra, NOW), own.id, "خودشان خواستند")


async def test_the_household_of_ones_old_number_stays_ones_own(database: Database, cast: Cast) -> None:
    """A family registered later with the old phone is not: the number may have another owner."""
    hossein = await with_phone(database, cast.hossein, 1002)
    async with database.write_session() as session:
        own = await registered(session, cast.maryam, cast.tree.sadat, "زهرا موسوی", phone=PHONE)
        await phone_change.change_phone(Caller(session, hossein, NOW), "+989170005555")
        loaded = await load_actor(session, "telegram", 1002, TODAY)
        assert loaded is not None
        later = await registered(session, cast.maryam, cast.tree.sadat, "لیلا نوری", phone=PHONE)
        assert not await sees(session, loaded, own.id)
        assert await sees(session, loaded, later.id)


async def test_an_erased_file_and_an_erased_person_leave_no_household_of_anybody(
    database: Database, cast: Cast
) -> None:
    async with database.write_session() as session:
        one, two = [await registered(session, cast.maryam, cast.tree.sadat, name) for name in ("زهرا نوری", "علی نوری")]
        for family in (one, two):
            await own_households.declare_own(Caller(session, cast.maryam, NOW), family.id)
        await erase_family(Caller(session, cast.zahra, NOW), one.id, "خودشان خواستند")
        assert list(await session.scalars(select(OwnHousehold.family_id))) == [two.id]
        await session.execute(update(Membership).where(Membership.person_id == cast.maryam.person).values(until=TODAY))
        await erase_self(Caller(session, cast.maryam, NOW))
        assert list(await session.scalars(select(OwnHousehold.family_id))) == []


async def test_ones_own_number_is_taken_of_no_family_that_one_registers(database: Database, cast: Cast) -> None:
    maryam = await with_phone(database, cast.maryam, 1001)
    async with database.write_session() as session:
        with pytest.raises(Conflict, match="error-family-own"):
            await registered(session, maryam, cast.tree.sadat, "زهرا موسوی", phone=PHONE)
