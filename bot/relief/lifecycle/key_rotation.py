"""Key rotation: sealed columns, blind indexes, the audit chain and files, moved to the current key.

Resumable: every value names its key, so a rotation that was killed goes on when started again. This module knows the
order of the steps.
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
"""Target, and how many of its values are under which key."""
OLD_FILE_GRACE_SECONDS = 10.0  # a reader may still have a file open under its old name


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationProgress:
    """One batch: `count` values of a table, digest or file store."""

    target: str
    count: int


async def rotate_keys(
    database: Database, store: FileStore, pace: Throttle | None = None, grace_seconds: float = OLD_FILE_GRACE_SECONDS
) -> AsyncGenerator[RotationProgress, None]:
    """Move everything to the current key of the ring. Raises AuditChainBroken.

    All processes of the bot must have the key already. New digests are written under it before old ones move, so none
    is written under an old key meanwhile.
    """
    pace = pace or Throttle()
    await write_with_retries(database, use_current_index_key)
    for what, batches in _steps(database, store, pace).items():
        async with aclosing(batches):
            async for count in batches:
                yield RotationProgress(target=what, count=count)
    await delete_superseded_files(database, store, grace_seconds)


def _steps(database: Database, store: FileStore, pace: Throttle) -> Mapping[str, AsyncGenerator[int, None]]:
    """Return the steps in their order; each generator starts only when it is iterated."""
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
    await chain_all_entries(database)  # entries that old processes left without a link

    async with database.read_session() as session:
        begin = await has_old_links(session)
    while True:
        async with pace.batch():
            async with database.read_session() as session:
                links = await prepare_rekey_batch(session, pace.batch_size, from_start=begin)
            if links is None:
                return
            saved = await write_with_retries(database, partial(save_rekey_batch, batch=links))
        if saved:
            begin = False
            yield len(links.rows)


async def count_key_usage(database: Database, store: FileStore) -> KeyUsage:
    columns = {
        f"{boxes.table.name}.{name}": column for boxes in sealed_tables() for name, column in boxes.columns.items()
    }
    columns |= {f"{one.table.__tablename__}.{one.column}": one.digest_column for one in BLIND_INDEXES}
    columns |= {"family_tokens.token": TOKEN_TABLE.c.token, "audit_entries.link": ENTRY_TABLE.c.link}
    usage = {what: await count_by_key(database, column) for what, column in columns.items()}
    return usage | {"files": await count_files_by_key(store)}


def keys_in_use(usage: KeyUsage) -> set[int]:
    """Return the keys, other than the current one, that some value is still under."""
    return {number for counted in usage.values() for number in counted} - {keyring().current_key_number}


def key_report_lines(usage: KeyUsage) -> Iterator[str]:
    """Yield the report for the operator."""
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
