"""Handing updates to a webhook: in order within a chat, chats side by side, again until it is taken.

Only a 2xx confirms an update; the pauses between tries double. It knows no method.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.sandbox.core.messenger import EmulatedMessenger, Webhook
from bot.sandbox.core.update_queue import Update
from bot.sandbox.options import ChatId

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
RESPONSE_TIMEOUT = aiohttp.ClientTimeout(total=60)
MAX_RETRY_PAUSE_SECONDS = 30.0
IDLE_WAIT_SECONDS = 3600.0
SUCCESS_CLASS = 2

WebhookReplyHandler = Callable[[dict[str, Any]], Awaitable[None]]


class WebhookDeliverer:
    """`parse_response` carries out a call that came as a webhook's answer; None where the messenger has no such thing."""

    def __init__(self, emulator: EmulatedMessenger, backoff: float, reply: WebhookReplyHandler | None) -> None:
        self._emulator = emulator
        self._backoff = backoff
        self._reply = reply

    async def run(self) -> None:
        """Until the exchange closes."""
        arrived = self._emulator.updates.arrival_signal
        async with aiohttp.ClientSession(timeout=RESPONSE_TIMEOUT) as session:
            while not self._emulator.closing:
                webhook = self._emulator.state.webhook
                if webhook is None:
                    await arrived.wait(IDLE_WAIT_SECONDS)
                else:
                    await self._deliver_to(webhook, session)

    async def _deliver_to(self, webhook: Webhook, session: aiohttp.ClientSession) -> None:
        """Until the webhook changes; what is under way then is given up, and stays unconfirmed."""
        room = asyncio.Semaphore(webhook.max_connections)
        busy: dict[ChatId, asyncio.Task[None]] = {}
        async with asyncio.TaskGroup() as group:
            while self._emulator.state.webhook == webhook and not self._emulator.closing:
                for chat in {update.chat for update in self._emulator.updates.pending_updates()} - busy.keys():
                    busy[chat] = group.create_task(self._serve_chat(chat, webhook, session, room, busy))
                await self._emulator.updates.arrival_signal.wait(IDLE_WAIT_SECONDS)
            for task in list(busy.values()):
                task.cancel()

    async def _serve_chat(
        self,
        chat: ChatId,
        webhook: Webhook,
        session: aiohttp.ClientSession,
        room: asyncio.Semaphore,
        busy: dict[ChatId, asyncio.Task[None]],
    ) -> None:
        """Leaves `busy` in the same step in which it finds nothing more, so that no update falls between."""
        pause = self._backoff
        while (update := self._next_update(chat)) is not None:
            async with room:
                taken = await self._post(update, webhook, session)
            if taken:
                self._emulator.updates.confirm(update.id)
                pause = self._backoff
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2, MAX_RETRY_PAUSE_SECONDS)
        busy.pop(chat, None)

    def _next_update(self, chat: ChatId) -> Update | None:
        return next((update for update in self._emulator.updates.pending_updates() if update.chat == chat), None)

    async def _post(self, update: Update, webhook: Webhook, session: aiohttp.ClientSession) -> bool:
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        try:
            async with session.post(webhook.url, json=update.payload(), headers=headers) as response:
                taken = response.status // 100 == SUCCESS_CLASS
                if not taken:
                    self._record_failure(f"Wrong response from the webhook: {response.status} {response.reason}")
                elif self._reply is not None and response.content_type == "application/json":
                    await self._execute_reply(await response.read())
                return taken
        except (aiohttp.ClientError, TimeoutError) as error:
            self._record_failure(type(error).__name__)
            return False

    async def _execute_reply(self, body: bytes) -> None:
        """An answer with a `method` is a call of its own; anything else is only a yes."""
        try:
            given = json.loads(body or b"null")
        except ValueError:
            return
        if self._reply is not None and isinstance(given, dict) and "method" in given:
            await self._reply(given)

    def _record_failure(self, why: str) -> None:
        self._emulator.last_webhook_error = (self._emulator.now(), why)
