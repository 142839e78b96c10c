"""How what is handed out looks: screens that the worker delivers, in each recipient's language, and files made for a screen."""

import asyncio
from collections.abc import Mapping

from bot.dialogue.screen import Button, FileKind, Rows, Screen
from bot.i18n.catalog import texts
from bot.i18n.messages import Lines, said_of
from bot.messengers.port import Attachment, Outgoing
from bot.relief.calls.views import CallCopy, CallProgress
from bot.relief.outbound.notices import NoticeCopy, NoticeKind
from bot.reports.rendering import drawn, made_of
from bot.turn.media.attachments import Making
from bot.turn.media.store import NAMES
from bot.turn.outgoing.message_rendering import draw
from handlers.calls.call import copy_screen, progress_screen
from handlers.menu import home_row
from handlers.people.accounts import TO_ACCOUNTS

_WAYS: Mapping[str, Rows] = {
    NoticeKind.ACCOUNT_LINKED: TO_ACCOUNTS
}  # where what happened can be looked after, by the first word of its name


class Rendered:
    """`Faces` of the worker."""

    def call_copy(self, copy: CallCopy, chat: int) -> Outgoing:
        return _drawn(copy_screen(copy), chat, copy.language)

    def call_progress(self, progress: CallProgress) -> Outgoing:
        return _drawn(progress_screen(progress.view), progress.chat, progress.language)

    def notice(self, notice: NoticeCopy) -> Outgoing:
        said = said_of(dict(notice.payload))
        rows = tuple(
            tuple(Button(said_of(one["label"]), one["data"]) for one in row)
            for row in notice.payload.get("buttons", ())
        )
        there = _WAYS.get(notice.event.partition(":")[0], ())
        return _drawn(Screen(text=Lines((said,)), buttons=(*rows, *there, *home_row())), notice.chat, notice.language)


class Drawing:
    """Files one after another, beside the loop: the processor is for answers."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()

    async def __call__(self, making: Making) -> Attachment:
        made = made_of(making["made"], making["of"])
        async with self._one:
            content = await asyncio.to_thread(drawn, made)
        kind = FileKind.PHOTO if made.mime.startswith("image/") else FileKind.DOCUMENT
        return Attachment(kind=kind, name=f"{kind}.{NAMES[made.mime]}", mime=made.mime, content=content)


def _drawn(screen: Screen, chat: int, language: str) -> Outgoing:
    return draw(screen, chat, texts(language)).out
