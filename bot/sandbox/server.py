"""The emulator as one aiohttp application: Bot APIs, users' phones, control API and page."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import fontpkg_ibm_plex_sans_arabic as plex
from aiohttp import web

from bot.nursery import Nursery
from bot.sandbox.bot_api.endpoint import BotApiEndpoint
from bot.sandbox.bot_api.method_context import MethodContext
from bot.sandbox.bot_api.webhook_delivery import WebhookDeliverer
from bot.sandbox.control import ControlEndpoint
from bot.sandbox.core.call_log import CallLog
from bot.sandbox.core.fault_injection import FaultInjector
from bot.sandbox.core.files import ContentStore
from bot.sandbox.core.messenger import EmulatedMessenger
from bot.sandbox.core.rate_limits import SendRateLimiter
from bot.sandbox.dialects.registry import create_dialects
from bot.sandbox.options import MESSENGER_PATTERN, Messenger, Options
from bot.sandbox.snapshot import FILES_FOLDER, Snapshot, load_state
from bot.sandbox.user.endpoint import UserEndpoint
from bot.sandbox.user.session import UserRequestError

PAGE_FOLDER = Path(__file__).with_name("page")
FONT_FOLDER = Path(plex.__path__[0]) / "files"
SAVE_INTERVAL_SECONDS = 1.0
MAX_REQUEST_BYTES = 64 * 1024 * 1024
"""Bytes of one request; both messengers take less."""

log = logging.getLogger(__name__)

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(options: Options | None = None) -> web.Application:
    """Build the application; its background work starts and ends with it."""
    options = options or Options()
    files = ContentStore(options.data_folder / FILES_FOLDER if options.data_folder else None)
    dialects = create_dialects(options)
    memories = load_state(options.data_folder, {name: dialect.first_message_id for name, dialect in dialects.items()})
    exchanges = {
        messenger: EmulatedMessenger(
            messenger, memory, files, options.clock, options.query_lifetime_seconds, options.silence_seconds
        )
        for messenger, memory in memories.items()
    }
    for person in options.people:
        exchanges[person.messenger].add_sample_person(person)
    calls, faults = CallLog(), FaultInjector()
    gates = {
        messenger: BotApiEndpoint(
            context=MethodContext(emulator=exchange, dialect=dialects[messenger]),
            token=options.tokens.get(messenger),
            call_log=calls,
            fault_injector=faults,
            rate_limiter=SendRateLimiter(options.limits),
        )
        for messenger, exchange in exchanges.items()
    }
    app = web.Application(middlewares=[_report_user_errors], client_max_size=MAX_REQUEST_BYTES)
    _add_bot_api(app, gates)
    _add_user_routes(app, UserEndpoint({m: (e, dialects[m]) for m, e in exchanges.items()}, options.heartbeat_seconds))
    ControlEndpoint(options.people, exchanges, gates, calls, faults).add_routes(app)
    _add_page(app)
    _add_background(app, options, gates)
    return app


@web.middleware
async def _report_user_errors(request: web.Request, handler: _Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except UserRequestError as error:
        return web.json_response({"error": error.text}, status=error.status)


def _add_bot_api(app: web.Application, endpoints: dict[Messenger, BotApiEndpoint]) -> None:
    for messenger, gate in endpoints.items():
        for verb in ("GET", "POST"):
            app.router.add_route(verb, f"/{messenger}/bot{{token}}/{{method}}", gate.handle)
        app.router.add_get(f"/{messenger}/file/bot{{token}}/{{path:.+}}", gate.download)


def _add_user_routes(app: web.Application, phone: UserEndpoint) -> None:
    for place in (
        rf"/chat/{MESSENGER_PATTERN}/{{account:\d+}}",
        rf"/group/{MESSENGER_PATTERN}/{{group:-?\d+}}",
    ):
        app.router.add_post(f"{place}/say", phone.say)
        app.router.add_post(f"{place}/press", phone.press)
        app.router.add_get(f"{place}/screen", phone.get_screen)
        app.router.add_get(f"{place}/events", phone.stream_events)
        app.router.add_get(f"{place}/file/{{file}}", phone.get_file)
    app.router.add_post(rf"/chat/{MESSENGER_PATTERN}/{{account:\d+}}/block", phone.block)
    app.router.add_post(rf"/group/{MESSENGER_PATTERN}/{{group:-?\d+}}/topic", phone.close_topic)


def _add_page(app: web.Application) -> None:
    async def page(request: web.Request) -> web.StreamResponse:
        """Serve a file of the page, read anew each time: a change shows at once."""
        path = (PAGE_FOLDER / request.match_info.get("path", "index.html")).resolve()
        if not path.is_relative_to(PAGE_FOLDER) or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    async def font(request: web.Request) -> web.StreamResponse:
        """Serve a weight of the page's typeface, so that every machine draws the same widths."""
        path = FONT_FOLDER / f"IBMPlexSansArabic-{request.match_info['weight']}.ttf"
        return web.FileResponse(path, headers={"Cache-Control": "max-age=86400"})

    app.router.add_get("/", page)
    app.router.add_get("/page/font/{weight:Regular|Medium|SemiBold}.ttf", font)
    app.router.add_get("/page/{path:.+}", page)


def _add_background(app: web.Application, options: Options, endpoints: dict[Messenger, BotApiEndpoint]) -> None:
    exchanges = [gate.context.emulator for gate in endpoints.values()]

    async def background(app: web.Application) -> AsyncIterator[None]:
        """Run the background tasks; they end by themselves once the messengers close."""
        del app
        async with Nursery(grace_seconds=2.0) as nursery:
            for messenger, gate in endpoints.items():
                reply = gate.call_from_webhook if gate.context.dialect.executes_webhook_replies else None
                deliverer = WebhookDeliverer(gate.context.emulator, options.webhook_backoff_seconds, reply)
                nursery.start(deliverer.run(), f"webhook of {messenger}")
            if options.data_folder is not None:
                nursery.start(
                    _save_until_stopped(Snapshot(options.data_folder, exchanges), nursery.stopping), "keeping the chats"
                )
            yield
            nursery.stopping.set()

    async def close(app: web.Application) -> None:
        """Close the messengers, so that open polls do not delay the shutdown."""
        del app
        for exchange in exchanges:
            exchange.close()

    app.cleanup_ctx.append(background)
    app.on_shutdown.append(close)


async def _save_until_stopped(snapshot: Snapshot, stopping: asyncio.Event) -> None:
    """Save now and then; a failure is logged and the next attempt may succeed."""
    last = False
    while not last:
        last = stopping.is_set()
        try:
            await asyncio.to_thread(snapshot.write, snapshot.serialize())
        except OSError:
            log.exception("the chats could not be saved")
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), SAVE_INTERVAL_SECONDS)
