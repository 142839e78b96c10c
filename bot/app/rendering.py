"""Rendering for the composition root: the worker's messages in each language, and files of screens."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.paced_sender import RenderMessage
from bot.dialogue.inputs import FileKind
from bot.dialogue.screen import Button, ButtonRows, Screen
from bot.i18n.catalog import texts
from bot.i18n.messages import Joined, from_json
from bot.messengers.port import Attachment, Outgoing
from bot.relief.calls.views import CallDeliveryView, find_call_view
from bot.relief.ids import CallId
from bot.relief.outbound.live_messages import LiveMessageKind, LiveMessageView
from bot.relief.outbound.notices import NoticeKind, OutgoingNotice
from bot.reports.file_names import clean_file_name
from bot.reports.rendering import parse_file_spec, render_file
from bot.turn.media.attachments import RenderSpec
from bot.turn.media.store import FILE_EXTENSIONS
from bot.turn.outgoing.message_rendering import render_screen
from handlers.calls.call import progress_screen
from handlers.calls.delivery import delivery_screen
from handlers.navigation import home_row
from handlers.people.accounts import ACCOUNTS_ROWS

# The buttons below a notice that lead to the page concerned, by the kind of the event.
_EVENT_LINKS: Mapping[str, ButtonRows] = {NoticeKind.ACCOUNT_LINKED: ACCOUNTS_ROWS}


class DeliveryRenderer:
    """The `MessageRenderer` of the worker."""

    def render_call(self, copy: CallDeliveryView, chat: int) -> Outgoing:
        return _render(delivery_screen(copy), chat, copy.language)

    def render_notice(self, notice: OutgoingNotice) -> Outgoing:
        notice_text = from_json(dict(notice.payload))
        rows = tuple(
            tuple(Button(from_json(one["label"]), one["data"]) for one in row)
            for row in notice.payload.get("buttons", ())
        )
        link_rows = _EVENT_LINKS.get(notice.event.partition(":")[0], ())
        return _render(
            Screen(text=Joined((notice_text,)), buttons=(*rows, *link_rows, *home_row())), notice.chat, notice.language
        )

    async def load_live_message(self, session: AsyncSession, live: LiveMessageView) -> RenderMessage | None:
        screen = await _LIVE_SCREENS[live.kind](session, live.key)
        return None if screen is None else partial(_render, screen, live.chat, live.language)


async def _load_call_progress(session: AsyncSession, call_id: int) -> Screen | None:
    view = await find_call_view(session, CallId(call_id))
    return None if view is None else progress_screen(view)


# The screen of a live message by the kind of its subject; the number is the subject's key.
_LIVE_SCREENS: Mapping[LiveMessageKind, Callable[[AsyncSession, int], Awaitable[Screen | None]]] = {
    LiveMessageKind.CALL_PROGRESS: _load_call_progress
}


class FileRenderer:
    """Renders files one at a time, in a thread: the loop stays free for answers."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def __call__(self, render_spec: RenderSpec) -> Attachment:
        file_spec = parse_file_spec(render_spec["made"], render_spec["of"])
        async with self._lock:
            content = await asyncio.to_thread(render_file, file_spec)
        kind = FileKind.PHOTO if file_spec.mime.startswith("image/") else FileKind.DOCUMENT
        name = clean_file_name(file_spec.file_name or kind, FILE_EXTENSIONS[file_spec.mime])
        return Attachment(kind=kind, name=name, mime=file_spec.mime, content=content)


def _render(screen: Screen, chat: int, language: str) -> Outgoing:
    return render_screen(screen, chat, texts(language)).outgoing
