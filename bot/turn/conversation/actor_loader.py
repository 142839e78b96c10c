"""Who acts, asked for many conversations at once: a page is shown on it, and what is done asks again in its own transaction."""

from collections.abc import Sequence

from bot.clock import Clock
from bot.relief.access.actors import load_actors
from bot.relief.access.policy import Actor
from bot.relief.ids import AccountRef
from bot.storage.database import Database
from bot.turn.conversation.batching import Batcher


def actor_batcher(database: Database, clock: Clock) -> Batcher[AccountRef, Actor | None]:
    """None is a stranger."""

    async def ask(accounts: Sequence[AccountRef]) -> Sequence[Actor | None]:
        async with database.autocommit_reader.connect() as connection:
            found = await load_actors(connection, set(accounts), clock.today())
        return [found.get(account) for account in accounts]

    return Batcher("actors", ask)
