"""Fuzzing of the whole bot: a crowd in the middle of forms, real adapters, turns and database.

There is no network. Every update must be answered, ignored by a rule or stored as a dead letter, and the polling must
move on.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app.runtime import Runtime, start_runtime
from bot.clock import FixedClock
from bot.dialogue.inputs import Command, IncomingFile, Unsupported
from bot.messengers.port import Incoming, ReceivedUpdate, UnreadableUpdate
from bot.nursery import Nursery
from bot.storage.database import Database
from bot.storage.encryption import keyring
from bot.storage.file_store import FileStore
from bot.turn.dead_letters.queue import received_to_json
from bot.turn.outgoing.outbox import ActiveConversation
from handlers.registry import REGISTRY
from tests.fuzz.coverage_guide import Trails
from tests.fuzz.crowd import Crowd, diligent
from tests.fuzz.failure_detector import listening, now
from tests.fuzz.fake_network import AT_ONCE, Line
from tests.fuzz.findings import Tally
from tests.fuzz.forged_presses import standing_at
from tests.fuzz.malformed_values import seeded
from tests.fuzz.people import MESSENGERS, Named, present

NOON = datetime(2025, 11, 3, 8, 30, tzinfo=UTC)  # Monday, 12 Aban 1404
PATIENCE = 60.0  # seconds for one batch; most take a tenth of one
AT_A_TIME = {True: (1,), False: (1, 1, 1, 2, 4)}
BETWEEN = timedelta(seconds=20)
LOOKED_AFTER = 20  # batches, until it is asked anew who is what
AGAIN = 3  # tries for somebody who has not yet moved in a batch


@dataclass(slots=True, kw_only=True)
class Debts:
    """Answers owed to one messenger's users for the current batch: messages in chats, answers to presses."""

    chats: Counter[int] = field(default_factory=Counter)
    presses: dict[str, Any] = field(default_factory=dict)
    busy: dict[int, ActiveConversation] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Run:
    """One application and its crowds. `trails` is the coverage, of this application and of those before."""

    runtime: Runtime
    database: Database
    clock: FixedClock
    lines: Mapping[str, Line]
    crowds: Mapping[str, Crowd]
    tally: Tally
    trails: Trails
    owed: dict[str, Debts] = field(default_factory=lambda: {name: Debts() for name in MESSENGERS})

    def submit(self, received: ReceivedUpdate) -> "asyncio.Future[Exception | None]":
        """Record what an update is owed and the state of its sender, once; then pass it to the processor."""
        return asyncio.ensure_future(self._outcome(received))

    async def _outcome(self, received: ReceivedUpdate) -> Exception | None:
        debts = self.owed[received.messenger]
        if isinstance(received, UnreadableUpdate):
            now.set({"messenger": received.messenger, "unreadable": True})
            failed = await self.runtime.processor.submit(received)
            if failed is None and received.update not in debts.seen:
                self.tally.aside[received.reason] += 1
        else:
            chat = debts.busy[received.account] = self.runtime.outbox.conversation(received.messenger, received.account)
            told = json.loads(received_to_json(received, None))["incoming"]
            now.set({"messenger": received.messenger, "state": chat.row and asdict(chat.row.state), "incoming": told})
            failed = await self.runtime.processor.submit(received)
            if failed is None and received.update not in debts.seen:
                self._owe(received, debts)
        if failed is None:
            debts.seen.add(received.update)
        return failed

    def _owe(self, received: Incoming, debts: Debts) -> None:
        if received.callback:
            debts.presses[received.callback] = now.get()
        elif (received.group and not isinstance(received.what, Command)) or self._is_of_refused_album(received, debts):
            return
        else:
            debts.chats[received.chat] += 1
        self.tally.heard += 1

    def _is_of_refused_album(self, received: Incoming, debts: Debts) -> bool:
        """Return True for a file of an album of which a refusal was said: it is said once."""
        row = debts.busy[received.account].row
        album = received.what.album if isinstance(received.what, IncomingFile | Unsupported) else ""
        return bool(album) and row is not None and row.state.refused_album == album

    async def batch(self, name: str, updates: list[tuple[int, Any]]) -> None:
        """Hand over a batch and wait until it is confirmed and every debt is paid."""
        line = self.lines[name]
        self.tally.taken += len(updates)
        self.clock.move(BETWEEN)
        line.give(updates)
        await self.settled(name, updates)

    async def settled(self, name: str, updates: Sequence[tuple[int, Any]] = ()) -> None:
        """Wait until all is confirmed and answered; a batch that is late counts as stuck."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.lines[name].confirmed()
                await self._rest(name)
        except TimeoutError:
            self.tally.stood_still("not at rest in time", {"messenger": name, "updates": [raw for _, raw in updates]})
            self.lines[name].waiting.clear()
        self._settle(name)

    async def _rest(self, name: str) -> None:
        debts, line = self.owed[name], self.lines[name]
        while True:
            said = all(chat.is_idle for chat in debts.busy.values())
            if said and all(line.answered[press] for press in debts.presses):
                return
            await asyncio.sleep(0.001)

    def _settle(self, name: str) -> None:
        line, debts = self.lines[name], self.owed[name]
        for chat, count in debts.chats.items():
            if line.shown[chat] < count:
                self.tally.stood_still("not answered", {"messenger": name, "chat": chat})
        for press, example in debts.presses.items():
            if line.answered[press] != 1:
                self.tally.stood_still(f"a press answered {line.answered[press]} times", example)
        for raw in line.stuck:
            self.tally.stood_still("asked for again and again", {"messenger": name, "updates": [raw]})
        for why, count in line.refused.items():
            self.tally.unhandled[f"a messenger would refuse: {why}"] += count
        for one in debts.busy.values():
            self.trails.asked[standing_at(REGISTRY, one.row.state if one.row else None)] += 1
        for done in (line.shown, line.answered, line.stuck, line.refused):
            done.clear()
        self.owed[name] = Debts()

    async def drive(self, name: str, count: int) -> None:
        """Send `count` updates of one messenger, batch by batch."""
        given = 0
        while given < count:
            if given // AT_ONCE % LOOKED_AFTER == 0:
                self.crowds[name].meet((await present(self.database, self.clock.today()))[name])
            size = min(AT_ONCE, count - given)
            updates = self._moves(name, size)
            await self.batch(name, updates)
            given += size

    def _moves(self, name: str, size: int) -> list[tuple[int, Any]]:
        crowd = self.crowds[name]
        updates = crowd.newcomers(size * 3 // 10)
        moved: set[int] = set()
        while len(updates) < size:
            account, person = self._next(crowd, moved)
            moved.add(account)
            chat = self.runtime.outbox.conversation(name, account)
            state = chat.row.state if chat.row else None
            if crowd.chance.random() < (0.1 if standing_at(REGISTRY, state).endswith("evidence") else 0.001):
                updates += crowd.album(account, person)
            updates += [
                crowd.next(account, person, state) for _ in range(crowd.chance.choice(AT_A_TIME[diligent(account)]))
            ]
        return updates[:size]

    def _next(self, crowd: Crowd, moved: set[int]) -> Named:
        """Choose a user, mostly one who has not acted in this batch and so sees their screen."""
        for _ in range(AGAIN):
            found = crowd.somebody()
            if found[0] not in moved:
                break
        return found


@asynccontextmanager
async def running(seed: str, database: Database, folder: Path, trails: Trails | None = None) -> AsyncIterator[Run]:
    """Start the application over a database with the sample, both messengers faked."""
    clock, tally, trails = FixedClock(NOON), Tally(), trails or Trails(registry=REGISTRY)
    lines = {name: Line(name=name, chance=seeded(seed, name, "line")) for name in MESSENGERS}
    lines["bale"].codes, lines["bale"].payloads = lines["telegram"].codes, lines["telegram"].payloads
    crowds = {
        name: Crowd(line=line, registry=REGISTRY, chance=seeded(seed, name), trails=trails)
        for name, line in lines.items()
    }
    messengers = {name: line.adapter() for name, line in lines.items()}
    for messenger in messengers.values():
        await messenger.open()
    files = FileStore(folder, keyring())
    with listening(tally):
        async with start_runtime(database, messengers, files, clock) as runtime, Nursery(grace_seconds=0) as doors:
            run = Run(
                runtime=runtime, database=database, clock=clock, lines=lines, crowds=crowds, tally=tally, trails=trails
            )
            open_doors = [doors.start(messenger.poll(run.submit), name) for name, messenger in messengers.items()]
            yield run
            for door in open_doors:
                door.cancel()
