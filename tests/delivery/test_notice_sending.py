"""Notices: once a person and event, when they are due, through an account that takes them."""

from datetime import timedelta

from sqlalchemy import func, select, update

from bot.messengers.port import Outgoing, TemporaryFailure, Unreachable
from bot.relief.ids import PersonId
from bot.relief.outbound import notices
from bot.relief.outbound.jobs import NO_DELAY
from bot.relief.vocabulary import DeliveryFailureReason, DeliveryState
from bot.storage.tables import Notice
from tests.delivery.fakes import FakeMessenger, Town, at_work, eventually, worker

FAR = timedelta(days=36500)


async def tell(town: Town, person: PersonId, event: str, *, far: bool = False) -> None:
    async with town.database.write_session() as session:
        await notices.enqueue_notice(session, person, event, {"number": 4815}, delay=FAR if far else NO_DELAY)
        await session.commit()


async def states(town: Town) -> dict[str, tuple[str, str | None, int]]:
    async with town.database.read_session() as session:
        rows = await session.execute(select(Notice.event, Notice.state, Notice.error, Notice.unconfirmed_sends))
        return {event: (state, error, doubts) for event, state, error, doubts in rows}


async def until_sent(town: Town, event: str) -> None:
    async def sent() -> bool:
        return (await states(town))[event][0] == DeliveryState.SENT

    await eventually(sent)


async def test_an_event_is_told_once_however_often_it_is_noticed(town: Town) -> None:
    person, *_ = await town.settle(1, "bale")
    bale = FakeMessenger("bale")
    await tell(town, person, "service-returned:4815")
    await tell(town, person, "service-returned:4815")
    async with at_work(worker(town.database, bale)):
        await until_sent(town, "service-returned:4815")
        await tell(town, person, "service-returned:4815")
        await tell(town, person, "service-verified:4815")
        await until_sent(town, "service-verified:4815")
    assert [out.text for out in bale.sent] == [
        "fa service-returned:4815 {'number': 4815}",
        "fa service-verified:4815 {'number': 4815}",
    ]


async def test_what_is_due_later_waits_and_holds_nothing_up(town: Town) -> None:
    person, *_ = await town.settle(1, "telegram")
    telegram = FakeMessenger("telegram")
    await tell(town, person, "reminder:2", far=True)
    await tell(town, person, "reminder:1")
    async with at_work(worker(town.database, telegram)):
        await until_sent(town, "reminder:1")
        assert (await states(town))["reminder:2"][0] == DeliveryState.WAITING
        async with town.database.write_session() as session:
            await session.execute(update(Notice).where(Notice.event == "reminder:2").values(due_ms=0))
            await session.commit()
        await town.hasten()
        await until_sent(town, "reminder:2")
    assert len(telegram.sent) == 2


async def test_a_notice_put_while_another_waits_for_its_day_goes_at_once(town: Town) -> None:
    person, *_ = await town.settle(1, "telegram")
    telegram = FakeMessenger("telegram")
    await tell(town, person, "reminder:2", far=True)
    async with at_work(worker(town.database, telegram)):
        await tell(town, person, "reminder:1")
        await until_sent(town, "reminder:1")
        await tell(town, person, "reminder:3", far=True)
        await tell(town, person, "reminder:4")
        await until_sent(town, "reminder:4")
    assert [out.text.split()[1] for out in telegram.sent] == ["reminder:1", "reminder:4"]


async def test_who_blocked_one_messenger_is_told_in_the_other(town: Town) -> None:
    person, *_ = await town.settle(1, "bale", "telegram")
    lonely, *_ = await town.settle(1, "telegram", first=2)

    async def refuse(_: Outgoing) -> None:
        raise Unreachable("blocked")

    telegram, bale = FakeMessenger("telegram", refuse), FakeMessenger("bale")
    await tell(town, person, "approved")
    await tell(town, lonely, "returned")
    async with at_work(worker(town.database, telegram, bale)):
        await until_sent(town, "approved")
        await town.until_idle()
    assert bale.heard() == [1]
    assert (await states(town))["returned"] == (DeliveryState.UNREACHABLE, DeliveryFailureReason.BLOCKED, 0)
    await tell(town, lonely, "verified")
    assert (await states(town))["verified"] == (DeliveryState.UNREACHABLE, DeliveryFailureReason.NO_ACCOUNT, 0)


async def test_a_notice_that_was_missed_is_tried_again(town: Town) -> None:
    persons = await town.settle(2, "telegram")
    missed: list[int] = []

    async def miss(out: Outgoing) -> None:
        if out.chat == 1 and not missed:
            missed.append(out.chat)
            raise TemporaryFailure("reset", may_have_applied=True)

    telegram = FakeMessenger("telegram", miss)
    for person in persons:
        await tell(town, person, "approved")
    async with at_work(worker(town.database, telegram)):

        async def one_waits() -> bool:
            async with town.database.read_session() as session:
                told = select(func.count()).where(Notice.state == DeliveryState.SENT)
                waits = select(func.count()).where(Notice.state == DeliveryState.WAITING, Notice.attempts == 1)
                return (await session.scalar(told), await session.scalar(waits)) == (1, 1)

        await eventually(one_waits)
        async with town.database.write_session() as session:
            await session.execute(update(Notice).values(due_ms=0))
            await session.commit()

        async def told_at_last() -> bool:
            await town.hasten()
            async with town.database.read_session() as session:
                waits = select(func.count()).where(Notice.state != DeliveryState.SENT)
                return await session.scalar(waits) == 0

        await eventually(told_at_last)
    assert sorted(telegram.heard()) == [1, 2]
    assert (await states(town))["approved"][2] in (0, 1)


async def test_a_notice_is_kept_sealed(town: Town) -> None:
    person, *_ = await town.settle(1, "telegram")
    async with town.database.write_session() as session:
        await notices.enqueue_notice(session, person, "returned:1", {"reason": "کد ملی ناقص است"})
        await session.commit()
    async with town.database.read_session() as session:
        row = (await session.scalars(select(Notice))).one()
    assert "ناقص".encode() not in row.text_box
    assert "ناقص" in row.text
