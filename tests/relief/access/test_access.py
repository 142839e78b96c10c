"""The access policy, cell by cell.

Expectations are written by hand from the requirements, never derived from the matrix.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor, Caller, Grant
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed, permitted_unit_ids, permitted_units, require
from bot.relief.errors import Forbidden
from bot.relief.families.files import find_families
from bot.relief.ids import PersonId, UnitId
from bot.relief.units import directory
from bot.relief.units.directory import find_units
from bot.relief.vocabulary import Role, UnitKind
from bot.storage.database import Database
from bot.storage.tables import Membership, Unit, UnitAncestor
from tests.relief.world import NOW, OPENED, TODAY, Cast
from tests.support.moments import noon

# role: action: where, of own, below, above, beside. What is not written is refused.
# A volunteer sees only the files that are their own: that is for the families to say, so no unit is theirs as a whole.
AGREED = {
    Role.VOLUNTEER: {
        "register_family": "own",
        "report_service": "own",
        "sign_up": "own below above",
        "see_unit": "own",
    },
    Role.COORDINATOR: {
        "register_family": "own below",
        "see_family": "own below",
        "report_service": "own below",
        "sign_up": "own below above",
        "open_campaign": "own below",
        "send_call": "own below",
        "see_call": "own below",
        "invite": "own below",
        "manage_members": "own below",
        "approve_joiners": "own below",
        "answer_letters": "own below",
        "see_unit": "own below",
        "export_family": "own below",
    },
    Role.SUPERVISOR: {
        "see_family": "own below",
        "see_call": "own below",
        "approve_call": "own below",
        "verify_service": "own below",
        "ask_summary": "own below",
        "invite": "own below",
        "read_audit": "own below",
        "manage_members": "own below",
        "approve_joiners": "own below",
        "answer_letters": "own below",
        "see_unit": "own below",
        "export_family": "own below",
        "erase_family": "own below",
    },
    Role.ADMINISTRATOR: {
        "invite": "own below",
        "manage_members": "own below",
        "approve_joiners": "own below",
        "see_unit": "own below",
        "keep_units": "own below",
    },
}


def holder(role: Role, unit: UnitId) -> Actor:
    grant = Grant(unit=unit, unit_name="گچساران", unit_kind=UnitKind.COUNTY, role=role)
    return Actor(
        person=PersonId(1),
        name="آزمون",
        language="fa",
        messenger="bale",
        grants=(grant,),
        accepted_confidentiality=True,
    )


@pytest.mark.parametrize("role", Role)
async def test_each_role_may_do_what_was_agreed_where_it_was_agreed(role: Role, cast: Cast, database: Database) -> None:
    tree = cast.tree
    places = {"own": tree.gachsaran, "below": tree.sadat, "above": tree.province, "beside": tree.boyer_ahmad}
    actor = holder(role, tree.gachsaran)
    allowed: dict[str, str] = {}
    async with database.read_session() as session:
        for action in Action:
            in_sight = set(await session.scalars(permitted_unit_ids(actor, action, TODAY)))
            for relation, unit in places.items():
                try:
                    grant = await require(Caller(session, actor, NOW), action, unit)
                except Forbidden:
                    assert unit not in in_sight
                    continue
                assert grant.role is role
                assert unit in in_sight
                allowed[action] = f"{allowed.get(action, '')} {relation}".strip()
    assert allowed == AGREED[role]


@pytest.mark.parametrize("action", ["register_family", "see_family", "report_service"])
async def test_families_data_is_entrusted_to_who_has_promised_to_keep_it(
    action: str, cast: Cast, database: Database
) -> None:
    hossein = replace(cast.hossein, accepted_confidentiality=False)
    async with database.read_session() as session:
        with pytest.raises(Forbidden, match="error-pledge-first"):
            await require(Caller(session, hossein, NOW), Action(action), cast.tree.sadat)
        with pytest.raises(Forbidden, match="error-pledge-first"):
            await find_units(Caller(session, hossein, NOW), Action(action), search="", offset=0, limit=9)
        with pytest.raises(Forbidden, match="error-pledge-first"):
            await find_families(Caller(session, hossein, NOW), search="", offset=0, limit=9)
        assert not await is_allowed(Caller(session, hossein, NOW), Action(action), cast.tree.sadat)
        assert await is_allowed(Caller(session, hossein, NOW), Action.SEND_CALL, cast.tree.sadat)


async def test_a_stranger_is_nobody_and_equal_ids_of_two_messengers_are_two_people(
    cast: Cast, database: Database
) -> None:
    async with database.read_session() as session:
        assert await load_actor(session, "bale", 1001, TODAY) is None
        maryam = await load_actor(session, "telegram", 1001, TODAY)
    assert maryam is not None
    assert maryam.name == "مریم احمدی"
    assert [(grant.unit, grant.unit_name, grant.role) for grant in maryam.grants] == [
        (cast.tree.sadat, "امداد محلهٔ سادات", Role.VOLUNTEER)
    ]


async def test_the_most_senior_grant_is_the_main_one_and_the_one_that_allows(cast: Cast, database: Database) -> None:
    both = replace(cast.maryam, grants=(*cast.maryam.grants, *cast.hossein.grants))
    assert both.primary_grant == cast.hossein.grants[0]
    async with database.read_session() as session:
        allowing = await require(Caller(session, both, NOW), Action.REPORT_SERVICE, cast.tree.sadat)
    assert allowing.role is Role.COORDINATOR
    assert replace(cast.maryam, grants=()).primary_grant is None


async def test_an_ended_membership_gives_nothing_any_more(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await session.execute(update(Membership).where(Membership.person_id == cast.maryam.person).values(until=TODAY))
        await session.commit()
    async with database.read_session() as session:
        maryam = await load_actor(session, "telegram", 1001, TODAY)
    assert maryam is not None
    assert maryam.grants == ()


async def test_rights_follow_the_tree_of_the_day(cast: Cast, database: Database) -> None:
    """Sadat leaves Gachsaran for another county: hossein has it on its last day there, not on the next."""
    moved = TODAY + timedelta(days=1)
    above_sadat = [cast.tree.gachsaran, cast.tree.dogonbadan]
    async with database.write_session() as session:
        await session.execute(
            update(UnitAncestor)
            .where(UnitAncestor.unit_id == cast.tree.sadat, UnitAncestor.ancestor_id.in_(above_sadat))
            .values(until=TODAY)
        )
        session.add(UnitAncestor(unit_id=cast.tree.sadat, ancestor_id=cast.tree.boyer_ahmad, since=moved, depth=1))
        await session.flush()
        await require(Caller(session, cast.hossein, NOW), Action.SEND_CALL, cast.tree.sadat)
        with pytest.raises(Forbidden):
            await require(Caller(session, cast.hossein, noon(moved)), Action.SEND_CALL, cast.tree.sadat)
        await require(
            Caller(session, holder(Role.COORDINATOR, cast.tree.boyer_ahmad), noon(moved)),
            Action.SEND_CALL,
            cast.tree.sadat,
        )
        with pytest.raises(Forbidden):
            await require(Caller(session, cast.maryam, noon(date(2024, 1, 1))), Action.REPORT_SERVICE, cast.tree.sadat)


async def test_units_to_choose_from_begin_with_ones_own(cast: Cast, database: Database) -> None:
    async with database.read_session() as session:
        hers = await permitted_units(Caller(session, cast.maryam, NOW), Action.REPORT_SERVICE)
        his = await permitted_units(Caller(session, cast.hossein, NOW), Action.SEND_CALL)
        none = await permitted_units(Caller(session, cast.zahra, NOW), Action.SEND_CALL)
    assert [one.id for one in hers] == [cast.tree.sadat]
    assert [one.name for one in his] == ["گچساران", "امداد محلهٔ سادات", "امداد محلهٔ لبنان", "دوگنبدان"]
    assert none == ()


async def test_a_closed_unit_is_no_longer_offered(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await session.execute(update(Unit).where(Unit.id == cast.tree.lebnan).values(closed_on=TODAY))
        today = await permitted_units(Caller(session, cast.hossein, NOW), Action.SEND_CALL)
        tomorrow = await permitted_units(
            Caller(session, cast.hossein, noon(TODAY + timedelta(days=1))), Action.SEND_CALL
        )
    assert cast.tree.lebnan in {one.id for one in today}
    assert cast.tree.lebnan not in {one.id for one in tomorrow}


async def test_a_unit_knows_its_line_and_its_children(cast: Cast, database: Database) -> None:
    async with database.read_session() as session:
        line = await directory.load_path(session, cast.tree.sadat)
        first = await directory.list_children(session, cast.tree.dogonbadan, TODAY, 0, 1)
        second = await directory.list_children(session, cast.tree.dogonbadan, TODAY, 1, 1)
        before = await directory.list_children(session, cast.tree.dogonbadan, OPENED - timedelta(days=1), 0, 9)
        alone = await directory.load_unit(session, cast.tree.sadat)
    assert [one.name for one in line] == ["ایران", "کهگیلویه و بویراحمد", "گچساران", "دوگنبدان", "امداد محلهٔ سادات"]
    assert ([one.name for one in first.items], first.has_more) == (["امداد محلهٔ سادات"], True)
    assert ([one.name for one in second.items], second.has_more) == (["امداد محلهٔ لبنان"], False)
    assert before.items == ()
    assert alone.parent == cast.tree.dogonbadan


TYPED = {
    "سادات": ["امداد محلهٔ سادات"],
    "محله ی سادات": ["امداد محلهٔ سادات"],
    "ابشار": ["مرکز نیکوکاری آبشار یاسوج"],
    "ياسوج": ["یاسوج", "مرکز نیکوکاری آبشار یاسوج"],
    "بویر": ["بویراحمد", "کهگیلویه و بویراحمد"],
    "شیراز": [],
    "%": [],
}


async def test_units_are_found_in_any_spelling(cast: Cast, database: Database) -> None:
    overseer = holder(Role.SUPERVISOR, cast.tree.country)
    found: dict[str, list[str]] = {}
    async with database.read_session() as session:
        for typed in TYPED:
            page = await directory.find_units(
                Caller(session, overseer, NOW), Action.ASK_SUMMARY, search=typed, offset=0, limit=5
            )
            found[typed] = [one.name for one in page.items]
    assert found == TYPED


async def test_a_city_without_a_centre_is_named_until_one_opens_in_it(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        before = await directory.list_cities_without_centre(session, cast.tree.province, TODAY)
        await directory.add_unit(
            session, kind=UnitKind.CHARITY_CENTRE, name="مرکز تازه", parent=cast.tree.dishmook, opened_on=TODAY
        )
        after = await directory.list_cities_without_centre(session, cast.tree.province, TODAY)
        yesterday = await directory.list_cities_without_centre(session, cast.tree.province, TODAY - timedelta(days=1))
        others = await directory.list_cities_without_centre(session, cast.tree.boyer_ahmad, TODAY)
        stored = await session.scalar(select(Unit.name).where(Unit.name == "مرکز تازه"))
    assert before == yesterday == ("دوگنبدان", "دیشموک")
    assert after == ("دوگنبدان",)
    assert others == ()
    assert stored == "مرکز تازه"


async def test_a_centre_that_closed_or_moved_away_leaves_its_city_without(cast: Cast, database: Database) -> None:
    yesterday = TODAY - timedelta(days=1)
    async with database.write_session() as session:
        await session.execute(update(Unit).where(Unit.id == cast.tree.yasuj_centre).values(closed_on=TODAY))
        last_day = await directory.list_cities_without_centre(session, cast.tree.boyer_ahmad, TODAY)
        next_day = await directory.list_cities_without_centre(session, cast.tree.boyer_ahmad, TODAY + timedelta(days=1))
        await session.execute(
            update(UnitAncestor)
            .where(UnitAncestor.unit_id == cast.tree.yasuj_centre, UnitAncestor.depth > 0)
            .values(until=yesterday)
        )
        moved = await directory.list_cities_without_centre(session, cast.tree.boyer_ahmad, TODAY)
    assert last_day == ("دیشموک",)
    assert next_day == moved == ("دیشموک", "یاسوج")
