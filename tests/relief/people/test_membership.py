"""Suspending, reinstating, ending and leaving: rights, rules, and the last administrator."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed
from bot.relief.calls.audiences import load_audience
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.ids import AccountRef, MembershipId, PersonId, UnitId
from bot.relief.people import members, membership
from bot.relief.people.registration import create_invitation, join_by_invitation
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import Account, AuditEntry, Membership, Suspension
from tests.relief.world import NOW, TODAY, Cast, member

REASON = "کارت شناسایی‌اش باطل شده است"
TOMORROW = TODAY + timedelta(days=1)


async def held(database: Database, person: PersonId) -> MembershipId:
    async with database.read_session() as session:
        found = (await session.scalars(select(Membership.id).where(Membership.person_id == person))).one()
    return MembershipId(found)


async def suspended(database: Database, by: Actor, whom: Actor, until: date | None = None) -> MembershipId:
    wanted = await held(database, whom.person)
    async with database.write_session() as session:
        await membership.suspend_membership(Caller(session, by, NOW), wanted, reason=REASON, until=until)
        await session.commit()
    return wanted


async def loaded(database: Database, account: int = 1001, day: date = TODAY, messenger: str = "telegram") -> Actor:
    async with database.read_session() as session:
        actor = await load_actor(session, messenger, account, day)
    assert actor is not None
    return actor


async def test_who_is_suspended_has_no_rights_is_not_called_and_knows_for_how_long(
    cast: Cast, database: Database
) -> None:
    async with database.read_session() as session:
        before = await load_audience(Caller(session, cast.hossein, NOW), cast.tree.sadat, None)
    await suspended(database, cast.hossein, cast.maryam, TOMORROW)
    maryam = await loaded(database)
    assert maryam.grants == ()
    assert [(pause.unit_name, pause.until) for pause in maryam.suspended_memberships] == [
        ("امداد محلهٔ سادات", TOMORROW)
    ]
    async with database.read_session() as session:
        assert not await is_allowed(Caller(session, maryam, NOW), Action.SIGN_UP, cast.tree.sadat)
        after = await load_audience(Caller(session, cast.hossein, NOW), cast.tree.sadat, None)
    assert (before.count, after.count) == (1, 0)


async def test_a_suspension_ends_with_its_last_day_by_itself(cast: Cast, database: Database) -> None:
    await suspended(database, cast.hossein, cast.maryam, TOMORROW)
    assert (await loaded(database, day=TOMORROW)).grants == ()
    assert (await loaded(database, day=TOMORROW + timedelta(days=1))).grants == cast.maryam.grants


async def test_who_is_brought_back_is_back_at_once_and_may_be_suspended_again(cast: Cast, database: Database) -> None:
    wanted = await suspended(database, cast.hossein, cast.maryam)
    async with database.write_session() as session:
        with pytest.raises(Conflict, match="error-suspended-already"):
            await membership.suspend_membership(Caller(session, cast.zahra, NOW), wanted, reason=REASON, until=None)
    for _ in range(2):
        async with database.write_session() as session:
            await membership.reinstate(Caller(session, cast.zahra, NOW), wanted)
            await session.commit()
    assert (await loaded(database)).grants == cast.maryam.grants
    await suspended(database, cast.hossein, cast.maryam)
    assert (await loaded(database)).grants == ()


@pytest.mark.parametrize(
    ("by", "whom"),
    [("maryam", "narges"), ("maryam", "maryam"), ("hossein", "zahra"), ("hossein", "hossein"), ("zahra", "mina")],
)
async def test_nobody_touches_who_stands_above_beside_or_is_themselves(
    by: str, whom: str, cast: Cast, database: Database
) -> None:
    actor: Actor = getattr(cast, by)
    wanted = await held(database, getattr(cast, whom).person)
    async with database.write_session() as session:
        with pytest.raises(Forbidden):
            await membership.suspend_membership(Caller(session, actor, NOW), wanted, reason=REASON, until=None)
        with pytest.raises(Forbidden):
            await membership.end_membership(Caller(session, actor, NOW), wanted)
        with pytest.raises(Forbidden):
            await membership.reinstate(Caller(session, actor, NOW), wanted)


async def test_the_reason_is_sealed_and_the_audit_tells_all_of_it(cast: Cast, database: Database) -> None:
    wanted = await suspended(database, cast.hossein, cast.maryam)
    async with database.read_session() as session:
        row = (await session.scalars(select(Suspension))).one()
        entry = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "suspend-membership"))).one()
    assert REASON.encode() not in row.reason_box
    assert (row.reason, row.suspended_by) == (REASON, cast.hossein.person)
    assert (entry.subject, entry.reason, entry.person_id) == (f"membership:{wanted}", REASON, cast.hossein.person)
    async with database.write_session() as session:
        with pytest.raises(Conflict, match="error-suspension-reason"):
            await membership.suspend_membership(Caller(session, cast.hossein, NOW), wanted, reason=" . ", until=None)


async def test_no_invitation_brings_back_who_is_suspended(cast: Cast, database: Database) -> None:
    await suspended(database, cast.hossein, cast.maryam)
    async with database.write_session() as session:
        for role in (Role.VOLUNTEER, Role.COORDINATOR):
            code = await create_invitation(session, inviter=None, unit=cast.tree.sadat, role=role, now=NOW)
            with pytest.raises(Conflict, match="error-member-suspended"):
                await join_by_invitation(
                    session, code=code, messenger="telegram", external_id=1001, name="مریم احمدی",
                    phone=None, language="fa", now=NOW,
                )  # fmt: skip


async def test_a_membership_that_ended_is_over_and_what_they_did_stays(cast: Cast, database: Database) -> None:
    wanted = await held(database, cast.maryam.person)
    async with database.write_session() as session:
        await membership.end_membership(Caller(session, cast.hossein, NOW), wanted)
        await session.commit()
    maryam = await loaded(database)
    assert (maryam.grants, maryam.suspended_memberships, maryam.name) == ((), (), "مریم احمدی")
    async with database.write_session() as session:
        with pytest.raises(NotFound):
            await membership.end_membership(Caller(session, cast.hossein, NOW), wanted)


async def test_one_leaves_by_oneself_and_for_oneself_alone(cast: Cast, database: Database) -> None:
    wanted, other = await held(database, cast.maryam.person), await held(database, cast.narges.person)
    here = AccountRef("telegram", 1001)
    async with database.write_session() as session:
        with pytest.raises(NotFound):
            await membership.leave_unit(Caller(session, cast.maryam, NOW), other, here)
        await membership.leave_unit(Caller(session, cast.maryam, NOW), wanted, here)
        await session.commit()
    assert (await loaded(database)).grants == ()


async def test_the_last_administrator_cannot_vanish(cast: Cast, database: Database) -> None:
    mina = await held(database, cast.mina.person)
    here = AccountRef("telegram", 1004)
    async with database.write_session() as session:
        with pytest.raises(Conflict, match="error-last-administrator"):
            await membership.leave_unit(Caller(session, cast.mina, NOW), mina, here)
        below = await member(session, cast.tree.province, Role.ADMINISTRATOR, "رؤیا نوری", account=3001)
        with pytest.raises(Conflict, match="error-last-administrator"):
            await membership.leave_unit(Caller(session, cast.mina, NOW), mina, here)  # one below is not over all
        other = await member(session, cast.tree.country, Role.ADMINISTRATOR, "پریسا امینی", account=3002)
        await session.commit()
    async with database.write_session() as session:  # one whom no messenger reaches looks after nothing
        await session.execute(update(Account).where(Account.person_id == other.person).values(unlinked_at=NOW))
        with pytest.raises(Conflict, match="error-last-administrator"):
            await membership.leave_unit(Caller(session, cast.mina, NOW), mina, here)
    async with database.write_session() as session:
        await membership.leave_unit(Caller(session, cast.mina, NOW), mina, here)
        await session.commit()
    assert below.primary_grant is not None


async def test_of_two_administrators_who_leave_at_once_one_stays(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        other = await member(session, cast.tree.country, Role.ADMINISTRATOR, "پریسا امینی", account=3002)
        await session.commit()

    async def leaves(actor: Actor, account: int) -> None:
        wanted = await held(database, actor.person)
        async with database.write_session() as session:
            await membership.leave_unit(Caller(session, actor, NOW), wanted, AccountRef("telegram", account))
            await session.commit()

    ends = await asyncio.gather(leaves(cast.mina, 1004), leaves(other, 3002), return_exceptions=True)
    assert [end.args for end in ends if isinstance(end, BaseException)] == [("error-last-administrator",)]


async def test_the_members_of_a_unit_are_listed_senior_first_and_found_by_a_part_of_the_name(
    cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        await member(session, cast.tree.sadat, Role.COORDINATOR, "پریسا امینی", account=3001)
        await member(session, cast.tree.sadat, Role.VOLUNTEER, "آرش کاظمی", account=3002)
        await session.commit()

    async def names(actor: Actor, unit: UnitId, search: str = "") -> list[str]:
        async with database.read_session() as session:
            found = await members.find_members(Caller(session, actor, NOW), unit, search=search, offset=0, limit=9)
        return [one.name for one in found.items]

    assert await names(cast.hossein, cast.tree.sadat) == ["پریسا امینی", "آرش کاظمی", "مریم احمدی"]
    assert await names(cast.hossein, cast.tree.sadat, "كاظ") == ["آرش کاظمی"]
    for actor, unit in ((cast.maryam, cast.tree.sadat), (cast.hossein, cast.tree.yasuj_centre)):
        with pytest.raises(Forbidden):
            await names(actor, unit)


async def test_a_member_is_opened_by_who_looks_after_them_and_is_nothing_to_others(
    cast: Cast, database: Database
) -> None:
    maryam, zahra = await held(database, cast.maryam.person), await held(database, cast.zahra.person)
    async with database.read_session() as session:
        seen = await members.load_member(Caller(session, cast.hossein, NOW), maryam)
        assert (seen.membership.name, seen.can_manage, [one.messenger for one in seen.accounts]) == (
            "مریم احمدی", True, ["telegram"],
        )  # fmt: skip
        for actor, wanted in ((cast.narges, maryam), (cast.hossein, zahra), (cast.maryam, maryam)):
            with pytest.raises(NotFound):
                await members.load_member(Caller(session, actor, NOW), wanted)
