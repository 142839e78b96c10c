"""Opening, moving, merging and closing units changes the tree of today, and no day of the past."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.persian.money import Toman
from bot.persian.periods import Period, PeriodName
from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed
from bot.relief.errors import Conflict, Forbidden
from bot.relief.ids import UnitId
from bot.relief.ledger import totals
from bot.relief.people import invitations
from bot.relief.people.registration import create_invitation
from bot.relief.services.reporting import report
from bot.relief.summaries import summaries
from bot.relief.units.attributes import UnitAttribute, load_attributes, set_attribute, visible_attributes
from bot.relief.units.directory import (
    find_serving_units,
    find_units,
    list_cities_without_centre,
    list_placements,
    load_path,
    load_unit,
)
from bot.relief.units.lifecycle import close_unit, merge_units, move_unit, open_unit
from bot.relief.vocabulary import Role, UnitKind
from bot.storage.database import Database
from bot.storage.tables import Family, UnitAncestor
from tests.relief.world import NOW, TODAY, Cast, claim, registered, reported
from tests.support.moments import noon

LATER = TODAY + timedelta(days=10)
AFTER = NOW + timedelta(days=10)


async def served(database: Database, cast: Cast, unit: UnitId, since: date, until: date) -> int:
    async with database.read_session() as session:
        seen = await summaries.summarise(
            Caller(session, cast.zahra, noon(until)), unit, Period(PeriodName.CUSTOM, since, until)
        )
    return int(seen.total)


async def test_what_was_done_before_a_move_stays_where_it_was_and_what_comes_after_goes_along(
    database: Database, cast: Cast
) -> None:
    tree = cast.tree
    async with database.write_session() as session:
        await reported(session, cast.maryam, tree.sadat, None)
        await session.commit()
    async with database.write_session() as session:
        await move_unit(Caller(session, cast.mina, AFTER), tree.sadat, tree.dishmook)
        await session.commit()
    async with database.write_session() as session:
        late = replace(await claim(session, tree.sadat), value=Toman(700_000), delivered_on=LATER)
        await report(Caller(session, cast.maryam, AFTER), late)
        await session.commit()
    day = timedelta(days=1)
    assert await served(database, cast, tree.gachsaran, TODAY, LATER - day) == 1_500_000
    assert await served(database, cast, tree.boyer_ahmad, TODAY, LATER - day) == 0
    assert await served(database, cast, tree.gachsaran, TODAY, LATER) == 1_500_000
    assert await served(database, cast, tree.boyer_ahmad, TODAY, LATER) == 700_000
    assert await served(database, cast, tree.province, TODAY, LATER) == 2_200_000
    async with database.read_session() as session:
        assert await totals.is_consistent(session)
        assert [one.parent for one in await list_placements(session, tree.sadat)] == ["دوگنبدان", "دیشموک"]
        assert [one.name for one in await load_path(session, tree.sadat)][-3:] == [
            "بویراحمد",
            "دیشموک",
            "امداد محلهٔ سادات",
        ]
        assert not await is_allowed(Caller(session, cast.hossein, noon(LATER)), Action.INVITE, tree.sadat)
        assert await is_allowed(Caller(session, cast.hossein, noon(LATER - day)), Action.INVITE, tree.sadat)


async def test_a_unit_moves_with_all_under_it_there_and_back_in_one_day(database: Database, cast: Cast) -> None:
    tree = cast.tree
    async with database.read_session() as session:
        before = {(row.unit_id, row.ancestor_id, row.depth) for row in await session.scalars(select(UnitAncestor))}
    async with database.write_session() as session:
        await move_unit(Caller(session, cast.mina, AFTER), tree.dogonbadan, tree.boyer_ahmad)
        assert [one.name for one in await load_path(session, tree.lebnan)][2] == "بویراحمد"
        await move_unit(Caller(session, cast.mina, AFTER), tree.dogonbadan, tree.gachsaran)
        await session.commit()
    async with database.read_session() as session:
        rows = list(await session.scalars(select(UnitAncestor).where(UnitAncestor.until.is_(None))))
        assert {(row.unit_id, row.ancestor_id, row.depth) for row in rows} == before
        assert all(row.until is None or row.since <= row.until for row in await session.scalars(select(UnitAncestor)))


@pytest.mark.parametrize("to", ["sadat", "dogonbadan", "lebnan"])
async def test_no_unit_stands_under_itself_or_under_a_body(database: Database, cast: Cast, to: str) -> None:
    async with database.write_session() as session:
        with pytest.raises(Conflict):
            await move_unit(Caller(session, cast.mina, AFTER), cast.tree.dogonbadan, getattr(cast.tree, to))


async def test_only_administrators_keep_units(database: Database, cast: Cast) -> None:
    tree = cast.tree
    async with database.write_session() as session:
        for actor in (cast.maryam, cast.hossein, cast.zahra):
            with pytest.raises(Forbidden):
                await move_unit(Caller(session, actor, AFTER), tree.sadat, tree.dishmook)
            with pytest.raises(Forbidden):
                await close_unit(Caller(session, actor, AFTER), tree.lebnan, "نمونه")
            with pytest.raises(Forbidden):
                await set_attribute(Caller(session, actor, AFTER), tree.sadat, UnitAttribute.ADDRESS, "نمونه")


async def test_a_merged_unit_hands_over_its_people_and_files_and_keeps_its_past(database: Database, cast: Cast) -> None:
    tree = cast.tree
    async with database.write_session() as session:
        family = await registered(session, cast.maryam, tree.sadat, "زهرا موسوی")
        await reported(session, cast.maryam, tree.sadat, family.id)
        await create_invitation(session, inviter=cast.hossein, unit=tree.sadat, role=Role.VOLUNTEER, now=AFTER, days=30)
        await session.commit()
    async with database.write_session() as session:
        await merge_units(Caller(session, cast.mina, AFTER), tree.sadat, tree.lebnan)
        await session.commit()
    async with database.read_session() as session:
        maryam = await load_actor(session, "telegram", 1001, LATER)
        assert maryam is not None
        assert [grant.unit for grant in maryam.grants] == [tree.lebnan]
        assert await session.scalar(select(Family.unit_id)) == tree.lebnan
        old = await load_unit(session, tree.sadat)
        assert old.closed_on == LATER - timedelta(days=1)
        assert (await load_attributes(session, tree.sadat, LATER))[UnitAttribute.MERGED_INTO] == str(tree.lebnan)
        left = await invitations.list_open_invitations(Caller(session, cast.hossein, AFTER), offset=0, limit=5)
        assert not left.items
        assert await totals.is_consistent(session)
    assert await served(database, cast, tree.sadat, TODAY, LATER) == 1_500_000
    assert await served(database, cast, tree.lebnan, TODAY, LATER) == 0
    assert await served(database, cast, tree.gachsaran, TODAY, LATER) == 1_500_000


async def test_a_unit_with_files_or_units_is_not_closed_and_one_without_ends_with_its_memberships(
    database: Database, cast: Cast
) -> None:
    tree = cast.tree
    async with database.write_session() as session:
        await registered(session, cast.maryam, tree.sadat, "زهرا موسوی")
        for unit in (tree.sadat, tree.dogonbadan, tree.country):
            with pytest.raises(Conflict):
                await close_unit(Caller(session, cast.mina, AFTER), unit, "نمونه")
        await close_unit(Caller(session, cast.mina, AFTER), tree.lebnan, "مجوز تمدید نشد")
        await session.commit()
    async with database.read_session() as session:
        narges = await load_actor(session, "bale", 2001, LATER)
        assert narges is not None
        assert narges.grants == ()
        found = await find_serving_units(session, search="لبنان", today=LATER, offset=0, limit=5)
        assert not found.items
        then = await find_serving_units(session, search="لبنان", today=TODAY, offset=0, limit=5)
        assert [one.name for one, _ in then.items] == ["امداد محلهٔ لبنان"]


async def test_a_new_centre_fills_the_gap_from_its_first_day(database: Database, cast: Cast) -> None:
    tree = cast.tree
    async with database.write_session() as session:
        opened = await open_unit(
            Caller(session, cast.mina, AFTER),
            kind=UnitKind.CHARITY_CENTRE,
            name="مرکز نيكوكاري مهر ديشموك",
            parent=tree.dishmook,
            phone="+989170009999",
        )
        assert opened.name == "مرکز نیکوکاری مهر دیشموک"
        with pytest.raises(Conflict, match="error-unit-there"):
            await open_unit(
                Caller(session, cast.mina, AFTER),
                kind=UnitKind.CHARITY_CENTRE,
                name="مركز نیکوکاری  مهر دیشموک",
                parent=tree.dishmook,
                phone="",
            )
        await session.commit()
    async with database.read_session() as session:
        assert "دیشموک" in await list_cities_without_centre(session, tree.province, LATER - timedelta(days=1))
        assert "دیشموک" not in await list_cities_without_centre(session, tree.province, LATER)


async def test_what_is_known_of_a_unit_holds_for_its_days(database: Database, cast: Cast) -> None:
    unit = cast.tree.sadat
    async with database.write_session() as session:
        await set_attribute(Caller(session, cast.mina, NOW), unit, UnitAttribute.ADDRESS, "کوچهٔ ۵")
        await set_attribute(Caller(session, cast.mina, NOW), unit, UnitAttribute.ADDRESS, "کوچهٔ ۶")
        await set_attribute(Caller(session, cast.mina, NOW), unit, UnitAttribute.IBAN, "IR062960000000100324200001")
        await set_attribute(Caller(session, cast.mina, AFTER), unit, UnitAttribute.ADDRESS, "خیابان ۷")
        await session.commit()
    async with database.read_session() as session:
        assert (await load_attributes(session, unit, TODAY))[UnitAttribute.ADDRESS] == "کوچهٔ ۶"
        assert (await load_attributes(session, unit, LATER - timedelta(days=1)))[UnitAttribute.ADDRESS] == "کوچهٔ ۶"
        assert (await load_attributes(session, unit, LATER))[UnitAttribute.ADDRESS] == "خیابان ۷"
        for actor, knows in ((cast.maryam, True), (cast.hossein, True), (cast.narges, False), (None, False)):
            seen = await visible_attributes(session, actor, unit, noon(LATER))
            assert UnitAttribute.ADDRESS in seen
            assert (UnitAttribute.IBAN in seen) == knows


@pytest.mark.parametrize("typed", ["لاله‌ها", "لاله ها", "لالهها", "شهرک لاله‌ها"])
@pytest.mark.parametrize("stored", ["شهرک لاله ها", "شهرک لاله‌ها"])
async def test_a_half_space_and_a_space_find_each_other(
    database: Database, cast: Cast, stored: str, typed: str
) -> None:
    async with database.write_session() as session:
        caller = Caller(session, cast.mina, NOW)
        opened = await open_unit(
            caller, kind=UnitKind.NEIGHBOURHOOD, name=stored, parent=cast.tree.dogonbadan, phone=""
        )
        found = await find_units(caller, Action.KEEP_UNITS, search=typed, offset=0, limit=5)
        assert [unit.id for unit in found.items] == [opened.id]
        twin = stored.replace("لاله ها", "لاله‌ها")
        with pytest.raises(Conflict, match="error-unit-there"):
            await open_unit(caller, kind=UnitKind.NEIGHBOURHOOD, name=twin, parent=cast.tree.dogonbadan, phone="")
