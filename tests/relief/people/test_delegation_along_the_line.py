"""Delegation to a member of a unit over or under: candidates, rights, and its end with the line."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import Action
from bot.relief.access.responsible import responsible_people
from bot.relief.access.rights import is_allowed
from bot.relief.calls.approvals import approve_call, request_call_approval
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.ids import MembershipId, UnitId
from bot.relief.people import delegation, invitations
from bot.relief.people.registration import create_invitation, join_by_invitation
from bot.relief.services.verification import verify_report
from bot.relief.units.lifecycle import merge_units, move_unit
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import AuditEntry, Membership, Service
from tests.relief.people.test_membership import held, loaded, suspended
from tests.relief.world import NOW, TODAY, Cast, member, reported
from tests.support.moments import noon

TOMORROW = TODAY + timedelta(days=1)
LATER = TODAY + timedelta(days=2)
HOUR = timedelta(hours=1)
SIX = 6  # as many as a page of a conversation


async def offered(database: Database, actor: Actor, search: str = "", offset: int = 0) -> list[tuple[str, str]]:
    """Return the names of the candidates, each with its unit if that is another one."""
    mine = await held(database, actor.person)
    async with database.read_session() as session:
        found = await delegation.find_delegate_candidates(
            Caller(session, actor, NOW), mine, search=search, offset=offset, limit=SIX
        )
    return [(one.name, one.other_unit.name if one.other_unit else "") for one in found.items]


async def lent(database: Database, lender: Actor, to: Actor, until: date = LATER) -> None:
    mine = await held(database, lender.person)
    async with database.write_session() as session:
        await delegation.delegate(Caller(session, lender, NOW), mine, to.person, since=TODAY, until=until)
        await session.commit()


async def also(database: Database, actor: Actor, unit: UnitId, role: Role = Role.VOLUNTEER) -> MembershipId:
    async with database.write_session() as session:
        row = Membership(person_id=actor.person, unit_id=unit, role=role, since=TODAY)
        session.add(row)
        await session.commit()
        return MembershipId(row.id)


async def moved(database: Database, cast: Cast, unit: UnitId, to: UnitId, day: date) -> None:
    async with database.write_session() as session:
        await move_unit(Caller(session, cast.mina, noon(day)), unit, to)
        await session.commit()


async def may_call(database: Database, cast: Cast, account: int, day: date) -> bool:
    """Return True if the account may send a call in Lebnan, which is under Gachsaran."""
    actor = await loaded(database, account, day)
    async with database.read_session() as session:
        return await is_allowed(Caller(session, actor, noon(day)), Action.SEND_CALL, cast.tree.lebnan)


async def test_offered_are_those_of_the_same_unit_then_the_nearest_of_the_line_and_nobody_beside(
    cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        await member(session, cast.tree.gachsaran, Role.VOLUNTEER, "یاسر نوری", account=6001)
        await member(session, cast.tree.gachsaran, Role.VOLUNTEER, "امید نوری", account=6002)
        await member(session, cast.tree.dogonbadan, Role.VOLUNTEER, "بهار کریمی", account=6003)
        beside = await member(session, cast.tree.boyer_ahmad, Role.COORDINATOR, "رضا بهرامی", account=6004)
        await session.commit()
    everybody = [
        ("امید نوری", ""),
        ("یاسر نوری", ""),
        ("زهرا کاظمی", "کهگیلویه و بویراحمد"),
        ("بهار کریمی", "دوگنبدان"),
        ("مینا صادقی", "ایران"),
        ("مریم احمدی", "امداد محلهٔ سادات"),
        ("نرگس رستمی", "امداد محلهٔ لبنان"),
    ]
    assert await offered(database, cast.hossein) == everybody[:SIX]
    assert await offered(database, cast.hossein, offset=SIX) == everybody[SIX:]
    assert await offered(database, cast.hossein, "نوري") == everybody[:2]
    assert await offered(database, cast.hossein, "امداد احمدی") == [everybody[5]]
    assert await offered(database, cast.hossein, "گچساران") == everybody[:2]
    assert await offered(database, cast.hossein, "رضا") == []
    with pytest.raises(NotFound, match="error-away-nobody"):
        await lent(database, cast.hossein, beside)


async def test_who_has_several_memberships_is_offered_once_where_they_are_nearest(
    cast: Cast, database: Database
) -> None:
    await also(database, cast.maryam, cast.tree.dogonbadan)
    await also(database, cast.maryam, cast.tree.dogonbadan, Role.SUPERVISOR)
    await also(database, cast.maryam, cast.tree.dishmook)
    assert await offered(database, cast.hossein, "مریم") == [("مریم احمدی", "دوگنبدان")]


async def test_a_member_below_has_the_right_of_the_lender_and_no_more(cast: Cast, database: Database) -> None:
    await lent(database, cast.hossein, cast.maryam, TOMORROW)
    days = (TODAY, TOMORROW, LATER)
    assert [await may_call(database, cast, 1001, day) for day in days] == [True, True, False]
    maryam = await loaded(database)
    assert [(grant.unit, grant.role, grant.delegated_by) for grant in maryam.grants] == [
        (cast.tree.sadat, Role.VOLUNTEER, None),
        (cast.tree.gachsaran, Role.COORDINATOR, cast.hossein.person),
    ]
    assert maryam.primary_grant == maryam.grants[0]
    async with database.read_session() as session:
        for action, unit in (
            (Action.VERIFY_SERVICE, cast.tree.sadat),
            (Action.SEND_CALL, cast.tree.boyer_ahmad),
            (Action.SEND_CALL, cast.tree.province),
        ):
            assert not await is_allowed(Caller(session, maryam, NOW), action, unit)
        heard = await responsible_people(session, cast.tree.lebnan, TODAY)
    assert [one.name for one in heard] == ["حسین رضایی", "مریم احمدی"]


async def test_what_is_lent_stays_lent_when_the_unit_is_merged_into_another(cast: Cast, database: Database) -> None:
    await lent(database, cast.hossein, cast.maryam)
    async with database.write_session() as session:
        await merge_units(Caller(session, cast.mina, noon(TOMORROW)), cast.tree.gachsaran, cast.tree.boyer_ahmad)
        await session.commit()
    maryam = await loaded(database, day=TOMORROW)
    assert [(grant.unit, grant.delegated_by, grant.delegated_until) for grant in maryam.grants] == [
        (cast.tree.sadat, None, None),
        (cast.tree.boyer_ahmad, cast.hossein.person, LATER),
    ]
    assert await may_call(database, cast, 1001, TOMORROW)


async def test_a_member_above_does_in_the_lenders_stead_what_they_could_not_themselves_and_verifies_none_of_it(
    cast: Cast, database: Database
) -> None:
    await lent(database, cast.hossein, cast.zahra)
    zahra = await loaded(database, 1003)
    async with database.write_session() as session:
        with pytest.raises(Forbidden):
            await reported(session, cast.zahra, cast.tree.sadat, None)
        one = await reported(session, zahra, cast.tree.sadat, None)
        row = await session.get_one(Service, one.id)
        assert (row.reported_by, row.on_behalf_of) == (cast.zahra.person, cast.hossein.person)
        with pytest.raises(Forbidden, match="error-verify-own"):
            await verify_report(Caller(session, zahra, NOW + HOUR), one.id)
        others = await reported(session, cast.maryam, cast.tree.sadat, None)
        await verify_report(Caller(session, zahra, NOW + HOUR), others.id)
        noted = select(AuditEntry.on_behalf_of).where(AuditEntry.action == "verify-service")
        assert (await session.scalars(noted)).all() == [None]


async def test_who_stands_in_from_below_decides_nothing_of_their_own_nor_of_the_lenders(
    cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Maryam borrows the roles of zahra, a supervisor, and of hossein, a coordinator."""
    monkeypatch.setattr("bot.relief.calls.calls.APPROVAL_THRESHOLD", 1)
    await lent(database, cast.zahra, cast.maryam)
    await lent(database, cast.hossein, cast.maryam)
    maryam = await loaded(database)
    async with database.write_session() as session:
        own = await reported(session, maryam, cast.tree.sadat, None)
        in_stead = await reported(session, maryam, cast.tree.lebnan, None)
        for one in (own, in_stead):
            with pytest.raises(Forbidden, match="error-verify-own"):
                await verify_report(Caller(session, maryam, NOW + HOUR), one.id)
        asked = await request_call_approval(
            Caller(session, maryam, NOW), unit=cast.tree.gachsaran, role=None, text="فردا ساعت ۱۰"
        )
        with pytest.raises(Forbidden, match="error-large-call-own"):
            await approve_call(Caller(session, maryam, NOW + HOUR), asked.view.id)
        hossein = await load_actor(session, "telegram", 1002, TODAY)
        assert hossein is not None
        with pytest.raises(NotFound):
            await approve_call(Caller(session, hossein, NOW + HOUR), asked.view.id)
        await verify_report(Caller(session, cast.zahra, NOW + HOUR), in_stead.id)


async def test_a_unit_that_moves_out_of_the_line_ends_it_and_one_that_comes_back_brings_it_back(
    cast: Cast, database: Database
) -> None:
    await lent(database, cast.hossein, cast.maryam)
    await moved(database, cast, cast.tree.sadat, cast.tree.dishmook, TOMORROW)
    assert [await may_call(database, cast, 1001, day) for day in (TODAY, TOMORROW)] == [True, False]
    async with database.read_session() as session:
        assert [
            one.is_effective for one in await delegation.list_delegations_from(session, cast.hossein.person, TOMORROW)
        ] == [False]
        assert await delegation.list_delegations_to(session, cast.maryam.person, TOMORROW) == ()
        assert [one.name for one in await responsible_people(session, cast.tree.lebnan, TOMORROW)] == ["حسین رضایی"]
    await moved(database, cast, cast.tree.sadat, cast.tree.dogonbadan, LATER)
    assert [await may_call(database, cast, 1001, day) for day in (TOMORROW, LATER)] == [False, True]


async def test_the_lenders_unit_takes_the_loan_along_only_where_the_line_holds(cast: Cast, database: Database) -> None:
    """Dogonbadan moves to Boyer-Ahmad: out of hossein's line, and never out of zahra's."""
    await lent(database, cast.hossein, cast.maryam)
    await lent(database, cast.zahra, cast.maryam)
    await moved(database, cast, cast.tree.dogonbadan, cast.tree.boyer_ahmad, TOMORROW)
    maryam = await loaded(database, day=TOMORROW)
    assert [grant.delegated_by for grant in maryam.grants] == [None, cast.zahra.person]


async def test_one_membership_in_force_in_the_line_is_enough_and_one_beside_is_not(
    cast: Cast, database: Database
) -> None:
    await lent(database, cast.hossein, cast.maryam)
    await suspended(database, cast.hossein, cast.maryam)
    assert not await may_call(database, cast, 1001, TODAY)
    beside = await also(database, cast.maryam, cast.tree.dishmook)
    assert not await may_call(database, cast, 1001, TODAY)
    nearer = await also(database, cast.maryam, cast.tree.dogonbadan)
    assert await may_call(database, cast, 1001, TODAY)
    async with database.write_session() as session:
        for one in (beside, nearer):
            (await session.get_one(Membership, one)).until = TODAY
        await session.commit()
    assert not await may_call(database, cast, 1001, TODAY)


async def test_who_stands_in_does_not_read_the_code_of_an_invitation_to_that_very_role(
    cast: Cast, database: Database
) -> None:
    """Otherwise delegates could join by their own invitation, and keep the borrowed role."""
    async with database.write_session() as session:
        for role in (Role.COORDINATOR, Role.VOLUNTEER):
            await create_invitation(session, inviter=cast.hossein, unit=cast.tree.gachsaran, role=role, now=NOW)
        await session.commit()
    await lent(database, cast.hossein, cast.maryam)
    maryam = await loaded(database)

    async def roles(session: AsyncSession, actor: Actor) -> list[Role]:
        found = await invitations.list_open_invitations(Caller(session, actor, NOW), offset=0, limit=9)
        return [one.role for one in found.items]

    async with database.read_session() as session:
        assert await roles(session, cast.hossein) == [Role.VOLUNTEER, Role.COORDINATOR]
        assert await roles(session, maryam) == [Role.VOLUNTEER]


async def test_what_was_lent_is_not_kept_by_inviting_oneself(cast: Cast, database: Database) -> None:
    """A supervisor invites coordinators, and so does maryam on behalf of zahra."""
    await lent(database, cast.zahra, cast.maryam)
    maryam = await loaded(database)
    async with database.write_session() as session:
        code = await create_invitation(session, inviter=maryam, unit=cast.tree.province, role=Role.COORDINATOR, now=NOW)
        with pytest.raises(Conflict, match="error-invitation-own"):
            await join_by_invitation(
                session, code=code, messenger="telegram", external_id=1001, name="", phone=None, language="fa", now=NOW
            )
        came = await join_by_invitation(
            session, code=code, messenger="bale", external_id=2001, name="", phone=None, language="fa", now=NOW
        )
    assert came.roles == {Role.VOLUNTEER, Role.COORDINATOR}
