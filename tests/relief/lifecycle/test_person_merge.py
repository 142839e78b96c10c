"""Merge of two persons: references move to the survivor, the audit stays, both must agree."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Caller
from bot.relief.access.policy import Action
from bot.relief.access.rights import is_allowed
from bot.relief.blind_index import phone_digest
from bot.relief.campaigns import campaigns
from bot.relief.campaigns.campaigns import NewCampaign
from bot.relief.campaigns.sign_ups import sign_up
from bot.relief.errors import Conflict, NotFound
from bot.relief.families.files import find_families
from bot.relief.ids import AccountRef, MergeId, PersonId
from bot.relief.ledger import totals
from bot.relief.lifecycle.person_merge import (
    MERGE_OFFER_VALIDITY,
    accept_merge,
    list_merge_offers,
    offer_merge,
    person_references,
    refuse_merge,
)
from bot.relief.people.account_linking import issue_link_code
from bot.relief.services.verification import verify_report
from bot.relief.vocabulary import MergeOfferState, Role
from bot.storage.database import Database
from bot.storage.tables import AuditEntry, Campaign, Draft, Membership, MergeOffer, Person, Service, SignUp
from tests.relief.world import NOW, TODAY, Cast, registered, reported

PHONE = "+989170001234"
NARGES = AccountRef("bale", 2001)
MARYAM = AccountRef("telegram", 1001)


async def with_one_phone(database: Database, *persons: PersonId) -> None:
    async with database.write_session() as session:
        for person in persons:
            row = await session.get_one(Person, person)
            row.phone, row.phone_digest = PHONE, phone_digest(PHONE)
        await session.commit()


async def offered(database: Database, cast: Cast) -> MergeId:
    async with database.write_session() as session:
        code = await issue_link_code(Caller(session, cast.maryam, NOW))
        assert await offer_merge(Caller(session, cast.narges, NOW), code, NARGES) == cast.maryam.person
        (made,) = await list_merge_offers(session, cast.maryam.person, NOW)
        await session.commit()
    return made.id


async def merged(database: Database, cast: Cast) -> None:
    await with_one_phone(database, cast.maryam.person, cast.narges.person)
    wanted = await offered(database, cast)
    async with database.write_session() as session:
        await accept_merge(Caller(session, cast.maryam, NOW), wanted, MARYAM)
        await session.commit()


async def test_what_both_held_and_did_is_the_ones_and_the_other_is_only_a_name(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        family = await registered(session, cast.narges, cast.tree.lebnan, "سکینه کاظمی")
        await session.commit()
    await merged(database, cast)
    async with database.read_session() as session:
        actor = await load_actor(session, *NARGES, TODAY)
        assert actor is not None
        found = await find_families(Caller(session, actor, NOW), search="", offset=0, limit=9)
        other = await session.get_one(Person, cast.narges.person)
        assert await is_allowed(Caller(session, actor, NOW), Action.REGISTER_FAMILY, cast.tree.lebnan)
        assert await is_allowed(Caller(session, actor, NOW), Action.REGISTER_FAMILY, cast.tree.sadat)
    assert (actor.person, actor.name) == (cast.maryam.person, "مریم احمدی")
    assert [one.id for one in found.items] == [family.id]
    assert (other.name, other.phone, other.merged_into) == ("نرگس رستمی", None, cast.maryam.person)


async def test_no_table_refers_to_the_other_any_more_but_what_was_audited_and_agreed(
    cast: Cast, database: Database
) -> None:
    """Checks each column that references a person, also of tables added later."""
    async with database.write_session() as session:
        await registered(session, cast.narges, cast.tree.lebnan, "سکینه کاظمی")
        session.add(Draft(person_id=cast.narges.person, form="service-report", state="{}", updated_at=NOW))
        await session.commit()
    async with database.read_session() as session:
        audited = list(await session.execute(select(AuditEntry.id, AuditEntry.person_id).order_by(AuditEntry.id)))
    await merged(database, cast)
    columns = list(person_references())
    assert {"families.registered_by", "accounts.person_id", "memberships.person_id"} <= {str(one) for one in columns}
    async with database.read_session() as session:
        for column in columns:
            left = await session.scalar(select(func.count()).where(column == cast.narges.person))
            assert left == 0, str(column)
        assert await session.scalar(select(func.count()).where(Draft.person_id == cast.narges.person)) == 0
        now = list(await session.execute(select(AuditEntry.id, AuditEntry.person_id).order_by(AuditEntry.id)))
    assert now[: len(audited)] == audited


async def test_what_the_one_verified_of_the_others_waits_again(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        session.add(
            Membership(person_id=cast.maryam.person, unit_id=cast.tree.gachsaran, role=Role.SUPERVISOR, since=TODAY)
        )
        theirs = await reported(session, cast.narges, cast.tree.lebnan, None)
        anothers = await reported(session, cast.hossein, cast.tree.lebnan, None)
        maryam = await load_actor(session, "telegram", 1001, TODAY)
        assert maryam is not None
        for one in (theirs, anothers):
            await verify_report(Caller(session, maryam, NOW), one.id)
        await session.commit()
    await merged(database, cast)
    async with database.read_session() as session:
        left = list(await session.scalars(select(Service.number).where(Service.verified_at.is_(None))))
        assert left == [theirs.number]
        assert await totals.is_consistent(session)


async def test_a_role_that_both_had_in_a_unit_is_held_once_and_two_places_become_one(
    cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        session.add(Membership(person_id=cast.narges.person, unit_id=cast.tree.sadat, role=Role.VOLUNTEER, since=TODAY))
        new = NewCampaign(
            unit=cast.tree.gachsaran, title="پخت غذای گرم", occasion="", since=TODAY, until=TODAY, places=5
        )
        opened = await campaigns.open_campaign(Caller(session, cast.hossein, NOW), new)
        for actor in (cast.maryam, cast.narges):
            await sign_up(Caller(session, actor, NOW), opened.id)
        await session.commit()
    await merged(database, cast)
    async with database.read_session() as session:
        taken = await session.scalar(select(Campaign.taken_places))
        standing = await session.scalar(select(func.count()).select_from(SignUp).where(SignUp.state == "in"))
        held = await session.execute(
            select(Membership.unit_id, Membership.person_id).where(
                Membership.until.is_(None), Membership.unit_id.in_((cast.tree.sadat, cast.tree.lebnan))
            )
        )
        kept = sorted(tuple(row) for row in held)
    assert (taken, standing) == (1, 1)
    assert kept == sorted((unit, cast.maryam.person) for unit in (cast.tree.sadat, cast.tree.lebnan))


async def test_all_drafts_of_both_are_kept_and_can_be_read(cast: Cast, database: Database) -> None:
    later = NOW + timedelta(hours=1)
    async with database.write_session() as session:
        for person, form, state, at in (
            (cast.maryam.person, "service-report", "hers", NOW),
            (cast.narges.person, "service-report", "later", later),
            (cast.narges.person, "family-registration", "alone", NOW),
        ):
            session.add(Draft(person_id=person, form=form, state=state, updated_at=at))
        await session.commit()
    await merged(database, cast)
    async with database.read_session() as session:
        drafts = list(await session.scalars(select(Draft).order_by(Draft.form, Draft.updated_at)))
        assert [(one.person_id, one.form, one.state) for one in drafts] == [
            (cast.maryam.person, "family-registration", "alone"),
            (cast.maryam.person, "service-report", "hers"),
            (cast.maryam.person, "service-report", "later"),
        ]


async def test_only_one_verified_phone_and_both_agreements_make_one_of_two(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        code = await issue_link_code(Caller(session, cast.maryam, NOW))
        with pytest.raises(Conflict, match="error-merge-phone"):
            await offer_merge(Caller(session, cast.narges, NOW), code, NARGES)
    await with_one_phone(database, cast.maryam.person, cast.narges.person)
    wanted = await offered(database, cast)
    async with database.write_session() as session:
        for actor in (cast.narges, cast.hossein):
            with pytest.raises(NotFound, match="error-merge-over"):
                await accept_merge(Caller(session, actor, NOW), wanted, NARGES)
        with pytest.raises(NotFound, match="error-merge-over"):
            await accept_merge(Caller(session, cast.maryam, NOW + MERGE_OFFER_VALIDITY), wanted, MARYAM)
    async with database.write_session() as session:  # the number is another's since it was offered
        row = await session.get_one(Person, cast.narges.person)
        row.phone = "+989170009999"
        await session.flush()
        with pytest.raises(Conflict, match="error-merge-phone"):
            await accept_merge(Caller(session, cast.maryam, NOW), wanted, MARYAM)
    async with database.write_session() as session:
        await refuse_merge(Caller(session, cast.maryam, NOW), wanted)
        with pytest.raises(NotFound, match="error-merge-over"):
            await accept_merge(Caller(session, cast.maryam, NOW), wanted, MARYAM)


async def test_what_was_done_is_not_done_again(cast: Cast, database: Database) -> None:
    await merged(database, cast)
    async with database.write_session() as session:
        done = await session.scalar(select(MergeOffer.id))
        with pytest.raises(NotFound, match="error-merge-over"):
            await accept_merge(Caller(session, cast.maryam, NOW), MergeId(done or 0), MARYAM)
        await session.execute(update(MergeOffer).values(state=MergeOfferState.WAITING))
        with pytest.raises(Conflict, match="error-merge-phone"):  # the other is nobody any more
            await accept_merge(Caller(session, cast.maryam, NOW), MergeId(done or 0), MARYAM)
