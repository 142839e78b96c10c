"""The composition root: the only file that knows every room. It opens, joins, runs until it is asked to stop, and closes."""

import asyncio
import gc
import logging
import os
import secrets
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.app import rendering as faces
from bot.app.messengers import bots
from bot.clock import Clock, SystemClock
from bot.delivery import audit_chain_job as sealing
from bot.delivery import retention_job as retaining
from bot.delivery.file_cleanup import Dropping
from bot.delivery.worker import Worker
from bot.i18n.catalog import LOCALES, texts
from bot.i18n.messages import Text
from bot.messengers.port import BadToken, Failure, Messenger
from bot.nursery import Nursery
from bot.relief.outbound.jobs import JobKind
from bot.settings import Settings
from bot.storage import encryption as keys
from bot.storage.database import Database, open_database
from bot.storage.file_store import FileStore
from bot.storage.migrate import is_current
from bot.turn.context import Book
from bot.turn.conversation.actor_loader import together
from bot.turn.conversation.row import LEASE_MS
from bot.turn.conversation.store import Store
from bot.turn.dead_letters.replay import take_again
from bot.turn.media.attachments import Attachments, Draw
from bot.turn.media.store import FileShelf
from bot.turn.outgoing.outbox import Outbox
from bot.turn.outgoing.reply_sender import Sender
from bot.turn.processor import Turns
from bot.turn.rate_limiting import Flood
from handlers.menu import COMMANDS
from handlers.registry import BOOK

log = logging.getLogger(__name__)
YOUNG = 20_000  # objects made before the collector looks at them: a turn makes thousands, and leaves next to none
FAREWELL = 3.0  # seconds for the turns and replies in hand
BACK_OFF = (1.0, 60.0)  # seconds, first and longest, between attempts to reach a messenger


class OldSchema(Exception):
    """The database was made by another version: `python -m bot migrate` brings it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything joined and running, but for the doors through which updates come."""

    turns: Turns
    outbox: Outbox
    worker: Worker
    database: Database
    messengers: Mapping[str, Messenger]


@asynccontextmanager
async def opened(
    database: Database,
    messengers: Mapping[str, Messenger],
    files: FileStore,
    clock: Clock,
    book: Book = BOOK,
    lease: int = LEASE_MS,
    flood: Flood | None = None,
    draw: Draw | None = None,
) -> AsyncIterator[House]:
    """The keyring is installed and the schema current. Leaving it finishes the turns in hand."""
    owner = f"{os.getpid()}-{secrets.token_hex(4)}"
    store, actors = Store(database, lease), together(database, clock)
    shelf = FileShelf(database, files, messengers, clock)
    attachments = Attachments(shelf, draw or faces.Drawing())
    senders = {name: Sender(messenger, attachments) for name, messenger in messengers.items()}
    worker = _worker(database, messengers, files, clock, owner)
    await sealing.begin(database)
    await retaining.begin(database)
    async with Nursery() as ground:
        works = {"store": store.run(), "actors": actors.run(), "worker": worker.run()}
        background = [ground.start(work, name) for name, work in works.items()]
        try:
            async with Nursery(grace=FAREWELL) as replies:
                outbox = Outbox(store=store, senders=senders, owner=owner, nursery=replies)
                turns = Turns(
                    book=book, database=database, store=store, actors=actors, messengers=messengers, shelf=shelf,
                    clock=clock, owner=owner, nursery=replies, outbox=outbox, wake=worker.wake, flood=flood or Flood(),
                )  # fmt: skip
                background.append(ground.start(outbox.sweep_for_ever(), "sweep"))
                yield House(turns=turns, outbox=outbox, worker=worker, database=database, messengers=messengers)
                replies.stopping.set()
        finally:
            for task in background:
                task.cancel()


def _worker(
    database: Database, messengers: Mapping[str, Messenger], files: FileStore, clock: Clock, owner: str
) -> Worker:
    return Worker(
        database=database, messengers=messengers, faces=faces.Rendered(),
        handlers={
            JobKind.AUDIT_CHAIN: sealing.Sealing(database), JobKind.FILE_CLEANUP: Dropping(database, files),
            JobKind.RETENTION: retaining.Retaining(database, clock),
        },
        owner=owner, clock=clock,
    )  # fmt: skip


def settle() -> None:
    """For a process that stays: what is loaded by now stands until its end, and the collector need not walk through it."""
    texts(LOCALES[0])
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])


async def run(settings: Settings) -> None:
    """The bot, until SIGTERM or SIGINT. Raises OldSchema, and what the database says when it cannot be reached."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    keys.install(settings.keyring())
    database = open_database(settings.database, durable=settings.durable)
    messengers = bots(settings)
    files = FileStore(settings.files, settings.keyring())
    try:
        if not await is_current(database.reader):
            raise OldSchema
        flood = Flood(a_minute=settings.messages_a_minute)
        async with opened(database, messengers, files, SystemClock(), flood=flood) as house:
            await _inherit(house)
            log.info("started: %s", ", ".join(messengers))
            settle()
            async with Nursery() as doors:
                serving = [doors.start(_serve(house, settings, m), f"door of {m.name}") for m in messengers.values()]
                if settings.webhook_url:
                    from bot.app.webhook_server import listen  # noqa: PLC0415 - an HTTP server, loaded where there is something to hear

                    serving.append(doors.start(listen(house.turns, settings), "webhooks"))
                await stop.wait()
                for door in serving:
                    door.cancel()
    finally:
        for messenger in messengers.values():
            await messenger.close()
        await database.close()
    log.info("stopped")


async def _inherit(house: House) -> None:
    """What the last process left goes out first. Where the database breaks meanwhile, the sweeps find it when its lease ends."""
    try:
        left = await house.outbox.sweep(everything=not house.database.shared)
    except (SQLAlchemyError, OSError) as error:
        log.warning("replies left by the last process wait: %s", type(error).__name__)
    else:
        log.info("replies left by the last process: %d", left)


async def replay(settings: Settings) -> tuple[int, int]:
    """Take again what was set aside; returns how many updates succeeded, and how many failed again."""
    keys.install(settings.keyring())
    database = open_database(settings.database, durable=settings.durable)
    messengers = bots(settings)
    try:
        for messenger in messengers.values():
            await messenger.open()
        async with opened(database, messengers, FileStore(settings.files, settings.keyring()), SystemClock()) as house:
            return await take_again(house.turns)
    finally:
        for messenger in messengers.values():
            await messenger.close()
        await database.close()


async def _serve(house: House, settings: Settings, messenger: Messenger) -> None:
    """One messenger's door. One that cannot be reached is tried again, and keeps nobody else waiting."""
    wait = BACK_OFF[0]
    while True:
        try:
            await messenger.open()
            await messenger.announce(_commands())
            if settings.webhook_url:
                await messenger.set_webhook(*settings.webhook_address(messenger.name))
                return
            await messenger.delete_webhook()
            await messenger.poll(house.turns.take)
        except BadToken:
            log.critical("%s does not know this token; it is left out until the setting is mended", messenger.name)
            return
        except Failure as failure:
            log.warning("%s cannot be reached: %s; trying again in %.0f s", messenger.name, failure, wait)
            await asyncio.sleep(wait)
            wait = min(2 * wait, BACK_OFF[1])


def _commands() -> dict[str, dict[str, str]]:
    return {
        locale: {name: texts(locale).label(Text(f"home-command-{name}")) for name in COMMANDS} for locale in LOCALES
    }
