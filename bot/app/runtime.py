"""The composition root: opens every part, joins them, runs until it is asked to stop, and closes them."""

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

from bot.app.health import Health, MessengerState
from bot.app.messengers import build_messengers
from bot.app.rendering import DeliveryRenderer, FileRenderer
from bot.backoff import Backoff, BackoffPolicy
from bot.clock import Clock, SystemClock
from bot.delivery.audit_chain_job import AuditChainJob, schedule_audit_chain
from bot.delivery.file_cleanup import FileCleanup
from bot.delivery.retention_job import RetentionJob, schedule_retention
from bot.delivery.worker import Worker
from bot.i18n.catalog import LOCALES, texts
from bot.i18n.messages import Text
from bot.messengers.port import InvalidToken, Messenger, MessengerFailure
from bot.nursery import Nursery
from bot.relief.audit.checkpoint import CheckpointFile
from bot.relief.outbound.jobs import JobKind
from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.encryption import install_keyring
from bot.storage.file_store import FileStore
from bot.storage.migrate import require_current_schema
from bot.turn.context import Registry
from bot.turn.conversation.actor_loader import actor_batcher
from bot.turn.conversation.row import LEASE_MS
from bot.turn.conversation.store import ConversationStore
from bot.turn.dead_letters.replay import replay_dead_letters
from bot.turn.media.attachments import Attachments, RenderFile
from bot.turn.media.store import MediaStore
from bot.turn.outgoing.outbox import Outbox
from bot.turn.outgoing.reply_sender import ReplySender
from bot.turn.processor import TurnProcessor
from bot.turn.rate_limiting import RateLimiter
from handlers.menu import COMMANDS
from handlers.registry import REGISTRY

log = logging.getLogger(__name__)
# Objects made before the collector looks at them: a turn makes thousands, and leaves next to none.
GC_THRESHOLD = 20_000
SHUTDOWN_GRACE_SECONDS = 3.0  # seconds for the turns and replies in hand
MESSENGER_BACKOFF = BackoffPolicy(first_seconds=1.0, max_seconds=60.0)
STABLE_SECONDS = 60.0  # after so long without a failure the delays begin small again


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """Everything joined and running, but for the ways in which updates come (polling, webhooks)."""

    processor: TurnProcessor
    outbox: Outbox
    worker: Worker
    database: Database
    messengers: Mapping[str, Messenger]


@asynccontextmanager
async def start_runtime(
    database: Database,
    messengers: Mapping[str, Messenger],
    files: FileStore,
    clock: Clock,
    registry: Registry = REGISTRY,
    lease_ms: int = LEASE_MS,
    rate_limiter: RateLimiter | None = None,
    render_file: RenderFile | None = None,
    checkpoint_file: CheckpointFile | None = None,
) -> AsyncIterator[Runtime]:
    """Start the store, the worker and the outbox. The keyring is installed and the schema current.

    The audit's end is noted in `checkpoint_file`, if there is one.
    Leaving the context finishes the turns in hand.
    """
    owner = f"{os.getpid()}-{secrets.token_hex(4)}"
    store, actors = ConversationStore(database, lease_ms), actor_batcher(database, clock)
    media_store = MediaStore(database, files, messengers, clock)
    attachments = Attachments(media_store, render_file or FileRenderer())
    senders = {name: ReplySender(messenger, attachments) for name, messenger in messengers.items()}
    worker = _build_worker(database, messengers, files, clock, owner, checkpoint_file)
    await schedule_audit_chain(database)
    await schedule_retention(database)
    async with Nursery() as services:
        works = {"store": store.run(), "actors": actors.run(), "worker": worker.run()}
        background = [services.start(work, name) for name, work in works.items()]
        try:
            async with Nursery(grace_seconds=SHUTDOWN_GRACE_SECONDS) as replies:
                outbox = Outbox(store=store, senders=senders, owner=owner, nursery=replies)
                turns = TurnProcessor(
                    registry=registry, database=database, store=store, read_actor=actors, messengers=messengers, media_store=media_store,
                    clock=clock, owner=owner, nursery=replies, outbox=outbox, wake_worker=worker.wake, rate_limiter=rate_limiter or RateLimiter(),
                )  # fmt: skip
                background.append(services.start(outbox.run_sweeper(), "sweep"))
                yield Runtime(processor=turns, outbox=outbox, worker=worker, database=database, messengers=messengers)
                replies.stopping.set()
        finally:
            for task in background:
                task.cancel()


def _build_worker(
    database: Database,
    messengers: Mapping[str, Messenger],
    files: FileStore,
    clock: Clock,
    owner: str,
    checkpoint_file: CheckpointFile | None,
) -> Worker:
    return Worker(
        database=database, messengers=messengers, renderer=DeliveryRenderer(),
        handlers={
            JobKind.AUDIT_CHAIN: AuditChainJob(database, checkpoint_file), JobKind.FILE_CLEANUP: FileCleanup(database, files),
            JobKind.RETENTION: RetentionJob(database, clock),
        },
        owner=owner, clock=clock,
    )  # fmt: skip


def tune_gc() -> None:
    """Freeze the objects loaded by now: they live until the end, and the collector skips them."""
    texts(LOCALES[0])
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD, *gc.get_threshold()[1:])


async def run_bot(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT.

    Raises OutdatedSchema, and the errors of a database that cannot be reached.
    """
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    install_keyring(settings.keyring())
    database = open_database(settings.resolved_database_url, durable=settings.durable)
    messengers = build_messengers(settings)
    health = Health(dict.fromkeys(messengers, MessengerState.STARTING))
    files = FileStore(settings.files_folder, settings.keyring())
    try:
        await require_current_schema(database.reader)
        rate_limiter = RateLimiter(max_per_minute=settings.messages_a_minute)
        async with start_runtime(
            database,
            messengers,
            files,
            SystemClock(),
            rate_limiter=rate_limiter,
            checkpoint_file=CheckpointFile(settings.data_folder),
        ) as runtime:
            await _resend_leftovers(runtime)
            log.info("started: %s", ", ".join(messengers))
            tune_gc()
            async with Nursery() as receivers:
                serving = [
                    receivers.start(_run_messenger(runtime, settings, m, health), f"updates of {m.name}")
                    for m in messengers.values()
                ]
                if settings.webhook_url:
                    from bot.app.webhook_server import serve_webhooks  # noqa: PLC0415 - an HTTP server, loaded where there is something to hear

                    serving.append(receivers.start(serve_webhooks(runtime.processor, settings, health), "webhooks"))
                await stop.wait()
                for receiver in serving:
                    receiver.cancel()
    finally:
        for messenger in messengers.values():
            await messenger.close()
        await database.close()
    log.info("stopped")


async def _resend_leftovers(runtime: Runtime) -> None:
    """Send the replies that the last process left. If the database breaks meanwhile, the sweeps find them later."""
    try:
        left = await runtime.outbox.take_over_expired(ignore_leases=not runtime.database.is_shared)
    except (SQLAlchemyError, OSError) as error:
        log.warning("replies left by the last process wait: %s", type(error).__name__)
    else:
        log.info("replies left by the last process: %d", left)


async def run_replay(settings: Settings) -> tuple[int, int]:
    """Process the dead letters again. Return how many updates succeeded, and how many failed again."""
    install_keyring(settings.keyring())
    database = open_database(settings.resolved_database_url, durable=settings.durable)
    messengers = build_messengers(settings)
    try:
        for messenger in messengers.values():
            await messenger.open()
        async with start_runtime(
            database,
            messengers,
            FileStore(settings.files_folder, settings.keyring()),
            SystemClock(),
            checkpoint_file=CheckpointFile(settings.data_folder),
        ) as runtime:
            return await replay_dead_letters(runtime.processor)
    finally:
        for messenger in messengers.values():
            await messenger.close()
        await database.close()


async def _run_messenger(runtime: Runtime, settings: Settings, messenger: Messenger, health: Health) -> None:
    """Receive updates from one messenger. One that fails is asked again and again, and delays no other.

    A refused token is asked again too: a server can refuse a good one for a minute.
    """
    backoff, loop = Backoff(policy=MESSENGER_BACKOFF), asyncio.get_running_loop()
    while True:
        began = loop.time()
        try:
            await messenger.open()
            health.states[messenger.name] = MessengerState.READY
            await messenger.register_commands(_bot_commands())
            if settings.webhook_url:
                await messenger.set_webhook(*settings.webhook_address(messenger.name))
                return
            await messenger.delete_webhook()
            await messenger.poll(runtime.processor.submit)
        except MessengerFailure as failure:
            refused = isinstance(failure, InvalidToken)
            health.states[messenger.name] = MessengerState.REFUSED if refused else MessengerState.UNREACHABLE
            if loop.time() - began > STABLE_SECONDS:
                backoff.reset()
            delay = backoff.next_delay()
            level, what = (
                (logging.CRITICAL, "does not know this token") if refused else (logging.WARNING, "cannot be reached")
            )
            log.log(level, "%s %s: %s; asking again in %.0f s", messenger.name, what, failure, delay)
            await backoff.sleep(delay)


def _bot_commands() -> dict[str, dict[str, str]]:
    return {
        locale: {name: texts(locale).format_label(Text(f"home-command-{name}")) for name in COMMANDS}
        for locale in LOCALES
    }
