"""Replies on their way out: after the commit, one conversation's in order, under the lease of the process that wrote them."""

import logging
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.messengers.port import (
    Attachment,
    InvalidToken,
    Messenger,
    MessengerFailure,
    NoLongerThere,
    Outgoing,
    RateLimited,
    SentMessage,
    TemporaryFailure,
)
from bot.turn.conversation.row import Reply
from bot.turn.media.attachments import Attachments, AttachmentUnavailable, RenderSpec
from bot.turn.outgoing.message_rendering import outgoing_from_json

log = logging.getLogger(__name__)


class RetryLater(Exception):
    """The reply could not be sent now. `wait_seconds` is the seconds that the messenger asked for, None where it named none."""

    def __init__(self, reason: str, wait_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


class ReplySender:
    """Does one reply at the messenger. What can be repeated harmlessly is; what the messenger refuses for good is dropped."""

    def __init__(self, messenger: Messenger, attachments: Attachments) -> None:
        self._messenger = messenger
        self._attachments = attachments
        self.possible_repeats: dict[str, int] = {}

    async def send(self, reply: Reply, screen_message_id: int) -> int:
        """`screen_message_id` is the message that bears the present screen, 0 for none; returns the one that bears it now. Raises Later."""
        try:
            return await self._dispatch(reply, screen_message_id)
        except RateLimited as slow:
            raise RetryLater("SlowDown", slow.retry_after) from slow
        except TemporaryFailure as failure:
            if failure.may_have_applied:
                self.possible_repeats["answer lost"] = self.possible_repeats.get("answer lost", 0) + 1
            raise RetryLater("TryAgain") from failure
        except (InvalidToken, SQLAlchemyError, OSError) as failure:
            raise RetryLater(type(failure).__name__) from failure
        except MessengerFailure as refusal:
            log.warning("a reply was refused: %s (%s)", type(refusal).__name__, refusal)
        except Exception as error:  # noqa: BLE001 - one reply that cannot be made must not hold up those behind it
            log.error("a reply was dropped: %s", type(error).__name__)  # noqa: TRY400 - a traceback may bear its words
        return screen_message_id

    def piggyback_keyboard_removal(self, reply: Reply, screen_message_id: int) -> bool:
        """Whether the keys of the screen that this reply replaces have gone with the answer to the update in hand."""
        args = reply.args
        replaces = bool(screen_message_id) and reply.do == "show" and args["present"] and not args["edit"]
        return replaces and self._messenger.piggyback_remove_inline_keyboard(args["out"]["chat"], screen_message_id)

    async def _dispatch(self, reply: Reply, screen_message_id: int) -> int:
        args = reply.args
        match reply.do:
            case "show":
                return await self._show(args, screen_message_id)
            case "say":
                await self._messenger.send(outgoing_from_json(args["out"]))
            case "delete":
                await self._ignore_refusal(self._messenger.delete(args["chat"], args["message"]))
            case "strip":
                await self._ignore_refusal(self._messenger.remove_inline_keyboard(args["chat"], args["message"]))
            case unknown:
                log.error("no such reply: %s", unknown)
        return screen_message_id

    async def _show(self, args: Mapping[str, Any], screen_message_id: int) -> int:
        out = outgoing_from_json(args["out"])
        target = screen_message_id if args["edit"] == "present" else args["edit"]
        if target and args.get("file") is None:
            try:
                await self._messenger.edit(target, out)
            except NoLongerThere:
                log.info("a screen could not be edited, a new one is sent")
            else:
                return target if args["present"] else screen_message_id
        sent = await self._send_message(out, args)
        if not args["present"]:
            return screen_message_id
        if screen_message_id and screen_message_id != sent:
            # the screen is out already: what fails for a while and is tried again would send the screen again
            await ignore_failure(self._messenger.remove_inline_keyboard(out.chat, screen_message_id), "not tidied up")
        return sent

    async def _send_message(self, out: Outgoing, args: Mapping[str, Any]) -> int:
        file = args.get("file")
        if file is None:
            return (await self._messenger.send(out)).message_id
        try:
            shown, sent = await self._send_with_file(out, file)
        except AttachmentUnavailable:
            words = "\n\n".join(part for part in (args.get("without"), out.text) if part)
            return (await self._messenger.send(replace(out, text=words))).message_id
        if sent.remote_id and sent.remote_id != shown.remote_id:
            await self._save_remote_id(file, replace(shown, remote_id=sent.remote_id))
        return sent.message_id

    async def _send_with_file(self, out: Outgoing, file: int | RenderSpec) -> tuple[Attachment, SentMessage]:
        """Raises AttachmentUnavailable."""
        shown = await self._attachments.load(file, self._messenger.name)
        try:
            return shown, await self._messenger.send(replace(out, attachment=shown))
        except NoLongerThere:  # the messenger does not know its own name for the file any more
            fresh = await self._attachments.load(file, self._messenger.name, reupload=True)
            return fresh, await self._messenger.send(replace(out, attachment=fresh))

    async def _save_remote_id(self, file: int | RenderSpec, shown: Attachment) -> None:
        """What saves an upload the next time; it is sent already, so that no failure here may send it again."""
        try:
            await self._attachments.save_remote_id(file, self._messenger.name, shown)
        except (SQLAlchemyError, OSError) as error:
            log.warning("a file's name was not remembered: %s", type(error).__name__)

    async def _ignore_refusal(self, call: Awaitable[None]) -> None:
        """Tidying up: done where it can be; what the messenger refuses is nobody's loss."""
        try:
            await call
        except (RateLimited, TemporaryFailure):
            raise
        except MessengerFailure as failure:
            log.info("not tidied up: %s", type(failure).__name__)


async def ignore_failure(call: Awaitable[None], log_message: str) -> None:
    """What is nobody's loss: tried once, and told to the log as `log_message` when it cannot be."""
    try:
        await call
    except MessengerFailure as failure:
        log.info("%s: %s", log_message, type(failure).__name__)
