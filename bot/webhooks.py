"""The door for webhooks: an update comes in by HTTP, and 200 is answered when it is committed, with the answer to a press in it."""

import asyncio
import hmac
import logging
from urllib.parse import urlsplit

from aiohttp import web

from bot.messengers.wire import decode
from bot.settings import Settings
from bot.turn.turns import Turns

log = logging.getLogger(__name__)
LARGEST = 1024 * 1024  # bytes of one update
GRACE = 1.0  # seconds for the answers in hand; the turns themselves are finished by the house


def application(turns: Turns, settings: Settings) -> web.Application:
    async def hook(request: web.Request) -> web.Response:
        name = request.match_info["messenger"]
        messenger = turns.messengers.get(name)
        if messenger is None:
            raise web.HTTPNotFound
        secret = settings.webhook_secret_for(name)
        known = hmac.compare_digest(request.match_info["secret"].encode(), secret.encode())
        if not (known and messenger.webhook_allowed(secret, request.headers)):
            raise web.HTTPNotFound
        try:
            raw = decode(await request.read())
        except ValueError:
            raise web.HTTPBadRequest from None
        if not isinstance(raw, dict):
            raise web.HTTPBadRequest
        received = messenger.read(raw)
        if received is None:
            return web.Response()
        with messenger.hooked(received) as said:
            await turns.take(received)
        return web.json_response(said[0]) if said else web.Response()

    async def health(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    app = web.Application(client_max_size=LARGEST)
    prefix = urlsplit(settings.webhook_url).path.rstrip("/")
    app.router.add_post(f"{prefix}/hook/{{messenger}}/{{secret}}", hook)
    app.router.add_get("/health", health)
    return app


async def listen(turns: Turns, settings: Settings) -> None:
    """Until cancelled."""
    runner = web.AppRunner(application(turns, settings), access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.webhook_host, settings.webhook_port).start()
        log.info("listening for webhooks on port %d", settings.webhook_port)
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
