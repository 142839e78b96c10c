"""Bot API methods that fetch updates: getUpdates, or a webhook in its place."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import BotApiError, ErrorReason
from bot.sandbox.bot_api.method_context import Method, MethodContext
from bot.sandbox.core.messenger import Webhook
from bot.sandbox.options import MAX_POLL_SECONDS

MAX_BATCH_UPDATES = 100
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}


async def get_updates(context: MethodContext, arguments: Arguments) -> Any:
    """Wait for updates; a newer poll ends this one with a conflict.

    Two bots on one token are detected by it.
    """
    emulator = context.emulator
    if emulator.state.webhook is not None:
        raise BotApiError(ErrorReason.WEBHOOK_ACTIVE)
    emulator.poll_number += 1
    mine = emulator.poll_number
    emulator.updates.arrival_signal.notify_all()
    _confirm_by_offset(context, arguments)
    limit = min(max(arguments.integer("limit", MAX_BATCH_UPDATES) or MAX_BATCH_UPDATES, 1), MAX_BATCH_UPDATES)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + min(arguments.integer("timeout", 0) or 0, MAX_POLL_SECONDS)
    while not (batch := emulator.updates.batch(limit)) and not emulator.closing:
        rang = await emulator.updates.arrival_signal.wait(deadline - loop.time())
        if emulator.poll_number != mine:
            raise BotApiError(ErrorReason.OTHER_POLL)
        if not rang:
            break
    return [update.payload() for update in batch]


def _confirm_by_offset(context: MethodContext, arguments: Arguments) -> None:
    updates = context.emulator.updates
    _set_allowed_kinds(context, arguments)
    offset = arguments.integer("offset", 0) or 0
    if offset < 0:
        updates.keep_last(-offset)
    else:
        updates.confirm_before(offset)


def _set_allowed_kinds(context: MethodContext, arguments: Arguments) -> None:
    """Set the allowed kinds of updates; without the argument the last choice holds."""
    if arguments.has("allowed_updates"):
        context.emulator.updates.set_allowed_kinds([str(kind) for kind in arguments.json_list("allowed_updates")])


async def set_webhook(context: MethodContext, arguments: Arguments) -> Any:
    """Set the webhook; an empty url removes it. Plain HTTP is accepted on this machine alone."""
    emulator = context.emulator
    url = arguments.text("url") or ""
    if arguments.flag("drop_pending_updates"):
        emulator.updates.clear()
    _set_allowed_kinds(context, arguments)
    emulator.state.webhook = _parse_webhook(arguments, url) if url else None
    emulator.last_webhook_error = None
    emulator.poll_number += 1
    emulator.updates.arrival_signal.notify_all()
    return True


def _parse_webhook(arguments: Arguments, url: str) -> Webhook:
    parts = urlsplit(url)
    local = parts.hostname in LOCAL_HOSTS
    if not parts.hostname or parts.scheme not in {"https", "http"}:
        raise BotApiError(ErrorReason.WEBHOOK_INVALID, "invalid webhook URL specified")
    if parts.scheme == "http" and not local:
        raise BotApiError(ErrorReason.WEBHOOK_INVALID, "An HTTPS URL must be provided for webhook")
    connections = min(max(arguments.integer("max_connections", 40) or 40, 1), 100)
    return Webhook(url=url, secret=arguments.text("secret_token"), max_connections=connections)


async def delete_webhook(context: MethodContext, arguments: Arguments) -> Any:
    if arguments.flag("drop_pending_updates"):
        context.emulator.updates.clear()
    context.emulator.state.webhook = None
    context.emulator.updates.arrival_signal.notify_all()
    return True


async def get_webhook_info(context: MethodContext, arguments: Arguments) -> Any:
    del arguments
    return context.dialect.render_webhook_info(context.emulator)


UPDATE_METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
