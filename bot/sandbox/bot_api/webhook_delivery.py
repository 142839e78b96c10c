"""Delivery of updates to a webhook: in order within a chat, chats concurrently, with retries.

Only a 2xx confirms an update; the pauses between attempts double (back-off). Knows no method.
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
    """Delivers the updates of one messenger.

    `reply` executes a call in a webhook's response; None for a messenger without such calls.
    """

    def __init__(self, emulator: EmulatedMessenger, backoff: float, reply: WebhookReplyHandler | None) -> None:
        self._emulator = emulator
        self._backoff = backoff
        self._reply = reply

    async def run(self) -> None:
        """Deliver until the messenger closes."""
        arrived = self._emulator.updates.arrival_signal
        async with aiohttp.ClientSession(timeout=RESPONSE_TIMEOUT) as session:
            while not self._emulator.closing:
                webhook = self._emulator.state.webhook
                if webhook is None:
                    await arrived.wait(IDLE_WAIT_SECONDS)
                else:
                    await self._deliver_to(webhook, session)

    async def _deliver_to(self, webhook: Webhook, session: aiohttp.ClientSession) -> None:
        """Deliver to this webhook until it changes; what is under way then stays unconfirmed."""
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
        """Deliver the pending updates of one chat in order.

        It leaves `busy` in the same step in which it finds no more, so that no update is missed in between.
        """
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
        """Execute the call in a webhook's response; a response without `method` only confirms."""
        try:
            answer = json.loads(body or b"null")
        except ValueError:
            return
        if self._reply is not None and isinstance(answer, dict) and "method" in answer:
            await self._reply(answer)

    def _record_failure(self, why: str) -> None:
        self._emulator.last_webhook_error = (self._emulator.now(), why)
