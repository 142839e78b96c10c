"""Updates that were set aside are taken again, when what they failed by is mended: each once, whoever does it."""

import json
import logging
from dataclasses import replace

from bot.dialogue.screen import Command, Press
from bot.dialogue.views import Visit
from bot.messengers.port import Incoming
from bot.turn import error_classification as blame
from bot.turn.conversation.store import Lost
from bot.turn.dead_letters import queue as aside
from bot.turn.processor import Turns

log = logging.getLogger(__name__)


async def take_again(turns: Turns) -> tuple[int, int]:
    """Returns how many succeeded and how many failed again. Those of a messenger that is not here wait on."""
    async with turns.database.reading() as session:
        rows = await aside.waiting(session)
    outcomes = [
        await _again(turns, row.id, row.messenger, row.raw) for row in rows if row.messenger in turns.messengers
    ]
    return outcomes.count(True), outcomes.count(False)


async def _again(turns: Turns, row: int, messenger: str, raw: str) -> bool:
    kept = json.loads(raw)
    if "incoming" in kept:
        done = await _taken(turns, row, aside.incoming_of(kept["incoming"]), kept["screen"])
    else:
        known = turns.messengers[messenger].read(kept["unreadable"])
        done = known is None or (isinstance(known, Incoming) and await _taken(turns, row, known, None))
    async with turns.database.writing() as session:
        try:
            await aside.settle(session, row, done=done)
        except aside.Settled:
            return done
        await session.commit()
    return done


async def _taken(turns: Turns, row: int, incoming: Incoming, screen: int | None) -> bool:
    """In the transaction that also says that it is done. An answer whose sender has gone on since is not given once more."""
    again = replace(incoming, update=-row, callback="")
    chat = turns.outbox.chat(incoming.messenger, incoming.account)
    async with chat.lock:
        try:
            await turns.turn(
                chat,
                again,
                also=lambda session: aside.settle(session, row, done=True),
                screen=screen if _answers(incoming) else None,
            )
        except aside.Settled:
            log.info("an update that was set aside is taken again elsewhere")
        except Exception as error:
            if isinstance(error, Lost) or blame.databases(error):
                raise
            log.error("an update that was set aside failed again: %s", type(error).__name__)  # noqa: TRY400 - as the turn logs it
            return False
    return True


def _answers(incoming: Incoming) -> bool:
    """Whether it means what it means only to the screen that stood there: a page's press and a command mean it always."""
    match incoming.what:
        case Command():
            return False
        case Press(data=data):
            return Visit.read(data) is None
        case _:
            return True
