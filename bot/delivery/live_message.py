"""The live message of the one who sent a call: sent once, then drawn afresh whenever something has happened.

One lane draws it, so that an older picture never comes after a newer one.
"""

from dataclasses import dataclass

from bot.delivery.job_queue import ClaimedJob, Reschedule
from bot.delivery.paced_sender import PacedSender
from bot.delivery.renderer import MessageRenderer
from bot.messengers.port import NoLongerThere, RateLimited, Unreachable
from bot.relief.calls.views import CallProgress, load_call_progress
from bot.relief.ids import CallId
from bot.storage.database import Database
from bot.storage.tables import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveMessageUpdater:
    database: Database
    sender: PacedSender
    renderer: MessageRenderer

    async def __call__(self, work: ClaimedJob) -> Reschedule | None:
        call = CallId(int(work.args["call"]))
        async with self.database.read_session() as session:
            progress = await load_call_progress(session, await session.get_one(Call, call))
        if progress is None:
            return None
        if not await self.sender.acquire_slot(work.held_lease):
            return Reschedule()
        return await self._update_message(work, progress)

    async def _update_message(self, work: ClaimedJob, progress: CallProgress) -> Reschedule | None:
        """A message that is gone is replaced by a new one; who blocked the bot is left in peace."""
        try:
            message = await self._send_or_edit(progress)
        except RateLimited as slow:
            self.sender.pause(slow.retry_after)
            return Reschedule()
        except NoLongerThere:
            await self._save_message(work, progress, message=None, chat=progress.chat)
            return Reschedule()
        except Unreachable:
            await self._save_message(work, progress, message=None, chat=None)
            return None
        if message != progress.message:
            await self._save_message(work, progress, message=message, chat=progress.chat)
        return None

    async def _send_or_edit(self, progress: CallProgress) -> int:
        out = self.renderer.render_progress(progress)
        if progress.message is None:
            return (await self.sender.messenger.send(out)).message_id
        await self.sender.messenger.edit(progress.message, out)
        return progress.message

    async def _save_message(
        self, work: ClaimedJob, progress: CallProgress, *, message: int | None, chat: int | None
    ) -> None:
        async with self.database.write_session() as session:
            await work.assert_held(session)
            row = await session.get_one(Call, progress.view.id)
            row.progress_message_id, row.progress_chat_id = message, chat
            await session.commit()
