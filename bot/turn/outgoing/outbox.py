"""Transactional outbox: replies are committed with their turn, and sent in order after it.

They are marked as sent in a later commit. The outbox caches the conversations of this process. Replies of a process
that died are taken over when their lease ends.
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
from bot.relief.ids import AccountRef
from bot.turn.conversation.replies import Reply
from bot.turn.conversation.row import ConversationRow, CorruptRow
from bot.turn.conversation.store import ConversationStore, StaleRevision
from bot.turn.outgoing.reply_sender import ReplySender, RetryLater

log = logging.getLogger(__name__)
MAX_CACHED_CONVERSATIONS = 5_000
SWEEP_INTERVAL_SECONDS = 2.0  # or a fifth of the lease, where that is less
REPLY_BACKOFF = BackoffPolicy(first_seconds=0.5, max_seconds=30.0)
LEASE_SAFETY_FRACTION = 0.6  # the part of a lease after which this process no longer counts on it


@dataclass(slots=True, kw_only=True)
class ActiveConversation:
    """A conversation that this process caches; `lock` makes its turns run one after the other.

    `row` is as last committed. `sent_numbers` and `unsaved_message_id` have happened since and go into the next write. Until
    `lease_safe_until` (monotonic seconds) no other process sends the replies in `queue`.
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
        """The message that bears the current screen, 0 for none."""
        if self.unsaved_message_id is not None:
            return self.unsaved_message_id
        return self.row.state.message if self.row else 0

    def apply_sent(self, row: ConversationRow) -> ConversationRow:
        """Return a row with the replies sent since it was committed marked as sent."""
        moved = self.unsaved_message_id is not None and self.unsaved_message_id != row.state.message
        return row.without_replies(
            self.sent_numbers, replace(row.state, message=self.unsaved_message_id or 0) if moved else row.state
        )

    def invalidate(self) -> None:
        """Drop the cached row: another process wrote it, and it must be loaded again."""
        self.row = self.unsaved_message_id = None


@dataclass(slots=True, kw_only=True)
class Outbox:
    """Sends the replies of every conversation that this process holds, one task per conversation.

    `_stuck` holds, by conversation, the revision at which a sweep could take over nothing: its row is corrupt, or all
    its replies are of kinds that only a newer version knows. It is passed over until it is written again.
    """

    store: ConversationStore
    senders: Mapping[str, ReplySender]
    owner: str
    nursery: Nursery
    sleep: Sleep = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    _conversations: "OrderedDict[AccountRef, ActiveConversation]" = field(default_factory=OrderedDict)
    _conversations_sending: dict[AccountRef, ActiveConversation] = field(default_factory=dict)
    _stuck: dict[AccountRef, int] = field(default_factory=dict)

    def conversation(self, messenger: str, account: int) -> ActiveConversation:
        """Return the cached conversation, or a new one; the longest unused idle ones leave the cache (LRU)."""
        key = AccountRef(messenger, account)
        conversation = self._conversations.get(key)
        if conversation is None:
            conversation = self._conversations[key] = ActiveConversation(messenger=messenger, account=account)
            while (
                len(self._conversations) > MAX_CACHED_CONVERSATIONS and next(iter(self._conversations.values())).is_idle
            ):
                self._conversations.popitem(last=False)
        self._conversations.move_to_end(key)
        return conversation

    def on_commit(self, conversation: ActiveConversation, row: ConversationRow) -> None:
        """Queue the new replies of a committed row, and settle those that it marks as sent. Needs the conversation's lock."""
        replies = row.known_replies
        conversation.row = row
        conversation.lease_safe_until = self.clock() + LEASE_SAFETY_FRACTION * self.store.lease_ms / 1000
        conversation.sent_numbers &= {r.number for r in replies}
        queued = conversation.sent_numbers | {r.number for r in conversation.queue}
        conversation.queue.extend(r for r in replies if r.owner == self.owner and r.number not in queued)
        if conversation.queue and not conversation.is_sending:
            sender = self.senders[conversation.messenger]
            if sender.piggyback_keyboard_removal(conversation.queue[0], conversation.screen_message_id):
                conversation.unsaved_message_id = 0
            conversation.is_sending = True
            self.nursery.start(self._send_queue(conversation), "replies", tolerate=True)

    def on_reload(self, conversation: ActiveConversation, row: ConversationRow) -> None:
        """Queue the replies of a row that this process read: they go out once the lease is renewed."""
        self.on_commit(conversation, row)
        conversation.lease_safe_until = 0.0

    async def _send_queue(self, conversation: ActiveConversation) -> None:
        sender, key = self.senders[conversation.messenger], AccountRef(conversation.messenger, conversation.account)
        self._conversations_sending[key] = conversation
        backoff = Backoff(policy=REPLY_BACKOFF, sleep=self.sleep)
        try:
            while conversation.queue:
                try:
                    await self._ensure_lease(conversation)
                    if conversation.queue:
                        screen = conversation.screen_message_id
                        conversation.unsaved_message_id = await sender.send(conversation.queue[0], screen)
                        conversation.sent_numbers.add(conversation.queue.pop(0).number)
                        backoff.reset()
                except RetryLater as later:
                    log.warning("replies wait: %s", later)
                    await backoff.wait(later.wait_seconds)
        finally:
            del self._conversations_sending[key]
            conversation.is_sending = False
        await self._mark_sent(conversation)

    async def _ensure_lease(self, conversation: ActiveConversation) -> None:
        """Renew a lease that may have ended, and drop replies that another process took over.

        Raises RetryLater: no reply is sent without a lease.
        """
        if self.clock() < conversation.lease_safe_until:
            return
        async with conversation.lock:
            try:
                row = await self.store.load(conversation.messenger, conversation.account)
                own_numbers = {r.number for r in row.known_replies if r.owner == self.owner}
                conversation.queue = [r for r in conversation.queue if r.number in own_numbers]
                self.on_commit(conversation, await self.store.save(conversation.apply_sent(row)))
            except (StaleRevision, CorruptRow, SQLAlchemyError, OSError) as error:
                conversation.invalidate()
                raise RetryLater(f"no lease: {type(error).__name__}") from error

    async def _mark_sent(self, conversation: ActiveConversation) -> None:
        """Mark sent replies in a shared commit, unless a turn's own write has marked them meanwhile."""
        async with conversation.lock:
            while conversation.sent_numbers:
                try:
                    row = conversation.row or await self.store.load(conversation.messenger, conversation.account)
                    self.on_commit(conversation, await self.store.save(conversation.apply_sent(row)))
                except StaleRevision:
                    conversation.invalidate()
                except (CorruptRow, SQLAlchemyError, OSError) as error:
                    conversation.row = None
                    log.warning("replies sent could not be marked: %s", type(error).__name__)
                    return

    async def take_over_expired(self, *, ignore_leases: bool) -> int:
        """Take over replies whose lease has ended; return the number of conversations that had some."""
        expired = await self.store.unsent_with_expired_lease(
            tuple(self.senders), ignore_leases=ignore_leases, skip=self._stuck
        )
        self._stuck = {key: revision for key, revision in self._stuck.items() if expired.get(key) == revision}
        to_take = {key: revision for key, revision in expired.items() if key not in self._stuck}
        for key, revision in to_take.items():
            try:
                taken = await self._take_over(self.conversation(*key), ignore_leases=ignore_leases)
            except CorruptRow:
                log.exception("replies that cannot be read stay where they are")
                taken = False
            if not taken:
                self._stuck[key] = revision
        return len(to_take)

    async def _take_over(self, conversation: ActiveConversation, *, ignore_leases: bool) -> bool:
        """Claim the replies of a conversation. False if all are of unknown kinds: the lease is left to a newer version."""
        if conversation.lock.locked() or conversation.queue or conversation.is_sending:
            return True  # in use here: its own task sends them, or the next sweep takes them over
        async with conversation.lock:
            row = await self.store.load(conversation.messenger, conversation.account)
            if not (ignore_leases or row.lease_expired):
                return True  # another process was quicker
            if row.unsent and not row.known_replies:
                log.warning("replies of an unknown kind wait for a version that knows them")
                return False
            try:
                claimed = conversation.apply_sent(row).claim_replies(self.owner)
                self.on_commit(conversation, await self.store.save(claimed))
            except StaleRevision:
                conversation.invalidate()
        return True

    async def run_sweeper(self) -> None:
        """Take over expired leases and renew those of this process, until cancelled."""
        while True:
            await self.sleep(min(SWEEP_INTERVAL_SECONDS, self.store.lease_ms / 5000))
            try:
                await self.take_over_expired(ignore_leases=False)
                await self._renew_leases()
            except (SQLAlchemyError, OSError) as error:
                log.warning("no sweep now: %s", type(error).__name__)

    async def _renew_leases(self) -> None:
        """Renew the leases of replies in hand: a messenger may ask for a longer wait than a lease lasts."""
        soon = self.clock() + LEASE_SAFETY_FRACTION * self.store.lease_ms / 2000
        for conversation in [
            c for c in self._conversations_sending.values() if c.lease_safe_until < soon and not c.lock.locked()
        ]:
            async with conversation.lock:
                if conversation.is_sending and conversation.row is not None:
                    try:
                        row = await self.store.save(conversation.apply_sent(conversation.row))
                        self.on_commit(conversation, row)
                    except StaleRevision:
                        conversation.invalidate()
