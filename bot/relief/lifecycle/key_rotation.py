"""Everything under one key, step after step: what is sealed, what is looked up, the audit's chain, the files.

Killed anywhere, it goes on when it is started again: every value names its key. It knows the order and why.
"""

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from bot.relief.audit.chain import ENTRY, seal_all
from bot.relief.audit.rekeying import any_old, keep, remake
from bot.relief.lifecycle.blind_index_rotation import INDEXES, TOKENS, reindex, retoken
from bot.storage.database import Database
from bot.storage.encryption import keyring
from bot.storage.file_store import FileStore
from bot.storage.index_key import use_current
from bot.storage.key_rotation.columns import patiently, reseal, sealed_tables, under_keys
from bot.storage.key_rotation.files import drop_old, files_under_keys, move_files
from bot.storage.throttle import Pace

Held: TypeAlias = Mapping[str, Mapping[int, int]]
"""What is kept, and how many of it under which key."""
GRACE = 10.0  # seconds that somebody may still be reading a file under its old name


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One batch: so many values of that table, digest or store."""

    what: str
    count: int


async def rotate(
    database: Database, store: FileStore, pace: Pace | None = None, grace: float = GRACE
) -> AsyncGenerator[Moved, None]:
    """To the ring's current key; every process of the bot must have it already. Raises AuditIsBroken.

    New digests are written under it before old ones move, so that none is written behind our back.
    """
    pace = pace or Pace()
    await patiently(database, use_current)
    for what, batches in _steps(database, store, pace).items():
        async with aclosing(batches):
            async for count in batches:
                yield Moved(what=what, count=count)
    await drop_old(database, store, grace)


def _steps(database: Database, store: FileStore, pace: Pace) -> Mapping[str, AsyncGenerator[int, None]]:
    """The generators begin when they are asked, one after the other."""
    steps = {boxes.table.name: reseal(database, boxes, pace) for boxes in sealed_tables()}
    steps |= {f"{one.table.__tablename__}.{one.column}": reindex(database, one, pace) for one in INDEXES}
    return steps | {
        "family_tokens.token": retoken(database, pace),
        "audit_entries.link": _relink(database, pace),
        "files": move_files(database, store, pace),
    }


async def _relink(database: Database, pace: Pace) -> AsyncGenerator[int, None]:
    await seal_all(database)  # what bears the stamp of an old key

    async with database.reading() as session:
        begin = await any_old(session)
    while True:
        async with pace.beside():
            async with database.reading() as session:
                links = await remake(session, pace.batch, begin=begin)
            if links is None:
                return
            kept = await patiently(database, partial(keep, links=links))
        if kept:
            begin = False
            yield len(links.rows)


async def status(database: Database, store: FileStore) -> Held:
    columns = {
        f"{boxes.table.name}.{name}": column for boxes in sealed_tables() for name, column in boxes.columns.items()
    }
    columns |= {f"{one.table.__tablename__}.{one.column}": one.digest for one in INDEXES}
    columns |= {"family_tokens.token": TOKENS.c.token, "audit_entries.link": ENTRY.c.link}
    found = {what: await under_keys(database, column) for what, column in columns.items()}
    return found | {"files": await files_under_keys(store)}


def still_needed(found: Held) -> set[int]:
    """The keys besides the current one that something is still under."""
    return {number for counted in found.values() for number in counted} - {keyring().current}


def told(found: Held) -> Iterator[str]:
    """As whoever keeps the keys reads it."""
    for what, counted in found.items():
        if counted:
            each = ", ".join(f"{count} under key {number}" for number, count in sorted(counted.items()))
            yield f"  {what}: {each}"
    needed, ring = still_needed(found), keyring().numbers
    missing = sorted(needed - set(ring))
    if missing:
        yield f"Not in the setting, and needed: key {', '.join(map(str, missing))}."
    if waiting := sorted(needed & set(ring)):
        yield f"Still needed: key {', '.join(map(str, waiting))}. `python -m bot keys rotate` moves what can be moved."
    if free := [number for number in ring if number not in needed and number != keyring().current]:
        yield f"Nothing is left under key {', '.join(map(str, free))}: take it out of the setting and start the bot anew."
    elif not needed:
        yield f"Everything is under key {keyring().current}."
