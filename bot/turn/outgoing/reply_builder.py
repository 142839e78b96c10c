"""Building of a turn's replies: which message is edited, which one is new, which keyboard goes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.dialogue import engine
from bot.dialogue.inputs import Command, Contact, GeoPoint, IncomingFile, Press, TextInput, Unsupported
from bot.i18n.catalog import texts
from bot.i18n.messages import Text, text
from bot.messengers.port import Incoming, Outgoing
from bot.turn.context import REDRAW_PRESS, Registry
from bot.turn.conversation.replies import DeleteMessage, RemoveKeyboard, Reply, ReplyAction, SendMessage, ShowScreen
from bot.turn.conversation.row import ConversationRow
from bot.turn.conversation.state import ConversationState
from bot.turn.outgoing.message_rendering import RenderedMessage, render_screen
from bot.turn.step_result import StepResult

MAX_REPLIES_PER_TURN = 10


def build_replies(
    row: ConversationRow, incoming: Incoming, result: StepResult, locale: str, owner: str, registry: Registry
) -> tuple[tuple[Reply, ...], ConversationState]:
    """Return the replies of this turn, numbered on, and the state that goes with them.

    A group sees no screen: a press there is answered by its toast alone, a command by the link into private chat.
    """
    rendered = render_screen(result.screen, incoming.chat, texts(locale), incoming.topic)
    actions: Sequence[ReplyAction]
    if incoming.group:
        answer = SendMessage(message=rendered.outgoing, private_chat=incoming.account)
        actions = (answer,) if isinstance(incoming.what, Command) else ()
        state = row.state
    elif result.toast_only:
        actions, state = (), row.state
    elif result.is_note:
        actions = tuple(_note_actions(row, incoming, rendered, registry))
        state = replace(result.state, refused_album=_album_of(incoming) or row.state.refused_album)
    else:
        show = _show_screen(row, incoming, result, rendered, registry)
        actions = (*_cleanup_actions(row, incoming, result, registry, locale, show), show)
        state = replace(result.state, album=_album_of(incoming))
        if result.is_current:
            state = replace(state, keys=dict(rendered.data_by_label), keyboard=bool(rendered.outgoing.keyboard))
    first = (row.revision + 1) * MAX_REPLIES_PER_TURN
    return tuple(Reply(number=first + i, owner=owner, action=action) for i, action in enumerate(actions)), state


def _show_screen(
    row: ConversationRow,
    incoming: Incoming,
    result: StepResult,
    rendered: RenderedMessage,
    registry: Registry,
) -> ShowScreen:
    keeps_pressed = _presses_standalone(incoming, registry) and not result.is_standalone
    edit_message_id, edit_current = (
        (0, False) if keeps_pressed else _edit_target(row, incoming, result, rendered.outgoing)
    )
    return ShowScreen(
        message=rendered.outgoing,
        edit_message_id=edit_message_id,
        edit_current=edit_current,
        is_current=result.is_current,
        file=rendered.file,
    )


def _presses_standalone(incoming: Incoming, registry: Registry) -> bool:
    """Return True for a press under a standalone message, as a copy of a call or a live message.

    It is no screen of the conversation. It is edited into its own screen only, never into a refusal or another page, and keeps its buttons.
    """
    view = registry.parse_view_request(incoming.what.data) if isinstance(incoming.what, Press) else None
    return view is not None and view.view in registry.views and view.act in registry.views[view.view].standalone_acts


def _album_of(incoming: Incoming) -> str:
    return incoming.what.album if isinstance(incoming.what, IncomingFile | Unsupported) else ""


def _edit_target(row: ConversationRow, incoming: Incoming, result: StepResult, message: Outgoing) -> tuple[int, bool]:
    """Return the message to edit (0: send a new one), and True to edit the current screen instead.

    A press edits the screen that it stands on, the rest of an album the current screen; typed text gets a new one.
    """
    if isinstance(incoming.what, Press) and not (result.is_current or result.screen.as_new_message):
        return incoming.message, False
    if message.keyboard or row.state.keyboard or result.screen.as_new_message:
        return 0, False
    if isinstance(incoming.what, Press):
        comes_down = result.state.form is not None or incoming.what.data == REDRAW_PRESS
        return (0 if comes_down and incoming.message != row.state.message else incoming.message), False
    album = _album_of(incoming)
    return 0, bool(album) and album == row.state.album


def _cleanup_actions(
    row: ConversationRow, incoming: Incoming, result: StepResult, registry: Registry, locale: str, show: ShowScreen
) -> Iterator[ReplyAction]:
    """Yield the actions before the screen: an old screen loses its keyboard, unless it is edited."""
    keeps_pressed = result.screen.as_new_message or incoming.message == show.edit_message_id
    if result.is_current and not keeps_pressed:
        yield from _strip_old_screen(row, incoming, registry)
    if _is_private_answer(row, incoming, registry):
        yield DeleteMessage(chat=incoming.chat, message_id=incoming.message)
    if row.state.keyboard and result.is_current and not show.message.keyboard:
        receipt = texts(locale).format_message(_receipt(row, incoming, result, registry))
        yield SendMessage(
            message=Outgoing(chat=incoming.chat, topic=incoming.topic, text=receipt, remove_keyboard=True)
        )


def _receipt(row: ConversationRow, incoming: Incoming, result: StepResult, registry: Registry) -> Text:
    """Return the text of the message that takes a reply keyboard away; it reads back the answer.

    Neither messenger takes a reply keyboard away without a message.
    """
    before, after = row.state.form, result.state.form
    if before and after and before.form == after.form and before.form in registry.forms:
        question, here = engine.current_question(registry.forms[before.form], before)
        if question and here is before and after.answers.get(question.key) is not None:
            return text("turn-received-answer", answer=question.format_answer(after.answers[question.key]))
    return text("turn-received") if isinstance(incoming.what, Contact | GeoPoint) else text("turn-keys-below")


def _note_actions(
    row: ConversationRow, incoming: Incoming, rendered: RenderedMessage, registry: Registry
) -> Iterator[ReplyAction]:
    """Yield the actions that say a note; of an album a refusal is said once."""
    yield from _strip_old_screen(row, incoming, registry)
    album = _album_of(incoming)
    if not album or album != row.state.refused_album:
        yield SendMessage(message=rendered.outgoing)


def _strip_old_screen(row: ConversationRow, incoming: Incoming, registry: Registry) -> Iterator[ReplyAction]:
    """Yield the removal of the keyboard that was pressed, if another message bears the current screen."""
    is_old = isinstance(incoming.what, Press) and incoming.message != row.state.message
    if is_old and not _presses_standalone(incoming, registry):
        yield RemoveKeyboard(chat=incoming.chat, message_id=incoming.message)


def _is_private_answer(row: ConversationRow, incoming: Incoming, registry: Registry) -> bool:
    """Return True if the message answers a question whose answers do not stay in the chat."""
    captioned = isinstance(incoming.what, IncomingFile) and bool(incoming.what.caption)
    if (
        not (captioned or isinstance(incoming.what, TextInput | Contact))
        or row.state.form is None
        or row.state.form.form not in registry.forms
    ):
        return False
    question, _ = engine.current_question(registry.forms[row.state.form.form], row.state.form)
    return question is not None and question.private
