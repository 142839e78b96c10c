"""How what is delivered looks. The composition root gives it: this room knows no text and no button."""

from typing import Protocol

from bot.messengers.port import Outgoing
from bot.relief.calls.views import CallCopy, CallProgress
from bot.relief.outbound.notices import NoticeCopy


class Faces(Protocol):
    """Pure: values in, a finished message out. `chat` is where the message goes."""

    def call_copy(self, copy: CallCopy, chat: int) -> Outgoing: ...

    def call_progress(self, progress: CallProgress) -> Outgoing: ...

    def notice(self, notice: NoticeCopy) -> Outgoing: ...
