"""The sandbox as one aiohttp application: the bot's doors, the phones, the levers for tests and the page."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from bot.nursery import Nursery
from bot.sandbox.bot_api.endpoint import Gate
from bot.sandbox.bot_api.method_context import Desk
from bot.sandbox.bot_api.webhook_delivery import Deliverer
from bot.sandbox.control import Levers
from bot.sandbox.core.call_log import Calls
from bot.sandbox.core.fault_injection import Faults
from bot.sandbox.core.files import Files
from bot.sandbox.core.messenger import Exchange
from bot.sandbox.core.rate_limits import Rates
from bot.sandbox.dialects.bale import Bale
from bot.sandbox.dialects.protocol import Dialect
from bot.sandbox.dialects.telegram import Telegram
from bot.sandbox.options import Messenger, Options
from bot.sandbox.snapshot import FILES, Snapshot, load
from bot.sandbox.user.endpoint import Phone
from bot.sandbox.user.session import PhoneError

PAGE = Path(__file__).with_name("page")
SAVE_EVERY = 1.0
LARGEST = 64 * 1024 * 1024
"""Bytes of one request; both messengers take less."""

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(options: Options | None = None) -> web.Application:
    """Ready to serve; its background work starts and ends with it."""
    options = options or Options()
    memories = load(options.data)
    files = Files(options.data / FILES if options.data else None)
    dialects: dict[Messenger, Dialect] = {
        Messenger.TELEGRAM: Telegram(),
        Messenger.BALE: Bale(entities=options.bale_entities),
    }
    exchanges = {
        messenger: Exchange(messenger, memory, files, options.clock, options.query_seconds, options.silence)
        for messenger, memory in memories.items()
    }
    for person in options.people:
        exchanges[person.messenger].introduce(person)
    calls, faults = Calls(), Faults()
    gates = {
        messenger: Gate(
            desk=Desk(exchange=exchange, dialect=dialects[messenger]),
            token=options.tokens.get(messenger),
            calls=calls,
            faults=faults,
            rates=Rates(options.limits),
        )
        for messenger, exchange in exchanges.items()
    }
    app = web.Application(middlewares=[_said_plainly], client_max_size=LARGEST)
    _add_doors(app, gates)
    _add_phone(app, Phone({m: (e, dialects[m]) for m, e in exchanges.items()}, options.heartbeat))
    Levers(options.people, exchanges, gates, calls, faults).add_to(app)
    _add_page(app)
    _add_background(app, options, gates)
    return app


@web.middleware
async def _said_plainly(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except PhoneError as error:
        return web.json_response({"error": error.text}, status=error.status)


def _add_doors(app: web.Application, gates: dict[Messenger, Gate]) -> None:
    for messenger, gate in gates.items():
        for verb in ("GET", "POST"):
            app.router.add_route(verb, f"/{messenger}/bot{{token}}/{{method}}", gate.handle)
        app.router.add_get(f"/{messenger}/file/bot{{token}}/{{path:.+}}", gate.download)


def _add_phone(app: web.Application, phone: Phone) -> None:
    for place in (
        r"/chat/{messenger:telegram|bale}/{account:\d+}",
        r"/group/{messenger:telegram|bale}/{group:-?\d+}",
    ):
        app.router.add_post(f"{place}/say", phone.say)
        app.router.add_post(f"{place}/press", phone.press)
        app.router.add_get(f"{place}/screen", phone.screen)
        app.router.add_get(f"{place}/events", phone.events)
        app.router.add_get(f"{place}/file/{{file}}", phone.file)
    app.router.add_post(r"/chat/{messenger:telegram|bale}/{account:\d+}/block", phone.block)


def _add_page(app: web.Application) -> None:
    async def page(request: web.Request) -> web.StreamResponse:
        """Read anew each time: a page that was changed shows at once."""
        path = (PAGE / request.match_info.get("path", "index.html")).resolve()
        if not path.is_relative_to(PAGE) or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    app.router.add_get("/", page)
    app.router.add_get("/page/{path:.+}", page)


def _add_background(app: web.Application, options: Options, gates: dict[Messenger, Gate]) -> None:
    exchanges = [gate.desk.exchange for gate in gates.values()]

    async def background(app: web.Application) -> AsyncIterator[None]:
        """All of it ends by itself once the exchanges close."""
        del app
        async with Nursery(grace=2.0) as nursery:
            for messenger, gate in gates.items():
                reply = gate.call_from_webhook if messenger is Messenger.TELEGRAM else None
                deliverer = Deliverer(gate.desk.exchange, options.webhook_backoff, reply)
                nursery.start(deliverer.run(), f"webhook of {messenger}")
            if options.data is not None:
                nursery.start(_keep(Snapshot(options.data, exchanges), nursery.stopping), "keeping the chats")
            yield
            nursery.stopping.set()

    async def close(app: web.Application) -> None:
        """Polls and listeners would otherwise hold the shutdown up."""
        del app
        for exchange in exchanges:
            exchange.close()

    app.cleanup_ctx.append(background)
    app.on_shutdown.append(close)


async def _keep(snapshot: Snapshot, stopping: asyncio.Event) -> None:
    """A disk that fails now may work later, and the chats go on meanwhile."""
    last = False
    while not last:
        last = stopping.is_set()
        try:
            await asyncio.to_thread(snapshot.write, snapshot.content())
        except OSError:
            log.exception("the chats could not be saved")
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), SAVE_EVERY)
