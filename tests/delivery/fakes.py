"""A town to call: people with accounts, messengers that end where the network begins, plain faces, a worker at high pace."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import FixedClock
from bot.delivery.job_queue import JobHandler
from bot.delivery.paced_sender import RenderMessage
from bot.delivery.worker import Worker, WorkerTiming
from bot.dialogue.inputs import IncomingFile
from bot.messengers.port import (
    Capabilities,
    Fallback,
    Messenger,
    NoLongerThere,
    Outgoing,
    ReceivedUpdate,
    SentMessage,
    SubmitUpdate,
)
from bot.relief.access.caller import Actor, Caller
from bot.relief.calls import calls
from bot.relief.calls.views import CallDeliveryView, CallView, find_call_view
from bot.relief.ids import CallId, PersonId, UnitId
from bot.relief.outbound.live_messages import LiveMessageView
from bot.relief.outbound.notices import OutgoingNotice
from bot.relief.vocabulary import CallState, Role
from bot.storage.database import Database
from bot.storage.tables import Account, Job, Membership, Person
from tests.relief.world import NOW, TODAY, Tree, member, plant

QUICK = WorkerTiming(
    lease_seconds=15, poll_seconds=0.02, messages_per_second=5000, max_pause_seconds=0.02, grace_seconds=30
)
CAN = Capabilities(
    edit_text=Fallback.NATIVE,
    edit_attachment=Fallback.NATIVE,
    callback_toast=Fallback.NATIVE,
    commands=Fallback.NATIVE,
    copy_text=Fallback.NATIVE,
    formatting=Fallback.PLAIN_TEXT,
    webhook_secret=Fallback.NATIVE,
    webhook_reply=Fallback.SEPARATE_CALL,
)
HOSSEIN = 1002


class FakeMessenger:
    """Remembers what it was told. `before` is awaited with each message and may raise what a messenger raises."""

    def __init__(self, name: str, before: Callable[[Outgoing], Awaitable[None]] | None = None) -> None:
        self.name = name
        self.username = name
        self.capabilities = CAN
        self.before = before
        self.sent: list[Outgoing] = []
        self.edits: list[tuple[int, Outgoing]] = []
        self.gone: set[int] = set()

    def heard(self) -> list[int]:
        """Return the chats of the town that a call or a notice reached, in order; not the coordinator's progress."""
        return [out.chat for out in self.sent if out.chat != HOSSEIN]

    def progress(self) -> list[str]:
        """Return the texts of the coordinator's live messages, from the first to the last."""
        return [out.text for out in self.sent if out.chat == HOSSEIN] + [out.text for _, out in self.edits]

    async def send(self, out: Outgoing) -> SentMessage:
        if self.before is not None and out.chat != HOSSEIN:
            await self.before(out)
        self.sent.append(out)
        return SentMessage(message_id=len(self.sent))

    async def edit(self, message: int, out: Outgoing) -> SentMessage:
        if message in self.gone:
            raise NoLongerThere("message to edit not found")
        self.edits.append((message, out))
        return SentMessage(message_id=0)

    def deep_link(self, payload: str) -> str:
        return payload

    def is_webhook_authentic(self, secret: str, headers: Mapping[str, str]) -> bool:
        return secret in headers.values()

    def webhook_reply(self, received: ReceivedUpdate) -> AbstractContextManager[list[Mapping[str, Any]]]:
        raise NotImplementedError(received)

    def parse_update(self, raw: Mapping[str, Any]) -> ReceivedUpdate | None:
        raise NotImplementedError(raw)

    async def download(self, file: IncomingFile, *, max_bytes: int) -> bytes:
        raise NotImplementedError(file, max_bytes)

    async def poll(self, submit: SubmitUpdate) -> None: ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def set_webhook(self, url: str, secret: str) -> None: ...

    async def delete_webhook(self) -> None: ...

    async def remove_inline_keyboard(self, chat: int, message: int) -> None: ...

    def piggyback_remove_inline_keyboard(self, chat: int, message: int) -> bool:
        return False

    async def delete(self, chat: int, message: int) -> None: ...

    async def answer_callback(self, callback: str, toast: str, *, alert: bool = False) -> bool:
        return True

    async def register_commands(self, commands: Mapping[str, Mapping[str, str]]) -> None: ...


class PlainMessageRenderer:
    def render_call(self, copy: CallDeliveryView, chat: int) -> Outgoing:
        return Outgoing(chat=chat, text=f"{copy.name}: {copy.text}")

    async def load_live_message(self, session: AsyncSession, live: LiveMessageView) -> RenderMessage | None:
        view = await find_call_view(session, CallId(live.key))
        if view is None:
            return None
        text = f"{view.state} {view.sent}/{view.total} coming {view.coming}"
        return partial(Outgoing, chat=live.chat, text=text)

    def render_notice(self, notice: OutgoingNotice) -> Outgoing:
        return Outgoing(chat=notice.chat, text=f"{notice.language} {notice.event} {notice.payload}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """hossein coordinates Gachsaran; `sadat` and `lebnan` are relief groups under it, without volunteers yet."""

    database: Database
    tree: Tree
    hossein: Actor

    @property
    def sadat(self) -> UnitId:
        return self.tree.sadat

    async def settle(
        self, how_many: int, *messengers: str, first: int = 1, unit: UnitId | None = None
    ) -> list[PersonId]:
        """Volunteers whose chats are numbered from `first` on in each messenger, the one named last used last."""
        people = [
            Person(name=f"داوطلب {number}", language="fa", created_at=NOW) for number in range(first, first + how_many)
        ]
        async with self.database.write_session() as session:
            session.add_all(people)
            await session.flush()
            for number, person in enumerate(people, start=first):
                session.add(Membership(person_id=person.id, unit_id=unit or self.sadat, role="volunteer", since=TODAY))
                session.add_all(
                    Account(person_id=person.id, messenger=messenger, external_id=number, last_seen_at=NOW)
                    for messenger in messengers
                )
                await session.flush()
            await session.commit()
        return [PersonId(person.id) for person in people]

    async def send_call(self, text: str = "سه‌شنبه ساعت ۱۵ کمک لازم داریم", role: Role | None = None) -> CallView:
        async with self.database.write_session() as session:
            view = await calls.create_call(Caller(session, self.hossein, NOW), unit=self.sadat, role=role, text=text)
            await session.commit()
        return view

    async def call(self, wanted: CallId) -> CallView:
        async with self.database.read_session() as session:
            return await calls.load_call(Caller(session, self.hossein, NOW), wanted)

    async def turn_to(self, wanted: CallId, state: CallState) -> CallView:
        act = {
            CallState.PAUSED: calls.pause_call,
            CallState.SENDING: calls.resume_call,
            CallState.CANCELLED: calls.cancel_call,
        }[state]
        async with self.database.write_session() as session:
            view = await act(Caller(session, self.hossein, NOW), wanted)
            await session.commit()
        return view

    async def until(self, wanted: CallId, state: CallState) -> CallView:
        async def there() -> bool:
            return (await self.call(wanted)).state is state

        await eventually(there)
        return await self.call(wanted)

    async def until_idle(self) -> None:
        """No job waits to be done now or later."""

        async def idle() -> bool:
            return not [job for job in await self.jobs() if job.state < 2]

        await eventually(idle)

    async def jobs(self) -> list[Job]:
        async with self.database.read_session() as session:
            return list(await session.scalars(select(Job)))

    async def hasten(self) -> None:
        """Make due now what waits for a later time: a test waits for no back-off."""
        async with self.database.write_session() as session:
            await session.execute(update(Job).values(due_ms=0))
            await session.commit()


async def settled(database: Database) -> Town:
    async with database.write_session() as session:
        tree = await plant(session)
        hossein = await member(session, tree.gachsaran, Role.COORDINATOR, "حسین رضایی", account=HOSSEIN)
        await session.commit()
    return Town(database=database, tree=tree, hossein=hossein)


def worker(
    database: Database,
    *messengers: Messenger,
    owner: str = "one",
    handlers: Mapping[str, JobHandler] | None = None,
    timing: WorkerTiming = QUICK,
) -> Worker:
    return Worker(
        database=database,
        messengers={messenger.name: messenger for messenger in messengers},
        renderer=PlainMessageRenderer(),
        handlers=handlers or {},
        owner=owner,
        clock=FixedClock(NOW),
        timing=timing,
    )


@asynccontextmanager
async def at_work(*workers: Worker) -> AsyncIterator[None]:
    """Run the workers beside the test; ask them to stop at its end."""
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(one.run()) for one in workers]
        yield
        for task in running:
            task.cancel()


async def eventually(true: Callable[[], Awaitable[bool]]) -> None:
    """Asked of the database, as anybody else would: nothing inside the worker is listened to."""
    async with asyncio.timeout(30):
        while not await true():  # noqa: ASYNC110 - what it waits for is a row, not an event of this process
            await asyncio.sleep(0.01)
