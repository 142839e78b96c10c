"""The methods by which the bot takes its updates: getUpdates, or a webhook in its place."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.bot_api.arguments import Arguments
from bot.sandbox.bot_api.errors import CallError, Reason
from bot.sandbox.bot_api.method_context import Desk, Method
from bot.sandbox.core.messenger import Webhook
from bot.sandbox.options import LONGEST_POLL, Messenger

BATCH_MOST = 100
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}


async def get_updates(desk: Desk, arguments: Arguments) -> Any:
    """A newer poll ends this one with a conflict, so that two bots on one token are found out."""
    exchange = desk.exchange
    if exchange.memory.webhook is not None:
        raise CallError(Reason.WEBHOOK_ACTIVE)
    exchange.poll_number += 1
    mine = exchange.poll_number
    exchange.updates.arrived.ring()
    _confirm(desk, arguments)
    limit = min(max(arguments.integer("limit", BATCH_MOST) or BATCH_MOST, 1), BATCH_MOST)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + min(arguments.integer("timeout", 0) or 0, LONGEST_POLL)
    while not (batch := exchange.updates.batch(limit)) and not exchange.closing:
        rang = await exchange.updates.arrived.wait(deadline - loop.time())
        if exchange.poll_number != mine:
            raise CallError(Reason.OTHER_POLL)
        if not rang:
            break
    return [update.payload() for update in batch]


def _confirm(desk: Desk, arguments: Arguments) -> None:
    updates = desk.exchange.updates
    _choose_kinds(desk, arguments)
    offset = arguments.integer("offset", 0) or 0
    if offset < 0:
        updates.keep_last(-offset)
    else:
        updates.confirm_before(offset)


def _choose_kinds(desk: Desk, arguments: Arguments) -> None:
    """Left out, the choice of the last time holds."""
    if arguments.has("allowed_updates"):
        desk.exchange.updates.ask_for([str(kind) for kind in arguments.parsed_list("allowed_updates")])


async def set_webhook(desk: Desk, arguments: Arguments) -> Any:
    """An empty url takes the webhook away. Plain HTTP is let through on this machine alone."""
    exchange = desk.exchange
    url = arguments.text("url") or ""
    if arguments.flag("drop_pending_updates"):
        exchange.updates.clear()
    _choose_kinds(desk, arguments)
    exchange.memory.webhook = _webhook(arguments, url) if url else None
    exchange.last_webhook_error = None
    exchange.poll_number += 1
    exchange.updates.arrived.ring()
    return True


def _webhook(arguments: Arguments, url: str) -> Webhook:
    parts = urlsplit(url)
    local = parts.hostname in LOCAL_HOSTS
    if not parts.hostname or parts.scheme not in {"https", "http"}:
        raise CallError(Reason.WEBHOOK_INVALID, "invalid webhook URL specified")
    if parts.scheme == "http" and not local:
        raise CallError(Reason.WEBHOOK_INVALID, "An HTTPS URL must be provided for webhook")
    connections = min(max(arguments.integer("max_connections", 40) or 40, 1), 100)
    return Webhook(url=url, secret=arguments.text("secret_token"), connections=connections)


async def delete_webhook(desk: Desk, arguments: Arguments) -> Any:
    if arguments.flag("drop_pending_updates"):
        desk.exchange.updates.clear()
    desk.exchange.memory.webhook = None
    desk.exchange.updates.arrived.ring()
    return True


async def webhook_info(desk: Desk, arguments: Arguments) -> Any:
    del arguments
    exchange = desk.exchange
    webhook = exchange.memory.webhook
    shown: dict[str, Any] = {"url": webhook.url if webhook else ""}
    if exchange.messenger is Messenger.BALE:
        return shown
    shown |= {
        "has_custom_certificate": False,
        "pending_update_count": len(exchange.updates.backlog.waiting),
    }
    if webhook is not None:
        shown["max_connections"] = webhook.connections
    if exchange.last_webhook_error is not None:
        shown["last_error_date"], shown["last_error_message"] = exchange.last_webhook_error
    if exchange.updates.backlog.allowed is not None:
        shown["allowed_updates"] = sorted(exchange.updates.backlog.allowed)
    return shown


POLLING: dict[str, Method] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": webhook_info,
}
