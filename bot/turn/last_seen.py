"""That somebody is there: who writes to us takes messages again, and is written to where they wrote last."""

import logging
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.messengers.port import Incoming
from bot.relief.outbound.addresses import mark_reachable
from bot.storage.database import Database

log = logging.getLogger(__name__)


async def record_last_seen(database: Database, incoming: Incoming, now: datetime) -> None:
    """In a transaction of its own, beside the turn: a turn does not fail for it, and the next one tries again."""
    try:
        async with database.write_session() as session:
            await mark_reachable(session, incoming.messenger, incoming.account, now)
            await session.commit()
    except (SQLAlchemyError, OSError) as error:
        log.warning("who wrote was not noted: %s", type(error).__name__)
