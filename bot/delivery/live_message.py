"""The live message of the one who sent a call: sent once, then drawn afresh whenever something has happened.

One lane draws it, so that an older picture never comes after a newer one.
"""

from dataclasses import dataclass

from bot.delivery.job_queue import Again, Work
from bot.delivery.paced_sender import Sender
from bot.delivery.renderer import Faces
from bot.messengers.port import Gone, SlowDown, Unreachable
from bot.relief.calls.views import CallProgress, call_progress
from bot.relief.ids import CallId
from bot.storage.database import Database
from bot.storage.tables import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    database: Database
    sender: Sender
    faces: Faces

    async def __call__(self, work: Work) -> Again | None:
        call = CallId(int(work.args["call"]))
        async with self.database.reading() as session:
            progress = await call_progress(session, await session.get_one(Call, call))
        if progress is None:
            return None
        if not await self.sender.may_send(work.hold):
            return Again()
        return await self._draw(work, progress)

    async def _draw(self, work: Work, progress: CallProgress) -> Again | None:
        """A message that is gone is replaced by a new one; who blocked the bot is left in peace."""
        try:
            message = await self._put(progress)
        except SlowDown as slow:
            self.sender.be_silent(slow.retry_after)
            return Again()
        except Gone:
            await self._keep(work, progress, message=None, chat=progress.chat)
            return Again()
        except Unreachable:
            await self._keep(work, progress, message=None, chat=None)
            return None
        if message != progress.message:
            await self._keep(work, progress, message=message, chat=progress.chat)
        return None

    async def _put(self, progress: CallProgress) -> int:
        out = self.faces.call_progress(progress)
        if progress.message is None:
            return (await self.sender.messenger.send(out)).message
        await self.sender.messenger.edit(progress.message, out)
        return progress.message

    async def _keep(self, work: Work, progress: CallProgress, *, message: int | None, chat: int | None) -> None:
        async with self.database.writing() as session:
            await work.still(session)
            row = await session.get_one(Call, progress.view.id)
            row.progress_message, row.progress_chat = message, chat
            await session.commit()
