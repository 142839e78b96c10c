"""Rekeying of the audit chain, in batches.

Every link is checked under its old key and computed again under the current one. The anchor stores the boundary between
new and old links, so rekeying can stop anywhere, and the chain can be verified in between. A batch is prepared without
a lock; only saving it takes the write lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import LargeBinary

from bot.relief.audit.chain import (
    CHAIN_BATCH_SIZE,
    ENTRY_TABLE,
    GENESIS,
    Anchor,
    AuditChainBroken,
    RekeyBoundary,
    chain_link,
    has_valid_link,
    lock_anchor,
    read_anchor,
    save_anchor,
    select_entries,
)
from bot.storage.encryption import keyring

# Sets the link alone: with `sequence` in the SET clause, every update would rewrite its indexes too.
_UPDATE_LINK = update(ENTRY_TABLE).where(ENTRY_TABLE.c.id == bindparam("entry_id")).values(link=bindparam("new_link"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RekeyBatch:
    """New links that follow `previous_boundary` (None for the first batch) and end at `boundary`."""

    previous_boundary: RekeyBoundary | None
    boundary: RekeyBoundary
    rows: Sequence[dict[str, Any]]


async def prepare_rekey_batch(
    session: AsyncSession, max_links: int = CHAIN_BATCH_SIZE, *, from_start: bool = False
) -> RekeyBatch | None:
    """Compute the next batch of new links; None if there is nothing to do.

    A rekeying under way continues; only `from_start` begins one at the first entry. Raises AuditChainBroken and
    DecryptionError.
    """
    anchor = await read_anchor(session)
    if anchor is None or not anchor.count or (anchor.rekey_boundary is None and not from_start):
        return None
    start = anchor.rekey_boundary or RekeyBoundary(sequence=0, old_link=GENESIS, new_link=GENESIS)
    query = select_entries().where(ENTRY_TABLE.c.sequence > start.sequence, ENTRY_TABLE.c.sequence <= anchor.count)
    entries = (await session.execute(query.order_by(ENTRY_TABLE.c.sequence).limit(max_links))).all()
    old, new, rows = start.old_link, start.new_link, []
    for sequence, entry in enumerate(entries, start.sequence + 1):
        if entry.sequence != sequence or not has_valid_link(entry, sequence, old):
            raise AuditChainBroken
        link = chain_link(entry, sequence, new, keyring().current_key_number)
        rows.append({"entry_id": entry.id, "new_link": link})
        old, new = entry.link.hex(), link.hex()
    end = start.sequence + len(rows)
    if not rows or (end == anchor.count and old != anchor.link):
        raise AuditChainBroken
    return RekeyBatch(
        previous_boundary=anchor.rekey_boundary,
        boundary=RekeyBoundary(sequence=end, old_link=old, new_link=new),
        rows=rows,
    )


async def save_rekey_batch(session: AsyncSession, batch: RekeyBatch) -> bool:
    """Write a batch of new links (optimistic lock).

    Return False, with nothing written, if another process moved the boundary. Raises AuditChainBroken.
    """
    anchor = await lock_anchor(session)
    if anchor.rekey_boundary != batch.previous_boundary or not await _is_current(session, batch):
        return False
    await (await session.connection()).execute(_UPDATE_LINK, list(batch.rows))
    await save_anchor(session, _anchor_after(anchor, batch.boundary))
    return True


async def _is_current(session: AsyncSession, batch: RekeyBatch) -> bool:
    """Return True if the last entry still has the link that was checked.

    The boundary alone does not tell: it is None both before a rekeying and after a complete one.
    """
    last = select(ENTRY_TABLE.c.link).where(ENTRY_TABLE.c.id == batch.rows[-1]["entry_id"])
    return bool(await session.scalar(last) == bytes.fromhex(batch.boundary.old_link))


def _anchor_after(anchor: Anchor, boundary: RekeyBoundary) -> Anchor:
    if boundary.sequence == anchor.count:
        return Anchor(count=anchor.count, link=boundary.new_link)
    return Anchor(count=anchor.count, link=anchor.link, rekey_boundary=boundary)


async def has_old_links(session: AsyncSession) -> bool:
    """Return True if a link is under another key than the current one.

    Scans all entries: call it outside a transaction that writes.
    """
    key_number = func.substr(ENTRY_TABLE.c.link, 1, 1, type_=LargeBinary)
    old = select(ENTRY_TABLE.c.id).where(
        ENTRY_TABLE.c.sequence.is_not(None), key_number != bytes((keyring().current_key_number,))
    )
    return await session.scalar(old.limit(1)) is not None
