"""A live message is one message for a person and a subject, drawn afresh by one job, and dropped where it cannot be shown."""

from datetime import timedelta

from sqlalchemy import select

from bot.messengers.port import Outgoing, RequestRejected, SentMessage, Unreachable
from bot.relief.ids import LiveMessageId
from bot.relief.outbound import live_messages
from bot.relief.outbound.live_messages import LiveMessageKind
from bot.relief.vocabulary import CallState
from bot.storage.tables import LiveMessage
from tests.delivery.fakes import HOSSEIN, FakeMessenger, Town, at_work, worker

LONG = timedelta(hours=1)


async def rows(town: Town) -> list[LiveMessage]:
    async with town.database.read_session() as session:
        return list(await session.scalars(select(LiveMessage)))


async def test_changes_within_the_delay_are_one_job_and_the_sooner_counts(town: Town) -> None:
    subject = LiveMessageKind.CALL_PROGRESS.subject(4711)
    async with town.database.write_session() as session:
        await live_messages.register(session, subject, town.hossein.person, messenger="telegram", chat=HOSSEIN)
        for delay in (LONG, live_messages.REFRESH_DEBOUNCE, LONG):
            await live_messages.enqueue_refresh(session, subject, delay=delay)
        await session.commit()
    (row,) = await rows(town)
    (job,) = await town.jobs()
    assert (job.id, job.lane, row.subject) == (f"live-message:{row.id}", "telegram", "call-progress:4711")
    assert job.due_ms < (row.id >> 20) + 1_704_067_200_000 + 60_000


async def test_a_message_registered_again_is_shown_in_the_chat_of_the_last_time(town: Town) -> None:
    subject = LiveMessageKind.CALL_PROGRESS.subject(4711)
    async with town.database.write_session() as session:
        await live_messages.register(session, subject, town.hossein.person, messenger="telegram", chat=HOSSEIN)
        await session.commit()
    (row,) = await rows(town)
    async with town.database.write_session() as session:
        before = await live_messages.load(session, LiveMessageId(row.id))
        assert before is not None
        await live_messages.register(session, subject, town.hossein.person, messenger="bale", chat=7)
        await live_messages.record_message(session, before, 31)
        await live_messages.drop(session, before)
        await session.commit()
    (row,) = await rows(town)
    assert (row.messenger, row.chat, row.message_id) == ("bale", 7, None)


async def test_a_chat_that_refuses_messages_is_not_written_to_again(town: Town) -> None:
    await town.settle(2, "telegram")

    class Refusing(FakeMessenger):
        async def send(self, out: Outgoing) -> SentMessage:
            if out.chat == HOSSEIN:
                raise Unreachable("blocked")
            return await super().send(out)

    telegram = Refusing("telegram")
    call = await town.send_call()
    async with at_work(worker(town.database, telegram)):
        await town.until(call.id, CallState.DONE)
        await town.hasten()
        await town.until_idle()
    assert await rows(town) == []
    assert telegram.progress() == []


async def test_the_message_of_a_subject_that_is_gone_is_dropped(town: Town) -> None:
    subject = LiveMessageKind.CALL_PROGRESS.subject(4711)
    async with town.database.write_session() as session:
        await live_messages.register(session, subject, town.hossein.person, messenger="telegram", chat=HOSSEIN)
        await live_messages.enqueue_refresh(session, subject)
        await session.commit()
    await town.hasten()
    async with at_work(worker(town.database, FakeMessenger("telegram"))):
        await town.until_idle()
    assert await rows(town) == []


async def test_an_unknown_refusal_of_an_edit_becomes_one_new_message_without_keys_on_the_old(town: Town) -> None:
    await town.settle(2, "telegram")

    class Uneditable(FakeMessenger):
        def __init__(self) -> None:
            super().__init__("telegram")
            self.bare: list[int] = []

        async def edit(self, message: int, out: Outgoing) -> SentMessage:
            raise RequestRejected("something new")

        async def remove_inline_keyboard(self, chat: int, message: int) -> None:
            self.bare.append(message)

    telegram = Uneditable()
    call = await town.send_call()
    async with at_work(worker(town.database, telegram)):
        await town.until(call.id, CallState.DONE)
        await town.hasten()
        await town.until_idle()
        (row,) = await rows(town)
        async with town.database.write_session() as session:
            await live_messages.enqueue_refresh(session, row.subject)
            await session.commit()
        await town.hasten()
        await town.until_idle()
        sent = [number for number, out in enumerate(telegram.sent, 1) if out.chat == HOSSEIN]
        assert len(sent) == 2, "the first, and one in its place"
        assert telegram.bare == sent[:1]
    (row,) = await rows(town)
    assert row.message_id == sent[1]


async def test_a_live_message_that_is_refused_in_every_form_is_dropped(town: Town) -> None:
    await town.settle(2, "telegram")

    class Refusing(FakeMessenger):
        async def send(self, out: Outgoing) -> SentMessage:
            if out.chat == HOSSEIN:
                raise RequestRejected("something new")
            return await super().send(out)

    call = await town.send_call()
    async with at_work(worker(town.database, Refusing("telegram"))):
        await town.until(call.id, CallState.DONE)
        await town.hasten()
        await town.until_idle()
    assert await rows(town) == []
