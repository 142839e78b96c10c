"""The chain of the audit moved to the current key: every link is checked under its old key and made anew, in batches.

The anchor keeps the seam between new links and old ones, so that it can stop anywhere, and be verified meanwhile.
"""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import LargeBinary

from bot.relief.audit_chain import (
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
    write,
)
from bot.storage.secrets import keyring


async def relink(session: AsyncSession, most: int = BATCH, *, begin: bool = False) -> int:
    """How many links this transaction moves; what was begun goes on, and only `begin` starts from the first entry.

    Raises AuditIsBroken, CannotOpen.
    """
    anchor = await hold_anchor(session)
    seam = anchor.seam
    if seam is None:
        if not begin:
            return 0
        seam = Seam(sequence=0, old=GENESIS, new=GENESIS)
    wanted = entries().where(ENTRY.c.sequence > seam.sequence, ENTRY.c.sequence <= anchor.count)
    rows = (await session.execute(wanted.order_by(ENTRY.c.sequence).limit(most))).all()
    old, new, moved = seam.old, seam.new, []
    for place, entry in enumerate(rows, seam.sequence + 1):
        if entry.sequence != place or not entry.link or entry.link != link(entry, place, old, entry.link[0]):
            raise AuditIsBroken
        made = link(entry, place, new, keyring().current)
        moved.append({"entry": entry.id, "place": place, "made": made})
        old, new = entry.link.hex(), made.hex()
    if not moved or (moved[-1]["place"] == anchor.count and old != anchor.link):
        raise AuditIsBroken
    await write(session, moved)
    await move_anchor(session, _after(anchor, Seam(sequence=moved[-1]["place"], old=old, new=new)))
    return len(moved)


def _after(anchor: Anchor, seam: Seam) -> Anchor:
    if seam.sequence == anchor.count:
        return Anchor(count=anchor.count, link=seam.new, before=anchor.before)
    return Anchor(count=anchor.count, link=anchor.link, before=anchor.before, seam=seam)


async def any_old(session: AsyncSession) -> bool:
    """Whether a link is under another key than the current: looks at all of them, so not in a transaction that writes."""
    under = func.substr(ENTRY.c.link, 1, 1, type_=LargeBinary)
    old = select(ENTRY.c.id).where(ENTRY.c.sequence.is_not(None), under != bytes((keyring().current,)))
    return await session.scalar(old.limit(1)) is not None
