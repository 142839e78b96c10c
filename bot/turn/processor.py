"""Turns in order: load, dedupe, advance, use case, commit, send. One conversation's run one after the other, others beside it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.dialogue import engine
from bot.dialogue.engine import Submit
from bot.dialogue.inputs import Command, IncomingFile, Press
from bot.dialogue.question import Input, Moment
from bot.dialogue.questions.pickers import FileUpload
from bot.i18n.catalog import texts
from bot.i18n.messages import Text, text
from bot.messengers.port import Incoming, Messenger, MessengerFailure, ReceivedUpdate, UnreadableUpdate
from bot.nursery import Nursery
from bot.relief.access.actors import load_actor
from bot.relief.access.guess_limits import record_failure
from bot.relief.access.policy import Actor
from bot.relief.audit import log as audit_log
from bot.relief.errors import DomainError
from bot.relief.ids import AccountRef
from bot.relief.outbound.addresses import needs_refresh
from bot.storage.database import Database
from bot.turn.context import Registry, TurnContext
from bot.turn.conversation.row import ConversationRow
from bot.turn.conversation.store import ConversationStore, StaleRevision
from bot.turn.dead_letters.queue import store_dead_letter
from bot.turn.error_classification import error_location, is_infrastructure_failure, is_serialization_failure
from bot.turn.execution import (
    StepResult,
    execute,
    failure_screen,
    private_chat_screen,
    refusal_screen,
    return_to_answer,
    show_question,
)
from bot.turn.last_seen import record_last_seen
from bot.turn.media.store import FileRejected, MediaStore
from bot.turn.outgoing.outbox import ActiveConversation, Outbox
from bot.turn.outgoing.reply_builder import build_replies
from bot.turn.outgoing.reply_sender import ignore_failure
from bot.turn.rate_limiting import Admission, RateLimiter
from bot.turn.routing import (
    FormStep,
    Redraw,
    Route,
    migrate_state,
    needs_database,
    needs_transaction,
    revoke_form,
    route_in_group,
    route_input,
)

log = logging.getLogger(__name__)
MAX_TURN_ATTEMPTS = 8
CALLBACK_ANSWER_TASK = "the answer to a press"
RATE_LIMITED_ROUTE = Redraw(note=text("turn-too-much"))
ReadActor: TypeAlias = Callable[[AccountRef], Awaitable[Actor | None]]
"""Who acts there, read outside a transaction of the asker's own: enough for what is only shown."""
WriteInTurn: TypeAlias = Callable[[AsyncSession], Awaitable[None]]
"""What is written in the transaction of a turn, whatever the turn is."""


@dataclass(slots=True, kw_only=True)
class TurnProcessor:
    """`submit` is what messengers call: it answers when the update is committed, with an error when it must be tried again."""

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

    def submit(self, received: ReceivedUpdate) -> asyncio.Future[Exception | None]:
        """A turn that has begun is finished, though the door through which it came is closed meanwhile."""
        return self.nursery.start(self._receive_safely(received), "a turn", tolerate=True)

    async def _receive_safely(self, received: ReceivedUpdate) -> Exception | None:
        try:
            await self._receive(received)
        except Exception as error:  # noqa: BLE001 - handed to who waits for it
            return error
        return None

    async def _receive(self, received: ReceivedUpdate) -> None:
        if isinstance(received, UnreadableUpdate):
            await self._store_dead_letter(received, received.reason)
            return
        if received.group and not isinstance(received.what, Press | Command):
            return
        chat = self.outbox.conversation(received.messenger, received.account)
        async with chat.lock:
            try:
                admission = await self._admit(chat, received)
                if admission is not Admission.DROP:
                    await self.process(chat, received, rate_limited=admission is Admission.WARN)
            except Exception as error:
                if isinstance(error, StaleRevision) or is_infrastructure_failure(error):
                    raise
                await self._report_failure(chat, received, error)

    async def _admit(self, chat: ActiveConversation, incoming: Incoming) -> Admission:
        if not self.rate_limiter.max_per_minute:
            return Admission.ANSWER
        row = chat.row = chat.row or await self.store.load(incoming.messenger, incoming.account)
        known = True if row.person is not None else False if row.revision else None
        admission = self.rate_limiter.admit(incoming, is_member=known, in_form=row.state.form is not None)
        if admission is not Admission.CHECK_MEMBERSHIP:
            return admission
        member = (
            await self.read_actor(row.key) is not None
        )  # at the first word of a conversation only: it is new, not they
        return Admission.ANSWER if member else self.rate_limiter.reject_stranger()

    async def process(
        self,
        chat: ActiveConversation,
        incoming: Incoming,
        *,
        write_also: WriteInTurn | None = None,
        expected_screen: int | None = None,
        rate_limited: bool = False,
    ) -> None:
        """One update, under the chat's lock. With a `expected_screen`, it is an answer to that one and to no later one. To `rate_limited`
        is to say no more than that it was too much at once: what stands, stands.
        """
        for _ in range(MAX_TURN_ATTEMPTS):
            row = chat.row or await self.store.load(incoming.messenger, incoming.account)
            if incoming.update in row.seen_updates:
                self.outbox.on_reload(chat, row)
                return
            if expected_screen is not None and row.state.screen != expected_screen:
                return
            try:
                await self._attempt(
                    chat, self._claim_replies(chat, row), incoming, write_also, rate_limited=rate_limited
                )
            except StaleRevision:
                chat.invalidate()
            except Exception as error:
                chat.invalidate()
                if not is_serialization_failure(error):
                    raise
            else:
                return
        raise StaleRevision("a conversation is written by too many at once")

    def _claim_replies(self, chat: ActiveConversation, row: ConversationRow) -> ConversationRow:
        """The row as it stands now. What nobody sends any more is sent before the answer, what another may be sending beside it."""
        now = chat.apply_sent(row)
        return now.claim_replies(self.owner) if now.lease_expired else now.demote_foreign_replies(self.owner)

    async def _attempt(
        self,
        chat: ActiveConversation,
        row: ConversationRow,
        incoming: Incoming,
        write_also: WriteInTurn | None,
        *,
        rate_limited: bool,
    ) -> None:
        moment = Moment(now=self.clock.now(), today=self.clock.today())
        state, changed = migrate_state(self.registry, row.state)
        if state is not row.state:
            row = replace(row, state=state)
        chosen = (
            RATE_LIMITED_ROUTE if rate_limited else await self._route(row, incoming, moment, question_changed=changed)
        )
        if row.rights_changed and not incoming.group:
            row, chosen = replace(row, rights_changed=False, person=None), revoke_form(state, chosen)
        try:
            if write_also or needs_transaction(self.registry, state, chosen):
                written, shown = await self._run_in_transaction(row, incoming, chosen, write_also)
            else:
                turn, shown = await self._run_read_only(row, incoming, chosen, moment)
                written = await self.store.save(self._next_row(row, incoming, shown, turn))
        except DomainError as error:
            turn, shown = await self._show_refusal(row, incoming, chosen, error)
            written = await self._save_refusal(self._next_row(row, incoming, shown, turn), error, write_also)
        self.outbox.on_commit(chat, written)
        if incoming.callback:
            self._answer_callback(incoming, shown, written.language)

    async def _route(
        self, row: ConversationRow, incoming: Incoming, moment: Moment, *, question_changed: bool
    ) -> Route:
        """What the update means. When a newer version asks something else than what stands on the screen, it asks first."""
        if incoming.group:
            return route_in_group(self.registry, incoming.what)
        given = await self._read_input(row, incoming)
        if isinstance(given, Text):
            return Redraw(note=given)
        present = not isinstance(incoming.what, Press) or incoming.message == row.state.message
        chosen = route_input(self.registry, row.state, given, moment, on_current_screen=present)
        return Redraw(note=text("turn-here-we-are")) if question_changed and isinstance(chosen, FormStep) else chosen

    async def _read_input(self, row: ConversationRow, incoming: Incoming) -> Input | Text:
        """A file is fetched when the present question takes files, and only then; a text says why it is not kept."""
        what, form = incoming.what, row.state.form
        if not isinstance(what, IncomingFile) or form is None:
            return what
        question, _ = engine.current_question(self.registry.forms[form.form], form)
        if not isinstance(question, FileUpload):
            return what
        try:
            return await self.media_store.save(incoming.messenger, what)
        except MessengerFailure as failure:
            log.warning("a file could not be fetched: %s", type(failure).__name__)
            return text("turn-file-not-had")
        except FileRejected as refused:
            return Text(refused.key)

    async def _run_in_transaction(
        self, row: ConversationRow, incoming: Incoming, route: Route, write_also: WriteInTurn | None
    ) -> tuple[ConversationRow, StepResult]:
        """The use case, the conversation and the replies in one transaction: this is the one commit of the house."""
        async with self.database.write_session() as session:
            actor = await load_actor(session, incoming.messenger, incoming.account, self.clock.today())
            turn = self._context(session, row, incoming, actor)
            shown = await self._execute(turn, row, incoming, route, turn.moment)
            if write_also:
                await write_also(session)
            written = await self.store.commit(session, self._next_row(row, incoming, shown, turn))
        if turn.worker_needed:
            self.wake_worker()
        return written, shown

    async def _run_read_only(
        self, row: ConversationRow, incoming: Incoming, route: Route, moment: Moment
    ) -> tuple[TurnContext | None, StepResult]:
        async with AsyncExitStack() as stack:
            turn = None
            if needs_database(self.registry, row.state, route, moment):
                actor = await self.read_actor(row.key)
                session = await stack.enter_async_context(self.database.read_session())
                turn = self._context(session, row, incoming, actor)
                moment = turn.moment
            return turn, await self._execute(turn, row, incoming, route, moment)

    async def _execute(
        self, turn: TurnContext | None, row: ConversationRow, incoming: Incoming, route: Route, moment: Moment
    ) -> StepResult:
        shown = await execute(turn, row.state, route, moment, self.registry)
        if incoming.group and isinstance(incoming.what, Command):
            return private_chat_screen(
                shown, self.messengers[incoming.messenger].deep_link(incoming.what.argument or "menu")
            )
        return shown

    async def _show_refusal(
        self, row: ConversationRow, incoming: Incoming, route: Route, error: DomainError
    ) -> tuple[TurnContext | None, StepResult]:
        log.info("refused: %s", error.key)
        if not (isinstance(route, FormStep) and isinstance(route.step, Submit)):
            return None, refusal_screen(self.registry, row.state, error)
        actor = await self.read_actor(row.key)
        async with self.database.read_session() as session:
            turn = self._context(session, row, incoming, actor)
            back, note = return_to_answer(route.step.state, route.form, error)
            return turn, await show_question(turn, row.state, route.form, back, turn.moment, note)

    async def _save_refusal(
        self, row: ConversationRow, error: DomainError, write_also: WriteInTurn | None
    ) -> ConversationRow:
        """Most refusals are quiet; one that must leave a trace is written together with it."""
        if not error.must_be_recorded and write_also is None:
            return await self.store.save(row)
        async with self.database.write_session() as session:
            if error.denied_attempt is not None:
                await audit_log.record_denied(session, error)
            if error.failed_guess is not None:
                await record_failure(session, error.failed_guess)
            if write_also:
                await write_also(session)
            return await self.store.commit(session, row)

    def _context(
        self, session: AsyncSession, row: ConversationRow, incoming: Incoming, actor: Actor | None
    ) -> TurnContext:
        if actor and needs_refresh(actor.last_seen_at, self.clock.now()):
            self.nursery.start(record_last_seen(self.database, incoming, self.clock.now()), "presence", tolerate=True)
        return TurnContext(
            registry=self.registry, database=self.database, session=session, messenger=incoming.messenger,
            account=incoming.account, name=incoming.name, actor=actor,
            locale=actor.language if actor else row.language or "fa",
            now=self.clock.now(), today=self.clock.today(), deep_links=self.messengers, media_store=self.media_store,
        )  # fmt: skip

    def _next_row(
        self, row: ConversationRow, incoming: Incoming, result: StepResult, turn: TurnContext | None
    ) -> ConversationRow:
        language = turn.locale if turn else row.language
        person = turn.actor.person if turn and turn.actor else row.person
        replies, state = build_replies(row, incoming, result, language or "fa", self.owner, self.registry)
        unsent = (*row.unsent, *replies)
        return row.with_update(incoming.update, state=state, person=person, language=language, unsent=unsent)

    def _answer_callback(self, incoming: Incoming, result: StepResult, language: str | None) -> None:
        """A press is answered once, after the commit, and never again; what it says stands on the screen too."""
        notice = result.screen.toast or (text("turn-done") if incoming.group else None)
        said = texts(language or "fa").format_label(notice) if notice else ""
        answer = self.messengers[incoming.messenger].answer_callback
        call = answer(incoming.callback, said, alert=incoming.group)
        self.nursery.start(ignore_failure(call, "a press was not answered"), CALLBACK_ANSWER_TASK, tolerate=True)

    async def _report_failure(self, chat: ActiveConversation, incoming: Incoming, error: Exception) -> None:
        """The update is set aside and its sender told so; what they had written stays where it is."""
        try:
            row = chat.apply_sent(await self.store.load(incoming.messenger, incoming.account))
        except Exception as unread:
            if is_infrastructure_failure(unread):
                raise
            await self._store_dead_letter(incoming, error_location(error))
            return
        async with self.database.write_session() as session:
            reference = await store_dead_letter(
                session, incoming, error_location(error), self.clock.now(), screen=row.state.screen
            )
            shown = failure_screen(self.registry, row.state, reference)
            written = await self.store.commit(session, self._next_row(row, incoming, shown, None))
        log.error("set aside with reference %s: %s", reference, error_location(error))
        self.outbox.on_commit(chat, written)
        if incoming.callback:
            self._answer_callback(incoming, shown, row.language)

    async def _store_dead_letter(self, received: ReceivedUpdate, reason: str) -> None:
        """Kept without an answer: nobody can say whom to answer, or where they stand."""
        async with self.database.write_session() as session:
            reference = await store_dead_letter(session, received, reason, self.clock.now())
            await session.commit()
        log.error("an update of %s was set aside with reference %s: %s", received.messenger, reference, reason)
