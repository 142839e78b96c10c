"""Updates that were set aside are taken again, when what they failed by is mended: each once, whoever does it."""

import json
import logging
from dataclasses import replace

from bot.dialogue.inputs import Command, Press
from bot.dialogue.views import ViewRequest
from bot.messengers.port import Incoming
from bot.turn.conversation.store import StaleRevision
from bot.turn.dead_letters.queue import (
    AlreadyResolved,
    find_pending_dead_letters,
    incoming_from_json,
    resolve_dead_letter,
)
from bot.turn.error_classification import is_infrastructure_failure
from bot.turn.processor import TurnProcessor

log = logging.getLogger(__name__)


async def replay_dead_letters(turns: TurnProcessor) -> tuple[int, int]:
    """Returns how many succeeded and how many failed again. Those of a messenger that is not here wait on."""
    async with turns.database.read_session() as session:
        rows = await find_pending_dead_letters(session)
    outcomes = [
        await _replay_one(turns, row.id, row.messenger, row.raw) for row in rows if row.messenger in turns.messengers
    ]
    return outcomes.count(True), outcomes.count(False)


async def _replay_one(turns: TurnProcessor, row: int, messenger: str, raw: str) -> bool:
    kept = json.loads(raw)
    if "incoming" in kept:
        done = await _process_again(turns, row, incoming_from_json(kept["incoming"]), kept["screen"])
    else:
        known = turns.messengers[messenger].parse_update(kept["unreadable"])
        done = known is None or (isinstance(known, Incoming) and await _process_again(turns, row, known, None))
    async with turns.database.write_session() as session:
        try:
            await resolve_dead_letter(session, row, succeeded=done)
        except AlreadyResolved:
            return done
        await session.commit()
    return done


async def _process_again(turns: TurnProcessor, row: int, incoming: Incoming, screen: int | None) -> bool:
    """In the transaction that also says that it is done. An answer whose sender has gone on since is not given once more."""
    again = replace(incoming, update=-row, callback="")
    chat = turns.outbox.conversation(incoming.messenger, incoming.account)
    async with chat.lock:
        try:
            await turns.process(
                chat,
                again,
                write_also=lambda session: resolve_dead_letter(session, row, succeeded=True),
                expected_screen=screen if _depends_on_screen(incoming) else None,
            )
        except AlreadyResolved:
            log.info("an update that was set aside is taken again elsewhere")
        except Exception as error:
            if isinstance(error, StaleRevision) or is_infrastructure_failure(error):
                raise
            log.error("an update that was set aside failed again: %s", type(error).__name__)  # noqa: TRY400 - as the turn logs it
            return False
    return True


def _depends_on_screen(incoming: Incoming) -> bool:
    """Whether it means what it means only to the screen that stood there: a page's press and a command mean it always."""
    match incoming.what:
        case Command():
            return False
        case Press(data=data):
            return ViewRequest.decode(data) is None
        case _:
            return True
