"""What a step shows -> the replies to send: which message is redrawn, which is new, which keyboard goes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.dialogue import engine
from bot.dialogue.inputs import Command, Contact, IncomingFile, Press, TextInput
from bot.i18n.catalog import texts
from bot.i18n.messages import text
from bot.messengers.port import Incoming, Outgoing
from bot.turn.context import Registry
from bot.turn.conversation.row import ConversationRow, Reply
from bot.turn.conversation.state import ConversationState
from bot.turn.execution import StepResult
from bot.turn.outgoing.message_rendering import outgoing_to_json, render_screen

MAX_REPLIES_PER_TURN = 10


def build_replies(
    row: ConversationRow, incoming: Incoming, result: StepResult, locale: str, owner: str, book: Registry
) -> tuple[tuple[Reply, ...], ConversationState]:
    """The replies of this turn, numbered on, and the state that goes with them. A group sees no screen: a press there has its
    notice, a command the way into private chat.
    """
    drawn = render_screen(result.screen, incoming.chat, texts(locale))
    show = {
        "out": outgoing_to_json(drawn.outgoing),
        "edit": _edit_target(row, incoming, result, drawn.outgoing),
        "file": drawn.file,
        "without": texts(locale).format_message(text("turn-file-not-shown")) if drawn.file is not None else "",
        "present": result.is_current,
    }
    if incoming.group:
        steps = [("say", {"out": show["out"]})] if isinstance(incoming.what, Command) else []
        state = row.state
    elif result.toast_only:
        steps, state = [], row.state
    else:
        steps = [*_cleanup_replies(row, incoming, result, book, locale, show, drawn.outgoing), ("show", show)]
        state = replace(result.state, album=_album_of(incoming))
        if result.is_current:
            state = replace(state, keys=dict(drawn.data_by_label), keyboard=bool(drawn.outgoing.keyboard))
    first = (row.revision + 1) * MAX_REPLIES_PER_TURN
    return tuple(Reply(number=first + i, do=do, args=args, owner=owner) for i, (do, args) in enumerate(steps)), state


def _album_of(incoming: Incoming) -> str:
    return incoming.what.album if isinstance(incoming.what, IncomingFile) else ""


def _edit_target(row: ConversationRow, incoming: Incoming, result: StepResult, out: Outgoing) -> int | str:
    """Buttons redraw the screen they stand on; the rest of an album redraws the present one; what is typed gets a new one."""
    if isinstance(incoming.what, Press) and not (result.is_current or result.screen.as_new_message):
        return incoming.message
    if out.keyboard or row.state.keyboard or result.screen.as_new_message:
        return 0
    if isinstance(incoming.what, Press):
        stale = result.state.form is not None and incoming.message != row.state.message
        return 0 if stale else incoming.message
    same_album = (
        isinstance(incoming.what, IncomingFile) and incoming.what.album and incoming.what.album == row.state.album
    )
    return "present" if same_album else 0


def _cleanup_replies(
    row: ConversationRow,
    incoming: Incoming,
    result: StepResult,
    book: Registry,
    locale: str,
    show: dict[str, Any],
    out: Outgoing,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What goes before the screen: the keyboard of an old one that is left, not of one that is redrawn."""
    old = isinstance(incoming.what, Press) and incoming.message not in (row.state.message, show["edit"])
    if old and result.is_current and not result.screen.as_new_message:
        yield "strip", {"chat": incoming.chat, "message": incoming.message}
    if _is_private_answer(row, incoming, book):
        yield "delete", {"chat": incoming.chat, "message": incoming.message}
    if row.state.keyboard and result.is_current and not out.keyboard:
        said = texts(locale).format_message(text("turn-received"))
        yield "say", {"out": outgoing_to_json(Outgoing(chat=incoming.chat, text=said, remove_keyboard=True))}


def _is_private_answer(row: ConversationRow, incoming: Incoming, book: Registry) -> bool:
    """Whether the message answered a question whose answers do not stay in the chat."""
    if (
        not isinstance(incoming.what, TextInput | Contact)
        or row.state.form is None
        or row.state.form.form not in book.forms
    ):
        return False
    question, _ = engine.current_question(book.forms[row.state.form.form], row.state.form)
    return question is not None and question.private
