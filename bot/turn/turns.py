"""Turns in order: load, dedupe, advance, use case, commit, send. One conversation's run one after the other, others beside it."""

import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import exc

from bot.clock import Clock
from bot.dialogue import engine
from bot.dialogue.engine import Submitting
from bot.dialogue.question import Given, Moment
from bot.dialogue.screen import Command, Incoming, Press, RemoteFile, text
from bot.messengers.port import Failure, Messenger, Received, Unreadable
from bot.nursery import Nursery
from bot.relief import audit
from bot.relief.access import load_actor
from bot.relief.errors import DomainError
from bot.relief.reach import seen_again
from bot.storage.engine import Database
from bot.texts import texts
from bot.turn import aside, steps
from bot.turn.context import Book, Turn
from bot.turn.outbox import Chat, Outbox
from bot.turn.rows import Row
from bot.turn.shelf import FileShelf
from bot.turn.store import Lost, Store
from bot.turn.writing import replies_for

log = logging.getLogger(__name__)
RACES = 8
NOT_THEIR_FAULT = (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError, OSError)


@dataclass(slots=True, kw_only=True)
class Turns:
    """`take` is what messengers call: it returns when the update is committed, and raises when it must be tried again."""

    book: Book
    database: Database
    store: Store
    messengers: Mapping[str, Messenger]
    shelf: FileShelf
    clock: Clock
    owner: str
    nursery: Nursery
    outbox: Outbox
    wake: Callable[[], None]

    async def take(self, received: Received) -> None:
        if isinstance(received, Unreadable):
            await self._keep_aside(received)
            return
        if received.group and not isinstance(received.what, Press | Command):
            return
        chat = self.outbox.chat(received.messenger, received.account)
        async with chat.lock:
            await self._take(chat, received)

    async def _take(self, chat: Chat, incoming: Incoming) -> None:
        for _ in range(RACES):
            row = chat.row or await self.store.load(incoming.messenger, incoming.account)
            if incoming.update in row.done:
                return
            try:
                await self._turn(chat, chat.as_sent(row), incoming)
            except Lost:
                chat.forget()
            except NOT_THEIR_FAULT:
                chat.forget()
                raise
            except Exception as error:  # noqa: BLE001 - whatever fails for one update's own fault must not stop the others
                await self._apologise(chat, incoming, error)
                return
            else:
                return
        msg = "a conversation is written by too many at once"
        raise Lost(msg)

    async def _turn(self, chat: Chat, row: Row, incoming: Incoming) -> None:
        moment = Moment(now=self.clock.now(), today=self.clock.today(), locale=row.language or "fa")
        given = await self._given(row, incoming)
        chosen = steps.plan(self.book, row.state, given, moment)
        try:
            if steps.acts(self.book, chosen):
                written, shown = await self._acting(row, incoming, chosen)
            else:
                turn, shown = await self._quietly(row, incoming, chosen, moment)
                written = await self.store.save(self._after(row, incoming, shown, turn))
        except DomainError as error:
            turn, shown = await self._refused(row, incoming, chosen, error)
            written = await self._saved_refusal(self._after(row, incoming, shown, turn), error)
        self.outbox.committed(chat, written)
        if incoming.callback:
            self._answer(incoming, shown, written.language)

    async def _acting(self, row: Row, incoming: Incoming, chosen: steps.Plan) -> tuple[Row, steps.Shown]:
        """The use case, the conversation and the replies in one transaction: this is the one commit of the house."""
        async with self.database.writing() as session:
            turn = await self._context(session, row, incoming)
            await seen_again(session, incoming.messenger, incoming.account, turn.now)
            shown = await steps.perform(turn, row.state, chosen, self._moment(turn), self.book)
            written = await self.store.save_in(session, self._after(row, incoming, shown, turn))
            await session.commit()
        if turn.woke:
            self.wake()
        return written, shown

    async def _given(self, row: Row, incoming: Incoming) -> Given:
        """A file is fetched when the present question takes files, and only then."""
        what, form = incoming.what, row.state.form
        if not isinstance(what, RemoteFile) or form is None or form.form not in self.book.forms:
            return what
        if not engine.given_file(self.book.forms[form.form], form):
            return what
        try:
            return await self.shelf.keep(incoming.messenger, what)
        except Failure as failure:
            log.warning("a file could not be fetched: %s", type(failure).__name__)
            return what

    async def _quietly(
        self, row: Row, incoming: Incoming, chosen: steps.Plan, moment: Moment
    ) -> tuple[Turn | None, steps.Shown]:
        async with AsyncExitStack() as stack:
            turn = None
            if steps.reads(self.book, row.state, chosen, moment):
                session = await stack.enter_async_context(self.database.reading())
                turn = await self._context(session, row, incoming)
                moment = self._moment(turn)
            return turn, await steps.perform(turn, row.state, chosen, moment, self.book)

    async def _refused(
        self, row: Row, incoming: Incoming, chosen: steps.Plan, error: DomainError
    ) -> tuple[Turn | None, steps.Shown]:
        log.info("refused: %s", error.key)
        if not (isinstance(chosen, steps.Move) and isinstance(chosen.step, Submitting)):
            return None, steps.refusal(self.book, row.state, error)
        async with self.database.reading() as session:
            turn = await self._context(session, row, incoming)
            back, note = steps.refused_form(chosen.step.state, chosen.form, error)
            return turn, await steps.ask(turn, row.state, chosen.form, back, self._moment(turn), note)

    async def _saved_refusal(self, row: Row, error: DomainError) -> Row:
        """Most refusals are quiet; one that must leave a trace is written together with it."""
        if error.trace is None:
            return await self.store.save(row)
        async with self.database.writing() as session:
            await audit.keep(session, error)
            written = await self.store.save_in(session, row)
            await session.commit()
        return written

    async def _context(self, session: Any, row: Row, incoming: Incoming) -> Turn:
        actor = await load_actor(session, incoming.messenger, incoming.account)
        locale = row.language or "fa"
        return Turn(
            book=self.book,
            database=self.database,
            session=session,
            messenger=incoming.messenger,
            account=incoming.account,
            name=incoming.name,
            actor=actor,
            locale=actor.language if actor else locale,
            now=self.clock.now(),
            today=self.clock.today(),
            linker=self.messengers[incoming.messenger],
        )

    def _moment(self, turn: Turn) -> Moment:
        return Moment(now=turn.now, today=turn.today, locale=turn.locale)

    def _after(self, row: Row, incoming: Incoming, shown: steps.Shown, turn: Turn | None) -> Row:
        language = turn.locale if turn else row.language
        person = turn.actor.person if turn and turn.actor else row.person
        replies, state = replies_for(row, incoming, shown, language or "fa", self.owner, self.book)
        marked = row.after(incoming.update)
        return replace(marked, state=state, person=person, language=language, unsent=(*row.unsent, *replies))

    def _answer(self, incoming: Incoming, shown: steps.Shown, language: str | None) -> None:
        """A press is answered once, after the commit, and never again; what it says stands on the screen too."""
        notice = shown.screen.notice or (text("turn-done") if incoming.group else None)
        said = texts(language or "fa").label(notice) if notice else ""
        call = self.messengers[incoming.messenger].answer(incoming.callback, said, alert=incoming.group)
        self.nursery.start(_tolerant(call), "answer a press", tolerate=True)

    async def _apologise(self, chat: Chat, incoming: Incoming, error: Exception) -> None:
        """The update is set aside and its sender told so; what they had written stays where it is."""
        row = chat.as_sent(await self.store.load(incoming.messenger, incoming.account))
        async with self.database.writing() as session:
            reference = await aside.set_aside(session, incoming, _where(error), self.clock.now())
            shown = steps.sorry(self.book, row.state, reference)
            written = await self.store.save_in(session, self._after(row, incoming, shown, None))
            await session.commit()
        log.error("set aside with reference %s: %s", reference, _where(error))
        self.outbox.committed(chat, written)
        if incoming.callback:
            self._answer(incoming, shown, row.language)

    async def _keep_aside(self, received: Unreadable) -> None:
        async with self.database.writing() as session:
            reference = await aside.set_aside(session, received, received.why, self.clock.now())
            await session.commit()
        log.error("an unreadable update of %s was set aside with reference %s", received.messenger, reference)

    async def replay(self) -> tuple[int, int]:
        """Take again what was set aside, each once; returns how many succeeded and how many failed again."""
        async with self.database.reading() as session:
            rows = await aside.waiting(session)
        outcomes = [await self._again(row.id, row.messenger, row.raw) for row in rows]
        return outcomes.count(True), outcomes.count(False)

    async def _again(self, row: int, messenger: str, raw: str) -> bool:
        data = orjson.loads(raw)
        known = (
            aside.incoming_of(data["incoming"])
            if "incoming" in data
            else self.messengers[messenger].read(data["unreadable"])
        )
        done = isinstance(known, Incoming)
        if isinstance(known, Incoming):
            chat = self.outbox.chat(messenger, known.account)
            again = replace(known, update=-(row & 0x7FFF_FFFF), callback="")
            async with chat.lock:
                done = await self._try_again(chat, again)
        async with self.database.writing() as session:
            await aside.settle(session, row, done=done)
            await session.commit()
        return done

    async def _try_again(self, chat: Chat, incoming: Incoming) -> bool:
        row = chat.as_sent(await self.store.load(incoming.messenger, incoming.account))
        try:
            await self._turn(chat, row, incoming)
        except Exception:
            log.exception("an update that was set aside failed again")
            return False
        return True


async def _tolerant(call: Awaitable[None]) -> None:
    try:
        await call
    except Failure as failure:
        log.info("a press was not answered: %s", type(failure).__name__)


def _where(error: Exception) -> str:
    """The error's class and the line it came from; its message may bear a person's words."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return f"{type(error).__name__} at {last.name}:{last.lineno}" if last else type(error).__name__
