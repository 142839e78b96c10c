"""Last-seen updates: an account that writes is reachable again, and preferred for notices."""

import logging
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.messengers.port import Incoming
from bot.relief.outbound.addresses import mark_reachable
from bot.storage.database import Database

log = logging.getLogger(__name__)


async def record_last_seen(database: Database, incoming: Incoming, now: datetime) -> None:
    """Mark an account as reachable, in a transaction beside the turn.

    A failure is logged, and the next turn tries again.
    """
    try:
        async with database.write_session() as session:
            await mark_reachable(session, incoming.messenger, incoming.account, now)
            await session.commit()
    except (SQLAlchemyError, OSError) as error:
        log.warning("last-seen time was not saved: %s", type(error).__name__)
