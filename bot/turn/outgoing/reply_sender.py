"""Replies on their way out: after the commit, one conversation's in order, under the lease of the process that wrote them."""

import logging
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.messengers.port import Attachment, BadToken, Failure, Gone, Messenger, Outgoing, Sent, SlowDown, TryAgain
from bot.turn.conversation.row import Reply
from bot.turn.media.attachments import Attachments, Making, NotHad
from bot.turn.outgoing.message_rendering import out_of

log = logging.getLogger(__name__)


class Later(Exception):
    """The reply could not be sent now. `wait` is the seconds that the messenger asked for, None where it named none."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class Sender:
    """Does one reply at the messenger. What can be repeated harmlessly is; what the messenger refuses for good is dropped."""

    def __init__(self, messenger: Messenger, attachments: Attachments) -> None:
        self._messenger = messenger
        self._attachments = attachments
        self.repeated: dict[str, int] = {}

    async def do(self, reply: Reply, present: int) -> int:
        """`present` is the message that bears the present screen, 0 for none; returns the one that bears it now. Raises Later."""
        try:
            return await self._do(reply, present)
        except SlowDown as slow:
            raise Later("SlowDown", slow.retry_after) from slow
        except TryAgain as failure:
            if failure.perhaps_done:
                self.repeated["answer lost"] = self.repeated.get("answer lost", 0) + 1
            raise Later("TryAgain") from failure
        except (BadToken, SQLAlchemyError, OSError) as failure:
            raise Later(type(failure).__name__) from failure
        except Failure as refusal:
            log.warning("a reply was refused: %s (%s)", type(refusal).__name__, refusal)
        except Exception as error:  # noqa: BLE001 - one reply that cannot be made must not hold up those behind it
            log.error("a reply was dropped: %s", type(error).__name__)  # noqa: TRY400 - a traceback may bear its words
        return present

    def strips_along(self, reply: Reply, present: int) -> bool:
        """Whether the keys of the screen that this reply replaces have gone with the answer to the update in hand."""
        args = reply.args
        replaces = bool(present) and reply.do == "show" and args["present"] and not args["edit"]
        return replaces and self._messenger.strip_along(args["out"]["chat"], present)

    async def _do(self, reply: Reply, present: int) -> int:
        args = reply.args
        match reply.do:
            case "show":
                return await self._show(args, present)
            case "say":
                await self._messenger.send(out_of(args["out"]))
            case "delete":
                await self._quietly(self._messenger.delete(args["chat"], args["message"]))
            case "strip":
                await self._quietly(self._messenger.strip(args["chat"], args["message"]))
            case unknown:
                log.error("no such reply: %s", unknown)
        return present

    async def _show(self, args: Mapping[str, Any], present: int) -> int:
        out = out_of(args["out"])
        target = present if args["edit"] == "present" else args["edit"]
        if target and args.get("file") is None:
            try:
                await self._messenger.edit(target, out)
            except Gone:
                log.info("a screen could not be edited, a new one is sent")
            else:
                return target if args["present"] else present
        sent = await self._send(out, args)
        if not args["present"]:
            return present
        if present and present != sent:
            # the screen is out already: what fails for a while and is tried again would send the screen again
            await tolerantly(self._messenger.strip(out.chat, present), "not tidied up")
        return sent

    async def _send(self, out: Outgoing, args: Mapping[str, Any]) -> int:
        file = args.get("file")
        if file is None:
            return (await self._messenger.send(out)).message
        try:
            shown, sent = await self._with_file(out, file)
        except NotHad:
            words = "\n\n".join(part for part in (args.get("without"), out.text) if part)
            return (await self._messenger.send(replace(out, text=words))).message
        if sent.remote_id and sent.remote_id != shown.remote_id:
            await self._remember(file, replace(shown, remote_id=sent.remote_id))
        return sent.message

    async def _with_file(self, out: Outgoing, file: int | Making) -> tuple[Attachment, Sent]:
        """Raises NotHad."""
        shown = await self._attachments.open(file, self._messenger.name)
        try:
            return shown, await self._messenger.send(replace(out, attachment=shown))
        except Gone:  # the messenger does not know its own name for the file any more
            fresh = await self._attachments.open(file, self._messenger.name, anew=True)
            return fresh, await self._messenger.send(replace(out, attachment=fresh))

    async def _remember(self, file: int | Making, shown: Attachment) -> None:
        """What saves an upload the next time; it is sent already, so that no failure here may send it again."""
        try:
            await self._attachments.remember(file, self._messenger.name, shown)
        except (SQLAlchemyError, OSError) as error:
            log.warning("a file's name was not remembered: %s", type(error).__name__)

    async def _quietly(self, call: Awaitable[None]) -> None:
        """Tidying up: done where it can be; what the messenger refuses is nobody's loss."""
        try:
            await call
        except (SlowDown, TryAgain):
            raise
        except Failure as failure:
            log.info("not tidied up: %s", type(failure).__name__)


async def tolerantly(call: Awaitable[None], otherwise: str) -> None:
    """What is nobody's loss: tried once, and told to the log as `otherwise` when it cannot be."""
    try:
        await call
    except Failure as failure:
        log.info("%s: %s", otherwise, type(failure).__name__)
