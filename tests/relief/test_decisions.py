"""A request is decided once, and the outcome tells the quicker decider, the expired request and the missing row apart."""

import asyncio
from datetime import timedelta

from bot.relief.decisions import DecisionOutcome, decide_once
from bot.relief.ids import PersonId
from bot.relief.vocabulary import JoinRequestState, MergeOfferState
from bot.storage.database import Database
from bot.storage.tables import JoinRequest, MergeOffer
from tests.relief.world import NOW, Cast


async def waiting_request(database: Database, cast: Cast) -> int:
    async with database.write_session() as session:
        row = JoinRequest(person_id=cast.maryam.person, unit_id=cast.tree.sadat, requested_at=NOW, reminded_at=NOW)
        session.add(row)
        await session.commit()
        return row.id


async def test_of_two_concurrent_deciders_one_decides(cast: Cast, database: Database) -> None:
    request_id = await waiting_request(database, cast)

    async def decide(by: PersonId, state: JoinRequestState) -> DecisionOutcome:
        async with database.write_session() as session:
            outcome = await decide_once(session, JoinRequest, request_id, state, by=by, now=NOW)
            await session.commit()
        return outcome

    outcomes = await asyncio.gather(
        decide(cast.zahra.person, JoinRequestState.APPROVED), decide(cast.hossein.person, JoinRequestState.REFUSED)
    )
    assert set(outcomes) == {DecisionOutcome.DECIDED, DecisionOutcome.ALREADY_DECIDED}


async def test_the_loaded_row_and_the_stored_one_tell_the_decision(cast: Cast, database: Database) -> None:
    request_id = await waiting_request(database, cast)
    by = cast.zahra.person
    async with database.write_session() as session:
        row = await session.get_one(JoinRequest, request_id)
        await decide_once(session, JoinRequest, request_id, JoinRequestState.APPROVED, by=by, now=NOW)
        assert (row.state, row.decided_by, row.decided_at) == ("approved", by, NOW)
        await session.commit()
    async with database.read_session() as session:
        stored = await session.get_one(JoinRequest, request_id)
        assert (stored.state, stored.decided_by, stored.decided_at) == ("approved", by, NOW)


async def test_an_expired_offer_and_a_missing_row_are_not_decided(cast: Cast, database: Database) -> None:
    by = cast.maryam.person
    async with database.write_session() as session:
        offer = MergeOffer(survivor_id=by, merged_id=cast.zahra.person, expires_at=NOW + timedelta(days=1))
        session.add(offer)
        await session.flush()
        late = await decide_once(
            session, MergeOffer, offer.id, MergeOfferState.ACCEPTED, by=by, now=NOW + timedelta(days=1)
        )
        missing = await decide_once(session, JoinRequest, 1, JoinRequestState.APPROVED, by=by, now=NOW)
    assert (late, missing) == (DecisionOutcome.EXPIRED, DecisionOutcome.GONE)
