"""Calls: senders, audiences, counts, answers, and how a call is stopped. Nothing is sent here."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.relief.access.caller import Actor, Caller
from bot.relief.calls import calls
from bot.relief.calls.answering import answer_call, list_call_answers
from bot.relief.calls.audiences import find_audiences, load_audience, measure_reach
from bot.relief.calls.views import CallView
from bot.relief.errors import Conflict, Forbidden, NotFound
from bot.relief.ids import CallId, UnitId
from bot.relief.outbound.addresses import mark_reachable, resolve_addresses
from bot.relief.outbound.jobs import JobKind
from bot.relief.vocabulary import CallAnswer, CallState, DeliveryFailureReason, Role
from bot.storage.database import Database
from bot.storage.tables import Account, Call, Delivery, Job, Membership
from tests.relief.world import NOW, TODAY, Cast, member

TEXT = "سه‌شنبه ساعت ۱۵، حسینیهٔ سادات، برای بسته‌بندی کمک لازم داریم."


async def sent(
    database: Database, actor: Actor, unit: UnitId, role: Role | None = Role.VOLUNTEER, text: str = TEXT
) -> CallView:
    async with database.write_session() as session:
        view = await calls.create_call(Caller(session, actor, NOW), unit=unit, role=role, text=text)
        await session.commit()
    return view


async def seen(database: Database, actor: Actor, call: CallId) -> CallView:
    async with database.read_session() as session:
        return await calls.load_call(Caller(session, actor, NOW), call)


async def also_supervises(database: Database, cast: Cast) -> None:
    """Maryam gets a second role and a second unit: she stays one person."""
    async with database.write_session() as session:
        session.add_all(
            Membership(person_id=cast.maryam.person, unit_id=unit, role=role, since=TODAY)
            for unit, role in ((cast.tree.sadat, "supervisor"), (cast.tree.lebnan, "volunteer"))
        )
        await session.commit()


async def blocked(database: Database, actor: Actor) -> None:
    async with database.write_session() as session:
        await session.execute(update(Account).where(Account.person_id == actor.person).values(unreachable_since=NOW))
        await session.commit()


async def offered(database: Database, actor: Actor) -> list[tuple[str, Role | None, int]]:
    async with database.read_session() as session:
        found = await find_audiences(Caller(session, actor, NOW), 0, 20)
    return [(one.unit_name, one.role, one.count) for one in found.items]


async def test_a_coordinator_is_offered_their_unit_and_those_below_each_person_once(
    database: Database, cast: Cast
) -> None:
    await also_supervises(database, cast)
    assert await offered(database, cast.hossein) == [
        ("گچساران", None, 2),
        ("گچساران", Role.SUPERVISOR, 1),
        ("دوگنبدان", None, 2),
        ("دوگنبدان", Role.SUPERVISOR, 1),
        ("امداد محلهٔ سادات", None, 1),
        ("امداد محلهٔ لبنان", None, 2),
    ]


async def test_audiences_come_page_by_page_and_by_name(database: Database, cast: Cast) -> None:
    async with database.read_session() as session:
        first = await find_audiences(Caller(session, cast.hossein, NOW), 0, 3)
        rest = await find_audiences(Caller(session, cast.hossein, NOW), 3, 3)
        named = await find_audiences(Caller(session, cast.hossein, NOW), 0, 3, search="سادات")
    assert (len(first.items), first.has_more) == (3, True)
    assert (len(rest.items), rest.has_more) == (1, False)
    assert [one.unit_name for one in named.items] == ["امداد محلهٔ سادات"]


async def test_nobody_else_is_offered_anything(database: Database, cast: Cast) -> None:
    for actor in (cast.maryam, cast.zahra, cast.mina):
        assert await offered(database, actor) == []


async def test_the_preview_says_where_it_goes_and_who_is_left_out(database: Database, cast: Cast) -> None:
    async with database.write_session() as session:
        await member(session, cast.tree.sadat, Role.VOLUNTEER, "علی", messenger="bale", account=2002)
        reza = await member(session, cast.tree.sadat, Role.VOLUNTEER, "رضا", account=2003)
        await session.commit()
    await blocked(database, reza)
    async with database.read_session() as session:
        everybody = await load_audience(Caller(session, cast.hossein, NOW), cast.tree.gachsaran, None)
        preview = await measure_reach(Caller(session, cast.hossein, NOW), cast.tree.gachsaran, None)
    assert (everybody.unit_name, everybody.count) == ("گچساران", 4)
    assert (preview.people, preview.by_messenger, preview.unreachable) == (3, (("bale", 2), ("telegram", 1)), 1)
    call = await sent(database, cast.hossein, cast.tree.gachsaran, role=None)
    assert (call.total, call.waiting, call.unreachable) == (4, 3, 1)


async def test_the_one_who_sends_it_is_not_called(database: Database, cast: Cast) -> None:
    await sent(database, cast.hossein, cast.tree.gachsaran, role=None)
    async with database.read_session() as session:
        called = set(await session.scalars(select(Delivery.person_id)))
    assert called == {cast.maryam.person, cast.narges.person}


async def test_one_copy_a_person_in_the_messenger_used_last(database: Database, cast: Cast) -> None:
    async with database.write_session() as session:
        session.add(Account(person_id=cast.maryam.person, messenger="bale", external_id=77, last_seen_at=NOW))
        await session.commit()
    call = await sent(database, cast.hossein, cast.tree.sadat)
    async with database.read_session() as session:
        messengers = list(await session.scalars(select(Delivery.messenger).where(Delivery.call_id == call.id)))
        lanes = set(await session.scalars(select(Job.lane).where(Job.kind == JobKind.CALL)))
    assert (messengers, lanes) == (["bale"], {"bale"})


async def test_sending_nothing_or_to_nobody_is_refused(database: Database, cast: Cast) -> None:
    with pytest.raises(Conflict, match="error-call-empty"):
        await sent(database, cast.hossein, cast.tree.sadat, text="  ")
    with pytest.raises(Conflict, match="error-call-long"):
        await sent(database, cast.hossein, cast.tree.sadat, text="آ" * 3001)
    await blocked(database, cast.maryam)
    with pytest.raises(Conflict, match="error-call-nobody"):
        await sent(database, cast.hossein, cast.tree.sadat)
    async with database.read_session() as session:
        assert list(await session.scalars(select(Call.id))) == []


async def test_only_coordinators_send_and_only_in_their_line(database: Database, cast: Cast) -> None:
    for actor in (cast.maryam, cast.zahra, cast.mina):
        with pytest.raises(Forbidden):
            await sent(database, actor, cast.tree.sadat)
    with pytest.raises(Forbidden):
        await sent(database, cast.hossein, cast.tree.yasuj_centre)
    async with database.read_session() as session:
        with pytest.raises(Forbidden):
            await load_audience(Caller(session, cast.hossein, NOW), cast.tree.province, None)


async def test_a_supervisor_sees_a_call_but_does_not_touch_it(database: Database, cast: Cast) -> None:
    call = await sent(database, cast.hossein, cast.tree.sadat)
    assert (await seen(database, cast.zahra, call.id)).sender == "حسین رضایی"
    async with database.write_session() as session:
        with pytest.raises(Forbidden):
            await calls.pause_call(Caller(session, cast.zahra, NOW), call.id)
    with pytest.raises(NotFound):
        await seen(database, cast.maryam, call.id)
    with pytest.raises(NotFound):
        await seen(database, cast.hossein, CallId(1))


async def turned(database: Database, cast: Cast, call: CallId, *acts: str) -> CallState:
    for act in acts:
        async with database.write_session() as session:
            view = await getattr(calls, f"{act}_call")(Caller(session, cast.hossein, NOW), call)
            await session.commit()
    return CallState(view.state)


async def test_pausing_twice_is_once_and_what_was_cancelled_stays_so(database: Database, cast: Cast) -> None:
    call = (await sent(database, cast.hossein, cast.tree.sadat)).id
    assert await turned(database, cast, call, "pause", "pause") is CallState.PAUSED
    assert await turned(database, cast, call, "resume", "resume") is CallState.SENDING
    assert await turned(database, cast, call, "cancel", "cancel") is CallState.CANCELLED
    with pytest.raises(Conflict, match="error-call-ended"):
        await turned(database, cast, call, "resume")
    assert (await seen(database, cast.hossein, call)).finished_at == NOW


async def test_the_last_word_counts(database: Database, cast: Cast) -> None:
    call = (await sent(database, cast.hossein, cast.tree.gachsaran)).id
    async with database.write_session() as session:
        for actor, said in (
            (cast.maryam, CallAnswer.COMING),
            (cast.narges, CallAnswer.CANNOT),
            (cast.maryam, CallAnswer.CANNOT),
        ):
            await answer_call(Caller(session, actor, NOW), call, said)
        copy = await answer_call(Caller(session, cast.narges, NOW), call, CallAnswer.COMING)
        await session.commit()
    assert (copy.name, copy.text, copy.answer) == ("نرگس رستمی", TEXT, CallAnswer.COMING)
    view = await seen(database, cast.hossein, call)
    assert (view.coming, view.cannot) == (1, 1)
    async with database.read_session() as session:
        answers = await list_call_answers(Caller(session, cast.hossein, NOW), call, offset=0, limit=5)
    assert [(one.name, one.answer) for one in answers.items] == [
        ("نرگس رستمی", CallAnswer.COMING),
        ("مریم احمدی", CallAnswer.CANNOT),
    ]


async def test_only_those_who_were_called_answer_and_not_after_it_was_cancelled(database: Database, cast: Cast) -> None:
    call = (await sent(database, cast.hossein, cast.tree.sadat)).id
    async with database.write_session() as session:
        with pytest.raises(NotFound):
            await answer_call(Caller(session, cast.narges, NOW), call, CallAnswer.COMING)
    await turned(database, cast, call, "cancel")
    async with database.write_session() as session:
        with pytest.raises(Conflict, match="error-call-cancelled"):
            await answer_call(Caller(session, cast.maryam, NOW), call, CallAnswer.COMING)


async def test_why_some_were_not_reached_is_counted_by_reason(database: Database, cast: Cast) -> None:
    await blocked(database, cast.maryam)
    call = (await sent(database, cast.hossein, cast.tree.gachsaran)).id
    async with database.read_session() as session:
        failures = await calls.count_delivery_failures(Caller(session, cast.hossein, NOW), call)
    assert [(one.reason, one.people) for one in failures] == [(DeliveryFailureReason.NO_ACCOUNT, 1)]


async def test_the_text_is_kept_sealed(database: Database, cast: Cast) -> None:
    await sent(database, cast.hossein, cast.tree.sadat)
    async with database.read_session() as session:
        row = (await session.scalars(select(Call))).one()
        assert row.text == TEXT
    assert "حسینیه".encode() not in row.text_box


async def test_whoever_left_a_unit_is_not_called(database: Database, cast: Cast) -> None:
    async with database.write_session() as session:
        ends = update(Membership).where(Membership.person_id == cast.maryam.person).values(until=TODAY)
        await session.execute(ends)
        await session.commit()
    call = await sent(database, cast.hossein, cast.tree.gachsaran)
    assert call.total == 1
    gone = replace(cast.hossein, grants=())
    with pytest.raises(NotFound):
        await seen(database, gone, call.id)
    async with database.read_session() as session:
        with pytest.raises(Forbidden):
            await measure_reach(Caller(session, gone, NOW), cast.tree.sadat, None)


async def test_who_writes_again_is_reached_again_and_where_they_wrote_last(database: Database, cast: Cast) -> None:
    await blocked(database, cast.maryam)
    later = NOW + timedelta(days=1)
    async with database.write_session() as session:
        session.add(Account(person_id=cast.maryam.person, messenger="bale", external_id=77, last_seen_at=NOW))
        await session.flush()
        assert await where(session, cast.maryam) == "bale"
        await mark_reachable(session, "telegram", 1001, later)
        assert await where(session, cast.maryam) == "telegram"
        await mark_reachable(session, "bale", 77, later + timedelta(minutes=5))
        assert await where(session, cast.maryam) == "bale"
        await mark_reachable(session, "telegram", 1001, later)
        assert await where(session, cast.maryam) == "bale"


async def where(session: AsyncSession, actor: Actor) -> str:
    return (await resolve_addresses(session, [actor.person]))[actor.person].messenger
