"""Sending of one reply, after the commit, in order, under the lease of the process that owns it."""

import logging
from collections.abc import Awaitable
from dataclasses import replace
from typing import assert_never

from sqlalchemy.exc import SQLAlchemyError

from bot.messengers.port import (
    Attachment,
    InvalidToken,
    Messenger,
    MessengerFailure,
    NoLongerThere,
    Outgoing,
    RateLimited,
    RequestRejected,
    SentMessage,
    TemporaryFailure,
    TopicClosed,
    Unreachable,
)
from bot.messengers.simpler_forms import without_file
from bot.turn.conversation.replies import DeleteMessage, RemoveKeyboard, Reply, SendMessage, ShowScreen
from bot.turn.media.attachments import Attachments, AttachmentUnavailable, RenderSpec

log = logging.getLogger(__name__)


class RetryLater(Exception):
    """A reply that cannot be sent now. `wait_seconds` is the messenger's own wish (Retry-After), None where it named none."""

    def __init__(self, reason: str, wait_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


class ReplySender:
    """Sends one reply at a time: a temporary failure is raised, a final refusal drops the reply.

    Both counts are by cause: `possible_repeats` of the replies that the person may have got twice, `refused_replies` of those that
    went out in no form.
    """

    def __init__(self, messenger: Messenger, attachments: Attachments) -> None:
        self._messenger = messenger
        self._attachments = attachments
        self.possible_repeats: dict[str, int] = {}
        self.refused_replies: dict[str, int] = {}

    async def send(self, reply: Reply, screen_message_id: int) -> int:
        """Send one reply; return the message that bears the current screen afterwards.

        `screen_message_id` is the message that bears it before, 0 for none. Raises RetryLater.
        """
        try:
            return await self._dispatch(reply, screen_message_id)
        except RateLimited as slow:
            raise RetryLater("RateLimited", slow.retry_after) from slow
        except TemporaryFailure as failure:
            if failure.may_have_applied:
                self.possible_repeats["answer lost"] = self.possible_repeats.get("answer lost", 0) + 1
            raise RetryLater("TemporaryFailure") from failure
        except (InvalidToken, SQLAlchemyError, OSError) as failure:
            raise RetryLater(type(failure).__name__) from failure
        except MessengerFailure as refusal:
            log.warning("a reply was refused: %s (%s)", type(refusal).__name__, refusal)
            await self._report_refusal(reply, type(refusal).__name__)
        except Exception as error:  # noqa: BLE001 - one reply that cannot be made must not hold up those behind it
            log.error("a reply was dropped: %s", type(error).__name__)  # noqa: TRY400 - a traceback may bear its words
            await self._report_refusal(reply, type(error).__name__)
        return screen_message_id

    async def _report_refusal(self, reply: Reply, cause: str) -> None:
        """Count a reply that went out in no form, and tell its reader so in a short message.

        The reply is over: a failure of the short message is only logged.
        """
        self.refused_replies[cause] = self.refused_replies.get(cause, 0) + 1
        if not isinstance(reply.action, ShowScreen | SendMessage) or cause == Unreachable.__name__:
            return
        message = reply.action.message
        if note := message.fallback_notes.get("message"):
            try:
                await self._send(Outgoing(chat=message.chat, topic=message.topic, text=note))
            except MessengerFailure as failure:
                log.error("nothing could be said in place of a reply: %s", type(failure).__name__)  # noqa: TRY400

    def piggyback_keyboard_removal(self, reply: Reply, screen_message_id: int) -> bool:
        """Return True if the old screen's keyboard was removed with the answer to the current update."""
        match reply.action:
            case ShowScreen(edit_message_id=0, edit_current=False, is_current=True, message=message):
                return bool(screen_message_id) and self._messenger.piggyback_remove_inline_keyboard(
                    message.chat, screen_message_id
                )
            case _:
                return False

    async def _dispatch(self, reply: Reply, screen_message_id: int) -> int:
        action = reply.action
        match action:
            case ShowScreen():
                return await self._show(action, screen_message_id)
            case SendMessage(message=message, private_chat=private_chat):
                await self._send(message, private_chat)
            case DeleteMessage(chat=chat, message_id=message_id):
                await self._ignore_refusal(self._messenger.delete(chat, message_id))
            case RemoveKeyboard(chat=chat, message_id=message_id):
                await self._ignore_refusal(self._messenger.remove_inline_keyboard(chat, message_id))
            case _:
                assert_never(action)
        return screen_message_id

    async def _show(self, show: ShowScreen, screen_message_id: int) -> int:
        target = screen_message_id if show.edit_current else show.edit_message_id
        replaced = {screen_message_id} if show.is_current else set()
        if target and show.file is None:
            try:
                await self._messenger.edit(target, show.message)
            except (NoLongerThere, RequestRejected) as refusal:
                log.info("a screen could not be edited (%s), a new one is sent", refusal)
                replaced.add(target)
            else:
                return target if show.is_current else screen_message_id
        sent_id = await self._send_screen(show)
        for message_id in sorted(replaced - {0, sent_id}):
            # the screen is out already: a retry for the old one's keyboard would send the screen again
            removal = self._messenger.remove_inline_keyboard(show.message.chat, message_id)
            await ignore_failure(removal, "an old keyboard was not removed")
        return sent_id if show.is_current else screen_message_id

    async def _send_screen(self, show: ShowScreen) -> int:
        message, file = show.message, show.file
        if file is None:
            return (await self._send(message)).message_id
        try:
            attachment, sent = await self._send_with_file(message, file)
        except AttachmentUnavailable:
            return (await self._send(without_file(message, message.fallback_notes.get("unavailable", "")))).message_id
        if sent.remote_id and sent.remote_id != attachment.remote_id:
            await self._save_remote_id(file, replace(attachment, remote_id=sent.remote_id))
        return sent.message_id

    async def _send_with_file(self, message: Outgoing, file: int | RenderSpec) -> tuple[Attachment, SentMessage]:
        """Send a message with its file. Raises AttachmentUnavailable."""
        attachment = await self._attachments.load(file, self._messenger.name)
        try:
            return attachment, await self._send(replace(message, attachment=attachment))
        except NoLongerThere:  # the messenger has forgotten the remote id of the file
            fresh = await self._attachments.load(file, self._messenger.name, reupload=True)
            return fresh, await self._send(replace(message, attachment=fresh))

    async def _send(self, message: Outgoing, private_chat: int = 0) -> SentMessage:
        """Send a message; where its topic takes nothing, to the asker's private chat, or outside of topics."""
        elsewhere = [replace(message, chat=private_chat, topic=0)] if private_chat else []
        elsewhere += [replace(message, topic=0)] if message.topic else []
        for following in elsewhere:
            try:
                return await self._messenger.send(message)
            except (TopicClosed, Unreachable) as refusal:
                log.info("a message goes elsewhere: %s", type(refusal).__name__)
                message = following
        return await self._messenger.send(message)

    async def _save_remote_id(self, file: int | RenderSpec, attachment: Attachment) -> None:
        """Keep the remote id, which saves the next upload. The message is out: no failure here may send it again."""
        try:
            await self._attachments.save_remote_id(file, self._messenger.name, attachment)
        except (SQLAlchemyError, OSError) as error:
            log.warning("the remote id of a file was not saved: %s", type(error).__name__)

    async def _ignore_refusal(self, call: Awaitable[None]) -> None:
        """Await a clean-up call: a temporary failure is raised for a retry, a refusal is only logged."""
        try:
            await call
        except (RateLimited, TemporaryFailure):
            raise
        except MessengerFailure as failure:
            log.info("a clean-up was refused: %s", type(failure).__name__)


async def ignore_failure(call: Awaitable[None], log_message: str) -> None:
    """Await a call once; a failure is only logged, as `log_message`."""
    try:
        await call
    except MessengerFailure as failure:
        log.info("%s: %s", log_message, type(failure).__name__)
