"""The conversations that this process remembers, and their replies on the way: sent in order, marked in a later commit, and
what a dead process left, sent when its lease ends.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from random import SystemRandom

from sqlalchemy.exc import SQLAlchemyError

from bot.nursery import Nursery
from bot.turn.conversation.row import Damaged, Reply, Row
from bot.turn.conversation.store import Lost, Store
from bot.turn.outgoing.reply_sender import Later, Sender

log = logging.getLogger(__name__)
REMEMBERED = 5_000
SWEEP_EVERY = 2.0  # seconds, or a fifth of the lease where that is less
REST = (0.5, 30.0)  # seconds between attempts, first and longest
HELD = 0.6  # the part of a lease after which we no longer count on it


@dataclass(slots=True, kw_only=True)
class Chat:
    """`row` is as last committed; `sent` and `present` are what has happened to it since: they go into its next write.
    Until `held_until` (monotonic seconds) the replies in `queue` are surely ours to send.
    """

    messenger: str
    account: int
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    row: Row | None = None
    queue: list[Reply] = field(default_factory=list)
    sent: set[int] = field(default_factory=set)
    present: int | None = None
    sending: bool = False
    held_until: float = 0.0

    @property
    def idle(self) -> bool:
        return not (self.lock.locked() or self.queue or self.sending or self.sent)

    @property
    def standing(self) -> int:
        """The message that bears the present screen, 0 for none."""
        if self.present is not None:
            return self.present
        return self.row.state.message if self.row else 0

    def as_sent(self, row: Row) -> Row:
        moved = self.present is not None and self.present != row.state.message
        return row.without(self.sent, replace(row.state, message=self.present or 0) if moved else row.state)

    def forget(self) -> None:
        """Somebody else wrote the row: it is read again before anything is made of it."""
        self.row = self.present = None


@dataclass(slots=True, kw_only=True)
class Outbox:
    store: Store
    senders: Mapping[str, Sender]
    owner: str
    nursery: Nursery
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    _chats: "OrderedDict[tuple[str, int], Chat]" = field(default_factory=OrderedDict)
    _sending: dict[tuple[str, int], Chat] = field(default_factory=dict)
    _chance: SystemRandom = field(default_factory=SystemRandom)

    def chat(self, messenger: str, account: int) -> Chat:
        key = (messenger, account)
        chat = self._chats.get(key)
        if chat is None:
            chat = self._chats[key] = Chat(messenger=messenger, account=account)
            while len(self._chats) > REMEMBERED and next(iter(self._chats.values())).idle:
                self._chats.popitem(last=False)
        self._chats.move_to_end(key)
        return chat

    def committed(self, chat: Chat, written: Row) -> None:
        """The row was committed: its new replies go out, and what it says was sent is settled. Call it under the chat's lock."""
        chat.row = written
        chat.held_until = self.clock() + HELD * self.store.lease / 1000
        chat.sent &= {r.number for r in written.unsent}
        known = chat.sent | {r.number for r in chat.queue}
        chat.queue.extend(r for r in written.unsent if r.owner == self.owner and r.number not in known)
        if chat.queue and not chat.sending:
            if self.senders[chat.messenger].strips_along(chat.queue[0], chat.standing):
                chat.present = 0
            chat.sending = True
            self.nursery.start(self._send(chat), "replies", tolerate=True)

    def recalled(self, chat: Chat, read: Row) -> None:
        """A row that was written without our hearing of it: replies in it that are ours go out, once the lease is renewed."""
        self.committed(chat, read)
        chat.held_until = 0.0

    async def _send(self, chat: Chat) -> None:
        sender, key = self.senders[chat.messenger], (chat.messenger, chat.account)
        self._sending[key] = chat
        rest = REST[0]
        try:
            while chat.queue:
                try:
                    await self._hold(chat)
                    if chat.queue:
                        chat.present = await sender.do(chat.queue[0], chat.standing)
                        chat.sent.add(chat.queue.pop(0).number)
                        rest = REST[0]
                except Later as later:
                    log.warning("replies wait: %s", later)
                    await self.sleep(rest * self._chance.uniform(0.5, 1.0) if later.wait is None else later.wait)
                    rest = min(2 * rest, REST[1])
        finally:
            del self._sending[key]
            chat.sending = False
        await self._mark(chat)

    async def _hold(self, chat: Chat) -> None:
        """Nothing is sent but under a lease. Where ours may have ended it is renewed, and what others have taken over is theirs."""
        if self.clock() < chat.held_until:
            return
        async with chat.lock:
            try:
                row = await self.store.load(chat.messenger, chat.account)
                ours = {r.number for r in row.unsent if r.owner == self.owner}
                chat.queue = [r for r in chat.queue if r.number in ours]
                self.committed(chat, await self.store.save(chat.as_sent(row)))
            except (Lost, Damaged, SQLAlchemyError, OSError) as error:
                chat.forget()
                raise Later(f"no lease: {type(error).__name__}") from error

    async def _mark(self, chat: Chat) -> None:
        """What was sent is marked in a later shared commit, unless a turn's own write has said so meanwhile."""
        async with chat.lock:
            while chat.sent:
                try:
                    row = chat.row or await self.store.load(chat.messenger, chat.account)
                    self.committed(chat, await self.store.save(chat.as_sent(row)))
                except Lost:
                    chat.forget()
                except (Damaged, SQLAlchemyError, OSError) as error:
                    chat.row = None
                    log.warning("replies sent could not be marked: %s", type(error).__name__)
                    return

    async def sweep(self, *, everything: bool) -> int:
        """Take over replies that nobody sends any more; returns how many conversations had some."""
        found = await self.store.left_unsent(tuple(self.senders), everything=everything)
        for messenger, account in found:
            try:
                await self._take_over(self.chat(messenger, account), everything=everything)
            except Damaged:
                log.exception("replies that cannot be read stay where they are")
        return len(found)

    async def _take_over(self, chat: Chat, *, everything: bool) -> None:
        if chat.lock.locked() or chat.queue or chat.sending:
            return  # whoever is at it will see to it, or the next sweep
        async with chat.lock:
            row = await self.store.load(chat.messenger, chat.account)
            if not (everything or row.lapsed):
                return  # somebody was quicker
            try:
                self.committed(chat, await self.store.save(chat.as_sent(row).taken_over(self.owner)))
            except Lost:
                chat.forget()

    async def sweep_for_ever(self) -> None:
        while True:
            await self.sleep(min(SWEEP_EVERY, self.store.lease / 5000))
            try:
                await self.sweep(everything=False)
                await self._renew()
            except (SQLAlchemyError, OSError) as error:
                log.warning("no sweep now: %s", type(error).__name__)

    async def _renew(self) -> None:
        """A messenger may keep us waiting for longer than a lease lasts: it is renewed meanwhile."""
        soon = self.clock() + HELD * self.store.lease / 2000
        for chat in [c for c in self._sending.values() if c.held_until < soon and not c.lock.locked()]:
            async with chat.lock:
                if chat.sending and chat.row is not None:
                    try:
                        self.committed(chat, await self.store.save(chat.as_sent(chat.row)))
                    except Lost:
                        chat.forget()
