"""Delegation within a unit: its rules, the rights of the delegate, its end, and its audit entries."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.relief.access.caller import Actor, Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.families import access_log
from bot.relief.ids import MembershipId
from bot.relief.people import delegation, membership
from bot.relief.people.registration import create_invitation
from bot.relief.vocabulary import Role
from bot.storage.database import Database
from bot.storage.tables import AuditEntry
from tests.relief.people.test_membership import held, loaded, suspended
from tests.relief.world import NOW, TODAY, Cast, member, registered
from tests.support.moments import noon

TOMORROW = TODAY + timedelta(days=1)
LATER = TODAY + timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Return omid, a volunteer in Gachsaran, which hossein coordinates."""

    cast: Cast
    omid: Actor
    hosseins: MembershipId


@pytest.fixture
async def stand(cast: Cast, database: Database) -> Stand:
    async with database.write_session() as session:
        omid = await member(session, cast.tree.gachsaran, Role.VOLUNTEER, "امید نوری", account=6001)
        await session.commit()
    return Stand(cast=cast, omid=omid, hosseins=await held(database, cast.hossein.person))


async def lent(
    database: Database, stand: Stand, since: date = TODAY, until: date = TOMORROW
) -> delegation.DelegationView:
    async with database.write_session() as session:
        made = await delegation.delegate(Caller(session, stand.cast.hossein, NOW), stand.hosseins, stand.omid.person, since=since, until=until)  # fmt: skip
        await session.commit()
    return made


async def may_call(database: Database, stand: Stand, day: date) -> bool:
    omid = await loaded(database, 6001, day)
    async with database.read_session() as session:
        return await is_allowed(Caller(session, omid, noon(day)), Action.SEND_CALL, stand.cast.tree.sadat)


async def test_the_borrower_has_the_right_on_the_named_days_and_on_no_other(stand: Stand, database: Database) -> None:
    await lent(database, stand, TOMORROW, LATER)
    days = [TODAY + timedelta(days=n) for n in range(4)]
    assert [await may_call(database, stand, day) for day in days] == [False, True, True, False]
    omid = await loaded(database, 6001, TOMORROW)
    assert [(grant.role, grant.delegated_by) for grant in omid.grants] == [
        (Role.VOLUNTEER, None),
        (Role.COORDINATOR, stand.cast.hossein.person),
    ]


async def test_what_is_taken_back_is_gone_at_once(stand: Stand, database: Database) -> None:
    made = await lent(database, stand)
    async with database.write_session() as session:
        with pytest.raises(NotFound):
            await delegation.revoke_delegation(Caller(session, stand.omid, NOW), made.id)
        borrower, _ = await delegation.revoke_delegation(Caller(session, stand.cast.hossein, NOW), made.id)
        await session.commit()
    assert borrower == stand.omid.person
    assert not await may_call(database, stand, TODAY)


async def test_it_ends_with_the_role_of_who_lent_it_and_with_the_membership_of_who_borrowed(
    stand: Stand, database: Database
) -> None:
    await lent(database, stand)
    omids = await held(database, stand.omid.person)
    async with database.write_session() as session:
        await membership.suspend_membership(
            Caller(session, stand.cast.hossein, NOW), omids, reason="آزمون", until=TODAY
        )
        await session.commit()
    assert not await may_call(database, stand, TODAY)
    assert await may_call(database, stand, TOMORROW)
    await suspended(database, stand.cast.zahra, stand.cast.hossein)
    assert not await may_call(database, stand, TOMORROW)


async def test_nobody_lends_what_they_have_not_got_nor_what_was_lent_to_them(stand: Stand, database: Database) -> None:
    await lent(database, stand)
    omid = await loaded(database, 6001)
    zahras = await held(database, stand.cast.zahra.person)
    async with database.write_session() as session:
        assert await delegation.delegable_memberships(Caller(session, omid, NOW)) == ()
        for actor, wanted in ((omid, stand.hosseins), (stand.cast.hossein, zahras), (omid, zahras)):
            with pytest.raises(NotFound, match="error-away-not-yours"):
                await delegation.delegate(Caller(session, actor, NOW), wanted, stand.cast.maryam.person, since=TODAY, until=TODAY)  # fmt: skip


async def test_it_is_lent_neither_to_oneself_nor_to_members_beside(stand: Stand, database: Database) -> None:
    hossein = stand.cast.hossein
    async with database.write_session() as session:
        beside = await member(session, stand.cast.tree.boyer_ahmad, Role.VOLUNTEER, "رضا بهرامی", account=6002)
        found = await delegation.find_delegate_candidates(
            Caller(session, hossein, NOW), stand.hosseins, search="", offset=0, limit=9
        )
        assert found.items[0].name == "امید نوری"
        assert not {hossein.person, beside.person} & {one.person for one in found.items}
        for other in (beside.person, hossein.person):
            with pytest.raises(NotFound, match="error-away-nobody"):
                await delegation.delegate(
                    Caller(session, hossein, NOW), stand.hosseins, other, since=TODAY, until=TODAY
                )


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [(-1, 2, "past"), (2, 1, "order"), (0, 93, "long")],
)
async def test_days_must_be_days_to_come_in_order(
    since: int, until: int, why: str, stand: Stand, database: Database
) -> None:
    with pytest.raises(Conflict, match=f"error-away-{why}"):
        await lent(database, stand, TODAY + timedelta(days=since), TODAY + timedelta(days=until))


async def test_who_stands_in_invites_nobody_to_that_very_role_and_touches_no_equal(
    stand: Stand, database: Database
) -> None:
    """Otherwise a role borrowed for two days could be kept for ever."""
    await lent(database, stand)
    omid = await loaded(database, 6001)
    async with database.write_session() as session:
        for unit in (stand.cast.tree.gachsaran, stand.cast.tree.sadat):
            with pytest.raises(Forbidden):
                await create_invitation(session, inviter=omid, unit=unit, role=Role.COORDINATOR, now=NOW)
        await create_invitation(session, inviter=omid, unit=stand.cast.tree.sadat, role=Role.VOLUNTEER, now=NOW)
        with pytest.raises(Forbidden):
            await membership.end_membership(Caller(session, omid, NOW), stand.hosseins)


async def test_the_audit_says_in_whose_stead_and_only_where_it_was(stand: Stand, database: Database) -> None:
    await lent(database, stand)
    omid = await loaded(database, 6001)
    async with database.write_session() as session:
        here = await registered(session, omid, stand.cast.tree.gachsaran, "زهرا موسوی")
        below = await registered(session, omid, stand.cast.tree.sadat, "سکینه کاظمی")
        await session.commit()
    async with database.read_session() as session:
        entries = {row.subject: row.on_behalf_of for row in await session.scalars(select(AuditEntry))}
        _, _, told = await access_log.access_log(Caller(session, stand.cast.zahra, NOW), below.id, offset=0, limit=9)
    assert entries[f"family:{here.number}"] is None  # a volunteer of Gachsaran registers there by themselves
    assert entries[f"family:{below.number}"] == stand.cast.hossein.person
    assert [(look.name, look.on_behalf_of) for look in told.items] == [("امید نوری", "حسین رضایی")]
