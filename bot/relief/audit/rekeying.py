"""The chain of the audit moved to the current key: every link is checked under its old key and made anew, in batches.

The anchor keeps the seam between new links and old ones, so that it can stop anywhere, and be verified meanwhile. A batch is
made while nobody waits for it; only writing it down takes its turn among the writers.
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
    lock_anchor,
    read_anchor,
    save_anchor,
    select_entries,
)
from bot.storage.encryption import keyring

# The place in the chain stays: named here, its indexes would be written anew with every link.
_UPDATE_LINK = update(ENTRY_TABLE).where(ENTRY_TABLE.c.id == bindparam("entry")).values(link=bindparam("made"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RekeyBatch:
    """Links made anew behind the seam `previous_boundary`, None where they are the first; `boundary` is where they end."""

    previous_boundary: RekeyBoundary | None
    boundary: RekeyBoundary
    rows: Sequence[dict[str, Any]]


async def prepare_rekey_batch(
    session: AsyncSession, max_links: int = CHAIN_BATCH_SIZE, *, from_start: bool = False
) -> RekeyBatch | None:
    """The next links, to be kept; what was begun goes on, and only `from_start` starts from the first entry. None: there is none.

    Raises AuditChainBroken, DecryptionError.
    """
    anchor = await read_anchor(session)
    if anchor is None or not anchor.count or (anchor.rekey_boundary is None and not from_start):
        return None
    seam = anchor.rekey_boundary or RekeyBoundary(sequence=0, old_link=GENESIS, new_link=GENESIS)
    wanted = select_entries().where(ENTRY_TABLE.c.sequence > seam.sequence, ENTRY_TABLE.c.sequence <= anchor.count)
    found = (await session.execute(wanted.order_by(ENTRY_TABLE.c.sequence).limit(max_links))).all()
    old, new, rows = seam.old_link, seam.new_link, []
    for place, entry in enumerate(found, seam.sequence + 1):
        if entry.sequence != place or not entry.link or entry.link != chain_link(entry, place, old, entry.link[0]):
            raise AuditChainBroken
        made = chain_link(entry, place, new, keyring().current_key_number)
        rows.append({"entry": entry.id, "made": made})
        old, new = entry.link.hex(), made.hex()
    reached = seam.sequence + len(rows)
    if not rows or (reached == anchor.count and old != anchor.link):
        raise AuditChainBroken
    return RekeyBatch(
        previous_boundary=anchor.rekey_boundary,
        boundary=RekeyBoundary(sequence=reached, old_link=old, new_link=new),
        rows=rows,
    )


async def save_rekey_batch(session: AsyncSession, batch: RekeyBatch) -> bool:
    """Write them down; False where another has moved the seam meanwhile, and nothing is written. Raises AuditChainBroken."""
    anchor = await lock_anchor(session)
    if anchor.rekey_boundary != batch.previous_boundary or not await _is_current(session, batch):
        return False
    await (await session.connection()).execute(_UPDATE_LINK, list(batch.rows))
    await save_anchor(session, _anchor_after(anchor, batch.boundary))
    return True


async def _is_current(session: AsyncSession, links: RekeyBatch) -> bool:
    """Whether the last of them has the link that it was checked with: without a seam, all may have been moved meanwhile."""
    last = select(ENTRY_TABLE.c.link).where(ENTRY_TABLE.c.id == links.rows[-1]["entry"])
    return bool(await session.scalar(last) == bytes.fromhex(links.boundary.old_link))


def _anchor_after(anchor: Anchor, seam: RekeyBoundary) -> Anchor:
    if seam.sequence == anchor.count:
        return Anchor(count=anchor.count, link=seam.new_link, legacy_until=anchor.legacy_until)
    return Anchor(count=anchor.count, link=anchor.link, legacy_until=anchor.legacy_until, rekey_boundary=seam)


async def has_old_links(session: AsyncSession) -> bool:
    """Whether a link is under another key than the current: looks at all of them, so not in a transaction that writes."""
    under = func.substr(ENTRY_TABLE.c.link, 1, 1, type_=LargeBinary)
    old = select(ENTRY_TABLE.c.id).where(
        ENTRY_TABLE.c.sequence.is_not(None), under != bytes((keyring().current_key_number,))
    )
    return await session.scalar(old.limit(1)) is not None
