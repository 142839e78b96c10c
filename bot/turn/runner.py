"""One attempt of a turn: route, execute, write. A step that acts is one transaction with its replies (unit of work)."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.dialogue.engine import Submit
from bot.dialogue.inputs import Command, IncomingFile, Press
from bot.dialogue.question import Input, Moment
from bot.i18n.messages import Text, text
from bot.messengers.port import Incoming, Messenger, MessengerFailure
from bot.nursery import Nursery
from bot.relief.access.actors import load_actor
from bot.relief.access.caller import Actor
from bot.relief.access.guess_limits import record_failure
from bot.relief.audit import log as audit_log
from bot.relief.errors import DomainError
from bot.relief.ids import AccountRef
from bot.relief.outbound.addresses import needs_refresh
from bot.storage.database import Database
from bot.turn.context import Registry, TurnContext
from bot.turn.conversation.row import ConversationRow
from bot.turn.conversation.state import with_files
from bot.turn.conversation.store import ConversationStore
from bot.turn.execution import execute, execute_pure, return_to_answer, show_question
from bot.turn.file_routing import has_place, offer_waiting_files, refuse_file, route_unasked
from bot.turn.last_seen import record_last_seen
from bot.turn.media.store import FileRejected, MediaStore
from bot.turn.outgoing.reply_builder import build_replies
from bot.turn.routing import (
    FormStep,
    Redraw,
    Route,
    SayNote,
    migrate_state,
    needs_transaction,
    revoke_form,
    route_in_group,
    route_input,
)
from bot.turn.step_result import StepResult, private_chat_screen, refusal_screen

log = logging.getLogger(__name__)
DEFAULT_LOCALE = "fa"
RATE_LIMITED_ROUTE = SayNote(note=text("turn-too-much"))
ReadActor: TypeAlias = Callable[[AccountRef], Awaitable[Actor | None]]
"""Reads the actor of an account outside the turn's transaction: for rendering only."""
WriteInTurn: TypeAlias = Callable[[AsyncSession], Awaitable[None]]
"""Writes something more in the transaction of a turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRunner:
    """Runs one attempt of a turn, from the loaded row to the written one."""

    registry: Registry
    database: Database
    store: ConversationStore
    read_actor: ReadActor
    messengers: Mapping[str, Messenger]
    media_store: MediaStore
    clock: Clock
    owner: str
    nursery: Nursery
    wake_worker: Callable[[], None]

    async def run(
        self, row: ConversationRow, incoming: Incoming, write_also: WriteInTurn | None, *, rate_limited: bool
    ) -> tuple[ConversationRow, StepResult]:
        """Take an update; return the row as written. Raises StaleRevision, and any error that is no DomainError."""
        moment = Moment(now=self.clock.now(), today=self.clock.today())
        state, changed = migrate_state(self.registry, row.state)
        if state is not row.state:
            row = replace(row, state=state)
        route = (
            RATE_LIMITED_ROUTE if rate_limited else await self._route(row, incoming, moment, question_changed=changed)
        )
        if row.rights_changed and not incoming.group:
            row, route = replace(row, rights_changed=False, person=None), revoke_form(state, route)
        try:
            if write_also or needs_transaction(self.registry, state, route):
                return await self._run_in_transaction(row, incoming, route, write_also)
            turn, result = await self._run_read_only(row, incoming, route, moment)
            return await self.store.save(self.next_row(row, incoming, result, turn)), result
        except DomainError as error:
            turn, result = await self._show_refusal(row, incoming, route, error)
            return await self._save_refusal(self.next_row(row, incoming, result, turn), error, write_also), result

    def next_row(
        self, row: ConversationRow, incoming: Incoming, result: StepResult, turn: TurnContext | None
    ) -> ConversationRow:
        """Return the row after a step: new state, the update marked as done (idempotency), replies."""
        language = turn.locale if turn else row.language
        person = turn.actor.person if turn and turn.actor else row.person
        result = offer_waiting_files(self.registry, result)
        replies, state = build_replies(row, incoming, result, language or DEFAULT_LOCALE, self.owner, self.registry)
        unsent = (*row.unsent, *replies)
        return row.with_update(incoming.update, state=state, person=person, language=language, unsent=unsent)

    async def _route(
        self, row: ConversationRow, incoming: Incoming, moment: Moment, *, question_changed: bool
    ) -> Route:
        """Return the route of an update. A question that a new version has changed is asked before it is answered."""
        if incoming.group:
            return route_in_group(self.registry, incoming.what)
        user_input = await self._read_input(row, incoming)
        if isinstance(user_input, Text):
            return SayNote(note=user_input)
        on_current = not isinstance(incoming.what, Press) or incoming.message == row.state.message
        route = route_unasked(self.registry, row.state, user_input, moment) or route_input(
            self.registry, row.state, user_input, moment, on_current_screen=on_current
        )
        return Redraw(note=text("turn-here-we-are")) if question_changed and isinstance(route, FormStep) else route

    async def _read_input(self, row: ConversationRow, incoming: Incoming) -> Input | Text:
        """Return the input; a file is downloaded if it is kept. A text says why it is not."""
        what = incoming.what
        if not isinstance(what, IncomingFile):
            return what
        if not has_place(self.registry, row.state, what):
            refusal = refuse_file(self.registry, row.state, what, await self.read_actor(row.key))
            if refusal is not None:
                return refusal
        try:
            return await self.media_store.save(incoming.messenger, what)
        except MessengerFailure as failure:
            log.warning("a file could not be downloaded: %s", type(failure).__name__)
            return text("turn-file-not-had")
        except FileRejected as rejection:
            return Text(rejection.key)

    async def _run_in_transaction(
        self, row: ConversationRow, incoming: Incoming, route: Route, write_also: WriteInTurn | None
    ) -> tuple[ConversationRow, StepResult]:
        """Commit the use case, the conversation and its replies together: the only commit of an acting turn."""
        async with self.database.write_session() as session:
            actor = await load_actor(session, incoming.messenger, incoming.account, self.clock.today())
            turn = self._context(session, row, incoming, actor)
            result = await self._execute(turn, row, incoming, route)
            if write_also:
                await write_also(session)
            written = await self.store.commit(session, self.next_row(row, incoming, result, turn))
        if turn.worker_needed:
            self.wake_worker()
        return written, result

    async def _run_read_only(
        self, row: ConversationRow, incoming: Incoming, route: Route, moment: Moment
    ) -> tuple[TurnContext | None, StepResult]:
        """Take a step that writes nothing but the conversation; without need of the database no context."""
        result = execute_pure(row.state, route, moment, self.registry)
        if result is not None:
            return None, self._in_group(incoming, result)
        actor = await self.read_actor(row.key)
        async with self.database.read_session() as session:
            turn = self._context(session, row, incoming, actor)
            return turn, await self._execute(turn, row, incoming, route)

    async def _execute(self, turn: TurnContext, row: ConversationRow, incoming: Incoming, route: Route) -> StepResult:
        result = await execute(turn, row.state, route, turn.moment)
        if turn.files != result.state.load_files():
            result = replace(result, state=with_files(result.state, turn.files))
        return self._in_group(incoming, result)

    def _in_group(self, incoming: Incoming, result: StepResult) -> StepResult:
        """Return the result as a group sees it: a command there is answered by a link into private chat."""
        if not (incoming.group and isinstance(incoming.what, Command)):
            return result
        payload = incoming.what.argument or "menu"
        return private_chat_screen(result, self.messengers[incoming.messenger].deep_link(payload))

    async def _show_refusal(
        self, row: ConversationRow, incoming: Incoming, route: Route, error: DomainError
    ) -> tuple[TurnContext | None, StepResult]:
        log.info("refused: %s", error.key)
        if not (isinstance(route, FormStep) and isinstance(route.step, Submit)):
            return None, refusal_screen(self.registry, row.state, error)
        actor = await self.read_actor(row.key)
        async with self.database.read_session() as session:
            turn = self._context(session, row, incoming, actor)
            form_state, note = return_to_answer(route.step.state, route.form, error, row.state.form)
            return turn, await show_question(turn, row.state, route.form, form_state, turn.moment, note)

    async def _save_refusal(
        self, row: ConversationRow, error: DomainError, write_also: WriteInTurn | None
    ) -> ConversationRow:
        """Write the row of a refusal, together with the trace that some refusals must leave."""
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
            self.nursery.start(record_last_seen(self.database, incoming, self.clock.now()), "last seen", tolerate=True)
        return TurnContext(
            registry=self.registry, database=self.database, session=session, messenger=incoming.messenger,
            account=incoming.account, name=incoming.name, actor=actor,
            locale=actor.language if actor else row.language or DEFAULT_LOCALE,
            files=row.state.load_files(), now=self.clock.now(), today=self.clock.today(), deep_links=self.messengers, media_store=self.media_store,
        )  # fmt: skip
