"""Replay of the dead letter queue, once the cause is mended: each dead letter is processed once."""

import json
import logging
from dataclasses import replace

from bot.dialogue.inputs import Command, Press
from bot.dialogue.views import ViewRequest
from bot.messengers.port import Incoming
from bot.turn.conversation.store import StaleRevision
from bot.turn.dead_letters.queue import (
    AlreadyResolved,
    UnknownInput,
    find_pending_dead_letters,
    incoming_from_json,
    resolve_dead_letter,
)
from bot.turn.error_classification import is_infrastructure_failure
from bot.turn.processor import TurnProcessor

log = logging.getLogger(__name__)


async def replay_dead_letters(processor: TurnProcessor) -> tuple[int, int]:
    """Process every pending dead letter again; return how many succeeded and how many failed.

    Those of a messenger that is not set up here, and those that only a newer version can read, stay pending.
    """
    async with processor.database.read_session() as session:
        rows = await find_pending_dead_letters(session)
    outcomes = [
        await _replay_one(processor, row.id, row.messenger, row.raw)
        for row in rows
        if row.messenger in processor.messengers
    ]
    return outcomes.count(True), outcomes.count(False)


async def _replay_one(processor: TurnProcessor, row: int, messenger: str, raw: str) -> bool | None:
    """Replay one dead letter; return True if it succeeded, None if this version cannot read it."""
    stored = json.loads(raw)
    try:
        if "incoming" in stored:
            incoming = incoming_from_json(stored["incoming"])
            succeeded = await _process_again(processor, row, incoming, stored.get("screen"))
        else:
            received = processor.messengers[messenger].parse_update(stored["unreadable"])
            succeeded = received is None or (
                isinstance(received, Incoming) and await _process_again(processor, row, received, None)
            )
    except UnknownInput:
        log.warning("a dead letter waits for a version that can read it")
        return None
    async with processor.database.write_session() as session:
        try:
            await resolve_dead_letter(session, row, succeeded=succeeded)
        except AlreadyResolved:
            return succeeded
        await session.commit()
    return succeeded


async def _process_again(processor: TurnProcessor, row: int, incoming: Incoming, screen: int | None) -> bool:
    """Process the update; its transaction also resolves the dead letter. Return False if it failed again.

    An answer to the question on `screen` is not given to another one: it counts as done if its sender has gone on since.
    """
    replayed = replace(incoming, update=-row, callback="")
    conversation = processor.outbox.conversation(incoming.messenger, incoming.account)
    async with conversation.lock:
        try:
            await processor.process(
                conversation,
                replayed,
                write_also=lambda session: resolve_dead_letter(session, row, succeeded=True),
                expected_screen=screen if _depends_on_screen(incoming) else None,
            )
        except AlreadyResolved:
            log.info("a dead letter is replayed elsewhere")
        except Exception as error:
            if isinstance(error, StaleRevision) or is_infrastructure_failure(error):
                raise
            log.error("a dead letter failed again: %s", type(error).__name__)  # noqa: TRY400 - a traceback may bear words
            return False
    return True


def _depends_on_screen(incoming: Incoming) -> bool:
    """Return True if the input has a meaning only for the screen of its time.

    A press of a view and a command always have one.
    """
    match incoming.what:
        case Command():
            return False
        case Press(data=data):
            return ViewRequest.decode(data) is None
        case _:
            return True
