"""The job of all live messages: sent once, then edited in place when the subject has changed.

A message belongs to one lane, so an older state is never drawn over a newer one. The renderer knows what a subject
looks like.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from bot.delivery.job_queue import ClaimedJob, Reschedule
from bot.delivery.paced_sender import PacedSender, RenderMessage
from bot.delivery.renderer import MessageRenderer
from bot.messengers.port import MessengerFailure, NoLongerThere, RateLimited, RequestRejected, Unreachable
from bot.relief.ids import LiveMessageId
from bot.relief.outbound import live_messages
from bot.relief.outbound.live_messages import LiveMessageView
from bot.storage.database import Database

log = logging.getLogger(__name__)
RESEND_SECONDS = 60.0  # between two new messages in place of one whose edits are refused


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveMessageUpdater:
    """Job handler: draws the live message that the job names.

    `_resend_times` holds, in the loop's seconds, when a message whose edit was refused may be sent anew.
    """

    database: Database
    sender: PacedSender
    renderer: MessageRenderer
    _resend_times: dict[LiveMessageId, float] = field(default_factory=dict)

    async def __call__(self, job: ClaimedJob) -> Reschedule | None:
        async with self.database.read_session() as session:
            live = await live_messages.load(session, LiveMessageId(int(job.args["live_message"])))
            if live is None or live.messenger != self.sender.messenger.name:
                return None
            render = await self.renderer.load_live_message(session, live)
        if render is None:
            await self._drop(job, live)
            return None
        if (wait := self._resend_times.get(live.id, 0.0) - asyncio.get_running_loop().time()) > 0:
            return Reschedule(delay=timedelta(seconds=wait))
        if not await self.sender.acquire_slot(job.held_lease):
            return Reschedule()
        return await self._update_message(job, live, render)

    async def _update_message(self, job: ClaimedJob, live: LiveMessageView, render: RenderMessage) -> Reschedule | None:
        """Send or edit the message. One that is gone or cannot be edited is sent anew.

        One in a chat that refuses messages is dropped, and one that is refused in every form.
        """
        try:
            message_id = await self._send_or_edit(live, render)
        except RateLimited as failure:
            self.sender.pause(failure.retry_after)
            return Reschedule()
        except NoLongerThere:
            await self._record(job, live, None)
            return Reschedule()
        except RequestRejected as refusal:
            log.warning("%s refused a live message: %s", live.messenger, refusal)
            return await self._replace(job, live)
        except Unreachable:
            await self._drop(job, live)
            return None
        if message_id != live.message_id:
            await self._record(job, live, message_id)
        return None

    async def _replace(self, job: ClaimedJob, live: LiveMessageView) -> Reschedule | None:
        """Have a message that cannot be edited sent anew; the old one loses its keys.

        The first new one comes at once, the next ones after RESEND_SECONDS each.
        """
        if live.message_id is None:
            await self._drop(job, live)
            return None
        now = asyncio.get_running_loop().time()
        wait = RESEND_SECONDS if live.id in self._resend_times else 0.0
        self._resend_times[live.id] = now + wait
        with suppress(MessengerFailure):
            await self.sender.messenger.remove_inline_keyboard(live.chat, live.message_id)
        await self._record(job, live, None)
        return Reschedule(delay=timedelta(seconds=wait))

    async def _send_or_edit(self, live: LiveMessageView, render: RenderMessage) -> int:
        if live.message_id is None:
            return (await self.sender.messenger.send(render())).message_id
        await self.sender.messenger.edit(live.message_id, render())
        return live.message_id

    async def _record(self, job: ClaimedJob, live: LiveMessageView, message_id: int | None) -> None:
        async with self.database.write_session() as session:
            await job.assert_held(session)
            await live_messages.record_message(session, live, message_id)
            await session.commit()

    async def _drop(self, job: ClaimedJob, live: LiveMessageView) -> None:
        async with self.database.write_session() as session:
            await job.assert_held(session)
            await live_messages.drop(session, live)
            await session.commit()
