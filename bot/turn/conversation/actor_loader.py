"""Batch-loads the actors of many conversations with one query (DataLoader).

For rendering only: a use case loads its actor again inside its own transaction.
"""

from collections.abc import Sequence

from bot.clock import Clock
from bot.relief.access.actors import load_actors
from bot.relief.access.caller import Actor
from bot.relief.ids import AccountRef
from bot.storage.database import Database
from bot.turn.conversation.batching import Batcher


def actor_batcher(database: Database, clock: Clock) -> Batcher[AccountRef, Actor | None]:
    """Return a batcher that loads the actor of an account; None is a stranger."""

    async def load_batch(accounts: Sequence[AccountRef]) -> Sequence[Actor | None]:
        async with database.autocommit_reader.connect() as connection:
            actors = await load_actors(connection, set(accounts), clock.today())
        return [actors.get(account) for account in accounts]

    return Batcher("actors", load_batch)
