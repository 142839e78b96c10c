"""Long polling of both messengers against the sandbox: it moves on, in order, and confirms only what was taken."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.dialogue.inputs import TextInput
from bot.messengers.port import Incoming, Messenger, ReceivedUpdate, UnreadableUpdate
from tests.messengers.conftest import HOSSEIN, MARYAM, Sandbox


class Taken:
    """What was handed over, in order; `hold` keeps it from returning, `refuse` makes it fail."""

    def __init__(self) -> None:
        self.all: list[ReceivedUpdate] = []
        self.grew = asyncio.Condition()
        self.hold: Callable[[ReceivedUpdate], bool] = lambda _: False
        self.refuse: Callable[[ReceivedUpdate], bool] = lambda _: False
        self.released = asyncio.Event()

    def __call__(self, received: ReceivedUpdate) -> "asyncio.Future[Exception | None]":
        self.all.append(received)
        return asyncio.ensure_future(self._outcome(received))

    async def _outcome(self, received: ReceivedUpdate) -> Exception | None:
        async with self.grew:
            self.grew.notify_all()
        if self.hold(received):
            await self.released.wait()
        return RuntimeError("the disk is full") if self.refuse(received) else None

    async def count(self, number: int) -> list[ReceivedUpdate]:
        async with asyncio.timeout(30), self.grew:
            await self.grew.wait_for(lambda: len(self.all) >= number)
        return self.all

    def texts(self) -> list[str]:
        return [r.what.text for r in self.all if isinstance(r, Incoming) and isinstance(r.what, TextInput)]


@asynccontextmanager
async def polled(messenger: Messenger, take: Taken) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(messenger.poll(take))
        yield
        task.cancel()


def typed(received: ReceivedUpdate, text: str) -> bool:
    return isinstance(received, Incoming) and received.what == TextInput(text=text)


async def settled(sandbox: Sandbox) -> None:
    seen = await sandbox.ask("GET", f"/chat/{sandbox.name}/{MARYAM}/screen?wait=30")
    assert seen["settled"]


async def waiting(sandbox: Sandbox) -> bool:
    """Whether an update of Maryam's is not confirmed yet."""
    seen = await sandbox.ask("GET", f"/chat/{sandbox.name}/{MARYAM}/screen?wait=0.4")
    return not seen["settled"]


async def test_updates_are_handed_over_in_their_order(messenger: Messenger, sandbox: Sandbox) -> None:
    said = [str(number) for number in range(150)]
    for text in said:
        await sandbox.say(text, account=MARYAM if int(text) % 2 else HOSSEIN)
    take = Taken()
    async with polled(messenger, take):
        await take.count(150)
        await settled(sandbox)
    assert take.texts() == said


async def test_offset_is_confirmed_only_when_all_it_covers_was_taken(messenger: Messenger, sandbox: Sandbox) -> None:
    take = Taken()
    take.hold = lambda received: typed(received, "آهسته")
    await sandbox.say("آهسته")
    await sandbox.say("تند")
    async with polled(messenger, take):
        await take.count(2)
        assert await waiting(sandbox)
        take.released.set()
        await settled(sandbox)
    assert take.texts() == ["آهسته", "تند"]


async def test_what_was_not_taken_is_asked_for_again_and_what_came_before_is_confirmed(
    messenger: Messenger, sandbox: Sandbox
) -> None:
    take = Taken()
    tries = iter([True, True, False])
    take.refuse = lambda received: typed(received, "دوم") and next(tries)
    for text in ("اول", "دوم", "سوم"):
        await sandbox.say(text)
    async with polled(messenger, take):
        await settled(sandbox)
    assert take.texts() == ["اول", "دوم", "سوم", "دوم", "سوم", "دوم", "سوم"]


ODD = [
    {},
    {"message_id": 1},
    {"message_id": "x", "chat": {"id": MARYAM}, "from": {"id": MARYAM}},
    {"message_id": 1, "chat": {"id": 10**30, "type": "private"}, "from": {"id": MARYAM}, "text": "x"},
    {"message_id": 1, "chat": {"id": MARYAM, "type": "private"}, "from": {"id": MARYAM}, "text": ["x"]},
    {"message_id": 1, "chat": {"id": MARYAM, "type": "private"}, "from": {"id": MARYAM}, "photo": [{}]},
]


async def test_odd_updates_are_set_aside_and_never_stop_the_rest(messenger: Messenger, sandbox: Sandbox) -> None:
    numbers = [await sandbox.odd_update(body) for body in ODD]
    await sandbox.odd_update({"anything": [1, None]}, kind="callback_query")
    await sandbox.say("پس از همه")
    take = Taken()
    async with polled(messenger, take):
        await take.count(len(ODD) + 2)
        await settled(sandbox)
    aside = [one for one in take.all if isinstance(one, UnreadableUpdate)]
    assert [one.update for one in aside][:-1] == numbers
    assert all(one.reason and one.messenger == sandbox.name for one in aside)
    assert aside[4].raw["message"]["text"] == ["x"]
    assert take.texts() == ["پس از همه"]


async def test_lone_surrogates_and_nulls_do_not_stop_a_batch(messenger: Messenger, sandbox: Sandbox) -> None:
    person = {"id": MARYAM, "is_bot": None, "first_name": "مریم", "last_name": None, "language_code": None}
    chat = {"id": MARYAM, "type": "private", "title": None}
    odd = {"message_id": 5, "from": person, "chat": chat, "date": None, "text": "نیمه\ud83d تمام", "entities": None}
    answer = json.dumps({"ok": True, "result": [{"update_id": 100_000_000, "message": odd}]})
    await sandbox.fault("getUpdates", status=200, body=answer)
    await sandbox.say("بعدی")
    take = Taken()
    async with polled(messenger, take):
        await take.count(2)
    assert take.texts() == ["نیمه تمام", "بعدی"]


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 502, "body": "<html>"},
        {"status": 429, "body": "local_rate_limited", "headers": {"Retry-After": "0.05"}},
        {"status": 409, "body": {"ok": False, "error_code": 409, "description": "Conflict: terminated"}},
        {"status": 200, "body": {"ok": True, "result": {"not": "a list"}}},
        {"status": 400, "body": {"ok": False, "error_code": 400, "description": "Bad Request"}},
        {"status": 200, "body": "not json"},
        {"drop_before": True},
        {"drop_after": True},
    ],
)
async def test_polling_outlives_every_failure_without_haste(
    messenger: Messenger, sandbox: Sandbox, fault: dict[str, object]
) -> None:
    await sandbox.fault("getUpdates", times=2, **fault)
    await sandbox.say("سلام")
    take = Taken()
    async with polled(messenger, take):
        await take.count(1)
        await settled(sandbox)
    assert set(take.texts()) == {"سلام"}
    assert len(await sandbox.calls("getUpdates")) < 10


async def test_updates_of_no_interest_are_confirmed_unheard(messenger: Messenger, sandbox: Sandbox) -> None:
    await sandbox.odd_update({"message_id": 1, "chat": {"id": -5, "type": "channel"}, "text": "x"}, kind="channel_post")
    await sandbox.odd_update({"whatever": 1}, kind="purchased_paid_media")
    await sandbox.say("سلام")
    take = Taken()
    async with polled(messenger, take):
        await settled(sandbox)
    assert take.texts() == ["سلام"]
    assert len(take.all) == 1
