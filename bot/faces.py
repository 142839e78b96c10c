"""How what the worker delivers looks: the screens of the conversations, drawn in each recipient's language."""

from bot.dialogue.screen import Button, Screen
from bot.messengers.port import Outgoing
from bot.persian.said import Lines, said_of
from bot.relief.call_views import CallCopy, CallProgress
from bot.relief.notices import NoticeCopy
from bot.texts import texts
from bot.turn.render import draw
from handlers.call import copy_screen, progress_screen
from handlers.home import home_row


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
        return _drawn(Screen(text=Lines((said,)), buttons=(*rows, *home_row())), notice.chat, notice.language)


def _drawn(screen: Screen, chat: int, language: str) -> Outgoing:
    return draw(screen, chat, texts(language)).out
