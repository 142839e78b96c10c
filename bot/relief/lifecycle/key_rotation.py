"""Everything under one key, step after step: what is sealed, what is looked up, the audit's chain, the files.

Killed anywhere, it goes on when it is started again: every value names its key. It knows the order and why.
"""

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from bot.relief.audit.chain import ENTRY_TABLE, chain_all_entries
from bot.relief.audit.rekeying import has_old_links, prepare_rekey_batch, save_rekey_batch
from bot.relief.lifecycle.blind_index_rotation import (
    BLIND_INDEXES,
    TOKEN_TABLE,
    recompute_digests,
    recompute_name_tokens,
)
from bot.storage.database import Database
from bot.storage.encryption import keyring
from bot.storage.file_store import FileStore
from bot.storage.index_key import use_current_index_key
from bot.storage.key_rotation.columns import count_by_key, reencrypt, sealed_tables, write_with_retries
from bot.storage.key_rotation.files import count_files_by_key, delete_superseded_files, reencrypt_files
from bot.storage.throttle import Throttle

KeyUsage: TypeAlias = Mapping[str, Mapping[int, int]]
"""What is kept, and how many of it under which key."""
OLD_FILE_GRACE_SECONDS = 10.0  # seconds that somebody may still be reading a file under its old name


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationProgress:
    """One batch: so many values of that table, digest or store."""

    target: str
    count: int


async def rotate_keys(
    database: Database, store: FileStore, pace: Throttle | None = None, grace_seconds: float = OLD_FILE_GRACE_SECONDS
) -> AsyncGenerator[RotationProgress, None]:
    """To the ring's current key; every process of the bot must have it already. Raises AuditChainBroken.

    New digests are written under it before old ones move, so that none is written behind our back.
    """
    pace = pace or Throttle()
    await write_with_retries(database, use_current_index_key)
    for what, batches in _steps(database, store, pace).items():
        async with aclosing(batches):
            async for count in batches:
                yield RotationProgress(target=what, count=count)
    await delete_superseded_files(database, store, grace_seconds)


def _steps(database: Database, store: FileStore, pace: Throttle) -> Mapping[str, AsyncGenerator[int, None]]:
    """The generators begin when they are asked, one after the other."""
    steps = {boxes.table.name: reencrypt(database, boxes, pace) for boxes in sealed_tables()}
    steps |= {
        f"{one.table.__tablename__}.{one.column}": recompute_digests(database, one, pace) for one in BLIND_INDEXES
    }
    return steps | {
        "family_tokens.token": recompute_name_tokens(database, pace),
        "audit_entries.link": _rekey_audit_chain(database, pace),
        "files": reencrypt_files(database, store, pace),
    }


async def _rekey_audit_chain(database: Database, pace: Throttle) -> AsyncGenerator[int, None]:
    await chain_all_entries(database)  # what bears the stamp of an old key

    async with database.read_session() as session:
        begin = await has_old_links(session)
    while True:
        async with pace.batch():
            async with database.read_session() as session:
                links = await prepare_rekey_batch(session, pace.batch_size, from_start=begin)
            if links is None:
                return
            kept = await write_with_retries(database, partial(save_rekey_batch, batch=links))
        if kept:
            begin = False
            yield len(links.rows)


async def count_key_usage(database: Database, store: FileStore) -> KeyUsage:
    columns = {
        f"{boxes.table.name}.{name}": column for boxes in sealed_tables() for name, column in boxes.columns.items()
    }
    columns |= {f"{one.table.__tablename__}.{one.column}": one.digest_column for one in BLIND_INDEXES}
    columns |= {"family_tokens.token": TOKEN_TABLE.c.token, "audit_entries.link": ENTRY_TABLE.c.link}
    found = {what: await count_by_key(database, column) for what, column in columns.items()}
    return found | {"files": await count_files_by_key(store)}


def keys_in_use(usage: KeyUsage) -> set[int]:
    """The keys besides the current one that something is still under."""
    return {number for counted in usage.values() for number in counted} - {keyring().current_key_number}


def key_report_lines(usage: KeyUsage) -> Iterator[str]:
    """As whoever keeps the keys reads it."""
    for what, counted in usage.items():
        if counted:
            each = ", ".join(f"{count} under key {number}" for number, count in sorted(counted.items()))
            yield f"  {what}: {each}"
    needed, ring = keys_in_use(usage), keyring().key_numbers
    missing = sorted(needed - set(ring))
    if missing:
        yield f"Not in the setting, and needed: key {', '.join(map(str, missing))}."
    if waiting := sorted(needed & set(ring)):
        yield f"Still needed: key {', '.join(map(str, waiting))}. `python -m bot keys rotate` moves what can be moved."
    if free := [number for number in ring if number not in needed and number != keyring().current_key_number]:
        yield f"Nothing is left under key {', '.join(map(str, free))}: take it out of the setting and start the bot anew."
    elif not needed:
        yield f"Everything is under key {keyring().current_key_number}."
