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
from bot.dialogue.engine import Submitting
from bot.dialogue.question import Given, Moment
from bot.dialogue.questions.pickers import Files
from bot.dialogue.screen import Command, Press, RemoteFile
from bot.i18n.catalog import texts
from bot.i18n.messages import Text, text
from bot.messengers.port import Failure, Incoming, Messenger, Received, Unreadable
from bot.nursery import Nursery
from bot.relief.access import guess_limits as attempts
from bot.relief.access.actors import load_actor
from bot.relief.access.policy import Actor
from bot.relief.audit import log as audit
from bot.relief.errors import DomainError
from bot.relief.ids import Here
from bot.relief.outbound.addresses import is_stale
from bot.storage.database import Database
from bot.turn import error_classification as blame
from bot.turn import execution as steps
from bot.turn import last_seen as presence
from bot.turn import routing as plans
from bot.turn.context import Book, Turn
from bot.turn.conversation.row import Row
from bot.turn.conversation.store import Lost, Store
from bot.turn.dead_letters import queue as aside
from bot.turn.execution import Shown
from bot.turn.media.store import FileShelf, NotKept
from bot.turn.outgoing.outbox import Chat, Outbox
from bot.turn.outgoing.reply_builder import replies_for
from bot.turn.outgoing.reply_sender import tolerantly
from bot.turn.rate_limiting import Admission, Flood
from bot.turn.routing import Again, Move, Plan

log = logging.getLogger(__name__)
RACES = 8
ANSWER = "the answer to a press"
TOO_MUCH = Again(note=text("turn-too-much"))
Actors: TypeAlias = Callable[[Here], Awaitable[Actor | None]]
"""Who acts there, read outside a transaction of the asker's own: enough for what is only shown."""
Also: TypeAlias = Callable[[AsyncSession], Awaitable[None]]
"""What is written in the transaction of a turn, whatever the turn is."""


@dataclass(slots=True, kw_only=True)
class Turns:
    """`take` is what messengers call: it answers when the update is committed, with an error when it must be tried again."""

    book: Book
    database: Database
    store: Store
    actors: Actors
    messengers: Mapping[str, Messenger]
    shelf: FileShelf
    clock: Clock
    owner: str
    nursery: Nursery
    outbox: Outbox
    wake: Callable[[], None]
    flood: Flood = field(default_factory=Flood)

    def take(self, received: Received) -> asyncio.Future[Exception | None]:
        """A turn that has begun is finished, though the door through which it came is closed meanwhile."""
        return self.nursery.start(self._outcome(received), "a turn", tolerate=True)

    async def _outcome(self, received: Received) -> Exception | None:
        try:
            await self._received(received)
        except Exception as error:  # noqa: BLE001 - handed to who waits for it
            return error
        return None

    async def _received(self, received: Received) -> None:
        if isinstance(received, Unreadable):
            await self._keep_aside(received, received.why)
            return
        if received.group and not isinstance(received.what, Press | Command):
            return
        chat = self.outbox.chat(received.messenger, received.account)
        async with chat.lock:
            try:
                admission = await self._admission(chat, received)
                if admission is not Admission.PASS_OVER:
                    await self.turn(chat, received, calm=admission is Admission.SLOW_DOWN)
            except Exception as error:
                if isinstance(error, Lost) or blame.databases(error):
                    raise
                await self._apologise(chat, received, error)

    async def _admission(self, chat: Chat, incoming: Incoming) -> Admission:
        if not self.flood.a_minute:
            return Admission.ANSWER
        row = chat.row = chat.row or await self.store.load(incoming.messenger, incoming.account)
        known = True if row.person is not None else False if row.revision else None
        admission = self.flood.admits(incoming, known=known, busy=row.state.form is not None)
        if admission is not Admission.OF_A_MEMBER:
            return admission
        member = await self.actors(row.key) is not None  # at the first word of a conversation only: it is new, not they
        return Admission.ANSWER if member else self.flood.of_a_stranger()

    async def turn(
        self,
        chat: Chat,
        incoming: Incoming,
        *,
        also: Also | None = None,
        screen: int | None = None,
        calm: bool = False,
    ) -> None:
        """One update, under the chat's lock. With a `screen`, it is an answer to that one and to no later one. To `calm`
        is to say no more than that it was too much at once: what stands, stands.
        """
        for _ in range(RACES):
            row = chat.row or await self.store.load(incoming.messenger, incoming.account)
            if incoming.update in row.done:
                self.outbox.recalled(chat, row)
                return
            if screen is not None and row.state.screen != screen:
                return
            try:
                await self._turn(chat, self._ours(chat, row), incoming, also, calm=calm)
            except Lost:
                chat.forget()
            except Exception as error:
                chat.forget()
                if not blame.collision(error):
                    raise
            else:
                return
        raise Lost("a conversation is written by too many at once")

    def _ours(self, chat: Chat, row: Row) -> Row:
        """The row as it stands now. What nobody sends any more is sent before the answer, what another may be sending beside it."""
        now = chat.as_sent(row)
        return now.taken_over(self.owner) if now.lapsed else now.overtaking(self.owner)

    async def _turn(self, chat: Chat, row: Row, incoming: Incoming, also: Also | None, *, calm: bool) -> None:
        moment = Moment(now=self.clock.now(), today=self.clock.today())
        state, changed = plans.standing(self.book, row.state)
        if state is not row.state:
            row = replace(row, state=state)
        chosen = TOO_MUCH if calm else await self._chosen(row, incoming, moment, changed=changed)
        if row.recalled and not incoming.group:
            row, chosen = replace(row, recalled=False, person=None), plans.recalled(state, chosen)
        try:
            if also or plans.acts(self.book, state, chosen):
                written, shown = await self._acting(row, incoming, chosen, also)
            else:
                turn, shown = await self._quietly(row, incoming, chosen, moment)
                written = await self.store.save(self._after(row, incoming, shown, turn))
        except DomainError as error:
            turn, shown = await self._refused(row, incoming, chosen, error)
            written = await self._saved_refusal(self._after(row, incoming, shown, turn), error, also)
        self.outbox.committed(chat, written)
        if incoming.callback:
            self._answer(incoming, shown, written.language)

    async def _chosen(self, row: Row, incoming: Incoming, moment: Moment, *, changed: bool) -> Plan:
        """What the update means. When a newer version asks something else than what stands on the screen, it asks first."""
        if incoming.group:
            return plans.in_group(self.book, incoming.what)
        given = await self._given(row, incoming)
        if isinstance(given, Text):
            return Again(note=given)
        present = not isinstance(incoming.what, Press) or incoming.message == row.state.message
        chosen = plans.plan(self.book, row.state, given, moment, present=present)
        return Again(note=text("turn-here-we-are")) if changed and isinstance(chosen, Move) else chosen

    async def _given(self, row: Row, incoming: Incoming) -> Given | Text:
        """A file is fetched when the present question takes files, and only then; a text says why it is not kept."""
        what, form = incoming.what, row.state.form
        if not isinstance(what, RemoteFile) or form is None:
            return what
        question, _ = engine.present(self.book.forms[form.form], form)
        if not isinstance(question, Files):
            return what
        try:
            return await self.shelf.keep(incoming.messenger, what)
        except Failure as failure:
            log.warning("a file could not be fetched: %s", type(failure).__name__)
            return text("turn-file-not-had")
        except NotKept as refused:
            return Text(refused.key)

    async def _acting(self, row: Row, incoming: Incoming, chosen: Plan, also: Also | None) -> tuple[Row, Shown]:
        """The use case, the conversation and the replies in one transaction: this is the one commit of the house."""
        async with self.database.writing() as session:
            actor = await load_actor(session, incoming.messenger, incoming.account, self.clock.today())
            turn = self._context(session, row, incoming, actor)
            shown = await self._performed(turn, row, incoming, chosen, turn.moment)
            if also:
                await also(session)
            written = await self.store.commit(session, self._after(row, incoming, shown, turn))
        if turn.woke:
            self.wake()
        return written, shown

    async def _quietly(self, row: Row, incoming: Incoming, chosen: Plan, moment: Moment) -> tuple[Turn | None, Shown]:
        async with AsyncExitStack() as stack:
            turn = None
            if plans.reads(self.book, row.state, chosen, moment):
                actor = await self.actors(row.key)
                session = await stack.enter_async_context(self.database.reading())
                turn = self._context(session, row, incoming, actor)
                moment = turn.moment
            return turn, await self._performed(turn, row, incoming, chosen, moment)

    async def _performed(self, turn: Turn | None, row: Row, incoming: Incoming, chosen: Plan, moment: Moment) -> Shown:
        shown = await steps.perform(turn, row.state, chosen, moment, self.book)
        if incoming.group and isinstance(incoming.what, Command):
            return steps.way_in(shown, self.messengers[incoming.messenger].link(incoming.what.argument or "menu"))
        return shown

    async def _refused(
        self, row: Row, incoming: Incoming, chosen: Plan, error: DomainError
    ) -> tuple[Turn | None, Shown]:
        log.info("refused: %s", error.key)
        if not (isinstance(chosen, Move) and isinstance(chosen.step, Submitting)):
            return None, steps.refusal(self.book, row.state, error)
        actor = await self.actors(row.key)
        async with self.database.reading() as session:
            turn = self._context(session, row, incoming, actor)
            back, note = steps.refused_form(chosen.step.state, chosen.form, error)
            return turn, await steps.ask(turn, row.state, chosen.form, back, turn.moment, note)

    async def _saved_refusal(self, row: Row, error: DomainError, also: Also | None) -> Row:
        """Most refusals are quiet; one that must leave a trace is written together with it."""
        if not error.leaves and also is None:
            return await self.store.save(row)
        async with self.database.writing() as session:
            if error.trace is not None:
                await audit.keep(session, error)
            if error.guess is not None:
                await attempts.keep(session, error.guess)
            if also:
                await also(session)
            return await self.store.commit(session, row)

    def _context(self, session: AsyncSession, row: Row, incoming: Incoming, actor: Actor | None) -> Turn:
        if actor and is_stale(actor.last_seen_at, self.clock.now()):
            self.nursery.start(presence.note(self.database, incoming, self.clock.now()), "presence", tolerate=True)
        return Turn(
            book=self.book, database=self.database, session=session, messenger=incoming.messenger,
            account=incoming.account, name=incoming.name, actor=actor,
            locale=actor.language if actor else row.language or "fa",
            now=self.clock.now(), today=self.clock.today(), linkers=self.messengers, shelf=self.shelf,
        )  # fmt: skip

    def _after(self, row: Row, incoming: Incoming, shown: Shown, turn: Turn | None) -> Row:
        language = turn.locale if turn else row.language
        person = turn.actor.person if turn and turn.actor else row.person
        replies, state = replies_for(row, incoming, shown, language or "fa", self.owner, self.book)
        unsent = (*row.unsent, *replies)
        return row.after(incoming.update, state=state, person=person, language=language, unsent=unsent)

    def _answer(self, incoming: Incoming, shown: Shown, language: str | None) -> None:
        """A press is answered once, after the commit, and never again; what it says stands on the screen too."""
        notice = shown.screen.notice or (text("turn-done") if incoming.group else None)
        said = texts(language or "fa").label(notice) if notice else ""
        answer = self.messengers[incoming.messenger].answer
        call = answer(incoming.callback, said, alert=incoming.group)
        self.nursery.start(tolerantly(call, "a press was not answered"), ANSWER, tolerate=True)

    async def _apologise(self, chat: Chat, incoming: Incoming, error: Exception) -> None:
        """The update is set aside and its sender told so; what they had written stays where it is."""
        try:
            row = chat.as_sent(await self.store.load(incoming.messenger, incoming.account))
        except Exception as unread:
            if blame.databases(unread):
                raise
            await self._keep_aside(incoming, blame.place(error))
            return
        async with self.database.writing() as session:
            reference = await aside.set_aside(
                session, incoming, blame.place(error), self.clock.now(), screen=row.state.screen
            )
            shown = steps.sorry(self.book, row.state, reference)
            written = await self.store.commit(session, self._after(row, incoming, shown, None))
        log.error("set aside with reference %s: %s", reference, blame.place(error))
        self.outbox.committed(chat, written)
        if incoming.callback:
            self._answer(incoming, shown, row.language)

    async def _keep_aside(self, received: Received, why: str) -> None:
        """Kept without an answer: nobody can say whom to answer, or where they stand."""
        async with self.database.writing() as session:
            reference = await aside.set_aside(session, received, why, self.clock.now())
            await session.commit()
        log.error("an update of %s was set aside with reference %s: %s", received.messenger, reference, why)
