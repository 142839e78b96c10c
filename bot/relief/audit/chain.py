"""The chain of the audit: each entry is bound to the one before by a keyed link, and an anchor, sealed apart, says where it ends.

It knows entries only as bytes to be linked. Whoever writes one stamps it; nobody waits for the chain.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import BigInteger, Row, Select, bindparam, func, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import Database, insert
from bot.storage.encryption import CannotOpen, keyring, place
from bot.storage.orm import Base
from bot.storage.tables import AuditAnchor, AuditEntry

GENESIS = ""
ONLY = 1  # the anchor's row
BATCH = 500
ENTRY: Any = AuditEntry.__table__
_COLUMNS = (
    *(ENTRY.c.id, type_coerce(ENTRY.c.at, BigInteger).label("at"), ENTRY.c.person_id, ENTRY.c.messenger),
    *(ENTRY.c.action, ENTRY.c.unit_id, ENTRY.c.subject, ENTRY.c.reason_box, ENTRY.c.behalf_of),
    *(ENTRY.c.sequence, ENTRY.c.link),
)
Entry = Row[Any]


class AuditIsBroken(Exception):
    """The chain is not what was sealed: `python -m bot audit verify` says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """How far the links were made anew under another key: `old` and `new` are those of that entry, in hex."""

    sequence: int
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """`count` entries are sealed, `link` is the last one's in hex. Entries up to the id `before` are older than stamps are."""

    count: int = 0
    link: str = GENESIS
    before: int = 0
    seam: Seam | None = None

    @classmethod
    def read(cls, text: str) -> "Anchor":
        said = json.loads(text)
        return cls(**said | {"seam": said["seam"] and Seam(**said["seam"])})


def stamp(entry: Entry | AuditEntry, at_us: int) -> bytes:
    """By whoever writes the entry; `at_us` is its instant in microseconds."""
    return keyring().digest("audit-stamp", _content(entry, at_us), keyring().current)


def link(entry: Entry, sequence: int, before: str, number: int) -> bytes:
    """`before` is the link of the entry before, in hex. Raises CannotOpen where the ring has not got the key."""
    return keyring().digest("audit-chain", f"{sequence} {before} {_content(entry, entry.at)}", number)


def stamped(entry: Entry, anchor: Anchor) -> bool:
    """Whether this house wrote the entry, and nobody changed it since."""
    if not entry.link:
        return entry.link is None and int(entry.id) <= anchor.before
    try:
        return bool(entry.link == keyring().digest("audit-stamp", _content(entry, entry.at), entry.link[0]))
    except CannotOpen:
        return False


def _content(entry: Entry | AuditEntry, at_us: int) -> str:
    """All that was said, in one form. The reason as it was typed: sealing it under another key changes nothing."""
    box = entry.reason_box
    reason = None if box is None else keyring().open(box, place("audit_entries", "reason_box", entry.id)).decode()
    who = (entry.person_id, entry.messenger, entry.action, entry.unit_id, entry.subject, reason)
    behalf = () if entry.behalf_of is None else (entry.behalf_of,)
    return json.dumps((entry.id, at_us, *who, *behalf))


async def read_anchor(session: AsyncSession) -> Anchor | None:
    row = await session.get(AuditAnchor, ONLY)
    return None if row is None else Anchor.read(row.state)


async def hold_anchor(session: AsyncSession) -> Anchor:
    """Nobody else works on the chain before this transaction ends. The first to ask founds it on what stands."""
    held = select(AuditAnchor).where(AuditAnchor.id == ONLY).with_for_update()
    row = await session.scalar(held)
    if row is None:
        if await session.scalar(select(ENTRY.c.id).where(ENTRY.c.sequence.is_not(None)).limit(1)):
            raise AuditIsBroken
        older = await session.scalar(select(func.max(ENTRY.c.id)).where(ENTRY.c.link.is_(None)))
        first = AuditAnchor(id=ONLY, state=_written(Anchor(before=older or 0)))
        values = {"id": ONLY, "state_box": first.state_box}
        await session.execute(insert(session, AuditAnchor).values(values).on_conflict_do_nothing())
        row = (await session.scalars(held)).one()
    return Anchor.read(row.state)


async def move_anchor(session: AsyncSession, anchor: Anchor) -> None:
    row = await session.get_one(AuditAnchor, ONLY)
    row.state = _written(anchor)
    await session.flush()


def _written(anchor: Anchor) -> str:
    return json.dumps(asdict(anchor))


async def seal(session: AsyncSession, after: int, most: int = BATCH) -> tuple[int, int | None]:
    """Give the next unsealed entries behind the id `after` their place; returns how many, and the id to go on from.

    One without this house's stamp is left out: `verify` says so.
    """
    anchor = await hold_anchor(session)
    waiting = entries().where(ENTRY.c.sequence.is_(None), ENTRY.c.id > after).order_by(ENTRY.c.id).limit(most)
    found = (await session.execute(waiting)).all()
    before, count, rows = anchor.link, anchor.count, []
    for entry in found:
        if stamped(entry, anchor):
            count += 1
            made = link(entry, count, before, keyring().current)
            rows.append({"entry": entry.id, "place": count, "made": made})
            before = made.hex()
    if rows:
        await _write(session, rows)
        await move_anchor(session, Anchor(count=count, link=before, before=anchor.before, seam=anchor.seam))
    return len(rows), found[-1].id if found else None


async def seal_all(database: Database) -> int:
    """Batch by batch, each its own transaction."""
    sealed, after = 0, -1
    while True:
        async with database.writing() as session:
            count, last = await seal(session, after)
            await session.commit()
        sealed += count
        if last is None:
            return sealed
        after = last


def entries() -> Select[Any]:
    return select(*_COLUMNS)


async def _write(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    change = update(Base.metadata.tables["audit_entries"]).where(ENTRY.c.id == bindparam("entry"))
    await (await session.connection()).execute(
        change.values(sequence=bindparam("place"), link=bindparam("made")), list(rows)
    )
