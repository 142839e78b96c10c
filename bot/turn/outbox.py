"""The conversations that this process remembers, and their replies on the way: sent in order, marked in a later commit, and
what a dead process left, sent when its lease ends.
"""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.exc import SQLAlchemyError

from bot.nursery import Nursery
from bot.turn.replies import Sender, Undone
from bot.turn.rows import Reply, Row
from bot.turn.store import Lost, Store

log = logging.getLogger(__name__)
REMEMBERED = 5_000
SWEEP_EVERY = 2.0  # seconds


@dataclass(slots=True, kw_only=True)
class Chat:
    """`row` is as last committed; `sent` and `present` are what has happened to it since: they go into its next write."""

    messenger: str
    account: int
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    row: Row | None = None
    queue: "deque[Reply]" = field(default_factory=deque)
    sent: set[int] = field(default_factory=set)
    present: int | None = None
    sending: bool = False

    @property
    def idle(self) -> bool:
        return not (self.lock.locked() or self.queue or self.sending)

    def as_sent(self, row: Row) -> Row:
        state = row.state if self.present is None else replace(row.state, message=self.present)
        return replace(row.without(self.sent), state=state)

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
    _chats: "OrderedDict[tuple[str, int], Chat]" = field(default_factory=OrderedDict)

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
        chat.sent &= {r.number for r in written.unsent}
        known = chat.sent | {r.number for r in chat.queue}
        chat.queue.extend(r for r in written.unsent if r.owner == self.owner and r.number not in known)
        if chat.queue and not chat.sending:
            chat.sending = True
            self.nursery.start(self._send(chat), "replies", tolerate=True)

    async def _send(self, chat: Chat) -> None:
        sender = self.senders[chat.messenger]
        try:
            while chat.queue:
                present = chat.present if chat.present is not None else chat.row.state.message if chat.row else 0
                chat.present = await sender.do(chat.queue[0], present)
                chat.sent.add(chat.queue.popleft().number)
        except Undone as undone:
            log.warning("replies wait for their lease to end: %s", undone.__cause__)
            chat.queue.clear()
        finally:
            chat.sending = False
        await self._mark(chat)

    async def _mark(self, chat: Chat) -> None:
        """What was sent is marked in a later shared commit, unless a turn's own write has said so meanwhile."""
        async with chat.lock:
            while chat.sent:
                row = chat.row or await self.store.load(chat.messenger, chat.account)
                try:
                    self.committed(chat, await self.store.save(chat.as_sent(row)))
                except Lost:
                    chat.forget()
                except (SQLAlchemyError, OSError) as error:
                    log.warning("replies sent could not be marked: %s", type(error).__name__)
                    return

    async def sweep(self, *, everything: bool) -> int:
        """Take over replies that nobody sends any more; returns how many conversations had some."""
        found = await self.store.left_unsent(everything=everything)
        for messenger, account in found:
            if messenger in self.senders:
                await self._take_over(self.chat(messenger, account))
        return len(found)

    async def _take_over(self, chat: Chat) -> None:
        async with chat.lock:
            if chat.queue or chat.sending:
                return
            row = chat.as_sent(await self.store.load(chat.messenger, chat.account))
            ours = tuple(replace(reply, owner=self.owner) for reply in row.unsent)
            try:
                self.committed(chat, await self.store.save(replace(row, unsent=ours)))
            except Lost:
                chat.forget()

    async def sweep_for_ever(self) -> None:
        while True:
            await self.sleep(SWEEP_EVERY)
            try:
                await self.sweep(everything=False)
            except (SQLAlchemyError, OSError) as error:
                log.warning("no sweep now: %s", type(error).__name__)
