"""The webhook server: 200 is answered when the update is committed, with the answer to a press in it.

One address a messenger, and one for health checks: aiohttp's low-level server, without routes.
"""

import asyncio
import hmac
import logging
from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import web

from bot.app.health import Health
from bot.messengers.envelope import decode_json
from bot.settings import Settings
from bot.turn.processor import TurnProcessor

log = logging.getLogger(__name__)
RESPONSE_GRACE_SECONDS = 1.0  # for the answers in hand; `start_runtime` finishes the turns


def build_webhook_server(processor: TurnProcessor, settings: Settings, health: Health) -> web.Server:
    """Build the server: `POST <path>/hook/<messenger>/<secret>` and `GET /health`.

    200 only after the turn is committed, 503 to have the update sent again, 413 above aiohttp's limit of 1 MiB.
    """
    hooks = f"{urlsplit(settings.webhook_url).path.rstrip('/')}/hook/"
    secrets = {name: settings.webhook_secret_for(name) for name in processor.messengers}

    async def answer(request: web.BaseRequest) -> web.Response:
        if request.method == "GET" and request.path == "/health":
            return web.Response(text=health.summary())
        name, _, shown = request.path.removeprefix(hooks).partition("/")
        messenger, secret = processor.messengers.get(name), secrets.get(name, "")
        is_authentic_path = hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), secret.encode())
        if messenger is None or not is_authentic_path or not messenger.is_webhook_authentic(secret, request.headers):
            return web.Response(status=HTTPStatus.NOT_FOUND)
        try:
            raw = decode_json(await request.read())
        except ValueError:
            raw = None
        if not isinstance(raw, dict):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        received = messenger.parse_update(raw)
        if received is None:
            return web.Response()
        with messenger.webhook_reply(received) as replies:
            turn = processor.submit(received)
            await asyncio.wait([turn])
        if error := turn.result():
            log.warning("an update of %s was not taken: %s", name, type(error).__name__)
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.json_response(replies[0]) if replies else web.Response()

    return web.Server(answer, access_log=None)


async def serve_webhooks(processor: TurnProcessor, settings: Settings, health: Health) -> None:
    """Serve until cancelled."""
    runner = web.ServerRunner(
        build_webhook_server(processor, settings, health), shutdown_timeout=RESPONSE_GRACE_SECONDS
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.webhook_host, settings.webhook_port).start()
        log.info("listening for webhooks on port %d", settings.webhook_port)
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
