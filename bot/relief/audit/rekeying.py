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
    BATCH,
    ENTRY,
    GENESIS,
    Anchor,
    AuditIsBroken,
    Seam,
    entries,
    hold_anchor,
    link,
    move_anchor,
    read_anchor,
)
from bot.storage.encryption import keyring

# The place in the chain stays: named here, its indexes would be written anew with every link.
_RELINKED = update(ENTRY).where(ENTRY.c.id == bindparam("entry")).values(link=bindparam("made"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Links made anew behind the seam `behind`, None where they are the first; `seam` is where they end."""

    behind: Seam | None
    seam: Seam
    rows: Sequence[dict[str, Any]]


async def remake(session: AsyncSession, most: int = BATCH, *, begin: bool = False) -> Links | None:
    """The next links, to be kept; what was begun goes on, and only `begin` starts from the first entry. None: there is none.

    Raises AuditIsBroken, CannotOpen.
    """
    anchor = await read_anchor(session)
    if anchor is None or not anchor.count or (anchor.seam is None and not begin):
        return None
    seam = anchor.seam or Seam(sequence=0, old=GENESIS, new=GENESIS)
    wanted = entries().where(ENTRY.c.sequence > seam.sequence, ENTRY.c.sequence <= anchor.count)
    found = (await session.execute(wanted.order_by(ENTRY.c.sequence).limit(most))).all()
    old, new, rows = seam.old, seam.new, []
    for place, entry in enumerate(found, seam.sequence + 1):
        if entry.sequence != place or not entry.link or entry.link != link(entry, place, old, entry.link[0]):
            raise AuditIsBroken
        made = link(entry, place, new, keyring().current)
        rows.append({"entry": entry.id, "made": made})
        old, new = entry.link.hex(), made.hex()
    reached = seam.sequence + len(rows)
    if not rows or (reached == anchor.count and old != anchor.link):
        raise AuditIsBroken
    return Links(behind=anchor.seam, seam=Seam(sequence=reached, old=old, new=new), rows=rows)


async def keep(session: AsyncSession, links: Links) -> bool:
    """Write them down; False where another has moved the seam meanwhile, and nothing is written. Raises AuditIsBroken."""
    anchor = await hold_anchor(session)
    if anchor.seam != links.behind or not await _stands(session, links):
        return False
    await (await session.connection()).execute(_RELINKED, list(links.rows))
    await move_anchor(session, _after(anchor, links.seam))
    return True


async def _stands(session: AsyncSession, links: Links) -> bool:
    """Whether the last of them has the link that it was checked with: without a seam, all may have been moved meanwhile."""
    last = select(ENTRY.c.link).where(ENTRY.c.id == links.rows[-1]["entry"])
    return bool(await session.scalar(last) == bytes.fromhex(links.seam.old))


def _after(anchor: Anchor, seam: Seam) -> Anchor:
    if seam.sequence == anchor.count:
        return Anchor(count=anchor.count, link=seam.new, before=anchor.before)
    return Anchor(count=anchor.count, link=anchor.link, before=anchor.before, seam=seam)


async def any_old(session: AsyncSession) -> bool:
    """Whether a link is under another key than the current: looks at all of them, so not in a transaction that writes."""
    under = func.substr(ENTRY.c.link, 1, 1, type_=LargeBinary)
    old = select(ENTRY.c.id).where(ENTRY.c.sequence.is_not(None), under != bytes((keyring().current,)))
    return await session.scalar(old.limit(1)) is not None
