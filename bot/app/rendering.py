"""How what is handed out looks: screens that the worker delivers, in each recipient's language, and files made for a screen."""

import asyncio
from collections.abc import Mapping

from bot.dialogue.inputs import FileKind
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.i18n.catalog import texts
from bot.i18n.messages import Joined, from_json
from bot.messengers.port import Attachment, Outgoing
from bot.relief.calls.views import CallDeliveryView, CallProgress
from bot.relief.outbound.notices import NoticeKind, OutgoingNotice
from bot.reports.rendering import parse_file_spec, render_file
from bot.turn.media.attachments import RenderSpec
from bot.turn.media.store import FILE_EXTENSIONS
from bot.turn.outgoing.message_rendering import render_screen
from handlers.calls.call import delivery_screen, progress_screen
from handlers.navigation import home_row
from handlers.people.accounts import ACCOUNTS_ROWS

_EVENT_LINKS: Mapping[str, ButtonRows] = {
    NoticeKind.ACCOUNT_LINKED: ACCOUNTS_ROWS
}  # where what happened can be looked after, by the first word of its name


class DeliveryRenderer:
    """`MessageRenderer` of the worker."""

    def render_call(self, copy: CallDeliveryView, chat: int) -> Outgoing:
        return _render(delivery_screen(copy), chat, copy.language)

    def render_progress(self, progress: CallProgress) -> Outgoing:
        return _render(progress_screen(progress.view), progress.chat, progress.language)

    def render_notice(self, notice: OutgoingNotice) -> Outgoing:
        said = from_json(dict(notice.payload))
        rows = tuple(
            tuple(Button(from_json(one["label"]), one["data"]) for one in row)
            for row in notice.payload.get("buttons", ())
        )
        there = _EVENT_LINKS.get(notice.event.partition(":")[0], ())
        return _render(Screen(text=Joined((said,)), buttons=(*rows, *there, *home_row())), notice.chat, notice.language)


class FileRenderer:
    """Files one after another, beside the loop: the processor is for answers."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def __call__(self, making: RenderSpec) -> Attachment:
        made = parse_file_spec(making["made"], making["of"])
        async with self._lock:
            content = await asyncio.to_thread(render_file, made)
        kind = FileKind.PHOTO if made.mime.startswith("image/") else FileKind.DOCUMENT
        return Attachment(kind=kind, name=f"{kind}.{FILE_EXTENSIONS[made.mime]}", mime=made.mime, content=content)


def _render(screen: Screen, chat: int, language: str) -> Outgoing:
    return render_screen(screen, chat, texts(language)).outgoing
