"""Replies on their way out: after the commit, one conversation's in order, under the lease of the process that wrote them."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from bot.messengers.port import (
    Attachment,
    BadToken,
    Bug,
    Failure,
    Gone,
    Messenger,
    Outgoing,
    SlowDown,
    TryAgain,
    Unreachable,
)
from bot.turn.render import out_of
from bot.turn.rows import Reply

log = logging.getLogger(__name__)
PATIENCE = 10.0  # seconds a reply is waited for in place; longer waits are left to the sweep


class Shelf(Protocol):
    """Where attachments come from, and where a messenger's own name for them is remembered."""

    async def open(self, file: int, messenger: str) -> Attachment: ...

    async def remember(self, file: int, messenger: str, remote_id: str) -> None: ...


class Undone(Exception):
    """The reply could not be sent now; it stays unsent and is tried again when its lease ends."""


class Sender:
    """Does one reply at the messenger. What can be repeated harmlessly is; what the messenger refuses for good is dropped."""

    def __init__(self, messenger: Messenger, shelf: Shelf, sleep: Any) -> None:
        self._messenger = messenger
        self._shelf = shelf
        self._sleep = sleep
        self.repeated: dict[str, int] = {}

    async def do(self, reply: Reply, present: int) -> int:
        """`present` is the message that bears the present screen, 0 for none; returns the one that bears it now."""
        waited = 0.0
        while True:
            try:
                return await self._do(reply, present)
            except (Unreachable, Bug, BadToken) as refusal:
                log.warning("a reply was refused: %s (%s)", type(refusal).__name__, refusal)
                return present
            except (SlowDown, TryAgain) as failure:
                wait = failure.retry_after if isinstance(failure, SlowDown) else 0.5 + waited
                if isinstance(failure, TryAgain) and failure.perhaps_done:
                    self.repeated["answer lost"] = self.repeated.get("answer lost", 0) + 1
                if waited + wait > PATIENCE:
                    raise Undone from failure
                waited += wait
                await self._sleep(wait)

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
                await self._messenger.strip(args["chat"], args["message"])
            case unknown:
                log.error("no such reply: %s", unknown)
        return present

    async def _show(self, args: Mapping[str, Any], present: int) -> int:
        out = out_of(args["out"])
        target = present if args["edit"] == "present" else args["edit"]
        file = args.get("file")
        if target and file is None:
            try:
                await self._messenger.edit(target, out)
            except Gone:
                log.info("a screen could not be edited, a new one is sent")
            else:
                return target if args["present"] else present
        sent = await self._send(out, file)
        if not args["present"]:
            return present
        if present and present != sent:
            await self._quietly(self._messenger.strip(out.chat, present))
        return sent

    async def _send(self, out: Outgoing, file: int | None) -> int:
        if file is None:
            return (await self._messenger.send(out)).message
        name = self._messenger.name
        attachment = await self._shelf.open(file, name)
        sent = await self._messenger.send(replace(out, attachment=attachment))
        if sent.remote_id and sent.remote_id != attachment.remote_id:
            await self._shelf.remember(file, name, sent.remote_id)
        return sent.message

    async def _quietly(self, call: Any) -> None:
        """Tidying up: it is done where it can be, and its failure is nobody's loss."""
        try:
            await call
        except (SlowDown, TryAgain):
            raise
        except Failure as failure:
            log.info("not tidied up: %s", type(failure).__name__)
