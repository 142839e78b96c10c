"""What a step shows -> the replies to send: which message is redrawn, which is new, which keyboard goes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.dialogue import engine
from bot.dialogue.screen import Command, Contact, Press, RemoteFile, Typed
from bot.i18n.catalog import texts
from bot.i18n.messages import text
from bot.messengers.port import Incoming, Outgoing
from bot.turn.context import Book
from bot.turn.conversation.row import Reply, Row
from bot.turn.conversation.state import State
from bot.turn.execution import Shown
from bot.turn.outgoing.message_rendering import draw, out_json

PER_TURN = 10


def replies_for(
    row: Row, incoming: Incoming, shown: Shown, locale: str, owner: str, book: Book
) -> tuple[tuple[Reply, ...], State]:
    """The replies of this turn, numbered on, and the state that goes with them. A group sees no screen: a press there has its
    notice, a command the way into private chat.
    """
    drawn = draw(shown.screen, incoming.chat, texts(locale))
    show = {
        "out": out_json(drawn.out),
        "edit": _edited(row, incoming, shown, drawn.out),
        "file": drawn.file,
        "without": texts(locale).message(text("turn-file-not-shown")) if drawn.file is not None else "",
        "present": shown.present,
    }
    if incoming.group:
        steps = [("say", {"out": show["out"]})] if isinstance(incoming.what, Command) else []
        state = row.state
    elif shown.silent:
        steps, state = [], row.state
    else:
        steps = [*_tidied(row, incoming, shown, book, locale, show, drawn.out), ("show", show)]
        state = replace(shown.state, album=_album(incoming))
        if shown.present:
            state = replace(state, keys=dict(drawn.stands_for), keyboard=bool(drawn.out.keyboard))
    first = (row.revision + 1) * PER_TURN
    return tuple(Reply(number=first + i, do=do, args=args, owner=owner) for i, (do, args) in enumerate(steps)), state


def _album(incoming: Incoming) -> str:
    return incoming.what.album if isinstance(incoming.what, RemoteFile) else ""


def _edited(row: Row, incoming: Incoming, shown: Shown, out: Outgoing) -> int | str:
    """Buttons redraw the screen they stand on; the rest of an album redraws the present one; what is typed gets a new one."""
    if isinstance(incoming.what, Press) and not (shown.present or shown.screen.beside):
        return incoming.message
    if out.keyboard or row.state.keyboard or shown.screen.beside:
        return 0
    if isinstance(incoming.what, Press):
        stale = shown.state.form is not None and incoming.message != row.state.message
        return 0 if stale else incoming.message
    same_album = (
        isinstance(incoming.what, RemoteFile) and incoming.what.album and incoming.what.album == row.state.album
    )
    return "present" if same_album else 0


def _tidied(
    row: Row, incoming: Incoming, shown: Shown, book: Book, locale: str, show: dict[str, Any], out: Outgoing
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What goes before the screen: the keyboard of an old one that is left, not of one that is redrawn."""
    old = isinstance(incoming.what, Press) and incoming.message not in (row.state.message, show["edit"])
    if old and shown.present and not shown.screen.beside:
        yield "strip", {"chat": incoming.chat, "message": incoming.message}
    if _private(row, incoming, book):
        yield "delete", {"chat": incoming.chat, "message": incoming.message}
    if row.state.keyboard and shown.present and not out.keyboard:
        said = texts(locale).message(text("turn-received"))
        yield "say", {"out": out_json(Outgoing(chat=incoming.chat, text=said, remove_keyboard=True))}


def _private(row: Row, incoming: Incoming, book: Book) -> bool:
    """Whether the message answered a question whose answers do not stay in the chat."""
    if (
        not isinstance(incoming.what, Typed | Contact)
        or row.state.form is None
        or row.state.form.form not in book.forms
    ):
        return False
    question, _ = engine.present(book.forms[row.state.form.form], row.state.form)
    return question is not None and question.private
