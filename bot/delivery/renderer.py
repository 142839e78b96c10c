"""How what is delivered looks. The composition root gives it: this room knows no text and no button."""

from typing import Protocol

from bot.messengers.port import Outgoing
from bot.relief.calls.views import CallDeliveryView, CallProgress
from bot.relief.outbound.notices import OutgoingNotice


class MessageRenderer(Protocol):
    """Pure: values in, a finished message out. `chat` is where the message goes."""

    def render_call(self, copy: CallDeliveryView, chat: int) -> Outgoing: ...

    def render_progress(self, progress: CallProgress) -> Outgoing: ...

    def render_notice(self, notice: OutgoingNotice) -> Outgoing: ...
