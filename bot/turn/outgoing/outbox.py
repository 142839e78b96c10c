"""The conversations that this process remembers, and their replies on the way: sent in order, marked in a later commit, and
what a dead process left, sent when its lease ends.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.exc import SQLAlchemyError

from bot.backoff import Backoff, BackoffPolicy, Sleep
from bot.nursery import Nursery
from bot.turn.conversation.row import ConversationRow, CorruptRow, Reply
from bot.turn.conversation.store import ConversationStore, StaleRevision
from bot.turn.outgoing.reply_sender import ReplySender, RetryLater

log = logging.getLogger(__name__)
MAX_CACHED_CONVERSATIONS = 5_000
SWEEP_INTERVAL_SECONDS = 2.0  # seconds, or a fifth of the lease where that is less
REPLY_BACKOFF = BackoffPolicy(first_seconds=0.5, max_seconds=30.0)
LEASE_SAFETY_FRACTION = 0.6  # the part of a lease after which we no longer count on it


@dataclass(slots=True, kw_only=True)
class ActiveConversation:
    """`row` is as last committed; `sent_numbers` and `unsaved_message_id` are what has happened to it since: they go into its next write.
    Until `lease_safe_until` (monotonic seconds) the replies in `queue` are surely ours to send.
    """

    messenger: str
    account: int
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    row: ConversationRow | None = None
    queue: list[Reply] = field(default_factory=list)
    sent_numbers: set[int] = field(default_factory=set)
    unsaved_message_id: int | None = None
    is_sending: bool = False
    lease_safe_until: float = 0.0

    @property
    def is_idle(self) -> bool:
        return not (self.lock.locked() or self.queue or self.is_sending or self.sent_numbers)

    @property
    def screen_message_id(self) -> int:
        """The message that bears the present screen, 0 for none."""
        if self.unsaved_message_id is not None:
            return self.unsaved_message_id
        return self.row.state.message if self.row else 0

    def apply_sent(self, row: ConversationRow) -> ConversationRow:
        moved = self.unsaved_message_id is not None and self.unsaved_message_id != row.state.message
        return row.without_replies(
            self.sent_numbers, replace(row.state, message=self.unsaved_message_id or 0) if moved else row.state
        )

    def invalidate(self) -> None:
        """Somebody else wrote the row: it is read again before anything is made of it."""
        self.row = self.unsaved_message_id = None


@dataclass(slots=True, kw_only=True)
class Outbox:
    store: ConversationStore
    senders: Mapping[str, ReplySender]
    owner: str
    nursery: Nursery
    sleep: Sleep = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    _conversations: "OrderedDict[tuple[str, int], ActiveConversation]" = field(default_factory=OrderedDict)
    _conversations_sending: dict[tuple[str, int], ActiveConversation] = field(default_factory=dict)

    def conversation(self, messenger: str, account: int) -> ActiveConversation:
        key = (messenger, account)
        chat = self._conversations.get(key)
        if chat is None:
            chat = self._conversations[key] = ActiveConversation(messenger=messenger, account=account)
            while (
                len(self._conversations) > MAX_CACHED_CONVERSATIONS and next(iter(self._conversations.values())).is_idle
            ):
                self._conversations.popitem(last=False)
        self._conversations.move_to_end(key)
        return chat

    def on_commit(self, chat: ActiveConversation, row: ConversationRow) -> None:
        """The row was committed: its new replies go out, and what it says was sent is settled. Call it under the chat's lock."""
        chat.row = row
        chat.lease_safe_until = self.clock() + LEASE_SAFETY_FRACTION * self.store.lease_ms / 1000
        chat.sent_numbers &= {r.number for r in row.unsent}
        known = chat.sent_numbers | {r.number for r in chat.queue}
        chat.queue.extend(r for r in row.unsent if r.owner == self.owner and r.number not in known)
        if chat.queue and not chat.is_sending:
            if self.senders[chat.messenger].piggyback_keyboard_removal(chat.queue[0], chat.screen_message_id):
                chat.unsaved_message_id = 0
            chat.is_sending = True
            self.nursery.start(self._send_queue(chat), "replies", tolerate=True)

    def on_reload(self, chat: ActiveConversation, row: ConversationRow) -> None:
        """A row that was written without our hearing of it: replies in it that are ours go out, once the lease is renewed."""
        self.on_commit(chat, row)
        chat.lease_safe_until = 0.0

    async def _send_queue(self, chat: ActiveConversation) -> None:
        sender, key = self.senders[chat.messenger], (chat.messenger, chat.account)
        self._conversations_sending[key] = chat
        backoff = Backoff(policy=REPLY_BACKOFF, sleep=self.sleep)
        try:
            while chat.queue:
                try:
                    await self._ensure_lease(chat)
                    if chat.queue:
                        chat.unsaved_message_id = await sender.send(chat.queue[0], chat.screen_message_id)
                        chat.sent_numbers.add(chat.queue.pop(0).number)
                        backoff.reset()
                except RetryLater as later:
                    log.warning("replies wait: %s", later)
                    await backoff.wait(later.wait_seconds)
        finally:
            del self._conversations_sending[key]
            chat.is_sending = False
        await self._mark_sent(chat)

    async def _ensure_lease(self, chat: ActiveConversation) -> None:
        """Nothing is sent but under a lease. Where ours may have ended it is renewed, and what others have taken over is theirs."""
        if self.clock() < chat.lease_safe_until:
            return
        async with chat.lock:
            try:
                row = await self.store.load(chat.messenger, chat.account)
                ours = {r.number for r in row.unsent if r.owner == self.owner}
                chat.queue = [r for r in chat.queue if r.number in ours]
                self.on_commit(chat, await self.store.save(chat.apply_sent(row)))
            except (StaleRevision, CorruptRow, SQLAlchemyError, OSError) as error:
                chat.invalidate()
                raise RetryLater(f"no lease: {type(error).__name__}") from error

    async def _mark_sent(self, chat: ActiveConversation) -> None:
        """What was sent is marked in a later shared commit, unless a turn's own write has said so meanwhile."""
        async with chat.lock:
            while chat.sent_numbers:
                try:
                    row = chat.row or await self.store.load(chat.messenger, chat.account)
                    self.on_commit(chat, await self.store.save(chat.apply_sent(row)))
                except StaleRevision:
                    chat.invalidate()
                except (CorruptRow, SQLAlchemyError, OSError) as error:
                    chat.row = None
                    log.warning("replies sent could not be marked: %s", type(error).__name__)
                    return

    async def take_over_expired(self, *, ignore_leases: bool) -> int:
        """Take over replies that nobody sends any more; returns how many conversations had some."""
        found = await self.store.unsent_with_expired_lease(tuple(self.senders), ignore_leases=ignore_leases)
        for messenger, account in found:
            try:
                await self._take_over(self.conversation(messenger, account), ignore_leases=ignore_leases)
            except CorruptRow:
                log.exception("replies that cannot be read stay where they are")
        return len(found)

    async def _take_over(self, chat: ActiveConversation, *, ignore_leases: bool) -> None:
        if chat.lock.locked() or chat.queue or chat.is_sending:
            return  # whoever is at it will see to it, or the next sweep
        async with chat.lock:
            row = await self.store.load(chat.messenger, chat.account)
            if not (ignore_leases or row.lease_expired):
                return  # somebody was quicker
            try:
                self.on_commit(chat, await self.store.save(chat.apply_sent(row).claim_replies(self.owner)))
            except StaleRevision:
                chat.invalidate()

    async def run_sweeper(self) -> None:
        while True:
            await self.sleep(min(SWEEP_INTERVAL_SECONDS, self.store.lease_ms / 5000))
            try:
                await self.take_over_expired(ignore_leases=False)
                await self._renew_leases()
            except (SQLAlchemyError, OSError) as error:
                log.warning("no sweep now: %s", type(error).__name__)

    async def _renew_leases(self) -> None:
        """A messenger may keep us waiting for longer than a lease lasts: it is renewed meanwhile."""
        soon = self.clock() + LEASE_SAFETY_FRACTION * self.store.lease_ms / 2000
        for chat in [
            c for c in self._conversations_sending.values() if c.lease_safe_until < soon and not c.lock.locked()
        ]:
            async with chat.lock:
                if chat.is_sending and chat.row is not None:
                    try:
                        self.on_commit(chat, await self.store.save(chat.apply_sent(chat.row)))
                    except StaleRevision:
                        chat.invalidate()
