"""Approval of calls to many: who approves them, and that nothing is sent before. Two are many here."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor, Caller
from bot.relief.calls import calls
from bot.relief.calls.approvals import (
    APPROVAL_VALIDITY,
    ApprovalRequest,
    approve_call,
    list_pending_approvals,
    load_approval_request,
    request_call_approval,
    return_call,
    withdraw_approval_request,
)
from bot.relief.errors import Conflict, DomainError, Forbidden, NotFound
from bot.relief.vocabulary import ApprovalState, Role
from bot.storage.database import Database
from bot.storage.tables import AuditEntry, Call, Delegation, Membership
from tests.relief.world import NOW, TODAY, Cast, member

TEXT = "سه‌شنبه ساعت ۱۵، حسینیهٔ سادات"
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _two_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.relief.calls.calls.APPROVAL_THRESHOLD", 1)


async def asked(session: AsyncSession, actor: Actor, cast: Cast) -> ApprovalRequest:
    return await request_call_approval(Caller(session, actor, NOW), unit=cast.tree.gachsaran, role=None, text=TEXT)


async def sent(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Call)) or 0


async def refused(doing: Awaitable[object]) -> str:
    with pytest.raises(DomainError) as no:
        await doing
    return no.value.key


async def test_a_call_to_many_is_sent_when_a_supervisor_lets_it(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        with pytest.raises(Conflict, match="error-call-many"):
            await calls.create_call(Caller(session, cast.hossein, NOW), unit=cast.tree.gachsaran, role=None, text=TEXT)
        one = await asked(session, cast.hossein, cast)
        assert ([who.name for who in one.approvers], one.view.people, await sent(session)) == (["زهرا کاظمی"], 2, 0)
        view, call = await approve_call(Caller(session, cast.zahra, LATER), one.view.id)
        assert (view.requester, call.sender, call.waiting, call.text) == (
            cast.hossein.person,
            "حسین رضایی",
            2,
            TEXT,
        )
        told = (await load_approval_request(Caller(session, cast.hossein, LATER), one.view.id)).view
        assert (told.state, told.decided_by, told.call) == (ApprovalState.APPROVED, "زهرا کاظمی", call.id)
        notes = list(await session.scalars(select(AuditEntry.action).where(AuditEntry.action.contains("call"))))
        assert notes == ["request-call-approval", "approve-call"]
        boxes = (await session.execute(text("SELECT text_box FROM call_approvals"))).all()
        assert all("حسینیه".encode() not in bytes(box) for (box,) in boxes)


async def test_a_call_to_few_waits_for_nobody(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        await calls.create_call(Caller(session, cast.hossein, NOW), unit=cast.tree.sadat, role=None, text=TEXT)
        assert await sent(session) == 1


async def test_only_supervisors_of_the_line_decide_and_know_of_it(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        beside = await member(session, cast.tree.boyer_ahmad, Role.SUPERVISOR, "رضا بهرامی", account=1100)
        above = await member(session, cast.tree.country, Role.SUPERVISOR, "مهدی کریمی", account=1101)
        one = await asked(session, cast.hossein, cast)
        assert {who.name for who in one.approvers} == {"زهرا کاظمی", "مهدی کریمی"}
        for actor in (beside, cast.maryam, cast.mina):
            with pytest.raises(NotFound):
                await approve_call(Caller(session, actor, LATER), one.view.id)
            found = await list_pending_approvals(Caller(session, actor, LATER), offset=0, limit=5)
            assert found.items == ()
        for actor in (above, cast.hossein):
            found = await list_pending_approvals(Caller(session, actor, LATER), offset=0, limit=5)
            assert [item.id for item in found.items] == [one.view.id]
        assert await refused(approve_call(Caller(session, cast.hossein, LATER), one.view.id)) == (
            "error-large-call-own"
        )
        assert await sent(session) == 0


async def test_who_asked_needs_another_supervisor_and_lends_no_way_round(cast: Cast, database: Database) -> None:
    """Hossein coordinates and supervises Gachsaran; he has delegated supervision to Omid."""
    async with database.write_session() as session:
        session.add(
            Membership(person_id=cast.hossein.person, unit_id=cast.tree.gachsaran, role=Role.SUPERVISOR, since=TODAY)
        )
        await member(session, cast.tree.gachsaran, Role.VOLUNTEER, "امید نوری", account=6001)
        held = select(Membership.id).where(
            Membership.person_id == cast.hossein.person, Membership.role == Role.SUPERVISOR
        )
        omid = await load_actor(session, "telegram", 6001, TODAY)
        assert omid is not None
        loan = Delegation(
            membership_id=await session.scalar(held),
            delegate_id=omid.person,
            since=TODAY,
            until=TODAY,
            delegated_at=NOW,
        )
        session.add(loan)
        await session.flush()
        hossein = await load_actor(session, "telegram", 1002, TODAY)
        omid = await load_actor(session, "telegram", 6001, TODAY)
        assert hossein is not None
        assert omid is not None
        one = await asked(session, hossein, cast)
        for actor in (hossein, omid):
            with pytest.raises(Forbidden, match="error-large-call-own"):
                await approve_call(Caller(session, actor, LATER), one.view.id)
        await approve_call(Caller(session, cast.zahra, LATER), one.view.id)
        assert await sent(session) == 1


async def test_where_nobody_supervises_it_is_said_who_could_bring_somebody(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        gone = update(Membership).where(Membership.person_id == cast.zahra.person)
        await session.execute(gone.values(until=TODAY))
        one = await asked(session, cast.hossein, cast)
        assert ([who.name for who in one.approvers], [who.name for who in one.administrators]) == ([], ["مینا صادقی"])


async def test_it_is_returned_with_a_reason_or_taken_back_and_then_decided_no_more(
    cast: Cast, database: Database
) -> None:
    async with database.write_session() as session:
        one, two = await asked(session, cast.hossein, cast), await asked(session, cast.hossein, cast)
        assert await refused(return_call(Caller(session, cast.zahra, LATER), one.view.id, " نه ")) == (
            "error-return-note"
        )
        await return_call(Caller(session, cast.zahra, LATER), one.view.id, "ساعت نوشته نشده")
        back = (await load_approval_request(Caller(session, cast.hossein, LATER), one.view.id)).view
        assert (back.state, back.reason) == (ApprovalState.RETURNED, "ساعت نوشته نشده")
        with pytest.raises(NotFound):
            await withdraw_approval_request(Caller(session, cast.zahra, LATER), two.view.id)
        await withdraw_approval_request(Caller(session, cast.hossein, LATER), two.view.id)
        for view, key in ((one, "returned"), (two, "withdrawn")):
            assert await refused(approve_call(Caller(session, cast.zahra, LATER), view.view.id)) == (
                f"error-large-call-{key}"
            )
        assert await sent(session) == 0


async def test_two_days_later_it_is_over(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        one = await asked(session, cast.hossein, cast)
        over = NOW + APPROVAL_VALIDITY
        assert (await list_pending_approvals(Caller(session, cast.zahra, over), offset=0, limit=5)).items == ()
        assert await refused(approve_call(Caller(session, cast.zahra, over), one.view.id)) == (
            "error-large-call-expired"
        )


async def test_who_may_not_send_any_more_sends_nothing(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        one = await asked(session, cast.hossein, cast)
        gone = update(Membership).where(Membership.person_id == cast.hossein.person)
        await session.execute(gone.values(until=TODAY))
        with pytest.raises(Conflict, match="error-large-call-sender"):
            await approve_call(Caller(session, cast.zahra, LATER), one.view.id)


async def test_of_two_supervisors_at_once_one_decides(cast: Cast, database: Database) -> None:
    async with database.write_session() as session:
        reza = await member(session, cast.tree.province, Role.SUPERVISOR, "رضا بهرامی", account=1100)
        one = await asked(session, cast.hossein, cast)
        await session.commit()

    async def approve(actor: Actor) -> str:
        async with database.write_session() as session:
            try:
                await approve_call(Caller(session, actor, LATER), one.view.id)
            except Conflict as no:
                return no.key
            await session.commit()
        return ""

    told = sorted(await asyncio.gather(approve(cast.zahra), approve(reza)))
    assert told == ["", "error-large-call-approved"]
    async with database.read_session() as session:
        assert await sent(session) == 1
