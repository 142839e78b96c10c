"""Processing of updates: load, deduplicate (idempotency), run the turn, commit, send.

Errors become retries or dead letters. The turns of one conversation run one after the other, those of different
conversations side by side.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.dialogue.inputs import Command, Press
from bot.i18n.catalog import texts
from bot.i18n.messages import text
from bot.messengers.port import Incoming, Messenger, Outgoing, ReceivedUpdate, UnreadableUpdate
from bot.nursery import Nursery
from bot.storage.database import Database
from bot.turn.context import Registry
from bot.turn.conversation.row import ConversationRow
from bot.turn.conversation.store import ConversationStore, StaleRevision
from bot.turn.dead_letters.queue import store_dead_letter
from bot.turn.error_classification import error_location, is_infrastructure_failure, is_serialization_failure
from bot.turn.media.store import MediaStore
from bot.turn.outgoing.outbox import ActiveConversation, Outbox
from bot.turn.outgoing.reply_sender import ignore_failure
from bot.turn.rate_limiting import Admission, RateLimiter
from bot.turn.runner import DEFAULT_LOCALE, ReadActor, TurnRunner, WriteInTurn
from bot.turn.step_result import StepResult, failure_screen

log = logging.getLogger(__name__)
MAX_TURN_ATTEMPTS = 8
CALLBACK_ANSWER_TASK = "the answer to a press"


@dataclass(slots=True, kw_only=True)
class TurnProcessor:
    """Takes the updates of every messenger, through `submit`."""

    registry: Registry
    database: Database
    store: ConversationStore
    read_actor: ReadActor
    messengers: Mapping[str, Messenger]
    media_store: MediaStore
    clock: Clock
    owner: str
    nursery: Nursery
    outbox: Outbox
    wake_worker: Callable[[], None]
    rate_limiter: RateLimiter = field(default_factory=RateLimiter)
    _runner: TurnRunner = field(init=False)

    def __post_init__(self) -> None:
        self._runner = TurnRunner(
            registry=self.registry, database=self.database, store=self.store, read_actor=self.read_actor,
            messengers=self.messengers, media_store=self.media_store, clock=self.clock, owner=self.owner,
            nursery=self.nursery, wake_worker=self.wake_worker,
        )  # fmt: skip

    def submit(self, received: ReceivedUpdate) -> asyncio.Future[Exception | None]:
        """Start the turn of an update. The future ends when the update is committed, with an error if it must be retried.

        A turn that has begun is finished, even if its messenger is closed meanwhile.
        """
        return self.nursery.start(self._receive_safely(received), "a turn", tolerate=True)

    async def _receive_safely(self, received: ReceivedUpdate) -> Exception | None:
        try:
            await self._receive(received)
        except Exception as error:  # noqa: BLE001 - handed to the messenger, which retries
            return error
        return None

    async def _receive(self, received: ReceivedUpdate) -> None:
        if isinstance(received, UnreadableUpdate):
            await self._store_dead_letter(received, received.reason)
            return
        if received.group and not isinstance(received.what, Press | Command):
            return
        conversation = self.outbox.conversation(received.messenger, received.account)
        async with conversation.lock:
            try:
                admission = await self._admit(conversation, received)
                if admission is not Admission.DROP:
                    await self.process(conversation, received, rate_limited=admission is Admission.WARN)
            except Exception as error:
                if isinstance(error, StaleRevision) or is_infrastructure_failure(error):
                    raise
                await self._report_failure(conversation, received, error)

    async def _admit(self, conversation: ActiveConversation, incoming: Incoming) -> Admission:
        """Apply the rate limit. The account is looked up only for the first update of a conversation, and if need be."""
        if not self.rate_limiter.max_per_minute:
            return Admission.ANSWER
        row = conversation.row = conversation.row or await self.store.load(incoming.messenger, incoming.account)
        is_member = True if row.person is not None else False if row.revision else None
        admission = self.rate_limiter.admit(incoming, is_member=is_member, in_form=row.state.form is not None)
        if admission is not Admission.CHECK_MEMBERSHIP:
            return admission
        actor = await self.read_actor(row.key)
        return Admission.ANSWER if actor is not None else self.rate_limiter.reject_stranger()

    async def process(
        self,
        conversation: ActiveConversation,
        incoming: Incoming,
        *,
        write_also: WriteInTurn | None = None,
        expected_screen: int | None = None,
        rate_limited: bool = False,
    ) -> None:
        """Process one update, once: an update that was done before is skipped (idempotency). Needs the conversation's lock.

        With an `expected_screen`, an update to any other screen is skipped. A `rate_limited` update is answered by a warning
        and changes nothing. The turn is repeated if another process wrote the conversation first (optimistic lock).
        """
        for _ in range(MAX_TURN_ATTEMPTS):
            row = conversation.row or await self.store.load(incoming.messenger, incoming.account)
            if incoming.update in row.seen_updates:
                self.outbox.on_reload(conversation, row)
                return
            if expected_screen is not None and row.state.screen != expected_screen:
                return
            try:
                current = self._claim_replies(conversation, row)
                written, result = await self._runner.run(current, incoming, write_also, rate_limited=rate_limited)
                self._on_commit(conversation, incoming, written, result)
            except StaleRevision:
                conversation.invalidate()
            except Exception as error:
                conversation.invalidate()
                if not is_serialization_failure(error):
                    raise
            else:
                return
        raise StaleRevision("a conversation is written by too many processes at once")

    def _claim_replies(self, conversation: ActiveConversation, row: ConversationRow) -> ConversationRow:
        """Return the row with the replies of other processes taken over, or put behind this turn's.

        They are put behind where their owner may be sending them.
        """
        current = conversation.apply_sent(row)
        if current.lease_expired:
            return current.claim_replies(self.owner)
        return current.demote_foreign_replies(self.owner)

    def _on_commit(
        self, conversation: ActiveConversation, incoming: Incoming, written: ConversationRow, result: StepResult
    ) -> None:
        self.outbox.on_commit(conversation, written)
        if incoming.callback:
            self._answer_callback(incoming, result, written.language)

    def _answer_callback(self, incoming: Incoming, result: StepResult, language: str | None) -> None:
        """Answer a press, once and after the commit. The answer is never repeated."""
        toast = result.screen.toast or (text("turn-done") if incoming.group else None)
        label = texts(language or DEFAULT_LOCALE).format_label(toast) if toast else ""
        call = self._show_toast(incoming, label, stands_alone=incoming.group or result.toast_only)
        self.nursery.start(ignore_failure(call, "a press was not answered"), CALLBACK_ANSWER_TASK, tolerate=True)

    async def _show_toast(self, incoming: Incoming, label: str, *, stands_alone: bool) -> None:
        """Show a toast. One that stands on no screen and was not shown becomes a message in the private chat."""
        messenger = self.messengers[incoming.messenger]
        shown = await messenger.answer_callback(incoming.callback, label, alert=incoming.group)
        if label and stands_alone and not shown:
            await messenger.send(Outgoing(chat=incoming.account, text=label))

    async def _report_failure(self, conversation: ActiveConversation, incoming: Incoming, error: Exception) -> None:
        """Make a dead letter of an update, and tell its sender the reference. The conversation's state stays."""
        try:
            row = conversation.apply_sent(await self.store.load(incoming.messenger, incoming.account))
        except Exception as load_error:
            if is_infrastructure_failure(load_error):
                raise
            await self._store_dead_letter(incoming, error_location(error))
            return
        async with self.database.write_session() as session:
            reference = await store_dead_letter(
                session, incoming, error_location(error), self.clock.now(), screen=row.state.screen
            )
            result = failure_screen(self.registry, row.state, reference)
            written = await self.store.commit(session, self._runner.next_row(row, incoming, result, None))
        log.error("dead letter with reference %s: %s", reference, error_location(error))
        self._on_commit(conversation, incoming, written, result)

    async def _store_dead_letter(self, received: ReceivedUpdate, reason: str) -> None:
        """Make a dead letter of an update with an unreadable sender or conversation: no answer is possible."""
        async with self.database.write_session() as session:
            reference = await store_dead_letter(session, received, reason, self.clock.now())
            await session.commit()
        log.error("an update of %s is a dead letter with reference %s: %s", received.messenger, reference, reason)
