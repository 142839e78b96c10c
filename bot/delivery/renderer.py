"""How delivered messages look: a protocol that the composition root implements. The delivery knows no text and no button."""

from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.paced_sender import RenderMessage
from bot.messengers.port import Outgoing
from bot.relief.calls.views import CallDeliveryView
from bot.relief.outbound.live_messages import LiveMessageView
from bot.relief.outbound.notices import OutgoingNotice


class MessageRenderer(Protocol):
    """Turns values into finished messages. `chat` is where the message goes."""

    def render_call(self, copy: CallDeliveryView, chat: int) -> Outgoing: ...

    def render_notice(self, notice: OutgoingNotice) -> Outgoing: ...

    async def load_live_message(self, session: AsyncSession, live: LiveMessageView) -> RenderMessage | None:
        """Read what the message shows, by the kind of its subject. None if the subject is gone."""
        ...
